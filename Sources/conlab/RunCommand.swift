import ArgumentParser
import Curriculum
import Foundation
import Histories
import Laboratory
import LessonFiles
import Simulation

/// `conlab run`: runs a lesson's rounds, or a file, without a screen.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a lesson or a file without a screen, and report.",
    discussion: """
      A lesson's script runs as it is shipped, and what the lesson says it shows is judged; its \
      tasks are not played and do not count. With --solve the reference solution of each task is \
      played, and the tasks are what is judged. Exit codes: 0 every judged goal is met, 1 one is \
      not, 2 one is not decided, 74 the output cannot be written. \
      conlab check judges what --history writes.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var shared: SharedOptions

  @Argument(help: "A lesson's identifier, a lesson file, or a saved run.")
  var subject: String

  @Option(help: ArgumentHelp("Run only this round, counted from 1.", valueName: "n"))
  var round: Int?

  @Option(help: ArgumentHelp("Another seed than the scenario's.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Stop at this instant, in virtual ms.", valueName: "t"))
  var until: Int64?

  @Flag(help: "Play the reference solution of each task too.")
  var solve = false

  @Flag(help: "Take same-instant events the other way round, as an audit.")
  var reverseTies = false

  @Option(
    help: ArgumentHelp("Write the run to a file that must not be there yet.", valueName: "file"))
  var save: String?

  @OptionGroup var history: HistoryOutput

  @Option(help: "text or json.")
  var format: Format = .text

  func validate() throws {
    if let until, !(0...1_000_000_000_000).contains(until) {
      throw ValidationError("--until takes 0 to 10^12 ms, found \(until)")
    }
    if let round, round < 1 { throw ValidationError("--round counts from 1, found \(round)") }
  }

  func run() throws {
    try guarded {
      let rounds = try headlessRounds()
      if let history = history.target {
        guard rounds.count == 1, let run = rounds[0].run else {
          throw CommandFailure(.usage, "--history takes one run; choose a round with --round")
        }
        try AtomicFile.checkNew(history)
        try AtomicFile.writeNew(self.history.text(of: run), to: history)
      }
      if let save {
        guard rounds.count == 1, let run = rounds[0].run else {
          throw CommandFailure(.usage, "--save takes one run; choose a round with --round")
        }
        // The folder of saved runs is not there before the first of them.
        try AtomicFile.writeNew(
          SavedRun(of: run).text, to: URL(fileURLWithPath: save), makesFolder: true)
      }
      switch format {
      case .json: try printJSON(rounds)
      case .text: for round in rounds { print(Printable.text(round.text)) }
      }
      try finish(rounds)
    }
  }

  private func finish(_ rounds: [HeadlessRound]) throws {
    let states = rounds.flatMap(\.judged)
    if states.contains(.unmet) { throw ExitStatus.violated.code }
    if states.contains(where: { $0 == .pending || $0 == .unknown }) {
      throw ExitStatus.undecided.code
    }
  }

  private func printJSON(_ rounds: [HeadlessRound]) throws {
    let isSingle = rounds.count == 1 && (round != nil || rounds[0].round == nil)
    print(isSingle ? try JSONOutput.text(rounds[0]) : try JSONOutput.text(rounds))
  }

  // MARK: What is run

  private func headlessRounds() throws -> [HeadlessRound] {
    guard RunnableFile.isPath(subject) else {
      return try lessonRounds(try shared.store().lesson(subject).lesson)
    }
    switch try RunnableFile(path: subject) {
    case .lesson(let lesson): return try lessonRounds(lesson)
    case .saved(var run):
      // Its log says what happens in it.
      guard round == nil, seed == nil, !solve, !reverseTies else {
        throw CommandFailure(
          .usage, "a saved run is replayed as it was: no --round, --seed, --solve, --reverse-ties")
      }
      if let until { run.seek(time: VirtualTime(until)) }
      return [HeadlessRound(run: run, title: run.scenario.title)]
    case .scenario(var scenario):
      guard round == nil, !solve else {
        throw CommandFailure(.usage, "a scenario has no rounds and no tasks: no --round, --solve")
      }
      if let seed { scenario.seed = seed }
      if reverseTies { scenario.tieOrder = .reversed }
      return [HeadlessRound(run: try finished(scenario), title: scenario.title)]
    }
  }

  private func finished(_ scenario: Scenario) throws -> Run {
    var run = try Run(scenario)
    let limit = until.map { VirtualTime($0) } ?? 3_600_000
    let meter = ProgressMeter()
    _ = try run.runToRest(
      atLeast: scenario.end ?? .zero, limit: limit, budget: 5_000_000,
      progress: { meter.show(events: $0, time: $1) })
    meter.end()
    if let until { run.seek(time: VirtualTime(until)) }
    return run
  }

  private func lessonRounds(_ lesson: Lesson) throws -> [HeadlessRound] {
    if let round, round > lesson.rounds.count {
      throw CommandFailure(
        .usage, "\(lesson.id) has \(lesson.rounds.count) rounds, found --round \(round)")
    }
    let numbers = round.map { [$0] } ?? Array(1...lesson.rounds.count)
    return try numbers.map { number in
      let options = HeadlessRound.Options(
        seed: seed, until: until.map { VirtualTime($0) }, solve: solve, reverseTies: reverseTies)
      return try HeadlessRound(lesson, number: number, options)
    }
  }
}
