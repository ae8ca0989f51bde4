/// Something that a lesson says and its runs do not bear out.
public struct LessonFinding: Hashable, Sendable, CustomStringConvertible {
  /// The part of the lesson's file: `rounds[0].beats[2].predict.expected`.
  public var path: String
  public var message: String

  public init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}

/// Proves what a lesson says by running it.
///
/// It proves: every round runs to an end and every beat's point is reached; no answer can be read off
/// the screen before its question; what the author expects is what the engine computes, and one choice
/// is right; every show holds; every task starts unmet, has hints that do not name a way, and its solution
/// meets it with moves that the task allows; every accepted way passes and every rejected one fails; texts fit beside the
/// panels of the smallest screen; two runs have one digest, and with ties reversed the same reads,
/// verdicts and final states, and the same outcome of every solution, accepted and rejected way; the lesson can be played to its end.
///
/// Not proved: that the digest is the same in another process. The caller gives digests computed there.
public struct LessonCheck: Sendable {
  let lesson: Lesson
  /// The digests of the rounds, in order, as another process computed them; nil: not compared.
  let otherDigests: [String]?

  public init(_ lesson: Lesson, otherDigests: [String]? = nil) {
    self.lesson = lesson
    self.otherDigests = otherDigests
  }

  /// The digests of the rounds as shipped, for the other process to print.
  public static func digests(of lesson: Lesson) throws(BenchError) -> [String] {
    var digests: [String] = []
    for round in lesson.rounds {
      digests.append(try BenchRun.finished(round.setup, []).digest)
    }
    return digests
  }

  /// Everything that is wrong, in the order of the file's parts; empty when the lesson is sound.
  public func findings() -> [LessonFinding] {
    var findings = identifiers() + texts() + hints()
    var runs: [String: BenchRun] = [:]
    for (index, round) in lesson.rounds.enumerated() {
      do { runs[round.id] = try BenchRun.finished(round.setup, []) } catch {
        findings.append(LessonFinding("rounds[\(index)]", "it cannot be run: \(error.message)"))
      }
    }
    // What cannot be run cannot be judged.
    guard runs.count == lesson.rounds.count else { return findings }
    findings += stories(runs) + predictions(runs) + shows(runs) + tasks(runs)
    findings += trials() + determinism(runs)
    if findings.isEmpty { findings += playing() }
    return findings
  }

  var named: NamedRuns { NamedRuns(lesson) }

  /// Names must tell things apart: goals and progress use them.
  private func identifiers() -> [LessonFinding] {
    var findings: [LessonFinding] = []
    var seen: Set<String> = []
    for (r, round) in lesson.rounds.enumerated() {
      for (b, beat) in round.beats.enumerated() {
        guard let prediction = beat.prediction else { continue }
        if !seen.insert(prediction.id).inserted {
          findings.append(
            LessonFinding(
              "rounds[\(r)].beats[\(b)].predict.id",
              "two predictions are called \(prediction.id)"))
        }
      }
    }
    var runs = Set(lesson.rounds.map(\.id))
    for (path, trial) in allTrials where !runs.insert(trial.id).inserted {
      findings.append(LessonFinding("\(path).id", "two runs are called \(trial.id)"))
    }
    return findings
  }

  var allTrials: [(path: String, trial: Trial)] {
    func located(_ key: String, _ trials: [Trial]) -> [(path: String, trial: Trial)] {
      trials.enumerated().map { ("\(key)[\($0)]", $1) }
    }
    return located("solution", lesson.solutions) + located("accept", lesson.accepts)
      + located("reject", lesson.rejects)
  }
}
