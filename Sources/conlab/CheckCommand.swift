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
    discussion: CheckHelp.text)

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
    if !model.names(.boundedStaleness), let option = judging.givenBound {
      throw ValidationError("\(option) is a bound of bounded-staleness; name it with --model.")
    }
    guard files.filter({ $0 == HistoryInput.standardInput }).count <= 1 else {
      throw ValidationError("Standard input can be read once; - is there more than once.")
    }
  }

  func run() throws {
    try guarded {
      let target = svg.map { URL(fileURLWithPath: $0) }
      if let target { try AtomicFile.checkNew(target) }
      let reader = try reading.reader()
      var reports: [CheckEntry] = []
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
          case .json: reports.append(.judged(CheckReport(of: checked, reader)))
          }
        } catch let failure as CommandFailure {
          // The other files are judged all the same.
          complain(failure.message)
          reports.append(.unread(file: file, failure))
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

  private func printJSON(_ reports: [CheckEntry]) throws {
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
