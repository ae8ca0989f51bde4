import Histories

extension Effects {
  /// Turns the list round by moves. `reverse()` of the standard library copies elements, and a copy
  /// of an effect is a walk through all of its types.
  fileprivate mutating func reverse() {
    var hand = Effect<P>.step("", ticket: 0)
    var (low, high) = (0, list.count - 1)
    while low < high {
      swap(&hand, &list[low])
      swap(&hand, &list[high])
      swap(&hand, &list[low])
      (low, high) = (low + 1, high - 1)
    }
  }
}

extension World {
  /// Lets a node handle an input, and carries out what it asks for.
  mutating func feed<O: WorldObserver>(
    _ input: NodeInput<P>, to place: Int, key: CausalKey, cause: Int, _ observer: inout O
  ) {
    var effects = Effects<P>()
    swap(&effects, &scratch)
    let setting = self.setting
    P.receive(
      input, node: &nodes[place], at: nodes[place].clock.reading(at: now),
      configuration: setting.configuration, effects: &effects)
    // From the back of the reversed list each effect moves out instead of being copied.
    if effects.list.count > 1 { effects.reverse() }
    var ordinal = 0
    while !effects.list.isEmpty {
      carryOut(
        effects.list.removeLast(), of: place, key: key.effect(ordinal), cause: cause, &observer)
      ordinal += 1
    }
    swap(&effects, &scratch)
    touch(place, cause: cause, &observer)
    if !parked.isEmpty { releaseParked(at: place, cause: cause, &observer) }
  }

  func touch<O: WorldObserver>(_ place: Int, cause: Int, _ observer: inout O) {
    guard O.isWatching else { return }
    meter(place, cause: cause, &observer)
    observer.touched(
      nodes[place].id, state: P.stateDigest(nodes[place]), progress: P.progress(nodes[place]),
      at: now, index: cause)
  }

  private mutating func carryOut(
    _ effect: consuming Effect<P>, of place: Int, key: CausalKey, cause: Int,
    _ observer: inout some WorldObserver
  ) {
    let node = nodes[place].id
    switch consume effect {
    case .send(let message, let peer, let visit):
      if isQueueing(place) {
        return postponeSending(message, to: peer, visit, at: place, key: key, cause: cause)
      }
      transmit(
        .peer(message), from: node, to: peer, channel: P.channel(of: message),
        foreground: visit == .foreground, key: key, cause: cause, &observer)
    case .request(let request, let store):
      transmit(
        .request(request), from: node, to: store, channel: .datagram, foreground: true, key: key,
        cause: cause, &observer)
    case .reply(var reply, let origin):
      reply.stamp(now)
      transmit(
        .reply(reply), from: node, to: origin, channel: .datagram, foreground: true, key: key,
        cause: cause, &observer)
    case .setTimer(let timer, let duration, let visit):
      setTimer(timer, after: duration, visit, at: place, key: key, cause: cause)
    case .cancelTimer(let timer): cancelTimer(timer, at: place)
    case .step(let name, let ticket):
      enqueue(
        .continuation(node, name, ticket: ticket, incarnation: nodes[place].incarnation), at: now,
        cause: cause, key: key, foreground: true)
    case .note(let note): observer.noted(note, at: now, index: cause)
    }
  }

  // MARK: Sending

  /// Puts a message on its way.
  mutating func transmit<O: WorldObserver>(
    _ payload: __owned Payload<P.Message>, from: NodeID, to: NodeID, channel: Channel,
    foreground: Bool, key: CausalKey, cause: Int, _ observer: inout O
  ) {
    let link = Link(from: from, to: to)
    let condition = network[link]
    var extra = VirtualDuration.zero
    if condition.jitter > .zero {
      extra = VirtualDuration(random.below(condition.jitter.milliseconds + 1, .jitter, key))
    }
    let doomed = random.happens(condition.loss, .loss, key)
    var treatment: MessageTreatment?
    if !network.rules.isEmpty {
      let kind = label(of: payload).name
      treatment = network.takeRule(for: link, kind: kind)
    }
    if case .delay(let more)? = treatment { extra = extra + more }
    let due =
      treatment == .deliver
      ? now : network.due(link, channel: channel, sent: now, extra: extra)
    let original = MessageID(nextMessage)
    put(
      payload, link, doomed: doomed, due: due, foreground: foreground, key: key, cause: cause,
      held: treatment == .hold, &observer)
    if treatment == .drop { remove(original, as: .dropped, cause, &observer) }
    if treatment == .duplicate || random.happens(condition.duplication, .duplication, key) {
      let later = random.below(condition.delay.milliseconds + 1, .duplicateDelay, key)
      let again = network.due(
        link, channel: channel, sent: now, extra: VirtualDuration(extra.milliseconds + later))
      put(
        payload, link, doomed: false, due: again, foreground: foreground, key: key.effect(1),
        cause: cause, held: false, copyOf: original, &observer)
    }
  }

  mutating func put<O: WorldObserver>(
    _ payload: __owned Payload<P.Message>, _ link: Link, doomed: Bool, due: VirtualTime,
    foreground: Bool, key: CausalKey, cause: Int, held hold: Bool,
    copyOf original: MessageID? = nil, _ observer: inout O
  ) {
    let id = MessageID(nextMessage)
    nextMessage += 1
    if O.isWatching {
      observer.sent(
        MessageRecord(
          id: id, from: link.from, to: link.to, label: label(of: payload), sent: now,
          sentEvent: cause, isForeground: foreground, copyOf: original))
    }
    let envelope = Envelope(
      id: id, from: link.from, to: link.to, payload: payload, sent: now, doomed: doomed)
    if hold {
      held.append(
        Scheduled(
          occurrence: .delivery(envelope), cause: Int32(truncatingIfNeeded: cause), key: key,
          isForeground: foreground))
    } else {
      enqueue(.delivery(envelope), at: due, cause: cause, key: key, foreground: foreground)
    }
  }
}
