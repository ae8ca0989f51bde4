import Histories
import Simulation

/// Why an entry of a log was not in what a replica showed.
extension ExplanationBuilder {
  /// The write, its commit, its copies to the node, and what had become of each when event `moment`
  /// was over. The copy that was lost or late decides.
  mutating func explainAbsence(
    of write: OperationID, at node: NodeID, after moment: Int, showing visible: LogPosition?
  ) {
    guard let placement = explainWrite(write) else { return }
    let copies = trace.copies(of: placement, to: node).filter { $0.record.sentEvent <= moment }
    guard !copies.isEmpty else {
      return explainNeverSent(placement, to: node, after: moment)
    }
    for copy in copies.prefix(1) + copies.dropFirst().suffix(2) {
      explainJourney(
        of: copy, word: copy.record.id == copies[0].record.id ? "the copy" : "it again",
        after: moment)
    }
    if copies.count > 3 {
      miss("The copy was sent \(copies.count) times in all; three of them are shown.")
    }
    if let arrived = copies.first(where: { $0.decidedEvent <= moment && $0.fate == .delivered }) {
      explainArrivedUnseen(arrived, placement, at: node, after: moment, showing: visible)
    }
  }

  /// The write and its commit. Nil, and said so, when it stands in no log.
  @discardableResult
  mutating func explainWrite(_ write: OperationID) -> Trace.Placement? {
    let operation = trace.history[write]
    let client = trace.names[operation.process]
    guard let placement = trace.placement(of: write), placement.event < trace.end else {
      miss(
        "The trace does not show that \(client)'s \(operation.call.summary) took a place in a log.")
      return nil
    }
    let leader = placement.node.map { trace.names[$0] } ?? "a node"
    var sentence =
      "\(leader) put \(client)'s \(operation.call.summary) into its log as "
      + Self.words(placement.position)
    let commit = trace.commit(of: write)
    let condition = trace.knob("acknowledgement", at: placement.event).map {
      "acknowledgement = \($0)"
    }
    if let commit, commit.event == placement.event {
      sentence += ", which committed it" + (condition.map { " (\($0))" } ?? "")
    }
    add(sentence + ".", at: placement.event, place: leader, .operation(write))
    if let commit, commit.event != placement.event {
      let by = trace.sender(of: commit.event).map { "With the answer of \($0), " } ?? ""
      let rule = condition.map { " (\($0))" } ?? ""
      let place = commit.node.map { trace.names[$0] }
      add(
        "\(by)\(place ?? leader) had what it waits for\(rule): \(Self.words(placement.position)) was "
          + "committed.", at: commit.event, place: place, .operation(write))
    }
    return placement
  }

  /// One message on its way: sent, slowed, cut, lost, late. What kept it from being there after event
  /// `moment` decides.
  mutating func explainJourney(of message: MessageHistory, word: String, after moment: Int) {
    let record = message.record
    let (from, to) = (trace.names[record.from], trace.names[record.to])
    let fate = message.fate(events: trace.end)
    let isLost = fate.map { $0 != .delivered } ?? false
    let wasThere = fate == .delivered && message.decidedEvent <= moment
    let due = fate == nil ? trace.due(record.id) : message.decidedAt
    var sentence = "\(from) sent \(to) \(word), \(record.label)"
    if !isLost, let due, due != .never {
      sentence += "; it \(fate == nil ? "takes" : "took") \(due - record.sent) ms"
    }
    explainDelay(of: message)
    let queued = isLost ? nil : trace.queued(record.id, from: record.sentEvent, through: moment)
    add(
      sentence + ".", at: record.sentEvent, place: from, .message(record.id),
      decides: !isLost && !wasThere && queued == nil)
    if let queued {
      add(
        "It reached \(to), which \(trace.obstacle(at: record.to, before: queued)), and waited there.",
        at: queued, place: to, .message(record.id), decides: !wasThere)
    }
    switch fate {
    case .delivered?:
      add(
        "\(word == "it again" ? "This" : "The") \(record.label) came to \(to).",
        at: message.decidedEvent, place: to, .message(record.id))
    case nil:
      add(
        toCome: due == nil
          ? "\(record.label) for \(to) is held by hand." : "\(record.label) is due at \(to).",
        at: due, place: to, .message(record.id))
    default: explainLoss(of: message, decides: message.decidedEvent <= moment)
    }
  }

  /// What was done to the way of a message: a slower link, a delay or a hold by hand.
  private mutating func explainDelay(of message: MessageHistory) {
    let record = message.record
    let link = Link(from: record.from, to: record.to)
    let slowed = trace.intervention(before: record.sentEvent + 1) {
      if case .setDelay(let links, _) = $0 { links.contains(link) } else { false }
    }
    if let slowed, record.sentEvent >= 0 {
      add(
        "The way from \(trace.names[link.from]) to \(trace.names[link.to]) was set "
          + "\(trace.doer(of: slowed.eventIndex)): \(trace.text(slowed.intervention)).",
        at: slowed.eventIndex, place: nil, .event(slowed.eventIndex))
    }
    for treated in trace.treatments(of: record.id, sentAt: record.sentEvent) {
      guard case .treat(_, let treatment) = treated.intervention, treatment != .drop else {
        continue
      }
      add(
        "This message was treated \(trace.doer(of: treated.eventIndex)): "
          + "\(trace.text(treated.intervention)).",
        at: treated.eventIndex, place: nil, .message(record.id))
    }
  }

  /// Why a message was lost, with the fault that took it.
  mutating func explainLoss(of message: MessageHistory, decides: Bool = true) {
    let record = message.record
    let (from, to) = (trace.names[record.from], trace.names[record.to])
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
      if let cut {
        add(
          "The link from \(from) to \(to) was cut \(trace.doer(of: cut.eventIndex)): "
            + "\(trace.text(cut.intervention)).", at: cut.eventIndex, place: nil,
          .event(cut.eventIndex))
      }
      sentence = "\(record.label) was lost: it came to the end of its way inside the cut"
    case .lostOnLink:
      let loss = trace.intervention(before: event + 1) {
        if case .setLoss(let links, _) = $0 { links.contains(link) } else { false }
      }
      if let loss {
        add(
          "The link from \(from) to \(to) was made to lose messages "
            + "\(trace.doer(of: loss.eventIndex)): \(trace.text(loss.intervention)).",
          at: loss.eventIndex, place: nil, .event(loss.eventIndex))
      }
      sentence = "\(record.label) was lost: the link from \(from) to \(to) dropped it"
    case .lostAtCrashedNode:
      explainCrash(of: record.to, before: event + 1)
      sentence = "\(record.label) was lost: \(to) was down"
    case .dropped:
      sentence = "\(record.label) was dropped \(trace.doer(ofDropAt: event))"
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
    guard let crash else { return }
    add(
      "\(trace.names[node]) was made to crash \(trace.doer(of: crash.eventIndex)): "
        + "\(trace.text(crash.intervention)).", at: crash.eventIndex, place: trace.names[node],
      .event(crash.eventIndex))
  }
}
