import Checkers
import Histories
import HistoryFiles

/// A history that was read, and what each model says of it.
struct CheckedFile {
  /// As it was named on the command line.
  let name: String
  let file: HistoryFile
  let judgements: [Judgement]

  /// Reads and judges one file.
  /// - Throws: `CommandFailure`, where it cannot be read.
  init(
    _ name: String, _ reader: HistoryReader, _ model: ModelChoice, _ options: JudgingOptions
  ) throws {
    self.name = name
    file = try HistoryInput.read(name, reader)
    let history = file.history
    let judge = HistoryJudge(.init(budget: options.budget()))
    switch model.kind {
    case .named(let checkers): judgements = checkers.map { judge.judge($0, history) }
    case .all, .strongest:
      judgements = ConsistencyModels.models.map { judge.judge($0, history) }
    }
  }

  /// The exit code that the verdicts mean.
  var status: ExitStatus {
    judgements.reduce(.success) { Self.worse($0, Self.status(of: $1.verdict)) }
  }

  private static func status(of verdict: Verdict) -> ExitStatus {
    switch verdict {
    case .holds: .success
    case .violated: .violated
    case .pending, .unknown: .undecided
    }
  }

  /// Of two codes the one that counts: what could not be read outweighs a violation, and that what is open.
  static func worse(_ a: ExitStatus, _ b: ExitStatus) -> ExitStatus {
    let order: [ExitStatus] = [.success, .undecided, .violated]
    let ranks = [a, b].map { order.firstIndex(of: $0) ?? order.count }
    return ranks[1] > ranks[0] ? b : a
  }

  /// The first violation, drawn.
  var picture: String? {
    guard let judgement = judgements.first(where: \.verdict.isViolated) else { return nil }
    let labels = OperationLabels(file, isASCII: false)
    return WitnessSVG(WitnessPicture(judgement, labels), source: labels.printable(name)).text
  }
}
