import Histories

extension Client.Outstanding {
  /// The request that the operation began with, or what became of it by redirects.
  var primary: Client.Leg { Client.Leg(attempt: attempt, target: target, token: token) }

  /// The request with this number, if the client still listens for its answer.
  func leg(_ number: AttemptNumber) -> Client.Leg? {
    if attempt == number { return primary }
    return hedge?.attempt == number ? hedge : nil
  }

  /// The other one of two requests.
  func other(than leg: Client.Leg) -> Client.Leg? {
    leg.attempt == attempt ? hedge : primary
  }

  /// Puts another request in the place of one.
  mutating func replace(_ leg: Client.Leg, by next: Client.Leg) {
    if leg.attempt == attempt {
      (attempt, target, token) = (next.attempt, next.target, next.token)
    } else {
      hedge = next
    }
  }

  /// One of two requests has come to nothing; the other is left.
  mutating func end(_ leg: Client.Leg) {
    if leg.attempt == attempt, let hedge { replace(primary, by: hedge) }
    hedge = nil
  }
}

/// Hedged reads (Dean and Barroso 2013, "The Tail at Scale", doi:10.1145/2408776.2408794): when a read
/// has no answer for a while, a second node is asked; the first answer counts, and the other request is
/// taken back by a message.
///
/// Not hedged: writes, a read whose node was named, and one that is pinned to the leader.
extension World {
  /// Plans the second request of a read that has been sent.
  mutating func armHedge(
    _ place: Int, _ reason: Hop.Reason, key: CausalKey, _ context: EventContext
  ) {
    let delay = sessionPolicy.hedgeDelay
    guard delay > .zero, reason.isOfRouting, clients[place].outstanding != nil else { return }
    clients[place].outstanding?.hedgeToken = nextToken
    enqueue(
      .hedge(clients[place].id, token: nextToken), at: now + delay, cause: context.index,
      key: key.effect(32), foreground: false)
    nextToken += 1
  }

  /// A read has had no answer for long enough: asks a second node, if there is one that takes it and
  /// was not asked yet.
  mutating func hedge(
    _ process: ProcessID, _ context: inout EventContext, _ observer: inout some WorldObserver
  ) {
    let place = Int(process.index)
    clients[place].outstanding?.hedgeToken = nil
    guard let outstanding = clients[place].outstanding else { return }
    let others = pool(for: outstanding.call, place).filter { node in
      !clients[place].trail.contains { $0.node == node }
    }
    let target =
      clients[place].configuration.routing == .nearest
      ? nearest(others, to: clients[place].address) : others.first
    context.isForeground = target != nil
    record(.timer, clients[place].address, Label("hedge"), context, &observer)
    guard let target else { return }
    let leg = Client.Leg(
      attempt: AttemptNumber(clients[place].trail.count + 1), target: target,
      token: token(of: clients[place], for: outstanding.call))
    clients[place].outstanding?.hedge = leg
    send(
      leg, by: place, .hedge(after: now - outstanding.invoked), key: outstanding.key, context,
      &observer)
  }

  /// One of two requests was answered: takes the other back.
  mutating func cancelOther(
    than leg: Client.Leg, _ place: Int, _ context: EventContext,
    _ observer: inout some WorldObserver
  ) {
    guard let outstanding = clients[place].outstanding, outstanding.hedge != nil,
      let other = outstanding.other(than: leg)
    else { return }
    clients[place].trail[Int(other.attempt.number) - 1].isCancelled = true
    transmit(
      .cancellation(
        ClientCancellation(operation: outstanding.operation, attempt: other.attempt)),
      from: clients[place].address, to: other.target, channel: .datagram, foreground: true,
      key: outstanding.key.effect(32 + Int(other.attempt.number)), cause: context.index, &observer)
  }

  // MARK: At the node

  /// A client takes a request back. Too late when it is being served or has been.
  mutating func withdraw(
    _ cancellation: ClientCancellation, of origin: NodeID, at place: Int, _ context: EventContext,
    _ observer: inout some WorldObserver
  ) {
    let node = nodes[place].id
    let index = parked.firstIndex { read in
      read.node == node && read.request.origin == origin && cancellation.concerns(read.request)
    }
    if let index {
      _ = unpark(index)
    } else {
      withdrawQueued(cancellation, of: origin, at: place, context, &observer)
    }
  }

  /// Drops a request that waits behind others; what waits behind it moves up. O(pending log pending).
  private mutating func withdrawQueued(
    _ cancellation: ClientCancellation, of origin: NodeID, at place: Int, _ context: EventContext,
    _ observer: inout some WorldObserver
  ) {
    let node = nodes[place].id
    let line = queue.inOrder.filter { waits(queue[$0].occurrence, at: node) }
    let found = line.firstIndex { slot in
      guard case .service(let envelope, _) = queue[slot].occurrence, envelope.from == origin,
        case .request(let request) = envelope.payload
      else { return false }
      return cancellation.concerns(request)
    }
    // The first in the line is being served.
    guard let found, found > 0 else { return }
    let freed = queue.time(of: line[found]) - queue.time(of: line[found - 1])
    let behind = line[(found + 1)...].map { (queue.time(of: $0), queue.remove($0)) }
    let withdrawn = queue.remove(line[found])
    if withdrawn.isForeground { foregroundPending -= 1 }
    for (time, scheduled) in behind {
      queue.insert(scheduled, at: time - freed)
    }
    nodes[place].busyUntil = nodes[place].busyUntil - freed
    nodes[place].backlog -= 1
    accept(-1, at: place, context.index, &observer)
    if case .service(let envelope, _) = withdrawn.occurrence {
      observer.decided(envelope.id, .cancelled, at: now, index: context.index)
    }
  }

  /// Whether an occurrence stands in the line of a busy node.
  private func waits(_ occurrence: Occurrence<P>, at node: NodeID) -> Bool {
    switch occurrence {
    case .service(let envelope, let incarnation):
      envelope.to == node && incarnation == nodes[Int(node.index)].incarnation
    case .departure(let departure, let incarnation):
      departure.from == node && incarnation == nodes[Int(node.index)].incarnation
    default: false
    }
  }
}

extension ClientCancellation {
  fileprivate func concerns(_ request: ClientRequest) -> Bool {
    request.operation == operation && request.attempt == attempt
  }
}
