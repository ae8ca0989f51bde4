import Laboratory
import Simulation

/// A file that holds a run, in the state in which this lab read or wrote it.
struct SavedFile: Hashable, Sendable {
  let name: String
  let version: String
}

/// A save that has been asked for and not been answered.
struct PendingSave: Hashable, Sendable {
  /// The actions of the user that it holds.
  let logs: LabState.Logs
  /// As it will be if the name that was asked for is used.
  let file: SavedFile
  /// Whether it is to replace a file.
  let replaces: Bool
}

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
