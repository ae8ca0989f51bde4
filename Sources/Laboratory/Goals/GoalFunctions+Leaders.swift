import Checkers
import Histories
import Simulation

extension GoalFunction {
  /// About leaders and their logs.
  static let ofLeaders: [GoalFunction] = [
    GoalFunction(
      name: "leaders", parameters: "at: instant",
      summary: "how many nodes believe that they lead",
      apply: { call throws(GoalStop) in
        let run = try call.runAtInstant()
        let leaders = run.branch.judgement.monitor.leaders(asOf: run.position - 1)
        return .number(Int64(Set(leaders.map(\.node)).count))
      }),
    GoalFunction(
      name: "epoch", parameters: "node, at: instant",
      summary: "the newest epoch that a node knows",
      apply: { call throws(GoalStop) in
        guard let epoch = try call.node().inspection.epoch else {
          throw GoalStop.unknown("\(try call.text(0)) knows no epochs")
        }
        return .number(Int64(epoch))
      }),
    GoalFunction(
      name: "appliedAt", parameters: "node, LSN",
      summary: "the instant at which a node had first applied its log up to an LSN; nil if never",
      apply: { call throws(GoalStop) in
        let node = try call.node().id
        let lsn = try call.number(1)
        let run = call.run
        let samples = run.simulation.recording.samples[Int(node.index)]
        let first = samples.first {
          $0.eventIndex < run.position && $0.progress.applied.lsn >= lsn
        }
        return first.map { .number($0.time.milliseconds) } ?? .none
      }),
    GoalFunction(
      name: "entry", parameters: "node, LSN, at: instant",
      summary: "what a node's log has at an LSN: the value of a write, else the call in words; nil "
        + "when it has nothing there",
      apply: { call throws(GoalStop) in
        let log = try call.node().inspection.log
        let lsn = try call.number(1)
        if let first = log.first, lsn < first.position.lsn, lsn > 0 {
          throw GoalStop.unknown(
            "\(call.words): only the entries from lsn \(first.position.lsn) on are looked at")
        }
        guard let line = log.first(where: { $0.position.lsn == lsn }) else { return .none }
        if case .write(_, let value) = line.call { return GoalValue(value) }
        return .text(line.call.summary)
      }),
  ]
}
