import Histories

extension World {
  /// A message has come to the end of its way.
  mutating func deliver<O: WorldObserver>(
    _ envelope: Envelope<P.Message>, _ context: inout EventContext, _ observer: inout O
  ) {
    let link = Link(from: envelope.from, to: envelope.to)
    if network.cutCount > 0, !envelope.hasArrived, network[link].isCut {
      return lose(envelope, .lostInCut, context, &observer)
    }
    if envelope.doomed { return lose(envelope, .lostOnLink, context, &observer) }
    guard isServer(envelope.to) else {
      recordDelivery(envelope, context, &observer)
      return receiveReply(envelope, context, &observer)
    }
    let place = Int(envelope.to.index)
    switch nodes[place].status {
    case .crashed: lose(envelope, .lostAtCrashedNode, context, &observer)
    case .paused: postpone(.delivery(envelope), at: envelope.to, &context, &observer)
    case .up:
      if case .cancellation(let cancellation) = envelope.payload {
        recordDelivery(envelope, context, &observer)
        withdraw(cancellation, of: envelope.from, at: place, context, &observer)
      } else if nodes[place].serviceTime > .zero || nodes[place].busyUntil > now
        || nodes[place].backlog > 0
      {
        queueForService(envelope, &context, &observer)
      } else {
        recordDelivery(envelope, context, &observer)
        hand(envelope, context, &observer)
      }
    }
  }

  private func recordDelivery<O: WorldObserver>(
    _ envelope: Envelope<P.Message>, _ context: EventContext, _ observer: inout O
  ) {
    guard O.isWatching else { return }
    record(
      .delivery, envelope.to, label(of: envelope.payload), context, &observer, peer: envelope.from,
      message: envelope.id)
    observer.decided(envelope.id, .delivered, at: now, index: context.index)
  }

  func lose<O: WorldObserver>(
    _ envelope: Envelope<P.Message>, _ fate: MessageFate, _ context: EventContext,
    _ observer: inout O
  ) {
    guard O.isWatching else { return }
    record(
      .loss, envelope.to, label(of: envelope.payload), context, &observer, peer: envelope.from,
      message: envelope.id)
    observer.decided(envelope.id, fate, at: now, index: context.index)
  }

  /// Gives a message to the protocol.
  private mutating func hand(
    _ envelope: Envelope<P.Message>, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    let place = Int(envelope.to.index)
    let input: NodeInput<P>
    switch envelope.payload {
    case .peer(let message): input = .message(message, from: envelope.from)
    case .request(let request):
      if request.minimumPosition != nil, withholds(request, at: place, context, &observer) {
        return
      }
      input = .request(request)
    case .reply(let reply): input = .reply(reply, from: envelope.from)
    case .cancellation: return
    }
    feed(input, to: place, key: context.key, cause: context.index, &observer)
  }

  private mutating func queueForService<O: WorldObserver>(
    _ envelope: Envelope<P.Message>, _ context: inout EventContext, _ observer: inout O
  ) {
    let place = Int(envelope.to.index)
    var finish = max(now, nodes[place].busyUntil)
    if case .request = envelope.payload {
      finish = finish + nodes[place].serviceTime
      nodes[place].busyUntil = finish
    }
    // At the instant at which a wait ends, what has waited goes first.
    if finish == now, nodes[place].backlog == 0 {
      recordDelivery(envelope, context, &observer)
      return hand(envelope, context, &observer)
    }
    nodes[place].backlog += 1
    if case .request = envelope.payload { accept(1, at: place, context.index, &observer) }
    enqueue(
      .service(envelope, incarnation: nodes[place].incarnation), at: finish, cause: context.index,
      key: context.key.effect(0), foreground: context.isForeground)
    context.isForeground = false
    record(
      .queued, envelope.to, label(of: envelope.payload), context, &observer, peer: envelope.from,
      message: envelope.id)
  }

  /// A node that serves slowly has finished with a message.
  mutating func serve<O: WorldObserver>(
    _ envelope: Envelope<P.Message>, _ incarnation: Int32, _ context: inout EventContext,
    _ observer: inout O
  ) {
    let place = Int(envelope.to.index)
    if nodes[place].status == .paused {
      return postpone(
        .service(envelope, incarnation: incarnation), at: envelope.to, &context, &observer)
    }
    guard nodes[place].incarnation == incarnation, nodes[place].status != .crashed else {
      return lose(envelope, .lostAtCrashedNode, context, &observer)
    }
    nodes[place].backlog -= 1
    if case .request = envelope.payload { accept(-1, at: place, context.index, &observer) }
    recordDelivery(envelope, context, &observer)
    hand(envelope, context, &observer)
  }

  /// Keeps an occurrence for a paused node until it resumes.
  mutating func postpone(
    _ occurrence: Occurrence<P>, at node: NodeID, _ context: inout EventContext,
    _ observer: inout some WorldObserver
  ) {
    var kept = occurrence
    let isForeground = context.isForeground
    context.isForeground = false
    switch occurrence {
    case .delivery(var envelope):
      // It is past the network: a cut that comes while the node is paused cannot take it.
      envelope.hasArrived = true
      kept = .delivery(envelope)
      record(
        .queued, node, label(of: envelope.payload), context, &observer, peer: envelope.from,
        message: envelope.id)
    case .service(let envelope, _):
      record(
        .queued, node, label(of: envelope.payload), context, &observer, peer: envelope.from,
        message: envelope.id)
    case .departure(let departure, _):
      record(.queued, node, P.label(of: departure.message), context, &observer)
    case .continuation(_, let step, _, _):
      record(.queued, node, Label(step.name), context, &observer)
    default: record(.queued, node, Label("timer"), context, &observer)
    }
    nodes[Int(node.index)].deferred.append(
      Scheduled(
        occurrence: kept, cause: Int32(truncatingIfNeeded: context.cause ?? -1), key: context.key,
        isForeground: isForeground))
  }
}
