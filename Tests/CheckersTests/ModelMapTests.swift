import Checkers
import Histories
import Testing

@Suite struct ModelMapTests {
  @Test func stepsGoDownAndNoneIsImpliedByOthers() {
    for step in ModelMap.implications {
      let upper = ModelMap.place(of: step.stronger)
      let lower = ModelMap.place(of: step.weaker)
      #expect(upper != nil && lower != nil && upper!.row < lower!.row, "\(step)")
      #expect(!step.source.isEmpty)
      let between = ModelMap.models.filter {
        $0 != step.stronger && $0 != step.weaker && ModelMap.implies(step.stronger, $0)
          && ModelMap.implies($0, step.weaker)
      }
      #expect(between.isEmpty, "\(step) goes by \(between)")
    }
    #expect(
      Set(ModelMap.implications.map { [$0.stronger, $0.weaker] }).count
        == ModelMap.implications.count)
  }

  @Test func everyModelHasAPlaceOfItsOwn() {
    let places = ModelMap.models.map { ModelMap.place(of: $0)! }
    #expect(Set(places).count == ModelMap.models.count)
    #expect(places.allSatisfy { (0..<ModelMap.rows).contains($0.row) })
    #expect(places.allSatisfy { (0..<ModelMap.columns).contains($0.column) })
    #expect(ModelMap.models.first == .strictSerializability)
    #expect(ModelMap.models.count == 20)
  }

  @Test func orderOfTheMap() {
    #expect(
      ModelMap.all(weakerThan: .causalConsistency)
        == [
          .pram, .weakCausalConsistency, .readYourWrites, .monotonicReads, .monotonicWrites,
          .writesFollowReads,
        ])
    #expect(
      ModelMap.all(strongerThan: .safeRegister)
        == [.strictSerializability, .linearizability, .regularRegister])
    #expect(ModelMap.implies(.linearizability, .readYourWrites))
    #expect(ModelMap.implies(.causalConvergence, .monotonicWrites))
    #expect(!ModelMap.implies(.weakCausalConsistency, .monotonicReads))
    #expect(ModelMap.implies(.pram, .pram))
    #expect(!ModelMap.implies(.pram, .writesFollowReads))
    #expect(ModelMap.all(strongerThan: .convergence).isEmpty)
    #expect(ModelMap.all(weakerThan: .convergence).isEmpty)
    #expect(
      ModelMap.maximal(of: [.pram, .monotonicReads, .causalConvergence, .readYourWrites])
        == [.causalConvergence, .pram])
    #expect(ModelMap.maximal(of: []).isEmpty)
  }
}

/// The map against histories: what one model says of another.
@Suite struct ModelImplicationTests {
  private let judge = HistoryJudge()

  /// No small random history satisfies a model and violates one that it implies.
  @Test func noHistoryContradictsAStep() {
    var generator = TestGenerator(seed: 501)
    var confirmed: [String: Int] = [:]
    for round in 0..<1_500 {
      let operations =
        round % 3 == 0 ? changedRow(&generator) : randomOperations(&generator, count: 5 + round % 3)
      let history = history(operations)
      let verdicts = ModelMap.models.map { judge.judge($0, history).verdict }
      func verdict(_ model: CheckerName) -> Verdict {
        verdicts[ModelMap.models.firstIndex(of: model)!]
      }
      for step in ModelMap.implications where step.proviso != .definitionsOnly {
        #expect(
          !(verdict(step.stronger) == .holds && verdict(step.weaker).isViolated),
          "\(step.stronger) and not \(step.weaker): \(operations)")
        if !(verdict(step.stronger) == .holds) && verdict(step.weaker) == .holds {
          confirmed[step.stronger.name + step.weaker.name, default: 0] += 1
        }
      }
    }
    // The sample tells the models of each step apart.
    #expect(
      confirmed[CheckerName.linearizability.name + CheckerName.sequentialConsistency.name]! > 50)
    #expect(confirmed[CheckerName.causalConsistency.name + CheckerName.pram.name]! > 5)
  }

  /// The same of every data type, of calls on several keys too. Here processes go on at the instant of a
  /// response, so that the step that needs program order in real time is left out.
  @Test func noHistoryOfAnyTypeContradictsAStep() {
    var generator = TestGenerator(seed: 504)
    var decided = 0
    for round in 0..<400 {
      let random = RandomHistory(
        Vocabulary.allCases[round % Vocabulary.allCases.count], operations: 6, processes: 3,
        keys: 2, pendingPercent: 10, changed: round % 3 > 0, &generator)
      let verdicts = ModelMap.models.map { judge.judge($0, random.history).verdict }
      for step in ModelMap.implications
      where step.proviso == .always || step.proviso == .sessionsWithinProcesses {
        let stronger = verdicts[ModelMap.models.firstIndex(of: step.stronger)!]
        let weaker = verdicts[ModelMap.models.firstIndex(of: step.weaker)!]
        #expect(
          !(stronger == .holds && weaker.isViolated),
          "\(step.stronger) and not \(step.weaker): \(random.calls)")
        if stronger == .holds && weaker == .holds { decided += 1 }
      }
    }
    #expect(decided > 1_000, "\(decided)")
  }
}

/// What the map makes of a history.
@Suite struct StrongestModelTests {
  private let judge = HistoryJudge()

  /// The four searched models of the validation table, by the map.
  @Test(arguments: validationTable) func agreesWithTheTable(row: ValidationRow) {
    let history = history(parse(row.text))
    let strongest = judge.strongest(history)
    for (model, expected) in zip(models, row.expected) {
      let verdict = strongest[model]!.verdict
      #expect(expected ? verdict == .holds : verdict.isViolated, "\(model.words)")
    }
    let satisfied = zip(models, row.expected).filter(\.1).map(\.0)
    for model in ModelMap.maximal(of: satisfied) where model != .causalConsistency {
      #expect(strongest.maximal.contains(model) == (model != .pram || satisfied.count == 1))
    }
    for entry in strongest.entries where entry.judgement.verdict.isViolated {
      #expect(entry.judgement.verdict.witnesses.allSatisfy { $0.checker == entry.model })
    }
  }

  /// What the map infers is what each model says when it is asked by itself.
  @Test func inferencesAreWhatEachModelSays() {
    var generator = TestGenerator(seed: 502)
    var inferred = 0
    for round in 0..<600 {
      let operations =
        round % 2 == 0 ? randomOperations(&generator, count: 6) : changedRow(&generator)
      let history = history(operations)
      for entry in judge.strongest(history).entries {
        let own = judge.judge(entry.model, history).verdict
        if case .unknown = own { continue }
        #expect((own == .holds) == (entry.judgement.verdict == .holds), "\(entry.model)")
        #expect(own.isViolated == entry.judgement.verdict.isViolated, "\(entry.model)")
        if entry.inferredFrom != nil { inferred += 1 }
      }
    }
    #expect(inferred > 1_000)
  }

  /// Equal instants do not order operations of two processes; those of one keep its order.
  @Test func equalInstantsOfOneProcess() {
    let stale = judge.strongest(history(parse("c1 w x=1 0-2; c1 r x=0 2-4")))
    #expect(stale[.linearizability]?.verdict.isViolated == true)
    #expect(stale[.sequentialConsistency]?.verdict.isViolated == true)
    #expect(stale[.pram]?.verdict.isViolated == true)
    #expect(!stale.maximal.contains(.linearizability) && !stale.maximal.contains(.pram))
    let other = judge.strongest(history(parse("c1 w x=1 0-2; c2 r x=0 2-4")))
    #expect(other.maximal == [.linearizability])
    let fresh = judge.strongest(
      history(parse("c1 w x=1 0-2; c1 r x=1 2-4; c1 w x=2 4-6; c2 r x=1 2-6")))
    #expect(fresh.maximal == [.linearizability])
    #expect(fresh.isDecided)
  }

  /// Far beyond the exact search: everything follows from the order that linearizability found.
  @Test func longHistories() {
    var generator = TestGenerator(seed: 36)
    let random = RandomHistory(
      .register, operations: 400, processes: 4, keys: 3, pendingPercent: 0, changed: false,
      &generator)
    let strongest = judge.strongest(random.history)
    #expect(strongest.maximal == [.linearizability] && strongest.isDecided)
    #expect(strongest[.pram]?.orders.first?.steps.count == random.history.operations.count)
    #expect(strongest[.pram]?.orders.first?.steps.allSatisfy { $0.point == nil } == true)
  }

  /// A session of two processes is no part of program order.
  @Test func sessionsAcrossProcesses() {
    var shared = History(initial: [.init("x", 0)])
    for (index, (process, call)) in [(0, Call.write("x", 1)), (1, Call.read("x"))].enumerated() {
      let time = VirtualTime(Int64(index * 10))
      shared.invoke(
        Operation(
          id: OperationID(index), process: ProcessID(process), session: SessionID(0),
          intent: IntentID(Int64(index)), call: call, intended: time, invoked: time,
          invokedEvent: index * 2))
      shared.complete(
        OperationID(index),
        Completion(
          outcome: .ok(index == 0 ? nil : 0), time: time + VirtualDuration(2),
          eventIndex: index * 2 + 1))
    }
    let strongest = judge.strongest(shared)
    #expect(strongest[.sequentialConsistency]?.verdict == .holds)
    #expect(strongest.entries.first { $0.model == .readYourWrites }?.inferredFrom == nil)
  }

  /// What a weaker model forbids violates a stronger one that is asked for alone, beyond what a search takes.
  @Test func aLongHistoryIsViolatedByWhatAWeakerModelForbids() {
    let busy = (0..<60).map { "a w x=\($0) \($0 * 4)-\($0 * 4 + 2)" }.joined(separator: "; ")
    let long = history(parse(busy + "; b r x=7 300-302; b r x=3 304-306"))
    let verdict = judge.judge(.sequentialConsistency, long).verdict
    #expect(verdict.witnesses.map { $0.operations.map(\.index) } == [[3, 7, 60, 61]])
    #expect(verdict.witnesses.allSatisfy { $0.isMinimal && $0.checker == .sequentialConsistency })
    #expect(judge.strongest(long)[.sequentialConsistency]?.verdict.isViolated == true)
  }

  @Test func transactionalModelsSpeakOnlyOfTransactions() {
    let single = history(parse("c1 w x=1 0-2; c2 r x=1 10-12"))
    #expect(!ModelMap.judged(of: single).contains(.strictSerializability))
    let several = blackBox(
      [
        TimedCall(
          process: 0, call: .transaction([.write("x", 1)]), invoked: 0, returned: 2, result: [nil])
      ])
    #expect(ModelMap.judged(of: several).contains(.strictSerializability))
    #expect(!ModelMap.judged(of: several).contains(.regularRegister))
    #expect(judge.strongest(several).maximal == [.strictSerializability])
  }

  /// A queue that loses an element is judged by what has a meaning for queues, and that is decided.
  @Test func modelsSpeakOnlyOfWhatTheyDefine() {
    let queue = blackBox([
      TimedCall(process: 0, call: .enqueue("q", 1), invoked: 0, returned: 2),
      TimedCall(process: 1, call: .dequeue("q"), invoked: 4, returned: 6, result: nil),
    ])
    let ofAnyType: [CheckerName] = [
      .linearizability, .sequentialConsistency, .causalConsistency, .causalConvergence, .pram,
      .weakCausalConsistency,
    ]
    #expect(ModelMap.judged(of: queue) == ofAnyType)
    let strongest = judge.strongest(queue)
    #expect(strongest.maximal == [.sequentialConsistency] && strongest.isDecided)
    let counter = blackBox([
      TimedCall(process: 0, call: .increment("n", by: 1), invoked: 0, returned: 2, result: 1)
    ])
    #expect(ModelMap.judged(of: counter) == ofAnyType)
  }

  /// An open verdict that a satisfied model implies does not matter; any other does.
  @Test func undecided() {
    let row = history(parse("a w x=1 0-2; b r x=1 4-6; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18"))
    var budget = Budget.standard
    budget.exactOperationsMax = 1
    budget.configurationsMax = 1
    budget.stepsMax = 1
    let limited = HistoryJudge(.init(budget: budget)).strongest(row)
    #expect(limited.isDecided == limited.open.isEmpty)
    for entry in limited.entries {
      if case .unknown = entry.judgement.verdict { #expect(!limited.maximal.contains(entry.model)) }
    }
  }
}
