import Histories

extension World {
  /// Carries out an occurrence that is live.
  @inline(__always)
  mutating func dispatch<O: WorldObserver>(
    _ occurrence: __owned Occurrence<P>, _ context: inout EventContext, _ observer: inout O
  ) {
    switch occurrence {
    case .delivery(let envelope): deliver(envelope, &context, &observer)
    case .service(let envelope, let incarnation):
      serve(envelope, incarnation, &context, &observer)
    case .timer(let node, let token): fire(token, of: node, &context, &observer)
    case .continuation(let node, let step, let ticket, let incarnation):
      resume(step, ticket, incarnation, at: node, &context, &observer)
    case .invocation(let process, let call): invoke(call, by: process, context, &observer)
    case .clientTimeout(let process, _): giveUp(process, &context, &observer)
    case .hedge(let process, _): hedge(process, &context, &observer)
    case .departure(let departure, let incarnation):
      depart(departure, incarnation, &context, &observer)
    case .patience(let node, let token): expire(token, at: node, &context, &observer)
    case .workload(let process, let ordinal, _):
      generate(process, ordinal, &context, &observer)
    case .nemesis(let ordinal, _): strike(ordinal, &context, &observer)
    case .intervention(let intervention): intervene(intervention, &context, &observer)
    }
  }

  func record<O: WorldObserver>(
    _ kind: EventKind, _ node: NodeID?, _ label: @autoclosure () -> Label, _ context: EventContext,
    _ observer: inout O, peer: NodeID? = nil, message: MessageID? = nil
  ) {
    guard O.isWatching else { return }
    observer.began(
      EventRecord(
        time: now, kind: kind, isForeground: context.isForeground, node: node, peer: peer,
        message: message, cause: context.cause, label: label()),
      index: context.index)
  }

  func label(of payload: Payload<P.Message>) -> Label {
    switch payload {
    case .peer(let message): P.label(of: message)
    case .request(let request): Label(request.call.name)
    case .cancellation: Label("cancel")
    case .reply(let reply):
      switch reply.body {
      case .outcome(.ok, _, _): Label("ok")
      case .outcome(.fail, _, _): Label("refused")
      case .outcome(.info, _, _): Label("info")
      case .redirect: Label("redirect")
      }
    }
  }

  // MARK: Timers and steps

  private mutating func fire(
    _ token: Int64, of node: NodeID, _ context: inout EventContext,
    _ observer: inout some WorldObserver
  ) {
    let place = Int(node.index)
    if nodes[place].status == .paused {
      // It stays armed, and falls due again when the node resumes.
      return postpone(.timer(node, token: token), at: node, &context, &observer)
    }
    guard let index = nodes[place].timers.firstIndex(where: { $0.token == token }) else { return }
    let armed = nodes[place].timers.remove(at: index)
    if armed.isForeground { foregroundPending -= 1 }
    let own = EventContext(
      index: context.index, cause: armed.cause < 0 ? nil : Int(armed.cause), key: armed.key,
      isForeground: armed.isForeground)
    context.isForeground = armed.isForeground
    record(.timer, node, P.label(of: armed.timer), own, &observer)
    feed(.timer(armed.timer), to: place, key: armed.key, cause: context.index, &observer)
  }

  private mutating func resume(
    _ step: StepName, _ ticket: Int64, _ incarnation: Int32, at node: NodeID,
    _ context: inout EventContext, _ observer: inout some WorldObserver
  ) {
    let place = Int(node.index)
    if nodes[place].status == .paused {
      return postpone(
        .continuation(node, step, ticket: ticket, incarnation: incarnation), at: node, &context,
        &observer)
    }
    record(.step, node, Label(step.name), context, &observer)
    if let armed = armedCrashes.firstIndex(where: { $0.node == node && $0.step == step }) {
      armedCrashes.remove(at: armed)
      crash(place, losingDisk: false, context, &observer)
      return
    }
    feed(
      .continued(step, ticket: ticket), to: place, key: context.key, cause: context.index,
      &observer)
  }
}
