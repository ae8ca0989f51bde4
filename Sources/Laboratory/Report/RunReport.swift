import Checkers
import Histories
import Simulation

/// What a run came to, as programs read it: the content of `conlab run --format json`.
public struct RunReport: Encodable, Sendable {
  public struct OperationLine: Encodable, Sendable {
    public let client: String
    public let session: String
    public let kind: String
    public let key: String?
    /// Of a call that addresses several keys, all of them.
    public let keys: [String]?
    public let value: ReportValue?
    public let result: ReportValue?
    public let node: String?
    /// When the script asked for it; later than that only when its client was busy.
    public let intended: Int64
    public let invoked: Int64
    public let completed: Int64?
    /// `ok`, `fail` or `info`.
    public let status: String
    public let reason: String?
  }

  public struct WitnessLine: Encodable, Sendable {
    public let client: String?
    public let at: Int64
    /// The missed, lost or overtaken write: its client, instant, key and value.
    public let missed: Write?
    /// Versions missed and ms since the oldest of them, for stale reads.
    public let versions: Int?
    public let age: Int64?
    public let text: String

    public struct Write: Encodable, Sendable {
      public let client: String
      public let at: Int64
      public let key: String?
      public let value: ReportValue?
    }
  }

  public struct RollbackLine: Encodable, Sendable {
    public let client: String
    public let at: Int64
    public let key: String?
    public let value: ReportValue?
    public let acknowledged: Int64
    /// The replica that truncated it, and when.
    public let node: String
    public let time: Int64
  }

  public let seed: UInt64
  public let events: Int
  public let end: Int64
  public let digest: String
  public let operations: [OperationLine]
  /// By checker: every witness; an empty list where the guarantee holds.
  public let violations: [String: [WitnessLine]]
  /// Acknowledged writes that a replica truncated, in the order in which it became so.
  public let rolledBack: [RollbackLine]
  /// By checker: holds, violated, pending or unknown.
  public let verdicts: [String: String]
  /// By measure. Measures that are not known before rest are left out until then.
  public let measures: [String: Int64]
  /// Why the run has not come to rest, or nil.
  public let unrest: String?

  /// Reports the run at its shown position.
  public init(of run: Run) {
    let history = run.simulation.recording.history.prefix(events: run.position)
    seed = run.scenario.seed
    events = run.position
    end = run.clock.milliseconds
    digest = run.simulation.digest.hexadecimal
    operations = history.operations.map { Self.line($0, run.names) }
    var violations: [String: [WitnessLine]] = [:]
    var verdicts: [String: String] = [:]
    for checker in CheckerName.inRuns {
      let verdict = run.verdict(of: checker)
      violations[checker.name] = verdict.witnesses.map { Self.line($0, history, run) }
      verdicts[checker.name] = verdict.word
    }
    self.violations = violations
    self.verdicts = verdicts
    var measures: [String: Int64] = [:]
    for measure in Measure.allCases {
      let (value, isSettled) = run.value(of: measure)
      if isSettled || measure == .divergence { measures[measure.rawValue] = value }
    }
    self.measures = measures
    rolledBack = run.branch.judgement.rollbacks.lines(events: run.position).map { rollback in
      let write = history[rollback.operation]
      return RollbackLine(
        client: run.names[write.process], at: write.intended.milliseconds,
        key: write.call.key?.name, value: write.call.argument.map { ReportValue($0) },
        acknowledged: rollback.acknowledged.milliseconds, node: run.names[rollback.node],
        time: rollback.time.milliseconds)
    }
    unrest = run.simulation.unrest.map { run.describe($0) }
  }

  private static func line(_ operation: Operation, _ names: NameTable) -> OperationLine {
    var status = "info"
    var result: ReportValue?
    var reason: String? = "no answer yet"
    switch operation.completion?.outcome {
    case .ok(let value):
      (status, reason) = ("ok", nil)
      if operation.call.isReadOnly || value != .absent { result = ReportValue(value) }
    case .fail(let why): (status, reason) = ("fail", why.rawValue)
    case .info(let why): reason = why.rawValue
    case nil: break
    }
    return OperationLine(
      client: names[operation.process], session: names[operation.session],
      kind: operation.call.name, key: operation.call.key?.name,
      keys: operation.call.keys.count > 1 ? operation.call.keys.map(\.name) : nil,
      value: operation.call.argument.map { ReportValue($0) }, result: result,
      node: operation.completion?.observation.map { names[$0.node] },
      intended: operation.intended.milliseconds, invoked: operation.invoked.milliseconds,
      completed: operation.completion?.time.milliseconds, status: status, reason: reason)
  }

  private static func line(
    _ witness: Witness, _ history: History, _ run: Run
  ) -> WitnessLine {
    let missed = witness.missed.map { id in
      let write = history[id]
      return WitnessLine.Write(
        client: run.names[write.process], at: write.intended.milliseconds,
        key: write.call.key?.name, value: write.call.argument.map { ReportValue($0) })
    }
    return WitnessLine(
      client: witness.process.map { run.names[$0] }, at: witness.at.milliseconds, missed: missed,
      versions: witness.versions, age: witness.age?.milliseconds, text: run.describe(witness))
  }
}

extension Verdict {
  /// One word: holds, violated, pending or unknown.
  public var word: String {
    switch self {
    case .holds: "holds"
    case .violated: "violated"
    case .pending: "pending"
    case .unknown: "unknown"
    }
  }
}

/// A value as JSON has it: null, a number, a string or an array.
public struct ReportValue: Encodable, Sendable {
  public let value: Value
  public init(_ value: Value) { self.value = value }

  public func encode(to encoder: any Encoder) throws {
    switch value {
    case .absent:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .integer(let number):
      var container = encoder.singleValueContainer()
      try container.encode(number)
    case .text(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .list(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(ReportValue(element)) }
    }
  }
}
