import Checkers
import Histories
import Testing

/// Transactions of tests: `r x 0`, `w x 1`, separated by commas; with an interval.
struct TestTransaction {
  var calls: [(isWrite: Bool, key: Key, value: Int)]
  var invoked: Int
  var returned: Int?

  /// For instance `r x 0, w y 1 @ 0-5`, or `@ 0-?`.
  init(_ text: String) {
    let parts = text.split(separator: "@").map { $0.split(separator: " ").joined(separator: " ") }
    calls = parts[0].split(separator: ",").map { call in
      let words = call.split(separator: " ")
      return (words[0] == "w", Key(String(words[1])), Int(words[2])!)
    }
    let times = parts[1].split(separator: "-")
    invoked = Int(times[0])!
    returned = Int(times[1])
  }

  func timed(_ process: Int) -> TimedCall {
    TimedCall(
      process: process,
      call: .transaction(
        calls.map { $0.isWrite ? .write($0.key, .integer(Int64($0.value))) : .read($0.key) }),
      invoked: invoked, returned: returned,
      result: .list(calls.map { $0.isWrite ? nil : .integer(Int64($0.value)) }))
  }
}

func transactions(_ all: [TestTransaction]) -> History {
  blackBox(
    all.enumerated().map { $1.timed($0) }, initial: ["x", "y", "z"].map { .init($0, 0) })
}

/// One after another on `|`.
func transactions(_ text: String) -> History {
  transactions(text.split(separator: "|").map { TestTransaction(String($0)) })
}

/// The definitions, by trying every order.
enum TransactionDefinitions {
  static func isSerializable(_ all: [TestTransaction], strictly: Bool = false) -> Bool {
    extend([:], all) { one, other in
      strictly && one.returned.map { $0 < other.invoked } ?? false
    }
  }

  private static func extend(
    _ state: [Key: Int], _ rest: [TestTransaction],
    _ precedes: (TestTransaction, TestTransaction) -> Bool
  ) -> Bool {
    if rest.allSatisfy({ $0.returned == nil }) { return true }
    return rest.indices.contains { index in
      var others = rest
      let next = others.remove(at: index)
      if others.contains(where: { precedes($0, next) }) { return false }
      var state = state
      for call in next.calls {
        if call.isWrite {
          state[call.key] = call.value
        } else if next.returned != nil, state[call.key, default: 0] != call.value {
          return false
        }
      }
      return extend(state, others, precedes)
    }
  }
}

@Suite struct TransactionModelTests {
  private func verdict(_ checker: CheckerName, _ history: History) -> Verdict {
    HistoryJudge().judge(checker, history).verdict
  }

  /// Random transactions of up to three calls on three keys.
  private func random(
    _ generator: inout TestGenerator, count: Int, isUnique: Bool
  ) -> [TestTransaction] {
    var next = 0
    var written: [Int] = [0]
    return (0..<count).map { _ in
      let invoked = generator.next(below: 10)
      var transaction = TestTransaction("r x 0 @ \(invoked)-\(invoked + generator.next(below: 8))")
      transaction.calls = (0...generator.next(below: 3)).map { _ in
        let key: Key = ["x", "y", "z"][generator.next(below: isUnique ? 2 : 3)]
        guard generator.next(below: 2) == 0 else {
          return (false, key, written[generator.next(below: written.count)])
        }
        next += 1
        let value = isUnique ? next : generator.next(below: 3)
        written.append(value)
        return (true, key, value)
      }
      // A transaction reads its own writes, most of the time.
      if generator.next(below: 8) > 0 {
        for index in transaction.calls.indices where !transaction.calls[index].isWrite {
          let own = transaction.calls[..<index].last {
            $0.isWrite && $0.key == transaction.calls[index].key
          }
          if let own { transaction.calls[index].value = own.value }
        }
      }
      let isWriting = transaction.calls.contains { $0.isWrite }
      if isWriting && generator.next(below: 7) == 0 { transaction.returned = nil }
      return transaction
    }
  }

  @Test(arguments: [true, false]) func agreesWithTheDefinitions(isUnique: Bool) {
    var generator = TestGenerator(seed: isUnique ? 621 : 622)
    var counts = [0, 0, 0]
    for _ in 0..<700 {
      let all = random(&generator, count: 4, isUnique: isUnique)
      let history = transactions(all)
      let isSerializable = TransactionDefinitions.isSerializable(all)
      let isStrict = TransactionDefinitions.isSerializable(all, strictly: true)
      #expect(
        (verdict(.serializability, history) == .holds) == isSerializable, "\(history.operations)")
      #expect(verdict(.serializability, history).isViolated == !isSerializable)
      #expect((verdict(.strictSerializability, history) == .holds) == isStrict)
      counts[0] += 1
      counts[1] += isSerializable ? 1 : 0
      counts[2] += isStrict ? 1 : 0
      checkWitness(all, history)
    }
    #expect(counts[2] > 20 && counts[2] < counts[1] && counts[1] < counts[0], "\(counts)")
  }

  /// The witness is a violation, and none without any of its transactions, but for those that others read.
  private func checkWitness(_ all: [TestTransaction], _ history: History) {
    let ordered = all.enumerated().sorted {
      ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
    }.map(\.element)
    for witness in verdict(.serializability, history).witnesses {
      let kept = witness.operations.map { ordered[Int($0.index)] }
      #expect(!TransactionDefinitions.isSerializable(kept))
      for index in kept.indices {
        var rest = kept
        let dropped = rest.remove(at: index)
        let isRead = rest.contains { reader in
          reader.calls.contains { call in
            !call.isWrite && dropped.calls.contains { $0.isWrite && $0.value == call.value }
          }
        }
        if !isRead { #expect(TransactionDefinitions.isSerializable(rest)) }
      }
    }
  }

  @Test func lostUpdates() throws {
    let lost = transactions("r x 0, w x 1 @ 0-5 | r x 0, w x 2 @ 0-5")
    let witness = try #require(verdict(.lostUpdate, lost).witnesses.first)
    #expect(witness.relation == .sameVersionUpdatedTwice && witness.operations.count == 2)
    #expect(verdict(.serializability, lost).isViolated)
    let second = transactions("w x 7 @ 0-1 | r x 7, w x 1 @ 2-5 | r x 7, w x 2 @ 2-5")
    #expect(verdict(.lostUpdate, second).witnesses.first?.operations.count == 3)
    #expect(verdict(.lostUpdate, transactions("r x 0, w x 1 @ 0-5 | r x 1, w x 2 @ 0-5")) == .holds)
    // One of them never returned: it counts only if its write was read.
    #expect(verdict(.lostUpdate, transactions("r x 0, w x 1 @ 0-? | r x 0, w x 2 @ 0-5")) == .holds)
    let twice = transactions("w x 3 @ 0-1 | w x 3 @ 0-1 | r x 3, w x 1 @ 2-5 | r x 3, w x 2 @ 2-5")
    #expect(verdict(.lostUpdate, twice) == .unknown(.missingReadsFrom(of: OperationID(3))))
    let swaps = blackBox(
      (0..<2).map {
        TimedCall(
          process: $0, call: .compareAndSet("x", expected: 0, new: .integer(Int64($0 + 1))),
          invoked: 0, returned: 5, result: 1)
      }, initial: [.init("x", 0)])
    #expect(verdict(.lostUpdate, swaps).isViolated)
    let puts = blackBox(
      (0..<2).map {
        TimedCall(
          process: $0, call: .conditionalPut("x", .integer(Int64($0)), ifVersion: at(4)),
          invoked: 0, returned: 5)
      })
    #expect(verdict(.lostUpdate, puts).isViolated)
    let failed = blackBox([
      TimedCall(
        process: 0, call: .compareAndSet("x", expected: 5, new: 1), invoked: 0, returned: 5,
        result: 0)
    ])
    #expect(verdict(.lostUpdate, failed) == .holds)
  }

  @Test func writeSkews() throws {
    // Two doctors go off call, each having seen the other on call.
    let skew = transactions("r x 0, r y 0, w x 1 @ 0-5 | r x 0, r y 0, w y 2 @ 0-5")
    let witness = try #require(verdict(.writeSkew, skew).witnesses.first)
    #expect(witness.relation == .mutualAntidependency && witness.operations.count == 2)
    #expect(verdict(.lostUpdate, skew) == .holds)
    #expect(verdict(.serializability, skew).isViolated)
    #expect(
      verdict(.writeSkew, transactions("r x 0, r y 0, w x 1 @ 0-5 | r x 1, r y 0, w y 2 @ 0-5"))
        == .holds)
    // Versions written meanwhile by others, whose order nothing tells.
    let open = transactions("w x 5 @ 0-9 | w y 6 @ 0-9 | r x 5, w y 1 @ 1-9 | r y 6, w x 2 @ 1-9")
    #expect(verdict(.writeSkew, open) == .unknown(.missingVersionOrder(of: "y")))
    let told = transactions("w x 5 @ 0-1 | w y 6 @ 0-1 | r x 5, w y 1 @ 2-9 | r y 6, w x 2 @ 2-9")
    #expect(verdict(.writeSkew, told).witnesses.first?.operations.count == 4)
  }

  /// Whatever has a lost update or a write skew among transactions that read the initial versions is not
  /// serializable.
  @Test func anomaliesAreNotSerializable() {
    var generator = TestGenerator(seed: 623)
    var found = [0, 0]
    for _ in 0..<1_200 {
      let all = random(&generator, count: 4, isUnique: true).map { transaction in
        var copy = transaction
        copy.returned = copy.returned ?? 20
        // All overlap, so that instants order no versions.
        copy.invoked = 0
        return copy
      }
      let history = transactions(all)
      let isSerializable = verdict(.serializability, history) == .holds
      if verdict(.lostUpdate, history).isViolated {
        found[0] += 1
        #expect(!isSerializable)
      }
      if verdict(.writeSkew, history).isViolated {
        found[1] += 1
        #expect(!isSerializable, "\(history.operations)")
      }
    }
    #expect(found.allSatisfy { $0 > 10 }, "\(found)")
  }

  /// Hundreds of transactions that ran one after another, reported as if they had overlapped; then with an error.
  @Test func largerHistories() throws {
    var generator = TestGenerator(seed: 624)
    let keys: [Key] = ["x", "y", "z"]
    var state: [Key: Int] = [:]
    var all: [TestTransaction] = []
    for index in 0..<300 {
      var transaction = TestTransaction("r x 0 @ 0-1")
      transaction.calls = (0..<3).map { _ in
        let key = keys[generator.next(below: 3)]
        if generator.next(below: 2) == 0 { return (false, key, state[key, default: 0]) }
        state[key] = index * 10 + generator.next(below: 10) + 1
        return (true, key, state[key]!)
      }
      // Instants say the reverse of the order, so that only the values tell it.
      transaction.invoked = 3_000 - index * 10
      transaction.returned = transaction.invoked + 5
      all.append(transaction)
    }
    let judged = HistoryJudge().judge(.serializability, transactions(all))
    #expect(judged.verdict == .holds && judged.orders.first?.steps.count == 300)
    #expect(verdict(.strictSerializability, transactions(all)).isViolated)
    // Somebody read the initial value of a key long after.
    all[200].calls.append((false, "y", 0))
    all[200].calls.append((true, "y", 99_999))
    all[200].calls.removeAll { $0.key == "y" && $0.value != 0 && $0.value != 99_999 }
    let broken = verdict(.serializability, transactions(all))
    let witness = try #require(broken.witnesses.first)
    #expect(witness.operations.count < 12, "\(witness)")
  }

  @Test func largeHistoriesOfAStrictStore() {
    var generator = TestGenerator(seed: 625)
    var state = 0
    let all = (0..<5_000).map { index in
      let value = generator.next(below: 1_000_000)
      defer { state = value }
      return TestTransaction("r x \(state), w x \(value) @ \(index * 3)-\(index * 3 + 2)")
    }
    #expect(verdict(.serializability, transactions(all)) == .holds)
    #expect(verdict(.strictSerializability, transactions(all)) == .holds)
  }
}
