import Curriculum
import Histories
import Laboratory

/// The board of a `history` round: which bar is selected, and where its point goes.
extension Model {
  /// Whether the lab shows a board instead of a run.
  var isOnBoard: Bool { screen == .lab && lab?.session?.board != nil }

  /// The screen whose actions are known now.
  var keyScreen: Screen { isOnBoard ? .board : screen }

  /// The selected bar, by its place.
  var selectedBar: Int? {
    guard let bars = lab?.session?.board?.bars, !bars.isEmpty else { return nil }
    return min(max(lab?.selections[BoardPanel.id] ?? 0, 0), bars.count - 1)
  }

  /// Selects the bar so many places on, going round at the ends.
  mutating func selectBar(by step: Int) -> [Command] {
    guard let bar = selectedBar, let count = lab?.session?.board?.bars.count else { return [] }
    lab?.focus = BoardPanel.id
    lab?.selections[BoardPanel.id] = (bar + step + count) % count
    return []
  }

  /// Moves the point of the selected bar; one that has none is put at the bar's start, or its end.
  mutating func movePoint(by steps: Int64) -> [Command] {
    guard let index = selectedBar, let board = lab?.session?.board, let page = lab?.boardPage
    else { return [] }
    let bar = board.bars[index]
    let step = page.step
    let start = steps > 0 ? bar.invoked.milliseconds : (bar.completed ?? bar.invoked).milliseconds
    let reach = page.reach
    let instant =
      board.points[index].map {
        min(max($0 + steps * step, min($0, reach.lowerBound)), max($0, reach.upperBound))
      } ?? start
    return placePoint(of: bar.name, at: instant)
  }

  /// Puts the point of the selected bar at the bar's start or end, or in its middle.
  mutating func placePoint(_ place: BarPlace) -> [Command] {
    guard let index = selectedBar, let bar = lab?.session?.board?.bars[index] else { return [] }
    let first = bar.invoked.milliseconds
    let last = bar.completed?.milliseconds ?? lab?.boardPage?.axis.upperBound ?? first
    switch place {
    case .start: return placePoint(of: bar.name, at: first)
    case .middle: return placePoint(of: bar.name, at: first + (last - first) / 2)
    case .end: return placePoint(of: bar.name, at: last)
    }
  }

  enum BarPlace { case start, middle, end }

  mutating func placePoint(of bar: String, at instant: Int64) -> [Command] {
    let wasOpen = lab?.session?.openTask != nil
    do {
      try lab?.session?.place(bar, at: instant)
      selectBar(named: bar)
      sayPoints("\(bar) at \(instant).", wasOpen: wasOpen)
    } catch {
      status = .refusal("place \(bar) at \(instant): \(error.message)")
    }
    return recordProgress()
  }

  mutating func clearPoint(of name: String) -> [Command] {
    let selected = selectedBar.flatMap { lab?.session?.board?.bars[$0].name }
    guard let bar = name.isEmpty ? selected : name else { return [] }
    let wasOpen = lab?.session?.openTask != nil
    do {
      try lab?.session?.clear(bar)
      selectBar(named: bar)
      sayPoints("\(bar) has no point.", wasOpen: wasOpen)
    } catch {
      status = .refusal("clear \(bar): \(error.message)")
    }
    return recordProgress()
  }

  mutating func undoPoint() -> [Command] {
    if let refusal = lab?.session?.undoPoint() {
      status = .refusal("undo: \(refusal)")
    } else {
      status = .news("Taken back.")
    }
    return []
  }

  /// `NAME at TIME`, as it is typed; alone it puts the selected point into the middle of its bar.
  mutating func place(_ text: String) -> [Command] {
    guard !text.isEmpty else { return placePoint(.middle) }
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 3, words[1] == "at", let instant = Int64(words[2]),
      (-1_000_000_000...1_000_000_000).contains(instant)
    else {
      let names = lab?.session?.board?.bars.map(\.name).joined(separator: ", ") ?? ""
      status = .refusal(
        "place: expected NAME at TIME, a whole number of milliseconds; the bars are \(names)")
      return []
    }
    return placePoint(of: words[0], at: instant)
  }

  private mutating func selectBar(named name: String) {
    let place = lab?.session?.board?.bars.firstIndex { $0.name == name }
    if let place { lab?.selections[BoardPanel.id] = place }
  }

  /// What was done, and whether it met the task.
  private mutating func sayPoints(_ text: String, wasOpen: Bool) {
    let isMet = wasOpen && lab?.session?.openTask == nil
    status = .news(isMet ? "\(text) The task is met; \(key("next")) goes on." : text)
  }
}
