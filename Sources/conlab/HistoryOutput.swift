import ArgumentParser
import Foundation
import Histories
import HistoryFiles
import Laboratory

/// How the history of a run is written to a file.
struct HistoryOutput: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write what the clients saw to a file that must not be there yet, for conlab check.",
      valueName: "file"))
  var history: String?

  @Option(help: ArgumentHelp("edn, jsonl or log.", valueName: "format"))
  var historyFormat: HistoryFormat?

  func validate() throws {
    if historyFormat != nil, history == nil {
      throw ValidationError("--history-format goes with --history.")
    }
  }

  var target: URL? { history.map { URL(fileURLWithPath: $0) } }

  /// The history of the run up to where it stands; virtual milliseconds are `:time` in nanoseconds.
  func text(of run: Run) -> String {
    var writer = HistoryWriter(historyFormat ?? .edn)
    let history = run.simulation.recording.history.prefix(events: run.simulation.position)
    let processes = (history.operations.map(\.process.index).max() ?? -1) + 1
    writer.clientNames = (0..<processes).map { run.names[ProcessID(Int($0))] }
    if Self.hasSharedSessions(history) {
      let sessions = (history.operations.map(\.session.index).max() ?? -1) + 1
      writer.sessionNames = (0..<sessions).map { run.names[SessionID(Int($0))] }
    }
    writer.nanoseconds = 1_000_000
    return writer.text(of: history)
  }

  /// Whether sessions are something else than processes.
  private static func hasSharedSessions(_ history: History) -> Bool {
    var sessions: [ProcessID: SessionID] = [:]
    var processes: [SessionID: ProcessID] = [:]
    return history.operations.contains { operation in
      let session = sessions[operation.process, default: operation.session]
      let process = processes[operation.session, default: operation.process]
      sessions[operation.process] = session
      processes[operation.session] = process
      return session != operation.session || process != operation.process
    }
  }
}
