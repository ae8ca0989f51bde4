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
      guard let slot = wireSlot(of: message) else { return }
      let scheduled = queue.remove(slot)
      if scheduled.isForeground { foregroundPending -= 1 }
      held.append(scheduled)
    case .drop: remove(message, as: .dropped, context.index, &observer)
    case .duplicate:
      guard let (scheduled, due) = find(message),
        case .delivery(let envelope) = scheduled.occurrence
      else { return }
      put(
        envelope.payload, Link(from: envelope.from, to: envelope.to), doomed: false,
        due: due ?? now, foreground: scheduled.isForeground, key: context.key,
        cause: context.index, held: due == nil, copyOf: envelope.id, &observer)
    }
  }

  /// Takes a message off the wire for good.
  mutating func remove(
    _ message: MessageID, as fate: MessageFate, _ cause: Int, _ observer: inout some WorldObserver
  ) {
    if let slot = wireSlot(of: message) {
      if queue.remove(slot).isForeground { foregroundPending -= 1 }
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
    if let slot = wireSlot(of: message) {
      let due = queue.time(of: slot)
      let scheduled = queue.remove(slot)
      queue.insert(scheduled, at: instant(now, due))
    } else if let index = heldIndex(of: message) {
      let scheduled = held.remove(at: index)
      if scheduled.isForeground { foregroundPending += 1 }
      queue.insert(scheduled, at: instant(now, nil))
    }
  }

  private func find(_ message: MessageID) -> (Scheduled<P>, VirtualTime?)? {
    if let slot = wireSlot(of: message) { return (queue[slot], queue.time(of: slot)) }
    return heldIndex(of: message).map { (held[$0], nil) }
  }

  private func wireSlot(of message: MessageID) -> EventQueue<P>.Slot? {
    queue.firstSlot { slot in
      if case .delivery(let envelope) = queue[slot].occurrence {
        envelope.id == message
      } else {
        false
      }
    }
  }

  private func heldIndex(of message: MessageID) -> Int? {
    held.firstIndex { scheduled in
      if case .delivery(let envelope) = scheduled.occurrence {
        envelope.id == message
      } else {
        false
      }
    }
  }

  /// Whether the message is on the wire or held.
  public func isInFlight(_ message: MessageID) -> Bool { find(message) != nil }
}
