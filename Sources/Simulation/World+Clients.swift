import Histories

extension World {
  /// A client asks for an operation; it waits when another one is outstanding.
  mutating func invoke<O: WorldObserver>(
    _ call: PlannedCall, by process: ProcessID, _ context: EventContext, _ observer: inout O
  ) {
    let place = Int(process.index)
    record(.invocation, clients[place].address, Label(call.call.name), context, &observer)
    if clients[place].outstanding != nil {
      clients[place].waiting.append(call)
    } else {
      issue(call, by: place, key: context.key, context, &observer)
    }
  }

  private mutating func issue<O: WorldObserver>(
    _ call: PlannedCall, by place: Int, key: CausalKey, _ context: EventContext,
    _ observer: inout O
  ) {
    let operation = OperationID(Int(nextOperation))
    nextOperation += 1
    let intent = IntentID(Int64(operation.index))
    if O.isWatching {
      observer.invoked(
        Operation(
          id: operation, process: clients[place].id,
          session: clients[place].configuration.session,
          intent: intent, call: call.call, intended: call.intended, invoked: now,
          invokedEvent: context.index))
    }
    guard let target = call.target ?? route(call.call, from: place, key: key) else {
      return finish(
        clients[place].id, operation, .fail(.noCandidate), observation: nil, context, &observer)
    }
    let deadline = clients[place].configuration.timeout.map { now + $0 }
    clients[place].outstanding = Client.Outstanding(
      operation: operation, call: call.call, invoked: now, attempt: AttemptNumber(1),
      target: target, intent: intent, key: key, deadline: deadline, invokedEvent: context.index)
    if let deadline {
      armTimeout(place, deadline: deadline, cause: context.index, key: key.effect(1))
    }
    sendAttempt(by: place, to: target, key: key, context, &observer)
  }

  private mutating func sendAttempt(
    by place: Int, to target: NodeID, key: CausalKey, _ context: EventContext,
    _ observer: inout some WorldObserver
  ) {
    guard let outstanding = clients[place].outstanding else { return }
    let request = ClientRequest(
      origin: clients[place].address, correlation: Int64(outstanding.operation.index),
      attempt: outstanding.attempt, operation: outstanding.operation,
      session: clients[place].configuration.session, intent: outstanding.intent,
      call: outstanding.call)
    transmit(
      .request(request), from: clients[place].address, to: target, channel: .datagram,
      foreground: true, key: key.effect(Int(outstanding.attempt.number) + 1), cause: context.index,
      &observer)
  }

  /// The policy's choice among the nodes that take the call.
  private mutating func route(_ call: Call, from place: Int, key: CausalKey) -> NodeID? {
    let candidates = P.candidates(for: call, configuration: configuration)
    guard let first = candidates.first else { return nil }
    switch clients[place].configuration.routing {
    case .preferred: return first
    case .any:
      return candidates[Int(random.below(Int64(candidates.count), .routing, key))]
    case .roundRobin:
      defer { clients[place].rotation += 1 }
      return candidates[clients[place].rotation % candidates.count]
    case .nearest:
      let address = clients[place].address
      return candidates.min { lhs, rhs in
        let a = network[Link(from: address, to: lhs)].delay
        let b = network[Link(from: address, to: rhs)].delay
        return (a, lhs) < (b, rhs)
      }
    }
  }

  /// A message has reached a client.
  mutating func receiveReply(
    _ envelope: Envelope<P.Message>, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    guard case .reply(let reply) = envelope.payload else { return }
    let place = client(at: envelope.to)
    guard let outstanding = clients[place].outstanding,
      outstanding.operation == reply.operation, outstanding.attempt == reply.attempt
    else { return }
    switch reply.body {
    case .redirect(let target):
      clients[place].outstanding?.attempt = AttemptNumber(Int(outstanding.attempt.number) + 1)
      clients[place].outstanding?.target = target
      sendAttempt(by: place, to: target, key: outstanding.key, context, &observer)
    case .outcome(let outcome, let position, let observation):
      if case .ok(let value) = outcome { rememberRead(outstanding.call, value, by: place) }
      if case .ok = outcome, let position {
        remember(position, of: place, wrote: !outstanding.call.isReadOnly)
      }
      finish(
        clients[place].id, reply.operation, outcome, observation: observation, context, &observer)
    }
  }

  private mutating func remember(_ position: LogPosition, of place: Int, wrote: Bool) {
    if wrote {
      clients[place].lastOwnWrite = max(clients[place].lastOwnWrite ?? position, position)
    }
    clients[place].highWaterMark = max(clients[place].highWaterMark ?? position, position)
  }

  /// Ends the outstanding operation of a client; the next one that waits is issued at once.
  mutating func finish<O: WorldObserver>(
    _ process: ProcessID, _ operation: OperationID, _ outcome: Outcome, observation: Observation?,
    _ context: EventContext, _ observer: inout O
  ) {
    let place = Int(process.index)
    clients[place].outstanding = nil
    if O.isWatching {
      observer.completed(
        operation,
        Completion(
          outcome: outcome, time: now, eventIndex: context.index, observation: observation))
    }
    guard !clients[place].waiting.isEmpty else { return }
    let next = clients[place].waiting.removeFirst()
    issue(next, by: place, key: callKey(process, next), context, &observer)
  }
}
