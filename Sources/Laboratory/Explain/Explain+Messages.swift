import Histories
import Simulation

/// One message, and one event.
extension Trace {
  func explain(message id: MessageID) -> Explanation {
    var builder = ExplanationBuilder(self)
    guard let message = message(id) else {
      builder.miss("Message m\(id.number) had not been sent by then.")
      return builder.explanation(title: "m\(id.number)", summary: "It is not in the trace.")
    }
    let record = message.record
    let (from, to) = (names[record.from], names[record.to])
    if record.sentEvent >= 0 {
      builder.explainCauses(of: record.sentEvent, most: 2)
      builder.add(event: record.sentEvent)
    }
    builder.explainJourney(of: message, .plain, after: end - 1)
    let fate = message.fate(events: end)
    if fate == nil { builder.explainDanger(to: message) }
    if let fate, fate != .delivered { builder.explainSecondTry(of: message) }
    if fate == .delivered { builder.explainEffect(of: message) }
    let title = "What became of \(record.label) from \(from) to \(to) (m\(id.number))"
    return builder.explanation(title: title, summary: summary(of: message))
  }

  private func summary(of message: MessageHistory) -> String {
    let sent = "Sent at t=\(message.record.sent)"
    let at = message.decidedAt
    switch message.fate(events: end) {
    case .delivered?: return "\(sent), delivered at t=\(at)."
    case .lostInCut?: return "\(sent), lost at t=\(at) in a cut of its link."
    case .lostOnLink?: return "\(sent), lost at t=\(at) by its link."
    case .lostAtCrashedNode?:
      return "\(sent), lost at t=\(at): \(names[message.record.to]) was down."
    case .dropped?: return "\(sent), dropped at t=\(at)."
    case .cancelled?:
      return "\(sent), taken back by its sender at t=\(at) while it waited to be served."
    case nil:
      return due(message.record.id).map { "\(sent), on the wire, due at t=\($0)." }
        ?? "\(sent), and held by hand."
    }
  }

  /// A fault, an election or any other event: what led to it, and what came of it.
  func explain(event index: Int) -> Explanation {
    var builder = ExplanationBuilder(self)
    guard recording.events.indices.contains(index), index < end else {
      builder.miss("That event has not happened yet.")
      return builder.explanation(title: "An event", summary: "It is not in the trace.")
    }
    if let change = run.branch.judgement.leaderChanges.last(where: { $0.eventIndex == index }) {
      return explain(change)
    }
    builder.explainCauses(of: index, most: 5)
    builder.add(event: index, decides: true)
    let place = recording.interventions.bisect { $0.eventIndex < index }
    var effect: String?
    if place < recording.interventions.count, recording.interventions[place].eventIndex == index {
      effect = builder.explainEffects(of: recording.interventions[place])
    }
    for message in messages(sentBy: index).prefix(4) {
      builder.explainJourney(of: message, .plain, after: index)
    }
    return builder.explanation(
      title: effect == nil
        ? "What happened at t=\(time(of: index))"
        : "What came of \(recording.events[index].label) at t=\(time(of: index))",
      summary: effect ?? sentence(of: index))
  }

  private func explain(_ change: LeaderChange) -> Explanation {
    var builder = ExplanationBuilder(self)
    let name = names[change.node]
    if change.begins {
      builder.explainElection(of: change.node, epoch: change.epoch, decides: true)
      return builder.explanation(
        title: "Why \(name) leads in epoch \(change.epoch)",
        summary: "\(name) began to lead at t=\(change.time).")
    }
    builder.explainCauses(of: change.eventIndex, most: 3)
    builder.add(event: change.eventIndex, decides: true)
    if let newer = run.branch.judgement.leaderChanges.last(where: {
      $0.begins && $0.epoch > change.epoch && $0.eventIndex < change.eventIndex
    }) {
      builder.explainElection(of: newer.node, epoch: newer.epoch)
    }
    return builder.explanation(
      title: "Why \(name) leads no more",
      summary: "\(name) ceased to lead epoch \(change.epoch) at t=\(change.time).")
  }
}

extension ExplanationBuilder {
  /// A message on a link that is cut now.
  fileprivate mutating func explainDanger(to message: MessageHistory) {
    let link = Link(from: message.record.from, to: message.record.to)
    guard trace.run.simulation.network[link].isCut else { return }
    let cut = trace.intervention(before: trace.end) {
      if case .cut(let links) = $0 { links.contains(link) } else { false }
    }
    guard let cut else { return }
    add(
      "The link was cut \(trace.doer(of: cut.eventIndex)): \(trace.text(cut.intervention)). Unless it "
        + "heals before the message is due, the message will be lost.", at: cut.eventIndex,
      place: nil, .event(cut.eventIndex), decides: true)
  }

  /// Whether the same was sent again.
  fileprivate mutating func explainSecondTry(of message: MessageHistory) {
    let record = message.record
    let again = trace.messages(sentFrom: message.decidedEvent).first {
      $0.record.from == record.from && $0.record.to == record.to && $0.record.label == record.label
    }
    if let again { explainJourney(of: again, .again, after: message.decidedEvent) }
  }

  /// What the node did when it came.
  fileprivate mutating func explainEffect(of message: MessageHistory) {
    for answer in trace.messages(sentBy: message.decidedEvent).prefix(4) {
      let fate = answer.fate(events: trace.end)
      let end = fate == nil ? "" : fate == .delivered ? ", which came" : ", which was lost"
      add(
        "\(trace.names[answer.record.from]) sent \(answer.record.label) to "
          + "\(trace.names[answer.record.to])\(end).", at: message.decidedEvent,
        place: trace.names[answer.record.from], .message(answer.record.id), phase: .sends)
    }
  }
}
