import Histories

/// A read that waits at a replica until the replica has caught up with its token.
public struct ParkedRead: Sendable {
  public let node: NodeID
  public let request: ClientRequest
  public let since: VirtualTime
  /// Names the end of its patience in the queue.
  let token: Int64
  let key: CausalKey
}

extension World {
  /// Checks the token of a request that has reached a node: true when the node must not serve it, and
  /// it was redirected or parked.
  ///
  /// The leader is never checked: there is nobody to send the read to.
  mutating func withholds(
    _ request: ClientRequest, at place: Int, _ context: EventContext,
    _ observer: inout some WorldObserver
  ) -> Bool {
    guard let needed = request.minimumPosition, request.call.isReadOnly,
      !P.reflects(needed, for: request.call, node: nodes[place], configuration: configuration)
    else { return false }
    let authority = P.authority(asSeenBy: nodes[place], configuration: configuration)
    if authority == nodes[place].id { return false }
    switch sessionPolicy.miss {
    case .redirect:
      sendOn(
        request, lacking: needed, from: place, to: authority, key: context.key,
        cause: context.index, &observer)
    case .wait: park(request, at: place, context)
    }
    return true
  }

  /// Sends a read on to the leader, or refuses it where no leader is known.
  private mutating func sendOn(
    _ request: ClientRequest, lacking needed: LogPosition, from place: Int, to leader: NodeID?,
    key: CausalKey, cause: Int, _ observer: inout some WorldObserver
  ) {
    var reply = ClientReply(
      to: request,
      leader.map { .redirect($0) }
        ?? .outcome(.fail(.notFresh), position: nil, observation: nil))
    reply.needs = needed
    transmit(
      .reply(reply), from: nodes[place].id, to: request.origin, channel: .datagram,
      foreground: true, key: key.effect(0), cause: cause, &observer)
  }

  // MARK: Waiting

  private mutating func park(
    _ request: ClientRequest, at place: Int, _ context: EventContext
  ) {
    let read = ParkedRead(
      node: nodes[place].id, request: request, since: now, token: nextToken, key: context.key)
    nextToken += 1
    parked.append(read)
    // Waiting is activity; its entry in the queue is not, since it may be void long before it is due.
    foregroundPending += 1
    let patience = nodes[place].clock.trueDuration(of: sessionPolicy.wait)
    enqueue(
      .patience(read.node, token: read.token), at: now + patience, cause: context.index,
      key: context.key.effect(1), foreground: false)
    noteWait(read) { [now] in $0 = Hop.Wait(since: now, end: nil) }
  }

  /// Notes in the trail of the client how its read fares.
  private mutating func noteWait(_ read: ParkedRead, _ change: (inout Hop.Wait?) -> Void) {
    guard !isServer(read.request.origin) else { return }
    let place = client(at: read.request.origin)
    guard let outstanding = clients[place].outstanding,
      outstanding.operation == read.request.operation
    else { return }
    // Requests are numbered in the order of the trail.
    let hop = Int(read.request.attempt.number) - 1
    guard clients[place].trail.indices.contains(hop) else { return }
    change(&clients[place].trail[hop].wait)
  }

  mutating func unpark(_ index: Int) -> ParkedRead {
    let read = parked.remove(at: index)
    foregroundPending -= 1
    noteWait(read) { [now] in $0?.end = now }
    return read
  }

  /// Serves the reads that the node has caught up with, in the order of their arrival.
  mutating func releaseParked(
    at place: Int, cause: Int, _ observer: inout some WorldObserver
  ) {
    let node = nodes[place].id
    var ready: ContiguousArray<ParkedRead> = []
    var index = 0
    while index < parked.count {
      let read = parked[index]
      if read.node == node, let needed = read.request.minimumPosition,
        P.reflects(
          needed, for: read.request.call, node: nodes[place], configuration: configuration)
      {
        ready.append(unpark(index))
      } else {
        index += 1
      }
    }
    for read in ready {
      feed(.request(read.request), to: place, key: read.key, cause: cause, &observer)
    }
  }

  /// A read has waited long enough.
  mutating func expire(
    _ token: Int64, at node: NodeID, _ context: inout EventContext,
    _ observer: inout some WorldObserver
  ) {
    let place = Int(node.index)
    if nodes[place].status == .paused {
      return postpone(.patience(node, token: token), at: node, &context, &observer)
    }
    guard let index = parked.firstIndex(where: { $0.token == token }) else { return }
    let read = unpark(index)
    context.isForeground = true
    record(.timer, node, Label("token wait over"), context, &observer)
    let needed = read.request.minimumPosition ?? .origin
    let authority = P.authority(asSeenBy: nodes[place], configuration: configuration)
    switch sessionPolicy.fallback {
    case .redirect where authority != node:
      sendOn(
        read.request, lacking: needed, from: place, to: authority, key: read.key,
        cause: context.index, &observer)
    case .redirect, .serve:
      feed(.request(read.request), to: place, key: read.key, cause: context.index, &observer)
    case .refuse:
      sendOn(
        read.request, lacking: needed, from: place, to: nil, key: read.key, cause: context.index,
        &observer)
    }
  }

  /// The reads that wait at a node are in its memory: a crash loses them.
  mutating func loseParked(at place: Int) {
    while let index = parked.firstIndex(where: { $0.node == nodes[place].id }) {
      _ = unpark(index)
    }
  }
}
