import Histories

/// Something that may happen next.
public struct Choice: Hashable, Sendable {
  /// Names the occurrence to `step(choosing:)`.
  public let sequence: Int64
  public let due: VirtualTime
  public let node: NodeID?
  public let label: Label
}

/// A message that has been sent and has not arrived.
public struct MessageInFlight: Hashable, Sendable {
  public let id: MessageID
  public let link: Link
  public let label: Label
  public let sent: VirtualTime
  /// Nil while it is held by hand.
  public let due: VirtualTime?
  public let isForeground: Bool
}

extension World {
  /// Everything that may happen next, in the order in which `step()` would take it. The one door
  /// for choosing a schedule: by hand, at random or exhaustively. O(pending log pending).
  public var enabled: [Choice] {
    queue.inOrder.compactMap { slot in
      let occurrence = queue[slot].occurrence
      guard isLive(occurrence) else { return nil }
      let (node, label) = describe(occurrence)
      return Choice(
        sequence: Int64(queue.sequence(of: slot)), due: due(of: occurrence) ?? queue.time(of: slot),
        node: node, label: label)
    }
  }

  private func describe(_ occurrence: Occurrence<P>) -> (NodeID?, Label) {
    switch occurrence {
    case .intervention(let intervention): (intervention.node, Label(intervention.name))
    case .timer(let node, let token):
      (node, armedTimer(node, token).map { P.label(of: $0.timer) } ?? Label("timer"))
    case .continuation(let node, let step, _, _): (node, Label(step.name))
    case .clientTimeout(let process, _): (clients[Int(process.index)].address, Label("time-out"))
    case .patience(let node, _): (node, Label("token wait over"))
    case .hedge(let process, _): (clients[Int(process.index)].address, Label("hedge"))
    case .delivery(let envelope), .service(let envelope, _):
      (envelope.to, label(of: envelope.payload))
    case .departure(let departure, _): (departure.from, P.label(of: departure.message))
    case .invocation(let process, let call):
      (clients[Int(process.index)].address, Label(call.call.name))
    case .workload(let process, _, _): (clients[Int(process.index)].address, Label("workload"))
    case .nemesis: (nil, Label("nemesis"))
    }
  }

  private func armedTimer(_ node: NodeID, _ token: Int64) -> ArmedTimer<P>? {
    nodes[Int(node.index)].timers.first { $0.token == token }
  }

  /// The instant to which a timer or a time-out was moved since its entry went into the queue.
  private func due(of occurrence: Occurrence<P>) -> VirtualTime? {
    switch occurrence {
    case .timer(let node, let token): armedTimer(node, token)?.due
    case .clientTimeout(let process, _): clients[Int(process.index)].outstanding?.deadline
    default: nil
    }
  }

  /// The messages on the wire in the order of delivery, then those held by hand.
  public var messagesInFlight: [MessageInFlight] {
    let onTheWire = queue.inOrder.compactMap { inFlight(queue[$0], due: queue.time(of: $0)) }
    return onTheWire + held.compactMap { inFlight($0, due: nil) }
  }

  private func inFlight(_ scheduled: Scheduled<P>, due: VirtualTime?) -> MessageInFlight? {
    guard case .delivery(let envelope) = scheduled.occurrence else { return nil }
    return MessageInFlight(
      id: envelope.id, link: Link(from: envelope.from, to: envelope.to),
      label: label(of: envelope.payload), sent: envelope.sent, due: due,
      isForeground: scheduled.isForeground)
  }

  /// Carries out another occurrence as part of the present event.
  mutating func choose(
    _ sequence: Int64, _ context: inout EventContext, _ observer: inout some WorldObserver
  ) {
    guard
      let slot = queue.firstSlot(where: {
        queue.sequence(of: $0) == UInt64(bitPattern: sequence)
      }),
      isLive(queue[slot].occurrence)
    else {
      record(.intervention, nil, Label("choose"), context, &observer)
      return
    }
    let scheduled = queue.remove(slot)
    if scheduled.isForeground { foregroundPending -= 1 }
    if case .clientTimeout(let process, _) = scheduled.occurrence {
      // Its entry is out of the queue: the next operation needs one of its own.
      clients[Int(process.index)].timeoutEntry = nil
    }
    var own = EventContext(
      index: context.index, cause: Int(scheduled.cause), key: scheduled.key,
      isForeground: scheduled.isForeground)
    dispatch(scheduled.occurrence, &own, &observer)
  }
}
