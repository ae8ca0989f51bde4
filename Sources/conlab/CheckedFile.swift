import Checkers
import Histories
import HistoryFiles

/// A history that was read, and what each model says of it.
struct CheckedFile {
  struct Finding {
    let judgement: Judgement
    /// The model whose verdict decided this one.
    var inferredFrom: CheckerName?
  }

  /// As it was named on the command line.
  let name: String
  let file: HistoryFile
  let findings: [Finding]
  /// Where the strongest models were asked for.
  private(set) var strongest: StrongestModels?
  /// Whether every model was asked for that the history's operations fit.
  let isComplete: Bool
  /// Then those that they do not fit.
  let unfit: [UnfitModel]

  /// Reads and judges one file.
  /// - Throws: `CommandFailure`, where it cannot be read.
  init(
    _ name: String, _ reader: HistoryReader, _ model: ModelChoice, _ options: JudgingOptions,
    explains: Bool
  ) throws {
    self.name = name
    file = try HistoryInput.read(name, reader)
    let history = file.history
    if let initial = reader.initial,
      let unfit = file.specification.flatMap({ HistoryReadingOptions.unfit(initial, $0) })
    {
      throw CommandFailure(.usage, "\(HistoryInput.name(name)): \(unfit)")
    }
    let judge = HistoryJudge(
      .init(
        budget: options.budget(), bounds: options.bounds, specification: file.specification,
        explains: explains))
    if case .named = model.kind { isComplete = false } else { isComplete = true }
    unfit = isComplete ? UnfitModel.all(of: history) : []
    switch model.kind {
    case .named(let checkers):
      findings = checkers.map { Finding(judgement: judge.judge($0, history)) }
    case .all:
      findings = Self.findings(judge.strongest(history))
    case .strongest:
      let models = judge.strongest(history)
      strongest = models
      findings = Self.findings(models)
    }
  }

  private static func findings(_ models: StrongestModels) -> [Finding] {
    models.entries.map { Finding(judgement: $0.judgement, inferredFrom: $0.inferredFrom) }
  }

  /// The exit code that the verdicts mean.
  var status: ExitStatus {
    if let strongest { return strongest.isDecided ? .success : .undecided }
    return findings.reduce(.success) { Self.worse($0, Self.status(of: $1.judgement.verdict)) }
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
    let order: [ExitStatus] = [
      .success, .undecided, .violated, .inputOutput, .missing, .data, .usage,
    ]
    let ranks = [a, b].map { order.firstIndex(of: $0) ?? order.count }
    return ranks[1] > ranks[0] ? b : a
  }

  /// The first violation, drawn.
  var picture: String? {
    guard let finding = findings.first(where: \.judgement.verdict.isViolated) else { return nil }
    let labels = OperationLabels(file, isASCII: false)
    let picture = WitnessPicture(finding.judgement, labels)
    return WitnessSVG(picture, source: labels.printable(name)).text
  }
}
