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

  /// Selects the item before or after in time; beyond the window the window moves there.
  mutating func selectInTimeline(by step: Int) -> [Command] {
    let old = TimelinePanel.selected(context(of: TimelinePanel.id))
    if select(step < 0 ? -1 : 1, from: old) { return [] }
    let window = lab?.timelineStart
    // The next stretch of the run that may hold one, at most a few hundred of them.
    for _ in 0..<200 {
      guard moveTimelineToEvents(step) else { break }
      lab?.refreshTimeline()
      if select(step < 0 ? -1 : 1, from: old) { return [] }
    }
    lab?.timelineStart = window
    status = .news(step < 0 ? "This is the first." : "This is the newest.")
    return []
  }

  /// Selects the neighbour of an item among those in the window; false when there is none.
  private mutating func select(_ step: Int, from old: TimelineItem?) -> Bool {
    let items = TimelinePanel.items(context(of: TimelinePanel.id))
    let new: Int?
    if let old, let place = items.firstIndex(where: { $0.id == old.id }) {
      new = items.indices.contains(place + step) ? place + step : nil
    } else if step < 0 {
      new = items.lastIndex { item in old.map { TimelineItem.isBefore(item, $0) } ?? true }
    } else {
      new = items.firstIndex { item in old.map { TimelineItem.isBefore($0, item) } ?? true }
    }
    guard let new else { return false }
    lab?.selections[TimelinePanel.id] = new
    lab?.anchors[TimelinePanel.id] = items[new].id
    return true
  }

  /// Moves the window to where something happens next before or behind it; false at the end.
  private mutating func moveTimelineToEvents(_ step: Int) -> Bool {
    guard let lab else { return false }
    let recording = lab.run.simulation.recording
    let span = lab.timelineSpan.milliseconds
    let (start, end) = (lab.view.timeline.start, lab.view.timeline.end)
    let events = recording.events
    if step < 0 {
      let before = events.bisect { $0.time < start }
      guard before > 0 else { return false }
      let target = events[before - 1].time.milliseconds - span * 3 / 4
      self.lab?.timelineStart = VirtualTime(max(0, min(target, start.milliseconds - 1)))
    } else {
      guard !lab.view.timeline.isFollowing else { return false }
      let after = events.bisect { $0.time <= end }
      guard after < lab.run.position else {
        self.lab?.timelineStart = nil
        return true
      }
      let target = events[after].time.milliseconds - span / 4
      self.lab?.timelineStart = VirtualTime(max(target, start.milliseconds + 1))
    }
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
