import ArgumentParser
import CellGraphics
import Curriculum
import Foundation
import Histories
import LabInterface
import Laboratory
import LessonFiles
import Simulation

/// `conlab export`: a run as something to show to others.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a run as a diagram or a recording, to share it.",
    discussion: """
      text is a space-time diagram in characters, svg a picture of it, mermaid a sequenceDiagram, \
      asciicast a recording of the run as it plays in the lab, for asciinema. The same run gives \
      the same bytes.
      """)

  @OptionGroup var shared: SharedOptions

  @Argument(help: "A lesson's identifier, a lesson or scenario file, or a saved run.")
  var subject: String

  @Option(help: ArgumentHelp("Which round of a lesson, counted from 1.", valueName: "n"))
  var round: Int?

  @Option(help: "text, svg, mermaid or asciicast.")
  var format: ExportFormat

  @Option(
    help: ArgumentHelp(
      "Write to a file that must not be there yet; else to standard output.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Begin at this instant, in virtual ms.", valueName: "t"))
  var from: Int64?

  @Option(help: ArgumentHelp("End at this instant, in virtual ms.", valueName: "t"))
  var to: Int64?

  @Option(help: ArgumentHelp("The screen that asciicast records.", valueName: "columnsxrows"))
  var size: ScreenSize = ScreenSize(size: Size(width: 120, height: 36))

  @Flag(help: "Play the reference solution of each task of the round too.")
  var solve = false

  @Flag(help: "Draw heartbeats and other background messages too.")
  var background = false

  @Flag(help: "Only ASCII characters: for text and asciicast.")
  var ascii = false

  func validate() throws {
    for (name, value) in [("--from", from), ("--to", to)] {
      if let value, !(0...1_000_000_000_000).contains(value) {
        throw ValidationError("\(name) takes 0 to 10^12 ms, found \(value)")
      }
    }
    if let from, let to, from > to {
      throw ValidationError("--from \(from) lies after --to \(to)")
    }
    if let round, round < 1 { throw ValidationError("--round counts from 1, found \(round)") }
  }

  func run() throws {
    try guarded {
      let target = out.map { URL(fileURLWithPath: $0) }
      if let target { try AtomicFile.checkNew(target) }
      let text = try text(of: try source())
      if let target {
        try AtomicFile.writeNew(text, to: target)
      } else {
        print(text, terminator: "")
      }
    }
  }
}

extension ExportCommand {
  /// The text of the file.
  private func text(of run: Run) throws -> String {
    var export = RunExport(format)
    export.from = VirtualTime(from ?? 0)
    export.to = to.map { VirtualTime($0) }
    export.showsBackground = background
    export.size = size.size
    export.glyphs = ascii ? .ascii : .unicode
    do throws(DiagramTooLarge) { return try export.text(of: run) } catch {
      throw CommandFailure(.usage, "\(error), with --from and --to")
    }
  }

  // MARK: What is exported

  private func source() throws -> Run {
    guard RunnableFile.isPath(subject) else {
      return try finished(try shared.store().lesson(subject).lesson)
    }
    switch try RunnableFile(path: subject) {
    case .lesson(let lesson): return try finished(lesson)
    case .saved(let run):
      try refuseLessonOptions("a saved run")
      return run
    case .scenario(let scenario):
      try refuseLessonOptions("a scenario")
      var run = try Run(scenario)
      let meter = ProgressMeter()
      let last = to.map { VirtualTime($0) } ?? scenario.end ?? .zero
      _ = try run.runToRest(
        atLeast: last, limit: max(3_600_000, last), budget: 5_000_000,
        progress: { meter.show(events: $0, time: $1) })
      meter.end()
      return run
    }
  }

  private func refuseLessonOptions(_ what: String) throws {
    guard round == nil, !solve else {
      throw CommandFailure(.usage, "\(what) has no rounds and no tasks: no --round, --solve")
    }
  }

  private func finished(_ lesson: Lesson) throws -> Run {
    let count = lesson.rounds.count
    guard let number = round ?? (count == 1 ? 1 : nil) else {
      throw CommandFailure(
        .usage, "\(lesson.id) has \(count) rounds; choose one with --round 1 to --round \(count)")
    }
    guard number <= count else {
      throw CommandFailure(.usage, "\(lesson.id) has \(count) rounds, found --round \(number)")
    }
    let options = HeadlessRound.Options(seed: nil, until: nil, solve: solve, reverseTies: false)
    guard let run = try HeadlessRound(lesson, number: number, options).run else {
      throw CommandFailure(.usage, "\(lesson.id) round \(number) runs no cluster")
    }
    return run
  }
}

extension ExportFormat: ExpressibleByArgument {}

/// `120x36` on the command line.
struct ScreenSize: ExpressibleByArgument, CustomStringConvertible {
  var size: Size

  init(size: Size) { self.size = size }

  init?(argument: String) {
    let parts = argument.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, argument == "\(parts[0])x\(parts[1])",
      (Model.smallest.width...500).contains(parts[0]),
      (Model.smallest.height...200).contains(parts[1])
    else { return nil }
    size = Size(width: parts[0], height: parts[1])
  }

  var description: String { "\(size.width)x\(size.height)" }
  var defaultValueDescription: String { description }
}
