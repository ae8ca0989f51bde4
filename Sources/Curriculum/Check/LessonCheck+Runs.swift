import Checkers
import Histories
import Laboratory
import Simulation

extension LessonCheck {
  /// One digest over two runs, and over another process's; and the order of ties decides nothing.
  func determinism(_ runs: [String: BenchRun]) -> [LessonFinding] {
    var findings: [LessonFinding] = []
    for (r, round) in lesson.rounds.enumerated() {
      let path = "rounds[\(r)]"
      let again = try? BenchRun.finished(round.setup, [])
      if again?.digest != runs[round.id]?.digest {
        findings.append(LessonFinding(path, "two runs have different digests"))
      }
      if let otherDigests, otherDigests.count <= r || otherDigests[r] != again?.digest {
        findings.append(LessonFinding(path, "another process computes another digest"))
      }
      if let difference = tieDifference(round.setup, []) {
        findings.append(LessonFinding(path, difference))
      }
    }
    for (path, trial) in allTrials {
      guard let task = lesson.task(trial.task), let round = lesson.round(task.round) else {
        continue
      }
      let isSolution = path.hasPrefix("solution")
      let difference =
        outcomeDifference(round.setup, trial, task)
        ?? (isSolution ? tieDifference(round.setup, trial.moves) : nil)
      if let difference { findings.append(LessonFinding(path, difference)) }
    }
    return findings
  }

  /// Whether it depends on ties that a way meets its task.
  private func outcomeDifference(
    _ setup: BenchSetup, _ trial: Trial, _ task: LessonTask
  ) -> String? {
    guard case .cluster(var scenario) = setup,
      let standard = try? BenchRun.finished(setup, trial.moves)
    else { return nil }
    scenario.tieOrder = scenario.tieOrder == .standard ? .reversed : .standard
    guard let reversed = try? BenchRun.finished(.cluster(scenario), trial.moves) else {
      return "with ties reversed it cannot be run"
    }
    let states = [standard, reversed].map { $0.judge(task.goal, task.timing, named).state }
    guard states[0] != states[1] else { return nil }
    return "the order of ties decides whether \(trial.id) meets the task \(task.id): "
      + "\(states[0].rawValue); reversed: \(states[1].rawValue)"
  }

  private func tieDifference(_ setup: BenchSetup, _ moves: [Move]) -> String? {
    guard case .cluster(var scenario) = setup,
      let standard = try? ClusterBench.finished(scenario, moves)
    else { return nil }
    scenario.tieOrder = scenario.tieOrder == .standard ? .reversed : .standard
    guard let reversed = try? ClusterBench.finished(scenario, moves) else {
      return "with ties reversed it cannot be run"
    }
    let (a, b) = (Self.facts(of: standard), Self.facts(of: reversed))
    guard let index = zip(a, b).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return a.count == b.count ? nil : "with ties reversed there are other operations"
    }
    return "the order of ties decides: \(a[index]); reversed: \(b[index])"
  }

  /// What must not depend on ties: results, verdicts and final states, in a fixed order.
  static func facts(of run: Run) -> [String] {
    let report = RunReport(of: run)
    var facts = report.operations.map { operation in
      "\(operation.client) at \(operation.intended) \(operation.kind): \(operation.status) "
        + (operation.result.map { "\($0.value)" } ?? "-")
    }.sorted()
    // A search shows one of the subsets that no order explains; which of several is not a verdict.
    let searched = CheckerName.inRuns.filter { $0.method == .exactSearch }.map(\.name)
    for (checker, verdict) in report.verdicts.sorted(by: { $0.key < $1.key }) {
      guard !searched.contains(checker) else {
        facts.append("\(checker) \(verdict)")
        continue
      }
      let witnesses = (report.violations[checker] ?? []).map { "\($0.client ?? "-") \($0.at)" }
      facts.append("\(checker) \(verdict) \(witnesses.sorted().joined(separator: ", "))")
    }
    for node in run.simulation.nodeStates(at: run.clock) {
      let cells = node.inspection.cells.map { "\($0.key)=\($0.value)" }
      facts.append("\(run.names[node.id]) \(node.status) \(cells.joined(separator: " "))")
    }
    return facts
  }

  /// Plays the lesson as a learner would: any answers, the solutions' moves, to the end.
  func playing() -> [LessonFinding] {
    guard var session = try? LessonSession(lesson) else {
      return [LessonFinding("rounds[0]", "the session does not open")]
    }
    // Each beat takes a few calls; a lesson that needs more does not end.
    for _ in 0..<(lesson.rounds.flatMap(\.beats).count * 4 + 8) {
      let path = "rounds[\(session.round)].beats[\(session.beatIndex)]"
      switch session.stage {
      case .finished:
        return session.isComplete ? [] : [LessonFinding(path, "the end leaves a task open")]
      case .predicting(let prediction):
        let refusal = prediction.choices.isEmpty ? session.answer(text: "0") : session.answer(0)
        if let refusal { return [LessonFinding(path, refusal)] }
      case .working(let task):
        do { try session.playSolution(of: task) } catch {
          return [LessonFinding(path, "the solution cannot be played: \(error.message)")]
        }
        if let refusal = session.next() { return [LessonFinding(path, refusal)] }
      case .reading, .revealed:
        if let refusal = session.next() { return [LessonFinding(path, refusal)] }
      }
    }
    return [LessonFinding("rounds", "the lesson does not come to its end")]
  }
}

extension LessonSession {
  /// Makes the reference solution's moves with the calls that a learner makes.
  mutating func playSolution(of task: LessonTask) throws(ActionError) {
    for move in lesson.solution(of: task.id)?.moves ?? [] {
      switch move {
      case .knob(let path, let value): try setKnob(path, to: value)
      case .action(let line):
        navigate(.time(line.time))
        try perform(line.intervention)
      case .place(let bar, let instant): try place(bar, at: instant)
      }
    }
  }
}
