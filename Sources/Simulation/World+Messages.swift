import Histories

extension World {
  /// Does to one message what the user asks.
  mutating func treat(
    _ message: MessageID, _ treatment: MessageTreatment, _ context: EventContext,
    _ observer: inout some WorldObserver
  ) {
    switch treatment {
    case .deliver: move(message) { now, _ in now }
    case .release: move(message) { now, due in max(now, due ?? now) }
    case .delay(let more): move(message) { now, due in (due ?? now) + more }
    case .hold:
      guard let index = wireIndex(of: message) else { return }
      let scheduled = queue.remove(at: index)
      if scheduled.isForeground { foregroundPending -= 1 }
      held.append(scheduled)
    case .drop: remove(message, as: .dropped, context.index, &observer)
    case .duplicate:
      guard let (scheduled, due) = find(message), case .delivery(let envelope) = scheduled.occurrence
      else { return }
      put(
        envelope.payload, Link(from: envelope.from, to: envelope.to), doomed: false,
        due: due ?? now, foreground: scheduled.isForeground, key: context.key,
        cause: context.index, held: due == nil, &observer)
    }
  }

  /// Takes a message off the wire for good.
  mutating func remove(
    _ message: MessageID, as fate: MessageFate, _ cause: Int, _ observer: inout some WorldObserver
  ) {
    if let index = wireIndex(of: message) {
      if queue.remove(at: index).isForeground { foregroundPending -= 1 }
    } else if let index = heldIndex(of: message) {
      held.remove(at: index)
    } else {
      return
    }
    observer.decided(message, fate, at: now, index: cause)
  }

  /// Gives a message on the wire or in the hand another delivery instant.
  private mutating func move(
    _ message: MessageID, to instant: (VirtualTime, VirtualTime?) -> VirtualTime
  ) {
    if let index = wireIndex(of: message) {
      let due = VirtualTime(queue.heap[index].time)
      let scheduled = queue.remove(at: index)
      queue.insert(scheduled, at: instant(now, due))
    } else if let index = heldIndex(of: message) {
      let scheduled = held.remove(at: index)
      if scheduled.isForeground { foregroundPending += 1 }
      queue.insert(scheduled, at: instant(now, nil))
    }
  }

  private func find(_ message: MessageID) -> (Scheduled<P>, VirtualTime?)? {
    if let index = wireIndex(of: message) {
      let entry = queue.heap[index]
      return (queue.payload(entry), VirtualTime(entry.time))
    }
    return heldIndex(of: message).map { (held[$0], nil) }
  }

  private func wireIndex(of message: MessageID) -> Int? {
    queue.heap.firstIndex { entry in
      if case .delivery(let envelope) = queue.payload(entry).occurrence {
        envelope.id == message
      } else {
        false
      }
    }
  }

  private func heldIndex(of message: MessageID) -> Int? {
    held.firstIndex { scheduled in
      if case .delivery(let envelope) = scheduled.occurrence { envelope.id == message } else { false }
    }
  }

  /// Whether the message is on the wire or held.
  public func isInFlight(_ message: MessageID) -> Bool { find(message) != nil }
}
