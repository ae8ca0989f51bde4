import Checkers
import Histories
import Simulation

/// Elections, rival leaders, and writes that one of them lost.
extension ExplanationBuilder {
  /// How a node came to lead in an epoch.
  mutating func explainElection(of node: NodeID, epoch: Int, decides: Bool = false) {
    guard let begun = trace.election(of: node, epoch: epoch) else { return }
    let name = trace.names[node]
    guard begun.eventIndex >= 0 else {
      return add("\(name) leads from the start (epoch \(epoch)).", at: -1, place: name)
    }
    explainCauses(of: begun.eventIndex, most: 2)
    explainSuspicion(of: node, before: begun.eventIndex)
    add(event: begun.eventIndex)
    add(
      "\(name) began to lead, in epoch \(epoch).", at: begun.eventIndex, place: name,
      .event(begun.eventIndex), decides: decides)
  }

  /// Why a node stood: the heartbeats that it had waited for.
  private mutating func explainSuspicion(of node: NodeID, before event: Int) {
    let name = "failure detector"
    guard let timer = trace.lastTimer(of: node, named: name, before: event + 1),
      trace.causes(of: event).contains(timer)
    else { return }
    add(event: timer)
    let events = trace.recording.events
    var lost: Int?
    for index in (0..<timer).reversed().prefix(Trace.walkMax) {
      guard events[index].node == node, events[index].label.name == "heartbeat" else { continue }
      if events[index].kind == .loss { lost = index }
      if events[index].kind == .delivery { break }
    }
    guard let lost, let id = events[lost].message, let message = trace.message(id) else { return }
    explainLoss(of: message, decides: false)
  }

  /// The first message between two nodes that was lost from an event on: why one did not hear of the
  /// other.
  mutating func explainSilence(from: NodeID, to: NodeID, after event: Int, through last: Int) {
    for message in trace.messages(sentFrom: event) {
      if message.record.sentEvent > last { return }
      guard message.record.from == from, message.record.to == to,
        let fate = message.fate(events: trace.end)
      else { continue }
      if fate != .delivered { explainLoss(of: message, decides: false) }
      return
    }
  }
}

extension Trace {
  func election(of node: NodeID, epoch: Int) -> LeaderChange? {
    run.branch.judgement.leaderChanges.last {
      $0.node == node && $0.epoch == epoch && $0.begins && $0.eventIndex < end
    }
  }

  /// Two nodes that led at one time and committed on different lines.
  func explain(twoLeaders witness: Witness) -> Explanation {
    guard witness.leaders.count == 2, let one = witness.operation, let other = witness.missed else {
      return explain(unknown: witness)
    }
    let leaders = witness.leaders.sorted { $0.epoch < $1.epoch }
    let (older, newer) = (leaders[0], leaders[1])
    var builder = ExplanationBuilder(self)
    builder.explainElection(of: newer.node, epoch: newer.epoch, decides: true)
    builder.explainElection(of: older.node, epoch: older.epoch)
    if let begun = election(of: newer.node, epoch: newer.epoch) {
      builder.explainSilence(
        from: newer.node, to: older.node, after: begun.eventIndex, through: witness.eventIndex)
    }
    for write in [one, other] {
      builder.explainWrite(write)
      builder.explainAcknowledgement(of: write)
    }
    return builder.explanation(
      title: "Why two leaders have committed on different lines",
      summary: "\(names[witness.leaders[0].node]) committed \(whose(one)), and "
        + "\(names[witness.leaders[1].node]) committed \(whose(other)). Both led at the same time, in "
        + "epochs \(witness.leaders[0].epoch) and \(witness.leaders[1].epoch).")
  }

  /// An acknowledged write that did not survive.
  func explain(rollbackOf write: OperationID, at node: NodeID?) -> Explanation {
    var builder = ExplanationBuilder(self)
    let lives = survives(write)
    let title =
      lives
      ? "Why \(node.map { names[$0] } ?? "a replica") threw \(whose(write)) away"
      : "Why \(whose(write)) is lost"
    builder.explainAsking(write)
    let placement = builder.explainWrite(write)
    builder.explainAcknowledgement(of: write)
    guard let placement else {
      builder.miss("So it cannot be followed further.")
      return builder.explanation(title: title, summary: "It was acknowledged, and it is nowhere.")
    }
    if let leader = placement.node {
      builder.explainElection(of: leader, epoch: Int(placement.position.epoch))
    }
    builder.explainCopies(of: placement)
    let gone = discard(of: write, at: node) ?? discard(of: write)
    if let rival = rival(of: placement) {
      let place = self.placement(of: rival)
      if let place, let leader = place.node {
        builder.explainElection(of: leader, epoch: Int(place.position.epoch))
      }
      builder.explainWrite(rival)
    }
    if let gone {
      builder.explainRule(behind: gone)
      builder.explainDiscard(of: write, gone, decides: true)
    }
    let told = completion(of: write).map { "acknowledged at t=\($0.time)" } ?? "never acknowledged"
    guard let gone else {
      builder.explainDiskLoss(of: placement)
      return builder.explanation(
        title: title,
        summary: "It was \(told), and no replica holds it or a version that follows it.")
    }
    return builder.explanation(
      title: title,
      summary: "It was \(told); \(gone.node.map { names[$0] } ?? "a node") threw it away at "
        + "t=\(gone.time). "
        + (lives ? "The log that counts still holds it." : "No log holds it any more."))
  }
}

extension ExplanationBuilder {
  /// How the leader came to lead at whose word a node threw something away.
  fileprivate mutating func explainRule(behind gone: Trace.Noted) {
    guard let leader = trace.recording.events[gone.event].peer,
      let rule = trace.run.branch.judgement.monitor.leaders(asOf: gone.event).last(where: {
        $0.node == leader
      })
    else { return }
    explainElection(of: leader, epoch: rule.epoch)
  }
}

extension ExplanationBuilder {
  /// What became of every copy of an entry: those lost each with its fault, those that came in a word.
  mutating func explainCopies(of placement: Trace.Placement) {
    for server in trace.names.servers.indices.map({ NodeID($0) }) where server != placement.node {
      guard let copy = trace.copies(of: placement, to: server).first else { continue }
      switch copy.fate(events: trace.end) {
      case .delivered?:
        add(
          "\(copy.record.label) from \(trace.names[copy.record.from]) came to \(trace.names[server]).",
          at: copy.decidedEvent, place: trace.names[server], .message(copy.record.id))
      case nil: explainJourney(of: copy, .copy, after: trace.end - 1)
      default: explainLoss(of: copy, decides: false)
      }
    }
  }

  /// A disk that was lost took the log with it.
  mutating func explainDiskLoss(of placement: Trace.Placement) {
    let crash = trace.intervention(after: placement.event) {
      if case .crash(placement.node, true) = $0 { true } else { false }
    }
    guard let crash, let node = placement.node else {
      return miss("The trace does not show at which event it was lost.")
    }
    add(
      "\(trace.names[node]) crashed and lost its disk \(trace.doer(of: crash.eventIndex)): "
        + "\(trace.text(crash.intervention)).", at: crash.eventIndex, place: trace.names[node],
      .event(crash.eventIndex), decides: true)
  }
}
