import Histories
import Simulation

/// How the sending of a message is said.
enum Phrase {
  /// It carries the entry in question.
  case copy
  /// It carries it once more.
  case again
  case plain
}

/// Messages on their ways.
extension ExplanationBuilder {
  /// One message: sent, slowed, held, cut, lost, late. What kept it from being there after event `moment`
  /// decides.
  mutating func explainJourney(
    of message: MessageHistory, _ phrase: Phrase, after moment: Int
  ) {
    let record = message.record
    let (from, to) = (trace.names[record.from], trace.names[record.to])
    let title = trace.title(of: record)
    let fate = message.fate(events: trace.end)
    let isLost = fate.map { $0 != .delivered } ?? false
    let isLate = !isLost && !(fate == .delivered && message.decidedEvent <= moment)
    explainDelay(of: message, decides: isLate)
    let queued = isLost ? nil : trace.queued(record.id, from: record.sentEvent, through: moment)
    var sentence =
      switch phrase {
      case .copy: "\(from) sent \(to) the copy, \(title)"
      case .again: "\(from) sent \(title) to \(to) again"
      case .plain: "\(from) sent \(to) \(title)"
      }
    if !isLost, let due = fate == nil ? trace.due(record.id) : message.decidedAt {
      sentence += "; it \(fate == nil ? "takes" : "took") \(due - record.sent) ms, until \(due)"
    }
    add(
      sentence + ".", at: record.sentEvent, place: from, .message(record.id),
      decides: isLate && queued == nil, phase: .sends)
    if let queued {
      add(
        "It reached \(to), which \(trace.obstacle(at: record.to, before: queued)), and waited there.",
        at: queued, place: to, .message(record.id), decides: isLate, phase: .takesIn)
    }
    if isLost { explainLoss(of: message, decides: message.decidedEvent <= moment) }
    explainArrival(of: message)
  }

  private mutating func explainArrival(of message: MessageHistory) {
    let record = message.record
    let to = trace.names[record.to]
    let title = trace.opening(of: record)
    switch message.fate(events: trace.end) {
    case .delivered?:
      add(
        "\(title) came to \(to).", at: message.decidedEvent, place: to, .message(record.id),
        phase: .takesIn)
    case nil:
      guard let due = trace.due(record.id) else {
        let waits = trace.isHeld(record.id)
        return add(
          toCome: waits
            ? "\(title) for \(to) is held by hand."
            : "\(title) has not been taken in by \(to) yet.",
          at: nil, place: to, .message(record.id))
      }
      let isCut = trace.run.simulation.network[Link(from: record.from, to: record.to)].isCut
      let danger = isCut ? " The link is cut: unless it heals before, it will be lost." : ""
      add(
        toCome: "\(title) is due at \(to).\(danger)", at: due, place: to, .message(record.id))
    default: break
    }
  }

  /// What was done to the way of a message: a slower link, a delay or a hold by hand or by a rule.
  private mutating func explainDelay(of message: MessageHistory, decides: Bool) {
    let record = message.record
    let link = Link(from: record.from, to: record.to)
    let slowed = trace.intervention(before: record.sentEvent + 1) {
      if case .setDelay(let links, _) = $0 { links.contains(link) } else { false }
    }
    if let slowed { add(event: slowed.eventIndex) }
    if let rule = trace.rule(for: record) {
      let isDelay =
        if case .addRule(let own) = rule.intervention { own.treatment.delays } else { false }
      add(
        "A rule was set \(trace.doer(of: rule.eventIndex)): \(trace.text(rule.intervention)). "
          + "\(trace.opening(of: record)) met it.",
        at: rule.eventIndex, place: nil, .event(rule.eventIndex), decides: decides && isDelay)
    }
    for treated in trace.treatments(of: record.id, sentAt: record.sentEvent) {
      guard case .treat(_, let treatment) = treated.intervention, treatment != .drop else {
        continue
      }
      add(
        "\(trace.opening(of: record)) was treated "
          + "\(trace.doer(of: treated.eventIndex)): \(trace.text(treated.intervention)).",
        at: treated.eventIndex, place: nil, .message(record.id),
        decides: decides && treatment.delays)
    }
  }

  /// Why a message was lost, with the fault that took it.
  mutating func explainLoss(of message: MessageHistory, decides: Bool = true) {
    let record = message.record
    let (from, to) = (trace.names[record.from], trace.names[record.to])
    let title = trace.opening(of: record)
    guard let fate = message.fate(events: trace.end), fate != .delivered else { return }
    let event = message.decidedEvent
    let link = Link(from: record.from, to: record.to)
    let sentence: String
    switch fate {
    case .delivered: return
    case .lostInCut:
      let cut = trace.intervention(before: event + 1) {
        if case .cut(let links) = $0 { links.contains(link) } else { false }
      }
      if let cut { add(event: cut.eventIndex) }
      sentence =
        "\(title) from \(from) to \(to) was lost: it came to the end of its way inside the cut"
    case .lostOnLink:
      let loss = trace.intervention(before: event + 1) {
        if case .setLoss(let links, _) = $0 { links.contains(link) } else { false }
      }
      if let loss { add(event: loss.eventIndex) }
      sentence = "\(title) from \(from) to \(to) was lost: the link dropped it"
    case .lostAtCrashedNode:
      explainCrash(of: record.to, before: event + 1)
      sentence = "\(title) from \(from) was lost: \(to) was down"
    case .dropped:
      sentence = "\(title) from \(from) to \(to) was dropped \(trace.doer(ofDropAt: event))"
    case .cancelled:
      sentence = "\(title) was taken back by \(from) while it waited at \(to) to be served"
    }
    add(sentence + ".", at: event, place: to, .message(record.id), decides: decides)
  }

  /// The crash that a node is or was in.
  mutating func explainCrash(of node: NodeID, before event: Int) {
    let crash = trace.intervention(before: event) {
      switch $0 {
      case .crash(node, _), .armCrash(node, _): true
      default: false
      }
    }
    if let crash { add(event: crash.eventIndex) }
  }
}

extension MessageTreatment {
  /// Whether it makes a message later than its link does.
  fileprivate var delays: Bool {
    switch self {
    case .hold, .delay: true
    case .deliver, .release, .drop, .duplicate: false
    }
  }
}
