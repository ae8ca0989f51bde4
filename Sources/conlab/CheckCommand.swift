import ArgumentParser
import CellGraphics
import Checkers
import CursesTerminal
import Foundation
import HistoryFiles

/// `conlab check`: judges recorded histories.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge recorded histories: which consistency model do they satisfy?",
    discussion: """
      A history is a file of Jepsen or Knossos (EDN), the same as JSON Lines, a Jepsen log, or what \
      conlab run --history writes. Models: linearizable, sequential, causal, pram, read-your-writes \
      and every other checker by its name, several with commas between; all that clients can tell; \
      strongest. Exit codes: 0 all hold (strongest: it is decided), 1 one is violated, 2 one is \
      unknown, 64 wrong usage, 65 a file is no history, 66 there is no such file, 74 a picture \
      cannot be written. Of several files the worst counts: 65, 66, 1, 2, 0.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: ArgumentHelp("One history each; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("What to judge by; see above.", valueName: "model"))
  var model: ModelChoice = ModelChoice(argument: "linearizable")!

  @OptionGroup var reading: HistoryReadingOptions
  @OptionGroup var judging: JudgingOptions

  @Option(help: "text or json.")
  var format: Format = .text

  @Option(
    help: ArgumentHelp(
      "Write a picture of the first violation to a file that must not be there yet.",
      valueName: "file"))
  var svg: String?

  @Flag(help: "Only ASCII characters, as in a locale that is not UTF-8.")
  var ascii = false

  func validate() throws {
    guard files.filter({ $0 == HistoryInput.standardInput }).count <= 1 else {
      throw ValidationError("Standard input can be read once; - is there more than once.")
    }
  }

  func run() throws {
    try guarded {
      let target = svg.map { URL(fileURLWithPath: $0) }
      if let target { try AtomicFile.checkNew(target) }
      let reader = try reading.reader()
      var reports: [CheckReport] = []
      var worst = ExitStatus.success
      var picture: String?
      for (index, file) in files.enumerated() {
        do {
          let checked = try CheckedFile(
            file, reader, model, judging, explains: true)
          worst = CheckedFile.worse(worst, checked.status)
          if picture == nil { picture = checked.picture }
          switch format {
          case .text: try show(checked, isFirst: index == 0)
          case .json: reports.append(CheckReport(of: checked))
          }
        } catch let failure as CommandFailure {
          // The other files are judged all the same.
          complain(failure.message)
          worst = CheckedFile.worse(worst, failure.status)
        }
      }
      if format == .json { try printJSON(reports) }
      if let target { try deliver(picture, to: target) }
      if worst != .success { throw worst.code }
    }
  }

  private func show(_ checked: CheckedFile, isFirst: Bool) throws {
    let found = Capabilities.detect()
    let lines = CheckLines(
      checked, width: PlainLab.width(found), isASCII: ascii || !found.isUnicode)
    if !isFirst { print() }
    print(lines.text)
  }

  private func printJSON(_ reports: [CheckReport]) throws {
    if files.count == 1 {
      if let report = reports.first { print(try JSONOutput.text(report)) }
    } else {
      print(try JSONOutput.text(reports))
    }
  }

  private func deliver(_ picture: String?, to target: URL) throws {
    if let picture {
      try AtomicFile.writeNew(picture, to: target)
    } else {
      complain("nothing is violated, so there is no picture in \(target.path)")
    }
  }
}
