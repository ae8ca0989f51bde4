import Histories
import Simulation

/// Elections, and the ends of leadership.
extension ExplanationBuilder {
  /// How a node came to lead in an epoch.
  mutating func explainElection(of node: NodeID, epoch: Int, decides: Bool = false) {
    let changes = trace.run.branch.judgement.leaderChanges
    guard
      let begun = changes.last(where: {
        $0.node == node && $0.epoch == epoch && $0.begins && $0.eventIndex < trace.end
      })
    else { return }
    let name = trace.names[node]
    guard begun.eventIndex >= 0 else {
      return add("\(name) leads from the start (epoch \(epoch)).", at: -1, place: name)
    }
    explainCauses(of: begun.eventIndex, most: 3)
    add(
      "\(name) began to lead, in epoch \(epoch).", at: begun.eventIndex, place: name,
      .event(begun.eventIndex), decides: decides)
  }
}
