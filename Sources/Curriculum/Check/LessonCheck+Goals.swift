import Histories
import Laboratory
import Simulation

extension LessonCheck {
  func shows(_ runs: [String: BenchRun]) -> [LessonFinding] {
    lesson.shows.enumerated().compactMap { index, show in
      guard let outcome = runs[show.round]?.judge(show.goal, show.timing, named),
        outcome.state != .met
      else { return nil }
      return LessonFinding(
        "shows[\(index)].goal",
        "\(show.goal.text) is not shown by the round \(show.round): \(outcome.witness)")
    }
  }

  func tasks(_ runs: [String: BenchRun]) -> [LessonFinding] {
    var findings: [LessonFinding] = []
    for (index, task) in lesson.tasks.enumerated() {
      let path = "tasks[\(index)]"
      if let outcome = runs[task.round]?.judge(task.goal, task.timing, named),
        outcome.state == .met || outcome.state == .unknown
      {
        findings.append(
          LessonFinding(
            "\(path).goal",
            outcome.state == .met
              ? "the task \(task.id) is met before the learner moves: \(outcome.witness)"
              : "the task \(task.id) cannot be judged: \(outcome.witness)"))
      }
      let beats = lesson.rounds.flatMap(\.beats).count { $0.task == task.id }
      if beats != 1 {
        findings.append(
          LessonFinding(
            path, "the task \(task.id) is opened by \(beats) beats, not by one"))
      }
      if lesson.solution(of: task.id) == nil {
        findings.append(LessonFinding(path, "the task \(task.id) has no solution"))
      }
      let tiers = lesson.hints.filter { $0.mistake == nil && ($0.task ?? task.id) == task.id }
      if tiers.isEmpty {
        findings.append(LessonFinding(path, "the task \(task.id) has no hint"))
      }
    }
    return findings
  }

  /// Solutions and accepted ways must pass, rejected ones fail: at the goal, not at the move.
  func trials() -> [LessonFinding] {
    allTrials.compactMap { judge($1, $0) }
  }

  private func judge(_ trial: Trial, _ path: String) -> LessonFinding? {
    guard let task = lesson.task(trial.task), let round = lesson.round(task.round) else {
      return LessonFinding(path, "no task is called \(trial.task)")
    }
    let mustPass = !path.hasPrefix("reject")
    for (index, move) in trial.moves.enumerated() {
      if mustPass, let reason = task.refusal(of: move) {
        return LessonFinding("\(path).moves[\(index)]", reason)
      }
    }
    do {
      let outcome = try BenchRun.finished(round.setup, trial.moves)
        .judge(task.goal, task.timing, named)
      guard (outcome.state == .met) != mustPass else { return nil }
      return LessonFinding(
        path,
        mustPass
          ? "\(trial.id) does not meet the task \(task.id): \(outcome.witness)"
          : "\(trial.id) must not meet the task \(task.id), and does: \(outcome.witness)")
    } catch {
      let place = if case .move(let index) = error.fault { ".moves[\(index)]" } else { "" }
      return LessonFinding(path + place, "it cannot be run: \(error.message)")
    }
  }
}

extension LessonTask {
  /// Why the task does not take a move, or nil.
  func refusal(of move: Move) -> String? {
    switch move {
    case .knob(let path, _): refusal(ofWord: "set", knob: path)
    case .action(let line): refusal(of: line.intervention)
    case .place: refusal(ofWord: "place", knob: nil)
    }
  }

  func refusal(of intervention: Intervention) -> String? {
    switch intervention {
    case .configure(let path, _): refusal(ofWord: "set", knob: path)
    case .invoke(_, let call, _): refusal(ofWord: call.name, knob: nil)
    // Whoever may make a rule may take it away.
    case .removeRule(let rule): refusal(ofWord: rule.treatment.name, knob: nil)
    default: refusal(ofWord: intervention.name, knob: nil)
    }
  }

  private func refusal(ofWord word: String, knob: String?) -> String? {
    if let knob, !knobs.isEmpty, !knobs.contains(knob) {
      return "this task turns \(knobs.joined(separator: ", "))"
    }
    guard moves.isEmpty || moves.contains(word) else {
      return "this task is worked on with \(moves.joined(separator: ", "))"
    }
    return nil
  }
}
