import Checkers
import Histories
import Testing

/// Changes of a history that must not change what any model says of it, or only in one direction.
@Suite struct ModelMetamorphicTests {
  private static let all: [CheckerName] = [
    .linearizability, .sequentialConsistency, .causalConsistency, .causalConvergence,
    .weakCausalConsistency, .pram, .readYourWrites, .monotonicReads, .monotonicWrites,
    .writesFollowReads, .regularRegister, .safeRegister, .boundedStaleness, .newOldInversion,
    .serializability, .strictSerializability, .lostUpdate, .writeSkew, .rolledBackRead,
    .eventualConsistency, .strongEventualConsistency, .causalPlus,
  ]

  /// Those that real time decides, and nothing else.
  private static let byRealTime: [CheckerName] = [
    .linearizability, .strictSerializability, .regularRegister, .safeRegister, .boundedStaleness,
  ]

  private func says(_ checker: CheckerName, _ operations: [TestOperation]) -> [Bool] {
    let judge = HistoryJudge(.init(bounds: .init(versions: 1)))
    let verdict = judge.judge(checker, history(operations)).verdict
    return [verdict == .holds, verdict.isViolated]
  }

  private func samples(_ seed: UInt64) -> [[TestOperation]] {
    var generator = TestGenerator(seed: seed)
    return (0..<60).map { round in
      round % 2 == 0 ? randomOperations(&generator, count: 7) : changedRow(&generator)
    }
  }

  @Test func renamingClients() {
    for operations in samples(701) {
      let renamed = operations.map { operation in
        var operation = operation
        operation.process = 9 - operation.process
        return operation
      }
      for checker in Self.all { #expect(says(checker, renamed) == says(checker, operations)) }
    }
  }

  @Test func shiftingAndStretchingTime() {
    for operations in samples(702) {
      let moved = operations.map { operation in
        var operation = operation
        operation.invoked = operation.invoked * 3 + 1_000
        operation.returned = operation.returned.map { $0 * 3 + 1_000 }
        return operation
      }
      for checker in Self.all { #expect(says(checker, moved) == says(checker, operations)) }
    }
  }

  /// Renaming keys that start with one value permutes them; models are indifferent.
  @Test func exchangingKeys() {
    for operations in samples(703) {
      let exchanged = operations.map { operation in
        var operation = operation
        operation.key = operation.key == "x" ? "y" : operation.key == "y" ? "x" : operation.key
        return operation
      }
      for checker in Self.all { #expect(says(checker, exchanged) == says(checker, operations)) }
    }
  }

  /// Models that speak of each key by itself do not see that one key's operations all come later.
  @Test func movingIndependentKeys() {
    let local: [CheckerName] = [
      .linearizability, .regularRegister, .safeRegister, .boundedStaleness, .newOldInversion,
      .serializability, .lostUpdate, .rolledBackRead,
    ]
    for operations in samples(704) {
      let moved = operations.map { operation in
        var operation = operation
        if operation.key == "y" {
          operation.invoked += 1_000
          operation.returned = operation.returned.map { $0 + 1_000 }
        }
        return operation
      }
      for checker in local { #expect(says(checker, moved) == says(checker, operations)) }
    }
  }

  /// An operation that returns earlier precedes more: what real time forbade stays forbidden.
  @Test func moreRealTimeOrderNeverHelps() {
    var changes = 0
    for (round, operations) in samples(705).enumerated() {
      let chosen = round * 7 % operations.count
      guard let returned = operations[chosen].returned, returned > operations[chosen].invoked
      else { continue }
      var earlier = operations
      earlier[chosen].returned = operations[chosen].invoked
      for checker in Self.byRealTime {
        let before = says(checker, operations)
        let after = says(checker, earlier)
        #expect(!before[1] || after[1], "\(checker): \(operations) \(chosen)")
        if before != after { changes += 1 }
      }
    }
    #expect(changes > 0)
  }

  /// Errors planted in long histories of a register are found, and nothing else is.
  @Test func plantedErrors() throws {
    var operations: [TestOperation] = []
    for index in 0..<4_000 {
      let isWrite = index % 3 == 0
      operations.append(
        TestOperation(
          process: index % 5, isWrite: isWrite, key: "x", value: index / 3 + 1,
          invoked: index * 10, returned: index * 10 + (isWrite ? 8 : 15)))
    }
    for checker in [
      CheckerName.regularRegister, .safeRegister, .newOldInversion, .boundedStaleness,
    ] {
      #expect(says(checker, operations) == [true, false], "\(checker)")
    }
    // Two versions behind, long after.
    operations[3_001].value -= 2
    let judge = HistoryJudge(.init(bounds: .init(versions: 1)))
    for checker in [CheckerName.regularRegister, .newOldInversion, .boundedStaleness] {
      let witnesses = judge.judge(checker, history(operations)).verdict.witnesses
      #expect(witnesses.count == 1, "\(checker)")
      #expect(witnesses.first?.operation == OperationID(3_001))
      #expect(try #require(witnesses.first).operations.count <= 4)
    }
    let stale = judge.judge(.boundedStaleness, history(operations))
    #expect(stale.staleness?.versions == 2)
  }
}
