import Histories
import Laboratory

extension LessonCheck {
  /// Every point is reached, and the run has not been where an answer shows before it was asked for.
  func stories(_ runs: [String: BenchRun]) -> [LessonFinding] {
    var findings: [LessonFinding] = []
    for (r, round) in lesson.rounds.enumerated() {
      guard case .cluster(let scenario) = round.setup else { continue }
      let stops: StoryStops
      do { stops = try StoryStops(round, scenario) } catch {
        findings.append(LessonFinding("rounds[\(r)].beats", error.message))
        continue
      }
      var furthest = 0
      for (b, beat) in round.beats.enumerated() {
        let path = "rounds[\(r)].beats[\(b)].predict"
        let standing = stops.standing[b]
        if let prediction = beat.prediction {
          if furthest > standing.position {
            findings.append(
              LessonFinding(path, "the run has been further than here before this is asked"))
          }
          if let reveal = stops.reveals[b], reveal.position <= standing.position {
            findings.append(
              LessonFinding("\(path).reveal", "nothing happens between question and reveal"))
          }
          if let spoiler = spoiler(prediction, scenario, standing, runs[round.id]) {
            findings.append(LessonFinding(path, spoiler))
          }
        }
        furthest = max(furthest, standing.position, stops.reveals[b]?.position ?? 0)
      }
    }
    return findings
  }

  /// Whether the answer is decided already where the question is asked. Answers about other runs are
  /// not on this screen.
  private func spoiler(
    _ prediction: Prediction, _ scenario: Scenario, _ standing: Stop, _ end: BenchRun?
  ) -> String? {
    let texts: [String] =
      switch prediction.form {
      case .choice(let choices): choices.map(\.condition.text)
      case .number(let expression, _, _): [expression.text]
      }
    let isElsewhere = texts.contains { text in
      ["run(", "smallest(", "largest("].contains { text.contains($0) }
    }
    guard !isElsewhere, var run = try? ClusterBench.begin(scenario) else { return nil }
    run.go(to: standing)
    let now = Grading.truth(of: prediction, on: .cluster(run), named)
    guard now == Grading.truth(of: prediction, on: end, named) else { return nil }
    return "the answer can be read off the screen before it is asked for (\(standing.clock) ms)"
  }

  /// The engine's answer is the author's, and one choice is right.
  func predictions(_ runs: [String: BenchRun]) -> [LessonFinding] {
    var findings: [LessonFinding] = []
    for (r, round) in lesson.rounds.enumerated() {
      for (b, beat) in round.beats.enumerated() {
        guard let prediction = beat.prediction else { continue }
        let path = "rounds[\(r)].beats[\(b)].predict"
        let truth = Grading.truth(of: prediction, on: runs[round.id], named)
        let text = Grading.text(truth, of: prediction)
        if case .choices(let right) = truth, right.count != 1 {
          findings.append(
            LessonFinding("\(path).choices", "\(right.count) choices are right, not one: \(text)"))
        } else if text != prediction.expected {
          findings.append(
            LessonFinding(
              "\(path).expected",
              "the engine computes \(text), the lesson expects \(prediction.expected)"))
        }
        if case .number(_, _, let replies) = prediction.form, case .number(let right) = truth,
          let place = replies.known.firstIndex(where: { $0.value == right })
        {
          findings.append(
            LessonFinding("\(path).number.wrong[\(place)]", "\(right) is the right answer"))
        }
      }
    }
    return findings
  }
}
