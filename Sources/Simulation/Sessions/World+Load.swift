import Histories

/// Reads that a replica had to be spared, because it is too far behind by its own meter. Counted anew
/// each time it falls behind.
public struct Diversions: Hashable, Sendable, CanonicallyEncodable {
  /// How many reads would have gone to it.
  public internal(set) var reads: Int64 = 0
  /// How many of them went to the leader instead.
  public internal(set) var diverted: Int64 = 0

  public func encode(into digest: inout Digest) {
    digest.combine(reads)
    digest.combine(diverted)
  }
}

/// Routing by lag, and the queue of a busy node.
extension World {
  // MARK: Routing by lag

  /// Sends a read to the leader instead when the replica chosen for it is too far behind, as long as
  /// the share of such reads stays under the cap.
  ///
  /// The router knows each replica's meter, the age of its newest heartbeat, as it is at this instant.
  mutating func heedingLag(
    _ choice: (node: NodeID, reason: Hop.Reason), _ call: Call, _ place: Int
  ) -> (NodeID, Hop.Reason) {
    let policy = sessionPolicy
    guard policy.lagLimit > .zero, isServer(choice.node),
      let leader = believedLeader(for: call, place), leader != choice.node
    else { return choice }
    let index = Int(choice.node.index)
    guard let age = heartbeatAge(at: index), age > policy.lagLimit else {
      if !diversions.isEmpty { diversions[index] = Diversions() }
      return choice
    }
    if diversions.isEmpty {
      diversions = ContiguousArray(repeating: Diversions(), count: nodes.count)
    }
    diversions[index].reads += 1
    let (reads, diverted) = (diversions[index].reads, diversions[index].diverted)
    guard (diverted + 1) * 100 <= policy.divertCap * reads else { return choice }
    diversions[index].diverted += 1
    return (leader, .diverted(from: choice.node, lag: age))
  }

  /// How old the newest heartbeat is that a follower has seen, by its own clock.
  private func heartbeatAge(at index: Int) -> VirtualDuration? {
    P.newestHeartbeat(seenBy: nodes[index]).map { nodes[index].clock.reading(at: now) - $0 }
  }

  /// Tells an observer of the newest heartbeat of a node.
  func meter<O: WorldObserver>(_ place: Int, cause: Int, _ observer: inout O) {
    guard O.isWatching else { return }
    let stamp = P.newestHeartbeat(seenBy: nodes[place])
    observer.metered(
      nodes[place].id, stamp: stamp,
      age: stamp.map { nodes[place].clock.reading(at: now) - $0 } ?? .zero, at: now, index: cause)
  }

  // MARK: The queue of a busy node

  /// Counts requests that a node has accepted (or finished, when negative).
  mutating func accept(
    _ count: Int, at place: Int, _ cause: Int, _ observer: inout some WorldObserver
  ) {
    nodes[place].requests += count
    observer.queued(
      nodes[place].id, requests: nodes[place].requestsWaiting, at: now, index: cause)
  }

  /// Whether what a node sends to other nodes has to wait for its turn.
  @inline(__always)
  func isQueueing(_ place: Int) -> Bool {
    setting.sessionPolicy.shipping == .queued
      && (nodes[place].busyUntil > now || nodes[place].departing > 0)
  }

  /// Keeps a message until the node has served what it had accepted before. It takes no service time.
  mutating func postponeSending(
    _ message: P.Message, to peer: NodeID, _ visit: Visit, at place: Int, key: CausalKey,
    cause: Int
  ) {
    nodes[place].departing += 1
    enqueue(
      .departure(
        Departure(message: message, from: nodes[place].id, to: peer),
        incarnation: nodes[place].incarnation),
      at: max(now, nodes[place].busyUntil), cause: cause, key: key,
      foreground: visit == .foreground)
  }

  /// Its turn has come.
  mutating func depart(
    _ departure: Departure<P.Message>, _ incarnation: Int32, _ context: inout EventContext,
    _ observer: inout some WorldObserver
  ) {
    let place = Int(departure.from.index)
    if nodes[place].status == .paused {
      return postpone(
        .departure(departure, incarnation: incarnation), at: departure.from, &context, &observer)
    }
    nodes[place].departing -= 1
    record(.timer, departure.from, P.label(of: departure.message), context, &observer)
    transmit(
      .peer(departure.message), from: departure.from, to: departure.to,
      channel: P.channel(of: departure.message), foreground: context.isForeground, key: context.key,
      cause: context.index, &observer)
  }
}
