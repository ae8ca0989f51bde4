import CellGraphics
import Histories
import Laboratory

/// An explanation in front of the lab, and which of its steps is selected.
struct ExplainState: Sendable {
  var explanation: Explanation
  var selection: Int
  /// Which mark it is about, where no selected one was: `the latest mark: ...`.
  var choice: String?

  init(_ explanation: Explanation, choice: String?) {
    self.explanation = explanation
    self.choice = choice
    selection = explanation.deciding ?? 0
  }
}

/// The explanation that was left by going to one of its events: `e` opens it again at the same place,
/// as long as nothing else has been looked at.
struct LeftExplanation: Sendable {
  var state: ExplainState
  var branch: String
  var position: Int
  var focus: PanelID
  var selection: Int?

  func fits(_ lab: LabState) -> Bool {
    lab.run.branch.name == branch && lab.run.position == position && lab.focus == focus
      && lab.selections[focus] == selection
  }
}

extension Model {
  /// What keeps anything from being explained now; nil when nothing does.
  var refusesExplaining: String? {
    guard let lab else { return "no run is open" }
    if lab.session?.hasOpenPrediction ?? false {
      return "answer first: an explanation could give the answer away"
    }
    return nil
  }

  /// Opens the explanation of what is named, or else selected, or else of the latest mark.
  mutating func explain(_ text: String) -> [Command] {
    guard let lab else { return [] }
    if text.isEmpty, let left = lab.left, left.fits(lab) {
      overlay = .explain(left.state)
      return []
    }
    let found: FoundMark
    do {
      found = try text.isEmpty ? selectedMark() : namedMark(text)
    } catch {
      status = .refusal("explain: \(error.message)")
      return []
    }
    overlay = .explain(ExplainState(lab.run.explain(found.mark), choice: found.choice))
    return []
  }

  mutating func explainTakes(_ key: CellGraphics.Key, _ state: ExplainState) -> [Command] {
    var state = state
    let last = max(0, state.explanation.steps.count - 1)
    switch key {
    case .up: state.selection = max(0, state.selection - 1)
    case .down: state.selection = min(last, state.selection + 1)
    case .pageUp: state.selection = max(0, state.selection - 5)
    case .pageDown: state.selection = min(last, state.selection + 5)
    case .home: state.selection = 0
    case .end: state.selection = last
    case .enter: return jump(from: state)
    case .escape, CellGraphics.Key("e"), CellGraphics.Key("q"):
      overlay = nil
      return []
    default: return []
    }
    overlay = .explain(state)
    return []
  }

  /// Goes to the event of the selected step, and leaves the explanation to be opened again there.
  private mutating func jump(from state: ExplainState) -> [Command] {
    let steps = state.explanation.steps
    guard steps.indices.contains(state.selection) else { return [] }
    let step = steps[state.selection]
    guard let position = Explanation.position(showing: step) else {
      status = .refusal("This has not happened yet at the instant that was explained.")
      return []
    }
    overlay = nil
    let commands = move(.position(position))
    highlight(step.subject)
    if let lab {
      self.lab?.left = LeftExplanation(
        state: state, branch: lab.run.branch.name, position: lab.run.position, focus: lab.focus,
        selection: lab.selections[lab.focus])
    }
    status = .news("\(step.sentence) e goes on explaining, End goes to the newest.")
    return commands
  }

  /// Selects what a step is about in the timeline, where it is shown.
  private mutating func highlight(_ subject: Explanation.Subject?) {
    lab?.refresh()
    keepSelections()
    guard let subject else { return }
    lab?.filters[TimelinePanel.id] = nil
    let items = TimelinePanel.items(context(of: TimelinePanel.id))
    let row = items.firstIndex { item in
      switch (item, subject) {
      case (.operation(let bar), .operation(let id)): bar.id == id
      case (.message(let line), .message(let id)): line.id == id
      case (.mark(let mark), .event(let index)): mark.eventIndex == index
      default: false
      }
    }
    guard let row else { return }
    lab?.focus = TimelinePanel.id
    lab?.selections[TimelinePanel.id] = row
    lab?.anchors[TimelinePanel.id] = items[row].id
  }
}
