import ArgumentParser
import Foundation
import Laboratory

/// `conlab replay`: runs a saved run again and compares it with what the file says of it.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a saved run again, and compare every digest.",
    discussion: """
      Exit codes: 0 the replay is the same, and its digest is printed; 1 it differs, and the first \
      stretch of events that differs is named; 65 the file cannot be read, was edited or was cut \
      off. A file that does not fit its checksum is never replayed.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "A saved run: its file, or its name on Home.")
  var file: String

  @Option(help: "text or json.")
  var format: Format = .text

  func run() throws {
    try guarded {
      let text = try AtomicFile.read(RunFiles.file(named: file))
      let run: Run
      do throws(SavedRunError) { run = try SavedRun(parsing: text).replay() } catch {
        throw Self.failure(error, of: file, text)
      }
      let report = ReplayReport(of: run)
      switch format {
      case .text: print(Printable.text(report.text))
      case .json: print(try JSONOutput.text(report))
      }
    }
  }

  /// Why the run is not the same, with the place in the file where one is at fault.
  private static func failure(
    _ error: SavedRunError, of file: String, _ text: String
  ) -> CommandFailure {
    switch error.kind {
    case .differs: return CommandFailure(.violated, "\(file): \(error.message)")
    case .damaged where error.line == nil:
      // The checksum is the last line.
      let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count
      return CommandFailure(.data, "\(file): line \(max(line, 1)), column 1: \(error.message)")
    default: return CommandFailure(.data, "\(file): \(error)")
    }
  }
}

/// What a replay that is the same came to.
struct ReplayReport: Encodable {
  struct BranchLine: Encodable {
    let name: String
    let events: Int
    /// The instant of the newest event, in virtual ms.
    let end: Int64
    /// Of the state after the newest event.
    let digest: String
    let actions: Int
  }

  let same = true
  let title: String
  let `protocol`: String
  let seed: UInt64
  let branches: [BranchLine]

  init(of run: Run) {
    title = run.scenario.title
    `protocol` = run.scenario.protocolName
    seed = run.scenario.seed
    branches = run.branches.map { branch in
      var simulation = branch.simulation
      simulation.go(to: simulation.newest)
      return BranchLine(
        name: branch.name, events: simulation.newest, end: simulation.now.milliseconds,
        digest: simulation.digest.hexadecimal, actions: simulation.log.count)
    }
  }

  var text: String {
    let lines = branches.map { branch in
      let actions = branch.actions == 1 ? "1 action" : "\(branch.actions) actions"
      return "  branch \(branch.name): \(branch.events) events up to t=\(branch.end) ms, "
        + "\(actions), digest \(branch.digest)"
    }
    return (["same: \(title), \(`protocol`), seed \(seed)"] + lines).joined(separator: "\n")
  }
}
