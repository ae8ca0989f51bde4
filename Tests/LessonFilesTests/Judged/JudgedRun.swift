import Checkers
import Histories
import HistoryFiles
import Simulation

@testable import Laboratory

/// One run, judged in every way that there is: live by the lab, whole with what only the lab knows, and from the file
/// that a client would have recorded. What one says must not contradict what another does.
struct JudgedRun {
  let name: String
  let run: Run
  /// With notes and visibility.
  private let inside: HistoryJudge
  private let history: History
  /// From instants and values alone. No read may miss a version.
  private let outside = HistoryJudge(
    .init(budget: budget, bounds: .init(versions: 0), explains: false))
  private let recorded: History

  /// Counts, so that the verdicts are the same on every machine.
  private static let budget = Budget(
    stepsMax: 200_000, configurationsMax: 4_000, minimizationMax: 100_000, exactOperationsMax: 24)

  init(_ name: String, _ run: Run, format: HistoryFormat) throws {
    self.name = name
    self.run = run
    history = run.simulation.recording.history.prefix(events: run.position)
    inside = HistoryJudge(
      .init(budget: Self.budget, finalState: run.branch.finalState, explains: false))
    recorded = try Self.exported(history, run.names, format)
  }

  /// What `conlab run --history` writes and `conlab check` reads, on the clock of the run.
  private static func exported(
    _ history: History, _ names: NameTable, _ format: HistoryFormat
  ) throws -> History {
    var writer = HistoryWriter(format)
    let processes = (history.operations.map(\.process.index).max() ?? -1) + 1
    let sessions = (history.operations.map(\.session.index).max() ?? -1) + 1
    writer.clientNames = (0..<processes).map { names[ProcessID(Int($0))] }
    writer.sessionNames = (0..<sessions).map { names[SessionID(Int($0))] }
    writer.nanoseconds = 1_000_000
    var reader = HistoryReader()
    reader.format = format
    reader.nilReading = .observed
    reader.clock = .time
    return try reader.read(writer.text(of: history)).history
  }

  /// What contradicts what; empty if all agree. `decided` counts the comparisons that said something.
  func contradictions(decided: inout [CheckerName: Int]) -> [String] {
    var found: [String] = []
    for checker in CheckerName.allCases {
      let whole = inside.judge(checker, history).verdict
      let values = outside.judge(checker, recorded).verdict
      if checker.method != .wholeHistory {
        let live = run.verdict(of: checker)
        compare(checker, "live", live, "whole", whole, &found, &decided)
      }
      guard values.isViolated else { continue }
      decided[checker, default: 0] += 1
      let witnesses = values.witnesses.map { $0.operations.map(\.index) }
      if !isSeenInside(checker, whole) {
        found.append("\(name): \(checker) is violated by values \(witnesses), inside \(whole)")
      }
    }
    return found + contradictionsOfTheMap(&decided)
  }

  private func compare(
    _ checker: CheckerName, _ one: String, _ verdict: Verdict, _ other: String,
    _ second: Verdict, _ found: inout [String], _ decided: inout [CheckerName: Int]
  ) {
    let pair = [verdict, second]
    guard pair.allSatisfy({ $0 == .holds || $0.isViolated }) else { return }
    decided[checker, default: 0] += 1
    if verdict.isViolated != second.isViolated {
      found.append("\(name): \(checker) \(one) \(verdict), \(other) \(second)")
    }
  }

  /// Rule 2 of checkers.md: what clients can prove is visible inside, if not as the same violation.
  private func isSeenInside(_ checker: CheckerName, _ whole: Verdict) -> Bool {
    func isViolated(_ others: [CheckerName]) -> Bool {
      others.contains { inside.judge($0, history).verdict.isViolated }
    }
    switch checker {
    case .readYourWrites, .monotonicReads:
      // A write can be applied and lose: then the order of writes was broken instead.
      return isViolated([checker, .monotonicWrites, .writesFollowReads])
    case .regularRegister, .safeRegister, .boundedStaleness:
      // It returned what had been overwritten before it began; or the overwriting was thrown away.
      return isViolated([.staleRead, .acknowledgedWriteLost, .twoLeaders])
    default:
      // Judged from the same instants and values.
      return whole.isViolated
    }
  }

  /// The strongest models of the file, against the lab's verdicts of models that are judged from values.
  private func contradictionsOfTheMap(_ decided: inout [CheckerName: Int]) -> [String] {
    let strongest = outside.strongest(recorded)
    var found: [String] = []
    for entry in strongest.entries {
      let model = entry.model
      if ConsistencyModels.models.contains(model) {
        compare(
          model, "live", run.verdict(of: model), "map", entry.judgement.verdict, &found, &decided)
      }
      for step in ModelMap.implications where step.proviso == .always && step.stronger == model {
        guard let weaker = strongest[step.weaker], entry.judgement.verdict == .holds else {
          continue
        }
        if weaker.verdict.isViolated { found.append("\(name): \(model) without \(step.weaker)") }
      }
    }
    return found
  }
}
