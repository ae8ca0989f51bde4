import ArgumentParser
import Checkers
import Foundation
import HistoryFiles

/// `conlab check`: judges recorded histories.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge recorded histories, from a real database or from the lab.")

  @Argument(help: ArgumentHelp("A history each; - is standard input.", valueName: "file"))
  var files: [String]

  func run() throws {
    try guarded {
      for file in files {
        let history = try HistoryInput.read(file, HistoryReader())
        let judgement = HistoryJudge().judge(.linearizability, history.history)
        switch judgement.verdict {
        case .holds: print("\(file): linearizability holds")
        case .violated:
          print("\(file): linearizability violated")
          throw ExitStatus.violated.code
        case .pending, .unknown:
          print("\(file): linearizability unknown")
          throw ExitStatus.undecided.code
        }
      }
    }
  }
}
