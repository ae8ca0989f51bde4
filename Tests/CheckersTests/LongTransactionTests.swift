import Checkers
import Histories
import Testing

/// Transactions of thousands of reads and writes: with anything that costs the square of that these tests would take
/// minutes.
@Suite struct LongTransactionTests {
  private static let parts = 2_000

  private static func key(_ index: Int) -> Key { Key("k\(index)") }

  /// Writes every key, and reads what the first transaction wrote, or, of every second one, what `other` did.
  private static func history(everySecond other: Int64) -> History {
    func writes(_ value: Int64) -> Call {
      .transaction((0..<parts).map { .write(key($0), .integer(value)) })
    }
    let nothing = Value.list(Array(repeating: .absent, count: parts))
    return blackBox([
      TimedCall(process: 0, call: writes(1), invoked: 0, returned: 1, result: nothing),
      TimedCall(process: 1, call: writes(2), invoked: 2, returned: 5, result: nothing),
      TimedCall(
        process: 2, call: .transaction((0..<parts).map { .read(key($0)) }), invoked: 3,
        returned: 6,
        result: .list((0..<parts).map { $0 % 2 == 0 ? 1 : .integer(other) })),
    ])
  }

  @Test func everyModelJudgesASnapshot() {
    let history = Self.history(everySecond: 1)
    let judge = HistoryJudge(.init(specification: .multiRegister))
    for model in CheckerName.allCases { #expect(!judge.judge(model, history).verdict.isViolated) }
    let models: [CheckerName] = [
      .strictSerializability, .serializability, .sequentialConsistency, .causalConsistency,
      .causalConvergence, .weakCausalConsistency, .pram, .readYourWrites, .monotonicReads,
      .lostUpdate, .writeSkew,
    ]
    for model in models { #expect(judge.judge(model, history).verdict == .holds, "\(model)") }
  }

  @Test func everyModelJudgesATornSnapshot() {
    let history = Self.history(everySecond: 2)
    let judge = HistoryJudge(.init(specification: .multiRegister))
    let models: [CheckerName] = [
      .strictSerializability, .serializability, .sequentialConsistency, .causalConsistency,
      .causalConvergence, .weakCausalConsistency, .pram,
    ]
    for model in models {
      let verdict = judge.judge(model, history).verdict
      #expect(verdict.witnesses.first?.operations.count == 3, "\(model)")
    }
  }

  private static let skewed = 10_000

  /// Each read what the other overwrote, of ten thousand keys: one witness.
  @Test func writeSkewOfLongTransactions() {
    func calls(_ reads: String, _ writes: String) -> Call {
      .transaction(
        (0..<Self.skewed).flatMap { index in
          [.read(Key("\(reads)\(index)")), .write(Key("\(writes)\(index)"), 1)]
        })
    }
    let nothing = Value.list(Array(repeating: .absent, count: 2 * Self.skewed))
    let history = blackBox([
      TimedCall(process: 0, call: calls("a", "b"), invoked: 0, returned: 3, result: nothing),
      TimedCall(process: 1, call: calls("b", "a"), invoked: 1, returned: 4, result: nothing),
      TimedCall(process: 2, call: .write("c", 1), invoked: 2, returned: 5),
    ])
    let verdict = HistoryJudge().judge(.writeSkew, history).verdict
    #expect(verdict.witnesses.map(\.operations) == [[OperationID(0), OperationID(1)]])
  }
}

/// Witnesses of long histories in which every result depends on all that came before.
@Suite struct LongWitnessTests {
  @Test func aLockHeldTwiceIsShownByWhatCameBefore() {
    let count = 20_000
    var calls = (0..<count).map { index in
      TimedCall(
        process: index / 2 % 3, call: index % 2 == 0 ? .acquire("l") : .release("l"),
        invoked: 2 * index, returned: 2 * index + 1)
    }
    calls.append(
      TimedCall(process: 7, call: .acquire("l"), invoked: 2 * count, returned: 2 * count + 3))
    calls.append(
      TimedCall(process: 8, call: .acquire("l"), invoked: 2 * count + 1, returned: 2 * count + 2))
    let verdict = HistoryJudge(.init(specification: .mutex)).judge(
      .linearizability, blackBox(calls)
    ).verdict
    #expect(verdict.witnesses.first?.isMinimal == true)
    #expect(verdict.witnesses.first?.operations.count == count + 2)
  }
}
