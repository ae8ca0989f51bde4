import Checkers
import Histories
import HistoryFiles

/// What `conlab check --format json` says of one file.
struct CheckReport: Encodable {
  /// An operation as witnesses name it.
  struct OperationLine: Encodable {
    /// Its place in the order of invocation, from 0.
    let operation: Int
    let process: String
    /// What it is, with what it returned.
    let text: String
    let status: String
    /// Lines of the file.
    let invoked: Int
    let completed: Int?
  }

  struct WitnessLine: Encodable {
    let relation: String
    /// What is broken, and the order that no explanation gets around.
    let sentences: [String]
    /// The violating operation.
    let operation: Int?
    /// The write that was missed, lost or overtaken.
    let missed: Int?
    let operations: [OperationLine]
    /// Whether none of them can be left out; if not, the search for fewer was ended by a limit.
    let minimal: Bool
  }

  /// An order of operations, by their places in the order of invocation.
  struct Order: Encodable {
    /// Whose view it is; absent if it is one for all.
    let process: String?
    let operations: [Int32]
    /// Where each took effect, as a place among the events; only where the model has points.
    let points: [Int64]?
  }

  struct Prefix: Encodable {
    /// Events that can be explained.
    let events: Int
    let order: Order
    /// The operation whose response cannot.
    let blocking: Int?
  }

  struct Model: Encodable {
    let model: String
    let verdict: String
    let reason: String?
    let witnesses: [WitnessLine]?
    let orders: [Order]?
    let prefix: Prefix?
    /// The smallest bounds within which every read was fresh.
    let versions: Int?
    let age: Int64?
    /// The model whose verdict decided this one.
    let decidedBy: String?
  }

  /// Models that the operations do not fit, with the reason; where all or the strongest were asked for.
  struct NotJudged: Encodable {
    let model: String
    let reason: String
  }

  /// The options that decide what a file says.
  struct Options: Encodable {
    let nilRead: String
    /// The same for reads within transactions.
    let nilReadInTransactions: String
    /// What every object holds at first; absent if nobody said it.
    let initial: String?
    let clock: String
  }

  let file: String
  let format: String
  let specification: String?
  let operations: Int
  let processes: Int
  let skipped: Int
  /// Reads that succeeded, returned nil and are therefore not judged.
  let unjudgedNilReads: Int
  /// What the verdicts rest on beside the file.
  let options: Options
  /// Objects that the operations address.
  let keys: Int
  let models: [Model]
  /// The strongest models that hold, and those that are open and could be stronger.
  let strongest: [String]?
  let open: [String]?
  let notJudged: [NotJudged]?

  /// Longer orders are left out.
  static let stepsMax = 100_000
  /// The most witnesses of one model that are told.
  static let witnessesMax = 20

  init(of checked: CheckedFile, _ reader: HistoryReader) {
    let history = checked.file
    file = checked.name
    format = history.format.rawValue
    specification = history.specification?.rawValue
    operations = history.history.operations.count
    processes = history.processNames.count
    skipped = history.skipped
    unjudgedNilReads = history.unjudgedNilReads
    options = Options(
      nilRead: history.nilReading.rawValue,
      nilReadInTransactions: history.nilReadingWithin.rawValue,
      initial: reader.initial?.shown, clock: history.clock.rawValue)
    keys = history.objectCount
    let labels = OperationLabels(history, isASCII: false)
    models = checked.findings.map { Self.model($0, labels) }
    strongest = checked.strongest?.maximal.map(\.name)
    open = checked.strongest?.open.map(\.name)
    notJudged =
      checked.isComplete
      ? checked.unfit.map { NotJudged(model: $0.model.name, reason: $0.reason.words(labels)) } : nil
  }

  private static func model(
    _ finding: CheckedFile.Finding, _ labels: OperationLabels
  ) -> Model {
    let judgement = finding.judgement
    let (verdict, reason): (String, String?) =
      switch judgement.verdict {
      case .holds: ("holds", nil)
      case .violated: ("violated", nil)
      case .pending: ("pending", nil)
      case .unknown(let reason): ("unknown", labels.named(reason))
      }
    let witnesses = judgement.verdict.witnesses.prefix(witnessesMax)
      .map { witness($0, judgement, labels) }
    let orders = judgement.orders.compactMap { order($0, labels) }
    return Model(
      model: judgement.checker.name, verdict: verdict, reason: reason,
      witnesses: witnesses.isEmpty ? nil : witnesses, orders: orders.isEmpty ? nil : orders,
      prefix: judgement.prefix.flatMap { prefix in
        order(prefix.order, labels).map {
          Prefix(events: prefix.events, order: $0, blocking: prefix.blocking.map { Int($0.index) })
        }
      },
      versions: judgement.staleness?.versions, age: judgement.staleness?.age?.milliseconds,
      decidedBy: finding.inferredFrom?.name)
  }

  private static func order(_ order: Serialization, _ labels: OperationLabels) -> Order? {
    guard order.steps.count <= stepsMax else { return nil }
    let points = order.steps.compactMap { $0.point?.milliseconds }
    return Order(
      process: order.process.map { labels.process($0) },
      operations: order.steps.map(\.operation.index),
      points: points.count == order.steps.count ? points : nil)
  }

  private static func witness(
    _ witness: Witness, _ judgement: Judgement, _ labels: OperationLabels
  ) -> WitnessLine {
    var one = judgement
    one.verdict = .violated([witness])
    return WitnessLine(
      relation: witness.relation.words, sentences: WitnessPicture(one, labels).sentences,
      operation: witness.operation.map { Int($0.index) },
      missed: witness.missed.map { Int($0.index) },
      operations: witness.operations.map { line($0, labels) }, minimal: witness.isMinimal)
  }

  private static func line(_ id: OperationID, _ labels: OperationLabels) -> OperationLine {
    let operation = labels.file.history[id]
    let status =
      switch operation.completion?.outcome {
      case .ok: "ok"
      case .fail: "fail"
      case .info: "info"
      case nil: "pending"
      }
    let end = Int(labels.file.endLines[Int(id.index)])
    return OperationLine(
      operation: Int(id.index), process: labels.process(operation.process),
      text: labels.label(id), status: status,
      invoked: Int(labels.file.lines[Int(id.index)]), completed: end == 0 ? nil : end)
  }
}

/// What `--format json` says of one file of the command line.
enum CheckEntry: Encodable {
  case judged(CheckReport)
  /// It could not be read.
  case unread(file: String, CommandFailure)

  private enum Keys: String, CodingKey { case file, error, exitCode }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .judged(let report): try report.encode(to: encoder)
    case .unread(let file, let failure):
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(file, forKey: .file)
      try container.encode(Printable.text(failure.message), forKey: .error)
      try container.encode(failure.status.rawValue, forKey: .exitCode)
    }
  }
}
