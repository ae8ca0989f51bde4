import Histories
import Testing

@testable import Checkers

/// A witness that claims to be minimal is, also where only the whole search, or another read, shows that a part of it
/// is violated.
@Suite struct MinimalWitnessTests {
  private static let causal: [CheckerName] = [
    .pram, .weakCausalConsistency, .causalConsistency, .causalConvergence,
  ]

  private func witnesses(
    _ model: CheckerName, _ history: History, as name: SpecificationName? = nil
  ) -> [Witness] {
    HistoryJudge(.init(specification: name)).judge(model, history).verdict.witnesses
  }

  private func places(_ witnesses: [Witness]) -> [[Int]] {
    witnesses.map { $0.operations.map { Int($0.index) } }
  }

  /// Nobody wrote what the compare-and-set expects, so that the read of 2 is violated without the read of 0.
  @Test func aComparisonThatNobodyMetIsEnough() {
    let history = blackBoxInTurn(
      [
        (0, .read("x"), 2), (0, .read("x"), 0), (1, .compareAndSet("x", expected: 1, new: 2), nil),
      ], initial: [.init("x", 0)])
    for model in Self.causal {
      let found = witnesses(model, history, as: .casRegister)
      #expect(places(found) == [[0, 2]], "\(model)")
      #expect(found.allSatisfy { $0.isMinimal }, "\(model)")
      // The fast decision alone does not tell, and does not claim it.
      let fast = CausalChecker().check(model, history).verdict.witnesses
      #expect(places(fast) == [[0, 1, 2]] && fast.allSatisfy { !$0.isMinimal }, "\(model)")
    }
  }

  /// Where 1 was written, the read of 0 is needed, and so is the write that the compare-and-set met.
  @Test func aComparisonKeepsWhatItMet() {
    let history = blackBoxInTurn(
      [
        (2, .write("x", 1), .absent), (0, .read("x"), 2), (0, .read("x"), 0),
        (1, .compareAndSet("x", expected: 1, new: 2), nil),
      ], initial: [.init("x", 0)])
    for model in Self.causal {
      let found = witnesses(model, history, as: .casRegister)
      #expect(places(found) == [[0, 1, 2, 3]], "\(model)")
      #expect(found.allSatisfy { $0.isMinimal }, "\(model)")
    }
  }

  /// Two keys are older than what the session wrote; what shows one of them is part of what shows the other.
  @Test func whatShowsOneKeyIsNotShownTwice() {
    let history = blackBoxInTurn([
      (0, .write("x", 1), .absent),
      (0, .transaction([.read("x"), .write("y", 2)]), [1, .absent]),
      (0, .readMany(["x", "y"]), [.absent, .absent]),
    ])
    let found = witnesses(.readYourWrites, history, as: .multiRegister)
    #expect(places(found) == [[0, 2]])
    #expect(found.first?.operation == OperationID(2) && found.first?.missed == OperationID(0))
  }

  /// The last write of the key rests, by another key, on an earlier one, which is enough.
  @Test func anEarlierWriteOfTheSessionIsEnough() {
    let history = blackBoxInTurn([
      (0, .transaction([.write("x", 1), .write("z", 1)]), [.absent, .absent]),
      (0, .transaction([.read("z"), .write("x", 2)]), [1, .absent]),
      (0, .read("x"), .absent),
    ])
    let found = witnesses(.readYourWrites, history)
    #expect(places(found) == [[0, 2]])
    #expect(found.first?.missed == OperationID(0))
    #expect(found.allSatisfy { $0.isMinimal })
  }

  /// Which of two writes the compare-and-set met cannot be told; one of them is shown, for without any it would be
  /// violated alone.
  @Test func whatAnUnclearComparisonMetIsShown() {
    let history = blackBoxInTurn(
      [
        (2, .write("x", 1), nil), (0, .compareAndSet("x", expected: 0, new: 1), nil),
        (1, .read("x"), 2), (1, .compareAndSet("x", expected: 1, new: 2), 1),
      ], initial: [.init("x", 0)])
    for guarantee in SessionChecker.guarantees {
      let found = witnesses(guarantee, history, as: .casRegister)
      #expect(places(found) == [[0, 2, 3]], "\(guarantee)")
      #expect(found.allSatisfy { $0.isMinimal && $0.operation == OperationID(2) }, "\(guarantee)")
    }
  }

  /// Both writes that the first transaction may have read from came later, in its own session; each is explained by
  /// what it is shown with.
  @Test func whatIsShownMayExplainItself() {
    let history = blackBoxInTurn([
      (0, .transaction([.read("y"), .write("x", 2)]), [2, .absent]),
      (0, .transaction([.read("x"), .write("y", 2)]), [.absent, .absent]),
      (0, .transaction([.read("x"), .write("y", 2)]), [.absent, .absent]),
    ])
    let found = witnesses(.readYourWrites, history, as: .multiRegister)
    #expect(places(found) == [[0, 1], [0, 2]])
    #expect(found.allSatisfy { $0.isMinimal })
  }

  /// Transactions and reads of several keys, whose values are perhaps written twice: what a witness names is broken by
  /// itself, and nothing can be left out of it.
  @Test func witnessesOfTransactionsAreMinimal() {
    var generator = TestGenerator(seed: 71)
    var counts = [0, 0]
    for round in 0..<400 {
      let calls = transactions(&generator, count: 9, areUnique: round % 2 == 0)
      let history = blackBox(calls)
      for (place, guarantee) in [CheckerName.readYourWrites, .monotonicReads].enumerated() {
        for witness in witnesses(guarantee, history) where witness.isMinimal {
          let kept = witness.operations.map { calls[Int($0.index)] }
          #expect(isBroken(guarantee, kept), "\(guarantee): \(kept)")
          if kept.count > 1 { counts[place] += 1 }
          let part = blackBox(kept)
          let closure = ReadsFromClosure(
            kept.indices.map { Int32($0) }, part, inRealTime: false)
          for dropped in kept.indices where kept.count > 1 {
            let rest = closure.closed(kept.indices.filter { $0 != dropped }.map { Int32($0) })
            #expect(
              !isBroken(guarantee, rest.map { kept[Int($0)] }),
              "\(guarantee): \(calls): \(kept) without \(kept[dropped])")
          }
        }
      }
    }
    #expect(counts.allSatisfy { $0 > 100 }, "\(counts)")
  }

  private func isBroken(_ guarantee: CheckerName, _ calls: [TimedCall]) -> Bool {
    SessionChecker().check(guarantee, blackBox(calls)).isViolated
  }

  /// One after another, by two processes: writes of one or two keys, transactions that read and write, reads of both;
  /// what is read was written before, or is nothing.
  private func transactions(
    _ generator: inout TestGenerator, count: Int, areUnique: Bool
  ) -> [TimedCall] {
    let keys: [Key] = ["x", "y"]
    var written: [[Value]] = [[.absent], [.absent]]
    return (0..<count).map { step in
      let place = generator.next(below: 2)
      let value = Value.integer(Int64(areUnique ? step + 1 : 1 + generator.next(below: 7)))
      let seen = written.map { $0[generator.next(below: $0.count)] }
      var call = TimedCall(
        process: generator.next(below: 2), call: .readMany(keys), invoked: step * 2,
        returned: step * 2 + 1, result: .list(seen))
      switch generator.next(below: 4) {
      case 0:
        (call.call, call.result) = (.write(keys[place], value), .absent)
        written[place].append(value)
      case 1:
        call.call = .transaction([.read(keys[1 - place]), .write(keys[place], value)])
        call.result = .list([seen[1 - place], .absent])
        written[place].append(value)
      case 2:
        call.call = .transaction(keys.map { .write($0, value) })
        call.result = [.absent, .absent]
        for key in 0..<2 { written[key].append(value) }
      default: break
      }
      return call
    }
  }
}
