import Histories

/// How loaded nodes were and how far behind they knew themselves to be, event by event. Kept with the
/// recording: it only grows, and an earlier moment is a prefix found by bisection.
public struct LoadRecording: Sendable {
  private struct Queue: Sendable {
    let time: VirtualTime
    let eventIndex: Int32
    let requests: Int32
  }

  private struct Heartbeat: Sendable {
    let time: VirtualTime
    let stamp: LocalTime?
    let age: VirtualDuration
    let eventIndex: Int32
  }

  private struct Route: Sendable {
    let time: VirtualTime
    let eventIndex: Int32
    /// How many reads had been routed under a limit of lag, this one included, and how many of them
    /// diverted.
    let routed: Int32
    let diverted: Int32
  }

  private var queues: ContiguousArray<ContiguousArray<Queue>>
  private var heartbeats: ContiguousArray<ContiguousArray<Heartbeat>>
  private var routes: ContiguousArray<Route> = []

  init(servers: Int) {
    queues = ContiguousArray(repeating: [], count: servers)
    heartbeats = ContiguousArray(repeating: [], count: servers)
  }

  // MARK: Writing

  mutating func queued(_ node: NodeID, requests: Int, at time: VirtualTime, index: Int) {
    queues[Int(node.index)].append(
      Queue(
        time: time, eventIndex: Int32(truncatingIfNeeded: index),
        requests: Int32(truncatingIfNeeded: requests)))
  }

  mutating func metered(
    _ node: NodeID, stamp: LocalTime?, age: VirtualDuration, at time: VirtualTime, index: Int
  ) {
    let place = Int(node.index)
    // No heartbeat at all is nothing new at the beginning.
    if heartbeats[place].last?.stamp == stamp { return }
    heartbeats[place].append(
      Heartbeat(
        time: time, stamp: stamp, age: age, eventIndex: Int32(truncatingIfNeeded: index)))
  }

  mutating func routed(isDiverted: Bool, at time: VirtualTime, index: Int) {
    routes.append(
      Route(
        time: time, eventIndex: Int32(truncatingIfNeeded: index),
        routed: (routes.last?.routed ?? 0) + 1,
        diverted: (routes.last?.diverted ?? 0) + (isDiverted ? 1 : 0)))
  }

  mutating func cut(events count: Int) {
    for place in queues.indices {
      queues[place].removeAll { $0.eventIndex >= count }
      heartbeats[place].removeAll { $0.eventIndex >= count }
    }
    routes.removeAll { $0.eventIndex >= count }
  }

  // MARK: Reading

  /// How many requests waited at a node while it served another, within the first `count` events, at
  /// an instant. O(log run).
  public func requestsWaiting(at node: NodeID, events count: Int, at time: VirtualTime) -> Int {
    let own = queues[Int(node.index)]
    let end = own.bisect { $0.eventIndex < count && $0.time <= time }
    return end == 0 ? 0 : Int(own[end - 1].requests)
  }

  /// The age of the newest heartbeat that a node had seen, within the first `count` events, at an
  /// instant: by its clock as it then went. Nil for a leader, and before the first. O(log run).
  public func heartbeatAge(
    of node: NodeID, events count: Int, at time: VirtualTime
  ) -> VirtualDuration? {
    let own = heartbeats[Int(node.index)]
    let end = own.bisect { $0.eventIndex < count && $0.time <= time }
    guard end > 0, own[end - 1].stamp != nil else { return nil }
    return own[end - 1].age + (time - own[end - 1].time)
  }

  /// The reads routed under a limit of lag after one instant and up to another, within the first
  /// `count` events, and how many of them were diverted to the leader. O(log run).
  public func routed(
    after start: VirtualTime, through end: VirtualTime, events count: Int
  ) -> (reads: Int, diverted: Int) {
    let before = routes.bisect { $0.eventIndex < count && $0.time <= start }
    let last = routes.bisect { $0.eventIndex < count && $0.time <= end }
    guard last > 0, last > before else { return (0, 0) }
    let first = before == 0 ? nil : routes[before - 1]
    return (
      Int(routes[last - 1].routed - (first?.routed ?? 0)),
      Int(routes[last - 1].diverted - (first?.diverted ?? 0))
    )
  }
}
