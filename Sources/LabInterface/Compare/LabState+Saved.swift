import Laboratory
import Simulation

extension LabState {
  /// What the user did on each branch, as a file holds it.
  typealias Logs = [[LoggedIntervention]]

  var logs: Logs { run.branches.map(\.simulation.log) }

  /// The actions of the user that no file holds, over all branches. O(branches * actions).
  var unsavedActions: Int {
    run.branches.indices.reduce(0) { $0 + unsavedActions(of: $1) }
  }

  /// Those of one branch after it left its origin.
  func unsavedActions(of index: Int) -> Int {
    let branch = run.branches[index]
    let start = branch.origin?.position ?? 0
    let log = branch.simulation.log
    let held = savedLogs.map { saved in zip(saved, log).prefix { $0 == $1 }.count }.max() ?? 0
    return log.dropFirst(held).count { $0.eventIndex >= start }
  }
}
