import Histories
import Laboratory

/// How the diagram runs.
public enum TimelineForm: Hashable, Sendable {
  /// Time to the right, a lane for each client and node.
  case lanes
  /// Time downwards, a fixed column for each client and node.
  case columns
}

extension TimelinePanel {
  /// Where Enter on an item leads.
  static func target(_ item: TimelineItem) -> RowTarget {
    switch item {
    case .operation(let bar):
      return .time(bar.completed ?? bar.invoked, why: "\(bar.client) \(bar.text)")
    case .message(let line):
      guard let event = line.decidedEvent else { return .message("m\(line.id.number)") }
      let fate = line.isLost ? "is lost" : "arrives"
      return .position(
        event + 1, why: "m\(line.id.number) \(line.label) \(fate); End goes to the newest")
    case .mark(let mark):
      return .position(mark.eventIndex + 1, why: "\(mark.text); End goes to the newest")
    }
  }
}

extension Model {
  mutating func turnTimeline() -> [Command] {
    guard let form = lab?.timelineForm else { return [] }
    lab?.timelineForm = form == .lanes ? .columns : .lanes
    lab?.focus = TimelinePanel.id
    status = .news(
      form == .lanes
        ? "Time runs down, a column for each client and node." : "Time runs to the right.")
    return []
  }

  /// Selects the item before or after in time; beyond the window the window moves along.
  mutating func selectInTimeline(by step: Int) -> [Command] {
    anchorSelection(of: TimelinePanel.id)
    if !moveWithinTimeline(by: step) {
      guard let view = lab?.view.timeline else { return [] }
      let canMove = step < 0 ? view.start > .zero : !view.isFollowing
      guard canMove else {
        status = .news(step < 0 ? "This is the first." : "This is the newest.")
        return []
      }
      moveTimeline(by: step < 0 ? -2 : 2)
      lab?.refresh()
      keepSelections()
      _ = moveWithinTimeline(by: step)
    }
    return []
  }

  /// False when there is no such item in the window.
  private mutating func moveWithinTimeline(by step: Int) -> Bool {
    let context = context(of: TimelinePanel.id)
    let ids = TimelinePanel.rowIDs(context)
    guard !ids.isEmpty else { return false }
    let old = min(max(context.selection, 0), ids.count - 1)
    let new = old + step
    guard ids.indices.contains(new) else { return false }
    lab?.selections[TimelinePanel.id] = new
    lab?.anchors[TimelinePanel.id] = ids[new]
    return true
  }

  mutating func scrollTimeline(by direction: Int64) -> [Command] {
    guard let lab else { return [] }
    if lab.view.timeline.start == .zero, direction < 0 {
      status = .news("This is the start of the run.")
    }
    moveTimeline(by: direction)
    return []
  }

  /// Moves the window by quarters of its span; at the clock it follows it again.
  private mutating func moveTimeline(by quarters: Int64) {
    guard let lab else { return }
    let span = lab.timelineSpan.milliseconds
    let start = lab.view.timeline.start.milliseconds + quarters * max(1, span / 4)
    let followed = lab.run.clock.milliseconds - span * 4 / 5
    self.lab?.timelineStart = start >= followed ? nil : VirtualTime(max(0, start))
  }

  mutating func zoomTimeline(by step: Int) -> [Command] {
    guard let zoom = lab?.timelineZoom else { return [] }
    lab?.timelineZoom = min(max(zoom + step, 0), LabState.zooms.count - 1)
    status = .news("The timeline shows \(lab?.timelineSpan.milliseconds ?? 0) ms.")
    return []
  }
}
