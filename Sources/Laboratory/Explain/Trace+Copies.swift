import Histories
import Simulation

/// Messages that carry the same thing, and what stood in their way.
extension Trace {
  /// The messages that carry an entry to a node: sent as it was placed, or again under the same label.
  ///
  /// Labels name a position without its epoch. Where another entry took the same place, only what its
  /// own leader sent counts.
  func copies(of placement: Placement, to node: NodeID) -> [MessageHistory] {
    let own = messages(sentBy: placement.event).first {
      $0.record.to == node && $0.record.from == placement.node
    }
    guard let label = own?.record.label else { return [] }
    let isAlone = !hasRival(placement)
    return messages(sentFrom: placement.event).filter {
      $0.record.to == node && $0.record.label == label
        && (isAlone || $0.record.from == placement.node)
    }
  }

  /// Whether another write was placed at the same LSN of the log.
  func hasRival(_ placement: Placement) -> Bool {
    rival(of: placement) != nil
  }

  func rival(of placement: Placement) -> OperationID? {
    let events = history.events
    let middle = events.bisect { $0.eventIndex < placement.event }
    let low = max(0, middle - Self.walkMax / 2)
    for line in events[low...].prefix(Self.walkMax) {
      guard line.eventIndex < end else { return nil }
      guard case .note(.placed(let id, placement.log, let position, _)) = line.kind else {
        continue
      }
      if position.lsn == placement.position.lsn, position.epoch != placement.position.epoch {
        return id
      }
    }
    return nil
  }

  /// The event at which a message arrived at a node that could not take it at once.
  func queued(_ message: MessageID, from event: Int, through last: Int) -> Int? {
    let first = max(0, event + 1)
    guard first <= last, last < end else { return nil }
    return (first...last).prefix(Self.walkMax).first {
      recording.events[$0].kind == .queued && recording.events[$0].message == message
    }
  }

  /// Why a node could not take a message: as a clause.
  func obstacle(at node: NodeID, before event: Int) -> String {
    let last = intervention(before: event) {
      switch $0 {
      case .pause(node), .resume(node): true
      default: false
      }
    }
    if let last, case .pause = last.intervention {
      return "was paused since \(last.time) (\(doer(of: last.eventIndex)))"
    }
    return "was busy with what had come before"
  }

  /// What was done to one message by hand, in order.
  func treatments(of message: MessageID, sentAt event: Int) -> [RecordedIntervention] {
    let all = recording.interventions
    let first = all.bisect { $0.eventIndex < event }
    let last = all.bisect { $0.eventIndex < end }
    return all[first..<max(first, last)].prefix(Self.walkMax).filter {
      if case .treat(message, _) = $0.intervention { true } else { false }
    }
  }

  /// The rule that a message met as it was sent: the last one set before for its link and kind, if no
  /// other message met it first.
  func rule(for record: MessageRecord) -> RecordedIntervention? {
    func meets(_ rule: MessageRule, _ record: MessageRecord) -> Bool {
      rule.link == Link(from: record.from, to: record.to)
        && rule.kind.map { $0 == record.label.name.prefix { $0 != " " } } ?? true
    }
    let set = intervention(before: record.sentEvent + 1) {
      if case .addRule(let rule) = $0 { meets(rule, record) } else { false }
    }
    guard let set, case .addRule(let rule) = set.intervention else { return nil }
    let first = messages(sentFrom: set.eventIndex).first { meets(rule, $0.record) }
    return first?.record.id == record.id ? set : nil
  }

  /// Whether a message is held by hand at the end of the trace.
  func isHeld(_ id: MessageID) -> Bool {
    run.simulation.messagesInFlight.contains { $0.id == id && $0.due == nil }
  }

  /// A message is dropped by an intervention, or as it is sent by a rule.
  func doer(ofDropAt event: Int) -> String {
    guard recording.events.indices.contains(event), recording.events[event].kind == .intervention
    else { return "as it was sent, by a rule for its link" }
    return doer(of: event)
  }

  func discarded(_ placement: Placement, at node: NodeID, through moment: Int) -> Int? {
    guard let write = write(at: placement.position, before: placement.event),
      let gone = discard(of: write, at: node), gone.event <= moment
    else { return nil }
    return gone.event
  }

  /// The last message from one node that another took in, up to an event; looked for backwards.
  func lastDelivered(to node: NodeID, from: NodeID?, through moment: Int) -> MessageHistory? {
    guard moment < end, moment >= 0 else { return nil }
    for index in (0...moment).reversed().prefix(Self.walkMax) {
      let event = recording.events[index]
      guard event.kind == .delivery, event.node == node, event.peer == from,
        let message = event.message
      else { continue }
      return self.message(message)
    }
    return nil
  }

  /// Who sent what an event took in.
  func sender(of event: Int) -> String? {
    guard recording.events.indices.contains(event) else { return nil }
    return recording.events[event].peer.map { names[$0] }
  }

  /// The value of a knob after an event; nil when there is none of that name.
  func knob(_ path: String, at event: Int) -> String? {
    let turned = intervention(before: event + 1) {
      if case .configure(path, _) = $0 { true } else { false }
    }
    if case .configure(_, let value)? = turned?.intervention { return value.description }
    let isTurnedLater =
      intervention(after: event) {
        if case .configure(path, _) = $0 { true } else { false }
      } != nil
    let simulation = isTurnedLater ? moment(after: event + 1) : run.simulation
    return simulation.knobs.first { $0.path == path }?.value.description
  }
}
