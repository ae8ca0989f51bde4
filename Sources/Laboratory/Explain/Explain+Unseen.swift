import Histories
import Simulation

/// Entries that had come to a replica and were not shown, and those that nobody sent it.
extension ExplanationBuilder {
  /// The copy was there in time, and what the replica showed did not hold it.
  mutating func explainArrivedUnseen(
    _ copy: MessageHistory, _ placement: Trace.Placement, at node: NodeID, after moment: Int,
    showing visible: LogPosition?
  ) {
    let name = trace.names[node]
    let lsn = Self.words(placement.position)
    if let gone = trace.discarded(placement, at: node, through: moment) {
      return add(
        "\(name) had thrown \(lsn) away.", at: gone, place: name, .event(gone), decides: true)
    }
    guard let sample = trace.recording.sample(of: node, events: moment + 1) else { return }
    if sample.progress.applied >= placement.position {
      let setting = trace.knob("visibility", at: moment).map { " (visibility = \($0))" } ?? ""
      add(
        "\(name) had applied \(lsn), and shows readers only what it knows to be committed\(setting).",
        at: copy.decidedEvent, place: name, .message(copy.record.id))
      explainNews(of: placement, to: node, after: moment)
    } else if sample.progress.received >= placement.position {
      let time = trace.knob("apply-time", at: moment).map { " (apply-time = \($0) ms)" } ?? ""
      add(
        "\(name) had received \(lsn) and not applied it yet: it applies one entry after the other"
          + "\(time).", at: copy.decidedEvent, place: name, .message(copy.record.id), decides: true)
    } else {
      let answers = trace.messages(sentBy: copy.decidedEvent).filter { $0.record.from == node }
      if let answer = answers.first {
        add(
          "\(name) did not take it: it answered \(answer.record.label).", at: copy.decidedEvent,
          place: name, .message(answer.record.id), decides: true)
      } else {
        miss("\(lsn) came to \(name); the trace does not show why \(name) did not keep it.")
      }
    }
  }

  /// Under visibility on commit: how the news of the commit fared.
  private mutating func explainNews(
    of placement: Trace.Placement, to node: NodeID, after moment: Int
  ) {
    guard let write = trace.write(at: placement.position, before: placement.event),
      let commit = trace.commit(of: write),
      let news = trace.messages(sentBy: commit.event).first(where: { $0.record.to == node })
    else {
      return miss("The trace does not show that \(trace.names[node]) was told of the commit.")
    }
    explainJourney(of: news, .plain, after: moment)
  }

  /// No copy was ever sent: to a cache, or to a node that follows somebody else.
  mutating func explainNeverSent(
    _ placement: Trace.Placement, to node: NodeID, after moment: Int
  ) {
    let name = trace.names[node]
    let state = trace.moment(after: moment + 1).nodeStates(at: trace.time(of: moment))
    guard placement.node != node, state.indices.contains(Int(node.index)) else { return }
    guard !state[Int(node.index)].inspection.isReplica else {
      let leader = placement.node.map { trace.names[$0] } ?? "whoever wrote it"
      return miss(
        "The trace shows no copy of \(Self.words(placement.position)) from \(leader) to \(name).")
    }
    // A cache: the answer that it kept.
    let limit = trace.knob("time-to-live", at: moment).map { " for \($0) ms (time-to-live)" } ?? ""
    guard let fetched = trace.lastDelivered(to: node, from: placement.node, through: moment) else {
      return miss("The trace does not show where \(name) had its answer from.")
    }
    add(
      "\(name) got \(fetched.record.label) from \(trace.names[fetched.record.from]), sent at "
        + "\(fetched.record.sent), and keeps an answer\(limit). Nobody tells a cache that something has "
        + "changed.", at: fetched.decidedEvent, place: name, .message(fetched.record.id),
      decides: true)
  }
}
