import Checkers
import Histories
import Testing

@Suite struct StalenessModelTests {
  private func judge(_ text: String, k: Int? = nil, t: Int? = nil) -> Judgement {
    judge(history(parse(text)), k: k, t: t)
  }

  private func judge(_ history: History, k: Int? = nil, t: Int? = nil) -> Judgement {
    let bounds = StalenessBounds(
      versions: k, age: t.map { VirtualDuration(Int64($0)) })
    return HistoryJudge(.init(bounds: bounds)).judge(.boundedStaleness, history)
  }

  private let behind =
    "a w x=1 0-2; a w x=2 10-12; a w x=3 20-22; b r x=1 30-32; b r x=3 40-42; b r x=2 21-25"

  @Test func measuresWhatCannotBeAvoided() throws {
    let measured = judge(behind)
    #expect(measured.verdict == .unknown(.missingBound))
    #expect(measured.staleness == StalenessBounds(versions: 2, age: VirtualDuration(18)))
    #expect(judge(behind, k: 2).verdict == .holds)
    #expect(judge(behind, t: 18).verdict == .holds)
    #expect(judge(behind, k: 2, t: 17).verdict.isViolated)
    let witness = try #require(judge(behind, k: 1).verdict.witnesses.first)
    #expect(witness.versions == 2 && witness.age == VirtualDuration(18))
    #expect(witness.operations.map(\.index) == [0, 1, 2, 4])
    let old = try #require(judge(behind, k: 5, t: 10).verdict.witnesses.first)
    #expect(old.operations.map(\.index) == [0, 1, 4])
    #expect(judge("a w x=1 0-2; b r x=9 4-6", k: 100).verdict.isViolated)
    #expect(judge("a w x=1 0-2; b r x=9 4-6", k: 100).staleness == nil)
  }

  /// The measures of each read by itself: the fewest writes between its own write and it, over all orders.
  @Test func agreesWithTheFewestVersionsOfAnyOrder() {
    var generator = TestGenerator(seed: 611)
    var positive = 0
    for _ in 0..<400 {
      var operations = (0..<4).map { index in
        let invoked = generator.next(below: 10)
        return TestOperation(
          process: index, isWrite: true, key: "x", value: generator.next(below: 3) + 1,
          invoked: invoked,
          returned: generator.next(below: 6) == 0 ? nil : invoked + generator.next(below: 4))
      }
      let invoked = 4 + generator.next(below: 10)
      operations.append(
        TestOperation(
          process: 9, isWrite: false, key: "x", value: generator.next(below: 4), invoked: invoked,
          returned: invoked + generator.next(below: 4)))
      let judged = judge(history(operations))
      let expected = fewestVersions(operations)
      #expect(judged.staleness?.versions == expected, "\(operations)")
      if let expected, expected > 0 {
        positive += 1
        #expect(judge(history(operations), k: expected).verdict == .holds)
        let witness = judge(history(operations), k: expected - 1).verdict.witnesses[0]
        let ordered = operations.enumerated().sorted {
          ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
        }.map(\.element)
        let kept = witness.operations.map { ordered[Int($0.index)] }
        #expect(judge(history(kept), k: expected - 1).verdict.isViolated)
        for index in kept.indices where kept[index].isWrite {
          var rest = kept
          rest.remove(at: index)
          let isFromNobody = kept.first { !$0.isWrite }?.value == kept[index].value
          #expect(isFromNobody || judge(history(rest), k: expected - 1).verdict == .holds)
        }
      }
      let isRegular = HistoryJudge().judge(.regularRegister, history(operations)).verdict == .holds
      #expect(isRegular == (expected == 0))
    }
    #expect(positive > 40)
  }

  /// Over all orders of writes and the read that respect real time: the fewest writes after the last
  /// one of the value read. Nil if there is none.
  private func fewestVersions(_ operations: [TestOperation]) -> Int? {
    var best: Int?
    func extend(_ order: [TestOperation], _ rest: [TestOperation]) {
      if let last = order.last, !last.isWrite {
        if rest.contains(where: { $0.returned != nil && RegisterDefinitions.precedes($0, last) }) {
          return
        }
        var versions = 0
        for write in order.dropLast().reversed() {
          if write.value == last.value {
            best = min(best ?? .max, versions)
            return
          }
          versions += 1
        }
        if last.value == 0 { best = min(best ?? .max, versions) }
        return
      }
      for index in rest.indices {
        var others = rest
        let next = others.remove(at: index)
        if others.contains(where: { RegisterDefinitions.precedes($0, next) }) { continue }
        extend(order + [next], others)
        // A write without an answer may be left out.
        if next.returned == nil { extend(order, others) }
      }
    }
    extend([], operations)
    return best
  }

  /// From what the server had applied and what was committed: k and t of the live monitor.
  @Test func measuresByEvidenceWhereThereIsSome() throws {
    var run = WhiteBox(initial: [.init("x", 0)])
    run.write(0, "x", 1, at: 0, at(1), after: .origin)
    let second = run.write(0, "x", 2, at: 10, at(2), after: at(1))
    run.write(0, "x", 3, at: 20, at(3), after: at(2))
    let read = run.read(1, .read("x"), at: 30, seeing: through(1), 1)
    let judged = judge(run.history, k: 1)
    #expect(judged.staleness == StalenessBounds(versions: 2, age: VirtualDuration(20)))
    let witness = try #require(judged.verdict.witnesses.first)
    #expect(witness.operation == read && witness.missed == second)
    #expect(witness.versions == 2)
    #expect(judge(run.history, k: 2, t: 20).verdict == .holds)
    #expect(judge(run.history, k: 2, t: 19).verdict.isViolated)
  }

  @Test func chancesOfPartialQuorums() throws {
    func chance(_ n: Int, _ r: Int, _ w: Int, _ k: Int = 1) -> [Int]? {
      ProbabilisticStaleness.chanceOfMissing(replicas: n, reads: r, writes: w, versions: k)
        .map { [$0.cases, $0.of] }
    }
    #expect(chance(3, 1, 1) == [6, 9])
    #expect(chance(3, 1, 2) == [3, 9])
    #expect(chance(3, 2, 1) == [3, 9])
    #expect(chance(3, 2, 2) == [0, 9])
    #expect(chance(5, 2, 2) == [30, 100])
    let two = try #require(
      ProbabilisticStaleness.chanceOfMissing(replicas: 3, reads: 1, writes: 1, versions: 2))
    #expect(two.inLowestTerms.cases == 4 && two.inLowestTerms.of == 9)
    #expect(chance(0, 1, 1) == nil && chance(3, 4, 1) == nil && chance(3, 1, 1, 0) == nil)
    // Enumeration and formula are the same.
    for n in 1...5 {
      for r in 1...n {
        for w in 1...n {
          let found = ProbabilisticStaleness.chanceOfMissing(replicas: n, reads: r, writes: w)!
          #expect(found.cases * choices(n, r) == found.of * choices(n - w, r))
        }
      }
    }
    #expect(chance(10, 3, 3) == [35, 120])
  }

  private func choices(_ n: Int, _ k: Int) -> Int {
    k == 0 ? 1 : n < k ? 0 : choices(n - 1, k - 1) + choices(n - 1, k)
  }
}

@Suite struct NewOldInversionTests {
  private func verdict(_ history: History) -> Verdict {
    HistoryJudge().judge(.newOldInversion, history).verdict
  }

  @Test func inversionsByInstants() throws {
    let slow = history(parse("c1 w x=1 0-201; c2 r x=1 10-12; c3 r x=0 20-22"))
    let witness = try #require(verdict(slow).witnesses.first)
    #expect(witness.relation == .newOldInversion && witness.operation == OperationID(2))
    #expect(witness.missed == OperationID(0) && witness.related == [OperationID(1)])
    #expect(verdict(history(parse("c1 w x=1 0-201; c2 r x=1 10-20; c3 r x=0 20-22"))) == .holds)
    // Writes that overlap have no order that instants tell.
    let overlapping = "a w x=1 0-5; b w x=2 0-5; c r x=1 10-12; d r x=2 20-22"
    #expect(verdict(history(parse(overlapping))) == .holds)
    let twice = "a w x=1 0-5; b w x=1 10-15; c r x=1 20-22"
    #expect(verdict(history(parse(twice))) == .unknown(.missingReadsFrom(of: OperationID(2))))
  }

  /// By definition, over all pairs of reads; and nothing that is linearizable has an inversion.
  @Test func agreesWithTheDefinition() {
    var generator = TestGenerator(seed: 612)
    var counts = [0, 0]
    for round in 0..<800 {
      let operations =
        round % 2 == 0 ? randomOperations(&generator, count: 8) : changedRow(&generator)
      let judged = verdict(history(operations))
      if case .unknown = judged { continue }
      let expected = hasInversion(operations)
      #expect(judged.isViolated == expected, "\(operations)")
      counts[expected ? 1 : 0] += 1
      if LinearizabilityChecker().decide(history(operations)) == true {
        #expect(judged == .holds)
      }
      for witness in judged.witnesses {
        let ordered = operations.enumerated().sorted {
          ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
        }.map(\.element)
        let kept = witness.operations.map { ordered[Int($0.index)] }
        #expect(hasInversion(kept))
        #expect(kept.count <= 4)
      }
    }
    #expect(counts.allSatisfy { $0 > 30 }, "\(counts)")
  }

  private func hasInversion(_ operations: [TestOperation]) -> Bool {
    let reads = operations.filter { !$0.isWrite && $0.returned != nil }
    func write(_ read: TestOperation) -> TestOperation? {
      operations.first { $0.isWrite && $0.key == read.key && $0.value == read.value }
    }
    return reads.contains { older in
      reads.contains { newer in
        guard newer.key == older.key, RegisterDefinitions.precedes(newer, older),
          let ahead = write(newer)
        else { return false }
        return write(older).map { RegisterDefinitions.precedes($0, ahead) } ?? (older.value == 0)
      }
    }
  }

  /// Two overlapping writes whose order the log tells; and the same in a log that forks, which tells nothing.
  @Test func inversionsByTheLog() {
    func run(forked: Bool) -> History {
      var run = WhiteBox(initial: [.init("x", 0)])
      let one = run.invoke(0, .write("x", 1), at: 0)
      let two = run.invoke(1, .write("x", 2), at: 0)
      run.placed(one, at(1), after: .origin, at: 1)
      run.placed(
        two, at(forked ? 1 : 2, epoch: forked ? 2 : 1), after: forked ? .origin : at(1), at: 2)
      run.ok(one, at: 5)
      run.ok(two, at: 6)
      run.read(2, .read("x"), at: 10, seeing: through(2), 2, from: .write(two))
      run.read(3, .read("x"), at: 20, seeing: through(1), 1, from: .write(one))
      return run.history
    }
    #expect(verdict(run(forked: false)).isViolated)
    #expect(verdict(run(forked: true)) == .holds)
  }
}
