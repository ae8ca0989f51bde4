import Histories

/// An intervention of the user, with where it lands: after so many events, at that instant.
public struct LoggedIntervention: Hashable, Sendable {
  public let eventIndex: Int
  public let time: VirtualTime
  public let intervention: Intervention

  public init(eventIndex: Int, time: VirtualTime, intervention: Intervention) {
    self.eventIndex = eventIndex
    self.time = time
    self.intervention = intervention
  }
}

/// A run that can be walked in both directions.
///
/// The input log is the truth; keyframes are a cache that may be dropped. The recording reaches to
/// the newest event and stays when the world goes back. Going back anywhere re-executes at most
/// 2,047 events, or 255 within the last 8,192: a keyframe costs a copy of every part of the world
/// that changes before the next, far more than stepping over a few events again.
public struct Timeline<P: SimulatedProtocol>: Sendable {
  public private(set) var world: World<P>
  public private(set) var recording: Recording
  /// What the user did, in order of events.
  public private(set) var log: [LoggedIntervention] = []

  private let origin: World<P>
  private var recent = KeyframeCache<P>(spacing: 256, capacity: 32)
  private var coarse = KeyframeCache<P>(spacing: 2048, capacity: .max)
  private var logCursor = 0

  /// Starts a run. The world has its script scheduled and is not yet started.
  public init(_ world: World<P>, initial: [History.InitialValue]) {
    var recording = Recording(servers: world.nodes.count, initial: initial)
    var started = world
    started.start(&recording)
    self.world = started
    origin = started
    self.recording = recording
  }

  /// How many events have happened at the present position.
  public var position: Int { world.eventCount }
  /// How many events the recording reaches to.
  public var newest: Int { recording.events.count }
  public var isAtNewest: Bool { position == newest }

  /// Lets the next event happen; a recorded one happens again. Nil when nothing is left.
  public mutating func forward() -> StepSummary? {
    let summary: StepSummary?
    if position < recording.events.count {
      var nobody = NoObserver()
      let entry = nextEntry()
      summary = Self.advance(&world, entry, &nobody)
    } else {
      let entry = nextEntry()
      summary = Self.advance(&world, entry, &recording)
      if summary != nil { keep() }
    }
    return summary
  }

  /// Takes the entry of the log that is the next event, if one is.
  private mutating func nextEntry() -> LoggedIntervention? {
    guard logCursor < log.count, log[logCursor].eventIndex == position else { return nil }
    logCursor += 1
    return log[logCursor - 1]
  }

  /// Static, so that the recording can watch while the world, part of the same value, changes.
  @inline(__always)
  private static func advance(
    _ world: inout World<P>, _ entry: LoggedIntervention?, _ observer: inout some WorldObserver
  ) -> StepSummary? {
    guard let entry else { return world.step(&observer) }
    // Void occurrences may lie before that instant; nothing that is due does.
    world.discardVoid()
    world.advance(to: entry.time)
    return world.apply(entry.intervention, &observer)
  }

  /// The instant of the next event at this position; nil when nothing is left.
  public mutating func nextTime() -> VirtualTime? {
    if logCursor < log.count, log[logCursor].eventIndex == position { return log[logCursor].time }
    world.discardVoid()
    return world.nextTime
  }

  private mutating func keep() {
    if recent.wants(position) { recent.add(world) }
    if coarse.wants(position) { coarse.add(world) }
  }

  /// Goes to the state after `target` events, at most `newest`.
  public mutating func seek(to target: Int) {
    precondition(target >= 0 && target <= newest, "a position of the run")
    if target < position || target - position > 64 {
      var base = origin
      for frame in [recent.latest(at: target), coarse.latest(at: target)] {
        if let frame, frame.eventCount > base.eventCount { base = frame }
      }
      if target < position || base.eventCount > position { rewind(to: base) }
    }
    while position < target, forward() != nil {}
  }

  private mutating func rewind(to frame: World<P>) {
    world = frame
    logCursor = log.bisect { $0.eventIndex < frame.eventCount }
  }

  /// Forgets what lies after the present position. The caller keeps a copy as another branch.
  public mutating func dropFuture() {
    guard position < newest else { return }
    recording = recording.prefix(events: position)
    let end = position
    log.removeAll { $0.eventIndex >= end }
    logCursor = log.count
    recent.drop(after: position)
    coarse.drop(after: position)
  }

  /// Does something to the world at the newest position, at an instant before which nothing is due.
  @discardableResult
  public mutating func intervene(
    _ intervention: Intervention, at time: VirtualTime
  ) -> StepSummary? {
    precondition(isAtNewest, "an intervention in the past is made on a branch")
    let entry = LoggedIntervention(
      eventIndex: position, time: max(time, world.now), intervention: intervention)
    // Entries that are planted for later stay behind it.
    log.insert(entry, at: logCursor)
    return forward()
  }

  /// Plants a log that is to be replayed from the present position on.
  public mutating func plant(_ entries: [LoggedIntervention]) {
    log.append(contentsOf: entries)
  }
}

/// Snapshots at regular positions; when full, the oldest goes.
private struct KeyframeCache<P: SimulatedProtocol>: Sendable {
  let spacing: Int
  let capacity: Int
  private var frames: ContiguousArray<World<P>> = []

  init(spacing: Int, capacity: Int) {
    self.spacing = spacing
    self.capacity = capacity
  }

  func wants(_ position: Int) -> Bool {
    position % spacing == 0 && position > frames.last?.eventCount ?? 0
  }

  mutating func add(_ world: World<P>) {
    if frames.count >= 2 * capacity.clamped { frames.removeFirst(frames.count - capacity) }
    frames.append(world)
  }

  func latest(at position: Int) -> World<P>? {
    let end = frames.bisect { $0.eventCount <= position }
    return end == 0 ? nil : frames[end - 1]
  }

  mutating func drop(after position: Int) { frames.removeAll { $0.eventCount > position } }
}

extension Int {
  /// Small enough to be doubled.
  fileprivate var clamped: Int { Swift.min(self, .max / 2) }
}
