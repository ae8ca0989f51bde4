import Histories
import Testing

@testable import Checkers

@Suite struct CausalLargeTests {
  /// Replicas that apply writes in causal order, the last one winning: PRAM, CC and CM hold; a value read back
  /// from the beginning is found by all, with a small witness.
  @Test(arguments: [1, 2, 3]) func plantedErrorsAreFound(seed: Int) {
    var generator = TestGenerator(seed: UInt64(seed))
    var calls = causalCalls(2_000, &generator)
    for model in [CheckerName.pram, .weakCausalConsistency, .causalConsistency] {
      #expect(CausalChecker().decide(model, blackBox(calls)) == true)
    }
    // A read of a key that its session had written before.
    let place = calls.indices.last { read in
      guard case .read(let key) = calls[read].call else { return false }
      return calls[..<read].contains {
        $0.process == calls[read].process && $0.call.key == key && !$0.call.isReadOnly
      }
    }!
    calls[place].result = .absent
    let history = blackBox(calls)
    for model in causalModels {
      let witness = HistoryJudge().judge(model, history).verdict.witnesses.first
      #expect(witness?.relation == .initialValueOverwritten, "\(model)")
      #expect(witness?.operation == OperationID(place))
      // The session's own write, or one of another session with the read that shows it.
      #expect(witness.map { (2...3).contains($0.operations.count) } == true)
    }
    #expect(HistoryJudge().judge(.readYourWrites, history).verdict.isViolated)
  }

  /// Reads that require two orders of two concurrent writes, after a long history: no read shows it by itself.
  @Test func cyclesWithoutABadReadAreFound() {
    var generator = TestGenerator(seed: 9)
    var calls = causalCalls(1_500, &generator)
    let start = calls.count * 2 + 10
    let added: [(Int, Call, Value)] = [
      (20, .write("z", 1), nil), (21, .write("z", 2), nil), (22, .read("z"), 1),
      (22, .read("x"), .absent), (22, .read("z"), 2), (22, .read("z"), 1),
    ]
    for (place, (process, call, result)) in added.enumerated() {
      calls.append(
        TimedCall(
          process: process, call: call, invoked: start + 2 * place,
          returned: start + 2 * place + 1, result: result))
    }
    let history = blackBox(calls)
    #expect(CausalChecker().decide(.weakCausalConsistency, history) == true)
    for model in [CheckerName.pram, .causalConsistency, .causalConvergence] {
      guard case .violated(let witness) = CausalChecker().check(model, history) else {
        Issue.record("violated")
        continue
      }
      if model == .causalConvergence {
        // These replicas do not converge, so other readers show it earlier.
        #expect(witness.relation == .cyclicConflictOrder && witness.operations.count <= 6)
      } else {
        #expect(witness.relation == .cyclicView)
        let first = calls.count - added.count
        #expect(witness.operations == [0, 1, 2, 4, 5].map { OperationID(first + $0) })
      }
    }
  }

  /// Renaming clients, moving time and renaming keys change nothing.
  @Test func verdictsDoNotDependOnNames() {
    var generator = TestGenerator(seed: 13)
    var counts = [0, 0]
    for _ in 0..<300 {
      let operations = randomOperations(&generator, count: 9)
      let moved = operations.map { operation in
        var copy = operation
        copy.process = 7 - operation.process * 2
        copy.key = operation.key == "x" ? "y" : "x"
        copy.invoked += 1_000
        copy.returned = operation.returned.map { $0 + 1_000 }
        return copy
      }
      for model in causalModels + SessionChecker.guarantees {
        let verdicts = [operations, moved].map {
          HistoryJudge().judge(model, history($0)).verdict.kind
        }
        #expect(verdicts[0] == verdicts[1], "\(model): \(operations)")
        counts[verdicts[0] == "holds" ? 0 : 1] += 1
      }
    }
    #expect(counts.allSatisfy { $0 > 200 }, "\(counts)")
  }

  /// Four sessions with a replica each.
  private func causalCalls(_ count: Int, _ generator: inout TestGenerator) -> [TimedCall] {
    let keys: [Key] = ["x", "y", "u", "v"]
    var written: [[(key: Key, value: Value, past: [Int])]] = [[], [], [], []]
    var applied = Array(repeating: [0, 0, 0, 0], count: 4)
    var stores: [[Key: Value]] = [[:], [:], [:], [:]]
    return (0..<count).map { place in
      let session = generator.next(below: 4)
      let other = generator.next(below: 4)
      while other != session, applied[session][other] < written[other].count {
        let write = written[other][applied[session][other]]
        let isReady = (0..<4).allSatisfy {
          $0 == other || write.past[$0] <= applied[session][$0]
        }
        guard isReady else { break }
        stores[session][write.key] = write.value
        applied[session][other] += 1
      }
      let key = keys[generator.next(below: 4)]
      var call = TimedCall(
        process: session, call: .read(key), invoked: place * 2, returned: place * 2 + 1)
      if generator.next(below: 2) == 0 {
        let value = Value.integer(Int64(place + 1))
        call.call = .write(key, value)
        stores[session][key] = value
        written[session].append((key, value, applied[session]))
        applied[session][session] += 1
      } else {
        call.result = stores[session][key] ?? .absent
      }
      return call
    }
  }
}

extension Verdict {
  fileprivate var kind: String {
    switch self {
    case .holds: "holds"
    case .violated: "violated"
    case .pending: "pending"
    case .unknown: "unknown"
    }
  }
}
