import Histories
import Simulation

/// Two branches of one run at one instant, kept in step.
///
/// Both are walked over the instants at which either has foreground activity; within an instant the
/// first events of both happen together, then the second ones, and so on. So the way back leads
/// through the same places. It is a copy: the run that it was made of stays as it was shown.
public struct Comparison: Sendable {
  public enum Side: Int, Hashable, Sendable, CaseIterable {
    case left, right
    public var other: Side { self == .left ? .right : .left }
  }

  var run: Run
  /// The indices of the branches, left and right.
  private let branches: [Int]
  /// The instant that both are shown at.
  public private(set) var clock: VirtualTime
  /// Everything at or before it has happened on both branches.
  public private(set) var horizon = VirtualTime(-1)
  private var finder: DivergenceFinder
  /// The first divergence up to the horizon; it does not change once it is found.
  public private(set) var divergence: Divergence?

  /// Through which instant both are to be looked at, because one of them has come so far.
  public let goal: VirtualTime

  /// How many events of each side one call lets happen at most, unless it is told another number.
  public static let eventsPerCallMax = 20_000

  /// Compares two branches of a run at the instant that the run is shown at. Both are brought to
  /// where the further one has come, as far as the budget allows: `horizon` tells, and `seek` goes
  /// on to the `goal`. O(length).
  /// - Precondition: two different indices of branches.
  public init(_ run: Run, left: Int, right: Int, budget: Int = eventsPerCallMax) {
    precondition(
      left != right && run.branches.indices.contains(left)
        && run.branches.indices.contains(right), "two branches")
    self.run = run
    branches = [left, right]
    clock = run.clock
    let given = branches.map { run.branches[$0].givenSettings.count }
    finder = DivergenceFinder(
      servers: run.names.servers.count, given: (left: given[0], right: given[1]))
    let reached = branches.map { run.branches[$0].reach }
    goal = max(clock, reached.max() ?? .zero)
    extend(to: goal, budget: budget)
    seek(time: clock, budget: 0)
  }

  // MARK: What is compared

  /// The branch of a side, at the shown instant.
  public func branch(_ side: Side) -> Branch { run.branches[index(of: side)] }

  /// The index of a side's branch in the run that was compared.
  public func index(of side: Side) -> Int { branches[side.rawValue] }

  public var names: NameTable { run.names }

  /// What panels may show of both sides, as `Run.view`, with the first divergence as a mark once it has
  /// been reached. Both diagrams have the same rows, so that a lane stands beside its
  /// counterpart.
  public func views(
    _ options: ViewOptions = ViewOptions()
  ) -> (left: LabView, right: LabView) {
    var views = Side.allCases.map { side in
      var view = showing(side).view(options)
      if let mark = divergenceMark(side), view.timeline.contains(mark.time), mark.time <= clock {
        // One at the same place is named, and this one only its sign.
        let place = view.timeline.marks.contains { $0.node == nil && $0.time == mark.time }
        view.timeline.marks.insert(mark, at: place ? view.timeline.marks.count : 0)
      }
      return view
    }
    TimelineView.align(&views)
    return (views[0], views[1])
  }

  private func divergenceMark(_ side: Side) -> TimelineView.Mark? {
    guard let divergence else { return nil }
    let own = side == .left ? divergence.left : divergence.right
    return TimelineView.Mark(
      time: divergence.time, eventIndex: own?.eventIndex ?? 0, node: nil,
      text: "first difference", kind: .divergence)
  }

  /// The run with the branch of this side on the screen.
  public func showing(_ side: Side) -> Run {
    var shown = run
    shown.switchBranch(to: index(of: side))
    return shown
  }

  /// Whether both are at their first instant, before anything has happened.
  public var isAtStart: Bool { clock == .zero && places.allSatisfy { $0 == 0 } }

  /// Whether something that is known lies ahead on either side.
  public var isRewound: Bool {
    zip(recordings, places).contains { recording, place in
      recording.foregroundCount(before: place) < recording.foreground.count
    }
  }

  /// Whether something more may happen on either side without anybody's doing.
  public var mayGoOn: Bool {
    isRewound
      || Side.allCases.contains { side in
        var shown = showing(side)
        shown.seek(to: shown.newest)
        return shown.mayHaveForeground
      }
  }

  var recordings: [Recording] { branches.map { run.branches[$0].simulation.recording } }
  /// How many events have happened on each side.
  private var places: [Int] { branches.map { run.branches[$0].simulation.position } }

  // MARK: Going on

  /// Lets everything up to an instant happen on both sides, and looks for the divergence on the way.
  /// - Returns: whether it was reached within the budget.
  @discardableResult
  public mutating func extend(
    to wanted: VirtualTime, budget: Int = eventsPerCallMax
  ) -> Bool {
    guard wanted > horizon else { return true }
    var reached = wanted
    for branch in branches {
      reached = min(reached, run.extend(branch, to: wanted, budget: budget))
    }
    horizon = max(horizon, reached)
    look()
    return reached == wanted
  }

  private mutating func look() {
    guard divergence == nil else { return }
    let recordings = self.recordings
    finder.advance(recordings[0], recordings[1], through: horizon)
    guard let finding = finder.finding else { return }
    func happening(_ side: Side, _ index: Int?) -> Divergence.Happening? {
      guard let index, let text = showing(side).happening(at: index) else { return nil }
      return Divergence.Happening(
        eventIndex: index, time: recordings[side.rawValue].events[index].time, text: text)
    }
    divergence = Divergence(
      kind: finding.kind, time: finding.time, left: happening(.left, finding.left),
      right: happening(.right, finding.right))
  }

  /// The next instant after `time` with foreground activity on either side; lets it happen if it is
  /// not known yet. Nil when none comes.
  mutating func instant(after time: VirtualTime) -> VirtualTime? {
    let known = recordings.compactMap { $0.foregroundInstant(after: time) }.min()
    if let known, known <= horizon { return known }
    // Each side looks ahead on its own; what comes first happens on both.
    var first: VirtualTime?
    for branch in branches {
      run.switchBranch(to: branch)
      run.seek(to: run.newest)
      var next = run.simulation.recording.foregroundInstant(after: time)
      if next == nil { next = run.step()?.time }
      if let next { first = min(first ?? next, next) }
    }
    guard let first, extend(to: first) else { return nil }
    return first
  }

  /// Shows the state after so many events on each side.
  mutating func show(_ instant: VirtualTime, _ counts: [Int]) {
    for (branch, count) in zip(branches, counts) {
      run.switchBranch(to: branch)
      run.seek(to: count)
      run.show(max(instant, run.simulation.now))
    }
    clock = instant
  }
}

extension TimelineView {
  fileprivate func contains(_ time: VirtualTime) -> Bool { start <= time && time <= end }

  /// Gives diagrams the same number of rows above their lanes: what is added lies before the window,
  /// so that it keeps a row free and shows nothing.
  fileprivate static func align(_ views: inout [LabView]) {
    let cuts = views.map { $0.timeline.outages.count { $0.node == nil } }
    let hasMarks = views.map { view in view.timeline.marks.contains { $0.isOfNetwork } }
    for index in views.indices {
      let window = views[index].timeline
      let before = window.start - (window.end - window.start)
      if hasMarks.contains(true), !hasMarks[index] {
        views[index].timeline.marks.append(Mark(time: before, eventIndex: 0, node: nil, text: ""))
      }
      for _ in cuts[index]..<max(cuts[index], cuts.max() ?? 0) {
        views[index].timeline.outages.append(
          Span(kind: .cut([]), node: nil, text: "", start: before, end: before))
      }
    }
  }
}

extension TimelineView.Mark {
  /// Whether it has a row of its own above the lanes; cuts have theirs.
  fileprivate var isOfNetwork: Bool {
    node == nil && !text.hasPrefix("cut ") && !text.hasPrefix("heal")
  }
}

extension Branch {
  /// The settings that the branch was opened with at time 0: knobs and conditions of links.
  public var givenSettings: ArraySlice<LoggedIntervention> {
    var count = 0
    for (index, entry) in simulation.log.enumerated() {
      guard entry.eventIndex == index, entry.time == .zero, entry.intervention.isSetting else {
        break
      }
      count = index + 1
    }
    return simulation.log[..<count]
  }
}

extension Intervention {
  /// Whether it says how the world is rather than what happens in it.
  var isSetting: Bool {
    switch self {
    case .configure, .setDelay, .setJitter, .setLoss, .setDuplication, .setOrdering,
      .setServiceTime, .setRouting:
      true
    default: false
    }
  }
}

extension Run {
  /// Lets everything up to an instant happen on a branch, from its newest event on.
  /// - Returns: the instant through which it is complete: `wanted`, or less if the budget is spent.
  mutating func extend(
    _ branch: Int, to wanted: VirtualTime, budget: Int
  ) -> VirtualTime {
    switchBranch(to: branch)
    seek(to: newest)
    var spent = 0
    while let next = nextTime(), next <= wanted {
      // The instant of the last event may hold more.
      guard spent < budget else {
        settle()
        return simulation.now - 1
      }
      if stepUnjudged(live: false) == nil { break }
      spent += 1
    }
    settle()
    return wanted
  }
}

extension Recording {
  /// The next instant with a foreground event after `time`. O(log events).
  func foregroundInstant(after time: VirtualTime) -> VirtualTime? {
    let place = foreground.bisect { events[Int($0)].time <= time }
    return place < foreground.count ? events[Int(foreground[place])].time : nil
  }

  /// The latest instant with a foreground event before `time`. O(log events).
  func foregroundInstant(before time: VirtualTime) -> VirtualTime? {
    let place = foreground.bisect { events[Int($0)].time < time }
    return place > 0 ? events[Int(foreground[place - 1])].time : nil
  }

  /// The foreground events at an instant. O(log events).
  func foreground(at time: VirtualTime) -> ArraySlice<Int32> {
    let first = foreground.bisect { events[Int($0)].time < time }
    let last = foreground.bisect { events[Int($0)].time <= time }
    return ArraySlice(foreground[first..<last])
  }
}
