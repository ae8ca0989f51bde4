import Curriculum
import Foundation
import Histories
import Laboratory
import Simulation

/// One round of a lesson, or one saved run, as `conlab run` reports it.
struct HeadlessRound: Encodable {
  struct Options {
    var seed: UInt64?
    var until: VirtualTime?
    var solve: Bool
    var reverseTies: Bool
  }

  struct Goal: Encodable {
    let id: String
    /// What it is about, in words.
    let text: String
    /// Whether it counts; a task that nobody has played does not.
    let judged: Bool
    /// Nil while it is pending or unknown, and if it is not judged.
    let met: Bool?
    /// `met`, `unmet`, `pending`, `unknown`, or `not played`.
    let state: String
    /// Nil if it is not judged.
    let witness: String?

    static func notPlayed(_ task: LessonTask) -> Goal {
      Goal(
        id: task.id, text: task.text, judged: false, met: nil, state: "not played", witness: nil)
    }
  }

  private(set) var lesson: String?
  private(set) var round: Int?
  let title: String
  /// Nil on benches that run no cluster.
  let run: Run?
  private(set) var goals: [Goal] = []
  private(set) var judged: [GoalOutcome.State] = []
  private let digest: String

  /// A run that stands where it is to be reported.
  init(run: Run, title: String) {
    self.run = run
    self.title = title
    digest = run.simulation.digest.hexadecimal
  }

  /// Runs a round to its end, or up to an instant.
  init(_ lesson: Lesson, number: Int, _ options: Options) throws {
    let round = lesson.rounds[number - 1]
    var setup = round.setup
    if case .cluster(var scenario) = setup {
      if let seed = options.seed { scenario.seed = seed }
      if options.reverseTies { scenario.tieOrder = .reversed }
      setup = .cluster(scenario)
    }
    let tasks = lesson.tasks.filter { $0.round == round.id }
    let moves =
      options.solve ? tasks.flatMap { lesson.solution(of: $0.id)?.moves ?? [] } : []
    var finished: BenchRun
    do { finished = try BenchRun.finished(setup, moves) } catch {
      throw CommandFailure(.data, "\(lesson.id) round \(number): \(error)")
    }
    if let until = options.until, case .cluster(var run) = finished {
      run.seek(time: until)
      finished = .cluster(run)
    }
    self.lesson = lesson.id
    self.round = number
    title = "\(lesson.id) \(lesson.title), round \(number): \(round.title)"
    if case .cluster(let run) = finished { self.run = run } else { run = nil }
    digest = finished.digest
    judge(lesson, round, tasks, finished, solved: options.solve)
  }

  private mutating func judge(
    _ lesson: Lesson, _ round: Round, _ tasks: [LessonTask], _ run: BenchRun, solved: Bool
  ) {
    let named = NamedRuns(lesson)
    // What a lesson shows, it shows on the script as shipped; a task is met by who plays it.
    if !solved {
      for (index, show) in lesson.shows.filter({ $0.round == round.id }).enumerated() {
        let outcome = run.judge(show.goal, show.timing, named)
        add("show-\(index + 1)", show.text, outcome)
      }
      goals += tasks.map(Goal.notPlayed)
      return
    }
    for task in tasks { add(task.id, task.text, run.judge(task.goal, task.timing, named)) }
  }

  /// A goal that is judged.
  private mutating func add(_ id: String, _ text: String, _ outcome: GoalOutcome) {
    judged.append(outcome.state)
    let met: Bool? =
      switch outcome.state {
      case .met: true
      case .unmet: false
      case .pending, .unknown: nil
      }
    goals.append(
      Goal(
        id: id, text: text, judged: true, met: met, state: outcome.state.rawValue,
        witness: outcome.witness))
  }

  private enum CodingKeys: String, CodingKey { case lesson, round, title, goals, digest }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(lesson, forKey: .lesson)
    try container.encodeIfPresent(round, forKey: .round)
    try container.encode(title, forKey: .title)
    try container.encode(goals, forKey: .goals)
    if let run {
      try RunReport(of: run).encode(to: encoder)
    } else {
      try container.encode(digest, forKey: .digest)
    }
  }
}

extension HeadlessRound {
  /// The report for people.
  var text: String {
    var lines = [title]
    if let run {
      lines += Self.lines(of: RunReport(of: run))
    } else {
      lines.append("  digest \(digest)")
    }
    lines += goals.map(Self.line)
    if goals.contains(where: { !$0.judged }) {
      lines.append("  Tasks count with --solve, which plays their reference solutions.")
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ goal: Goal) -> String {
    guard goal.judged else { return "  [-] \(goal.state): \(goal.text)" }
    let mark = goal.met.map { $0 ? "[x]" : "[ ]" } ?? "[?]"
    return "  \(mark) \(goal.text)  (\(goal.state): \(goal.witness ?? ""))"
  }

  private static func lines(of report: RunReport) -> [String] {
    var lines = [
      "  \(report.events) events up to t=\(report.end) ms, seed \(report.seed), "
        + "digest \(report.digest)"
    ]
    for operation in report.operations {
      let value = operation.value.map { " = \($0.value)" } ?? ""
      let result = operation.result.map { " -> \($0.value)" } ?? ""
      let node = operation.node.map { " at \($0)" } ?? ""
      let end = operation.completed.map { "..\($0)" } ?? "..?"
      let reason = operation.reason.map { " (\($0))" } ?? ""
      lines.append(
        "  \(operation.invoked)\(end)  \(operation.client) \(operation.kind) "
          + "\(operation.keys?.joined(separator: ", ") ?? operation.key ?? "")\(value)\(result)\(node)  \(operation.status)\(reason)"
      )
    }
    for checker in report.violations.keys.sorted() {
      for witness in report.violations[checker] ?? [] {
        lines.append("  violated \(checker): \(witness.text)")
      }
    }
    let measures = report.measures.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    lines.append("  " + measures.joined(separator: ", "))
    if let unrest = report.unrest { lines.append("  not at rest: \(unrest)") }
    return lines
  }
}
