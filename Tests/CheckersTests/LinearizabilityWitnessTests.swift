import Checkers
import Histories
import Testing

/// What a violation is shown by.
@Suite struct LinearizabilityWitnessTests {
  /// Of unique writes: no operation can be left out, together with reads that then read what nobody wrote.
  @Test func witnessesOfRegistersAreMinimal() {
    var generator = TestGenerator(seed: 21)
    var violations = 0
    for round in 0..<300 {
      let random = RandomHistory(
        .uniqueRegister, operations: 8 + round % 8, processes: 3, keys: 2, changed: true,
        &generator)
      for reductions in [LinearizabilityChecker.Reductions.all, .all.subtracting(.zones)] {
        let checker = LinearizabilityChecker(reductions: reductions)
        guard case .violated(let witness) = checker.check(random.history) else { continue }
        violations += 1
        let kept = named(witness, in: random)
        #expect(isViolated(kept, random), "\(kept)")
        for dropped in kept.indices {
          var rest = kept
          rest.remove(at: dropped)
          let writes = rest.map(\.call.argument)
          rest.removeAll { $0.call.isReadOnly && $0.result != 0 && !writes.contains($0.result) }
          #expect(!isViolated(rest, random), "\(kept) without \(kept[dropped])")
        }
      }
    }
    #expect(violations > 50, "\(violations)")
  }

  /// Of any calls: a violation, which names what was violated.
  @Test(arguments: Vocabulary.allCases) func witnessesAreViolations(vocabulary: Vocabulary) {
    var generator = TestGenerator(seed: 22)
    var violations = 0
    for round in 0..<150 {
      let random = RandomHistory(
        vocabulary, operations: 6 + round % 6, processes: 3, keys: 2, changed: true, &generator)
      let result = LinearizabilityChecker().check(random.history)
      guard case .violated(let witness) = result else { continue }
      violations += 1
      let kept = named(witness, in: random)
      #expect(isViolated(kept, random), "\(kept)")
      #expect(witness.relation == .noSerialization && witness.checker == .linearizability)
    }
    #expect(violations > 3, "\(violations)")
  }

  /// One read of thousands returns what had been overwritten: the write, the overwriting and the read.
  @Test func aPlantedStaleReadIsFound() throws {
    var generator = TestGenerator(seed: 23)
    var random = RandomHistory(
      .uniqueRegister, operations: 3_000, processes: 5, keys: 3, pendingPercent: 2,
      changed: false, &generator)
    #expect(LinearizabilityChecker().decide(random.history) == true)
    let read = try #require(
      random.calls.indices.filter {
        random.calls[$0].call.isReadOnly && random.calls[$0].returned != nil
      }.sorted { random.calls[$0].invoked < random.calls[$1].invoked }.dropFirst(900).first)
    random.calls[read].result = 0
    for reductions in [LinearizabilityChecker.Reductions.all, .all.subtracting(.zones)] {
      let result = LinearizabilityChecker(reductions: reductions).check(random.history)
      let witness = try #require(result.verdict.witnesses.first)
      // A write of the key that returned before the read began is enough.
      let kept = named(witness, in: random)
      #expect(kept.count == 2 && kept.contains(random.calls[read]), "\(kept)")
    }
  }

  /// The same among compare-and-sets, which the search decides.
  @Test func aPlantedLostUpdateIsFound() throws {
    var calls: [TimedCall] = []
    for index in 0..<800 {
      let value = Value.integer(Int64(index % 7))
      let next = Value.integer(Int64((index + 1) % 7))
      calls.append(
        TimedCall(
          process: index % 4, call: .compareAndSet("x", expected: value, new: next),
          invoked: index * 4, returned: index * 4 + 6, result: 1))
      calls.append(
        TimedCall(
          process: 4 + index % 4, call: .read("x"), invoked: index * 4 + 4,
          returned: index * 4 + 7, result: next))
    }
    let initial = [History.InitialValue("x", 0)]
    #expect(LinearizabilityChecker().decide(blackBox(calls, initial: initial)) == true)
    // A second client wins the same compare-and-set.
    calls.append(
      TimedCall(
        process: 9, call: .compareAndSet("x", expected: 3, new: 9), invoked: 3 + 500 * 4,
        returned: 6 + 500 * 4, result: 1))
    let history = blackBox(calls, initial: initial)
    guard case .violated(let witness) = LinearizabilityChecker().check(history) else {
      Issue.record("two clients won")
      return
    }
    let last = try #require(witness.operations.last)
    #expect(history[last].invoked < VirtualTime(3 + 500 * 4 + 60), "the earliest is shown")
    #expect(witness.operations.count < 20)
  }

  private func named(_ witness: Witness, in random: RandomHistory) -> [TimedCall] {
    let ordered = random.calls.enumerated().sorted {
      ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
    }.map(\.element)
    return witness.operations.map { ordered[Int($0.index)] }
  }

  private func isViolated(_ calls: [TimedCall], _ random: RandomHistory) -> Bool {
    let history = blackBox(calls, initial: random.initial)
    return ExactChecker().decide(.linearizability, history) == false
  }
}
