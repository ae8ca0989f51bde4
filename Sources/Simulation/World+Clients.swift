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
    clients[place].trail.removeAll(keepingCapacity: true)
    let choice =
      call.target.map { ($0, Hop.Reason.named) } ?? route(call.call, from: place, key: key)
    guard let (target, reason) = choice else {
      return finish(
        clients[place].id, operation, .fail(.noCandidate), observation: nil, context, &observer)
    }
    let deadline = clients[place].configuration.timeout.map { now + $0 }
    clients[place].outstanding = Client.Outstanding(
      operation: operation, call: call.call, invoked: now, attempt: AttemptNumber(1),
      target: target, token: call.call.isReadOnly ? token(of: clients[place], for: call.call) : nil,
      intent: intent, key: key, deadline: deadline, invokedEvent: context.index)
    if let deadline {
      armTimeout(place, deadline: deadline, cause: context.index, key: key.effect(1))
    }
    if let outstanding = clients[place].outstanding {
      send(outstanding.primary, by: place, reason, key: key, context, &observer)
    }
    if O.isWatching, sessionPolicy.lagLimit > .zero, reason.isOfRouting {
      observer.routed(isDiverted: reason.isDiverted, at: now, index: context.index)
    }
    armHedge(place, reason, key: key, context)
  }

  /// Sends one request of the outstanding operation.
  mutating func send(
    _ leg: Client.Leg, by place: Int, _ reason: Hop.Reason, key: CausalKey,
    _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    guard let outstanding = clients[place].outstanding else { return }
    var request = ClientRequest(
      origin: clients[place].address, correlation: Int64(outstanding.operation.index),
      attempt: leg.attempt, operation: outstanding.operation,
      session: clients[place].configuration.session, intent: outstanding.intent,
      call: outstanding.call, minimumPosition: leg.token)
    if !outstanding.call.isReadOnly {
      request.dependencies = sessions[Int(request.session.index)].context
    }
    clients[place].trail.append(
      Hop(node: leg.target, reason: reason, sent: now, token: leg.token))
    transmit(
      .request(request), from: clients[place].address, to: leg.target, channel: .datagram,
      foreground: true, key: key.effect(Int(leg.attempt.number) + 1), cause: context.index,
      &observer)
  }

  /// A message has reached a client.
  mutating func receiveReply(
    _ envelope: Envelope<P.Message>, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    guard case .reply(let reply) = envelope.payload else { return }
    let place = client(at: envelope.to)
    guard let outstanding = clients[place].outstanding,
      outstanding.operation == reply.operation, let leg = outstanding.leg(reply.attempt)
    else { return }
    switch reply.body {
    case .redirect(let target):
      follow(
        target, leg, lacking: reply.needs, from: envelope.from, place, context, &observer)
    case .outcome(let outcome, let position, let observation):
      if case .fail = outcome, outstanding.hedge != nil {
        // Refused by one of two: the other may still answer.
        clients[place].outstanding?.end(leg)
        return
      }
      cancelOther(than: leg, place, context, &observer)
      if case .ok(let value) = outcome {
        rememberRead(outstanding.call, value, by: place)
        remember(reply, position, of: outstanding.call, by: place)
        observe(reply, to: outstanding.call, by: place)
        if !outstanding.call.isReadOnly {
          acknowledged(outstanding.call, by: envelope.from, to: place)
        }
      }
      finish(
        clients[place].id, reply.operation, outcome, observation: observation, context, &observer)
    }
  }

  /// Asks the node that the client was redirected to. Where a replica was behind the token, that is
  /// the leader, and it is not asked to prove itself.
  private mutating func follow(
    _ target: NodeID, _ leg: Client.Leg, lacking needed: LogPosition?, from node: NodeID,
    _ place: Int, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    guard let outstanding = clients[place].outstanding else { return }
    guard clients[place].trail.count < Hop.most else {
      cancelOther(than: leg, place, context, &observer)
      return finish(
        clients[place].id, outstanding.operation, .fail(.notLeader), observation: nil, context,
        &observer)
    }
    learn(target, for: outstanding.call, place)
    if let other = outstanding.other(than: leg), other.target == target {
      // The other request is there already.
      clients[place].outstanding?.end(leg)
      return
    }
    let next = Client.Leg(
      attempt: AttemptNumber(clients[place].trail.count + 1), target: target,
      token: needed == nil ? leg.token : nil)
    clients[place].outstanding?.replace(leg, by: next)
    send(
      next, by: place, .redirected(by: node, needs: needed), key: outstanding.key, context,
      &observer)
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
