import ArgumentParser
import Checkers
import Histories
import HistoryFiles

/// The models that a history is to be judged by.
struct ModelChoice: ExpressibleByArgument {
  enum Kind {
    case named([CheckerName])
    /// Every model that a recorded history can be judged by.
    case all
    /// The strongest that hold.
    case strongest
  }
  let kind: Kind

  /// Words for models beside the identifiers of the checkers.
  static let adjectives: [(word: String, checker: CheckerName)] = [
    ("linearizable", .linearizability), ("atomic", .linearizability),
    ("sequential", .sequentialConsistency), ("causal", .causalConsistency),
    ("causal+", .causalPlus), ("fifo", .pram), ("serializable", .serializability),
    ("strict-serializable", .strictSerializability), ("regular", .regularRegister),
    ("safe", .safeRegister), ("k-stale", .boundedStaleness),
  ]

  static var allValueStrings: [String] { words }

  /// As it is written on the command line.
  var defaultValueDescription: String {
    switch kind {
    case .all: "all"
    case .strongest: "strongest"
    case .named(let checkers):
      checkers.map { checker in
        Self.adjectives.first { $0.checker == checker }?.word ?? checker.kebabName
      }.joined(separator: ",")
    }
  }

  static var words: [String] {
    ["all", "strongest"] + adjectives.map(\.word) + CheckerName.allCases.map(\.kebabName)
  }

  /// Whether the model was asked for by its name.
  func names(_ checker: CheckerName) -> Bool {
    if case .named(let checkers) = kind { checkers.contains(checker) } else { false }
  }

  init?(argument: String) {
    switch argument {
    case "all": kind = .all
    case "strongest": kind = .strongest
    default:
      var named: [CheckerName] = []
      for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
        let adjective = Self.adjectives.first { $0.word == word }?.checker
        guard let checker = adjective ?? CheckerName(parsing: word) else { return nil }
        named.append(checker)
      }
      kind = .named(named)
    }
  }
}

extension SpecificationName: ExpressibleByArgument {}
extension HistoryFormat: ExpressibleByArgument {}
extension NilReading: ExpressibleByArgument {}
extension HistoryClock: ExpressibleByArgument {}

/// `edn`, `jsonl`, `log`, or `auto`.
enum InputFormat: String, ExpressibleByArgument, CaseIterable {
  case auto, edn, jsonl, log
  var format: HistoryFormat? { HistoryFormat(rawValue: rawValue) }
}

/// How a file is read.
struct HistoryReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the operations are of: "
        + SpecificationName.allCases.map(\.rawValue).joined(separator: ", ")
        + "; else what their names say.", valueName: "type"))
  var spec: SpecificationName?

  @Option(help: "The notation: edn, jsonl, log or auto.")
  var input: InputFormat = .auto

  @Option(help: ArgumentHelp("What objects hold before the first operation.", valueName: "value"))
  var initial: String?

  @Option(
    help: ArgumentHelp(
      """
      What a read that returned nil says: unknown (usual in edn and jsonl), or observed (usual in \
      transactions and in log, and with --initial nil). What is not judged is said.
      """,
      valueName: "unknown|observed"))
  var nilRead: NilReading?

  @Option(
    help: ArgumentHelp(
      "What orders events: their order in the file, or their :time, where equal ones do not.",
      valueName: "order|time"))
  var clock: HistoryClock = .order

  @Option(help: ArgumentHelp("Read histories of at most so many operations.", valueName: "n"))
  var maxOperations: Int = ReadingLimits.standard.operations

  func validate() throws {
    guard (1...1_000_000_000).contains(maxOperations) else {
      throw ValidationError("--max-operations takes 1 to 10^9, found \(maxOperations)")
    }
    if let initial {
      let value: Value
      do { value = try HistoryReader.value(initial) } catch {
        throw ValidationError("--initial \(Printable.text(initial)): \(error.message)")
      }
      if let unfit = spec.flatMap({ Self.unfit(value, $0) }) { throw ValidationError(unfit) }
    }
  }

  /// Why objects of a type cannot hold the value at first; nil if they can.
  static func unfit(_ initial: Value, _ type: SpecificationName) -> String? {
    type.expectation(insteadOf: initial).map { expected in
      "--initial \(Printable.text(initial.shown)) for a \(type.rawValue), expected \(expected)"
    }
  }

  func reader() throws -> HistoryReader {
    var reader = HistoryReader()
    reader.format = input.format
    reader.specification = spec
    reader.initial = try initial.map { try HistoryReader.value($0) }
    reader.nilReading = nilRead
    reader.clock = clock
    reader.limits.operations = maxOperations
    return reader
  }
}

/// What judging may spend.
struct JudgingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seconds for judging a file, in place of the limit of steps; then the verdict is unknown.",
      valueName: "n"))
  var budgetSeconds: Double?

  @Option(
    help: ArgumentHelp(
      "States that a search holds at once: about 100 bytes each, more for long open operations.",
      valueName: "n"))
  var maxConfigurations: Int = Budget.standard.configurationsMax

  @Option(
    help: ArgumentHelp(
      "bounded-staleness: committed versions that a read may miss.", valueName: "k"))
  var maxVersions: Int?

  @Option(
    help: ArgumentHelp(
      "bounded-staleness: how old the oldest of them may be, in units of the clock.",
      valueName: "t"))
  var maxAge: Int64?

  var bounds: StalenessBounds {
    StalenessBounds(versions: maxVersions, age: maxAge.map { VirtualDuration($0) })
  }

  /// The first of the bounds that was given.
  var givenBound: String? {
    maxVersions != nil ? "--max-versions" : maxAge != nil ? "--max-age" : nil
  }

  func validate() throws {
    if let maxVersions, maxVersions < 0 {
      throw ValidationError("--max-versions takes 0 or more, found \(maxVersions)")
    }
    if let maxAge, maxAge < 0 {
      throw ValidationError("--max-age takes 0 or more, found \(maxAge)")
    }
    if let budgetSeconds, !(budgetSeconds > 0 && budgetSeconds <= 1_000_000) {
      throw ValidationError("--budget-seconds takes more than 0 to 10^6, found \(budgetSeconds)")
    }
    guard (1...1_000_000_000).contains(maxConfigurations) else {
      throw ValidationError("--max-configurations takes 1 to 10^9, found \(maxConfigurations)")
    }
  }

  /// The budget for one file; its deadline begins now.
  func budget() -> Budget {
    var budget = Budget.standard
    budget.configurationsMax = maxConfigurations
    if let budgetSeconds {
      budget.stepsMax = .max
      let end = ContinuousClock.now + .seconds(budgetSeconds)
      budget.isOver = { ContinuousClock.now >= end }
    }
    return budget
  }
}
