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
    let node = holder(of: placement, beside: node, at: moment)
    let copies = trace.copies(of: placement, to: node).filter { $0.record.sentEvent <= moment }
    guard !copies.isEmpty else {
      return explainNeverSent(placement, to: node, after: moment)
    }
    for copy in copies.prefix(1) + copies.dropFirst().suffix(2) {
      explainJourney(
        of: copy, copy.record.id == copies[0].record.id ? .copy : .again, after: moment)
    }
    if copies.count > 3 {
      miss("The copy was sent \(copies.count) times in all; three of them are shown.")
    }
    if let arrived = copies.first(where: { $0.decidedEvent <= moment && $0.fate == .delivered }) {
      explainArrivedUnseen(arrived, placement, at: node, after: moment, showing: visible)
    }
  }

  /// The node that holds the entry's log for a node: itself, or of several shards its neighbour, which
  /// it asked for that part of the answer.
  private mutating func holder(
    of placement: Trace.Placement, beside node: NodeID, at moment: Int
  ) -> NodeID {
    let shards = trace.run.shards
    guard let leader = placement.node, shards.log(of: leader) != shards.log(of: node),
      let holder = shards.neighbour(of: node, in: shards.log(of: leader))
    else { return node }
    let (asked, other) = (trace.names[node], trace.names[holder])
    add(
      "\(asked) has no copy of the shard \(shards.name(of: leader) ?? ""); it had that part of the "
        + "answer from \(other).", at: moment, place: asked, .event(moment))
    return holder
  }

  /// The write and its commit, unless that came after event `moment`. Nil, and said so, when the write
  /// stands in no log.
  @discardableResult
  mutating func explainWrite(
    _ write: OperationID, through moment: Int = .max
  ) -> Trace.Placement? {
    guard let placement = trace.placement(of: write) else {
      miss("The trace does not show that \(trace.whose(write)) took a place in a log.")
      return nil
    }
    let leader = placement.node.map { trace.names[$0] } ?? "a node"
    let lsn = Self.words(placement.position)
    var sentence = "\(leader) put \(trace.whose(write)) into its log as \(lsn)"
    let commit = trace.commit(of: write)
    let rule =
      trace.knob("acknowledgement", at: placement.event).map { " (acknowledgement = \($0))" } ?? ""
    if let commit, commit.event == placement.event { sentence += ", which committed it" + rule }
    add(sentence + ".", at: placement.event, place: leader, .operation(write))
    if let commit, commit.event != placement.event, commit.event <= moment {
      let by = trace.sender(of: commit.event).map { "With the answer of \($0), " } ?? ""
      let place = commit.node.map { trace.names[$0] }
      add(
        "\(by)\(place ?? leader) had what it waits for\(rule): \(lsn) was committed.",
        at: commit.event, place: place, .operation(write))
    }
    return placement
  }
}
