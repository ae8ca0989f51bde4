import Checkers
import Histories
import Testing

/// Changes of a history that must not change the verdict, or only in one direction.
@Suite struct LinearizabilityMetamorphicTests {
  private func samples(_ seed: UInt64) -> [RandomHistory] {
    var generator = TestGenerator(seed: seed)
    return (0..<200).map { round in
      RandomHistory(
        Vocabulary.allCases[round % Vocabulary.allCases.count], operations: 12, processes: 3,
        keys: 2, pendingPercent: 10, changed: round % 3 > 0, &generator)
    }
  }

  private func decide(_ calls: [TimedCall], _ random: RandomHistory) -> Bool? {
    LinearizabilityChecker().decide(blackBox(calls, initial: random.initial))
  }

  /// Locks belong to processes, so renaming must be one to one.
  @Test func renamingClients() {
    for random in samples(31) {
      let renamed = random.calls.map { call in
        var call = call
        call.process = 100 - call.process
        return call
      }
      #expect(decide(renamed, random) == decide(random.calls, random))
    }
  }

  @Test func shiftingAndStretchingTime() {
    for random in samples(32) {
      let moved = random.calls.map { call in
        var call = call
        call.invoked = call.invoked * 3 + 1_000
        call.returned = call.returned.map { $0 * 3 + 1_000 }
        return call
      }
      #expect(decide(moved, random) == decide(random.calls, random))
    }
  }

  /// Keys that no call joins can be moved against each other in time: the model is local.
  @Test func permutingIndependentKeys() {
    for random in samples(33) where !random.calls.contains(where: { $0.call.keys.count > 1 }) {
      let moved = random.calls.map { call in
        var call = call
        guard call.call.addresses("y") else { return call }
        call.invoked += 1_000
        call.returned = call.returned.map { $0 + 1_000 }
        return call
      }
      #expect(decide(moved, random) == decide(random.calls, random))
    }
  }

  /// An operation that returns earlier precedes more: a violation stays one. And if one that succeeded had
  /// never returned, what was explained still is, for calls whose effect does not depend on it.
  @Test func moreRealTimeOrderNeverHelps() {
    var changes = 0
    for (round, random) in samples(34).enumerated() where !random.calls.isEmpty {
      let before = decide(random.calls, random)
      var calls = random.calls
      let chosen = round * 7 % calls.count
      guard let returned = calls[chosen].returned, returned > calls[chosen].invoked else {
        continue
      }
      calls[chosen].returned = calls[chosen].invoked
      let after = decide(calls, random)
      if before == false { #expect(after == false, "\(random.calls) \(chosen)") }
      if before != after { changes += 1 }
      calls[chosen].returned = nil
      if before == true { #expect(decide(calls, random) == true, "\(random.calls) \(chosen)") }
    }
    #expect(changes > 0)
  }

  /// Both models of the screen from one question, against the exact search.
  @Test func modelsImplyEachOther() {
    var generator = TestGenerator(seed: 35)
    var counts = [0, 0, 0, 0]
    for round in 0..<400 {
      let operations =
        round % 2 == 0 ? randomOperations(&generator, count: 7) : changedRow(&generator)
      let history = history(operations)
      let results = ConsistencyModels().check(history).map { $0.verdict == .holds }
      #expect(results == models.map { ExactChecker().decide($0, history) == true })
      for (index, holds) in results.enumerated() where holds { counts[index] += 1 }
    }
    #expect(counts[0] > 0 && counts[0] < counts[1] && counts[3] < 400, "\(counts)")
  }

  /// A process goes on at the instant of a response: after it, in every model.
  @Test func equalInstantsOfOneProcess() {
    let stale = history(parse("c1 w x=1 0-2; c1 r x=0 2-4"))
    let results = ConsistencyModels().check(stale).map(\.verdict)
    #expect(results.allSatisfy { $0.isViolated })
    let fresh = history(parse("c1 w x=1 0-2; c1 r x=1 2-4; c1 w x=2 4-6; c2 r x=1 2-6"))
    #expect(ConsistencyModels().check(fresh).allSatisfy { $0.verdict == .holds })
  }

  /// Far beyond the exact search, with processes that go on at the instant of each response.
  @Test func longHistoriesAreDecidedForAllModels() {
    var generator = TestGenerator(seed: 36)
    let random = RandomHistory(
      .register, operations: 400, processes: 4, keys: 3, pendingPercent: 0, changed: false,
      &generator)
    #expect(ConsistencyModels().check(random.history).allSatisfy { $0.verdict == .holds })
    // A violated weaker model decides the stronger ones that the limits left open.
    let limited = ConsistencyModels(
      linearizability: LinearizabilityChecker(
        limits: .init(configurationsMax: 1, stepsMax: 1, minimizationMax: 1),
        reductions: .all.subtracting(.zones)))
    let row = history(parse("a w x=1 0-2; a w y=2 4-6; c r y=2 10-12; c r x=0 14-16"))
    let results = limited.check(row)
    #expect(results.allSatisfy { $0.verdict.isViolated })
    #expect(results[0].verdict.witnesses[0].checker == .linearizability)
  }
}
