import Histories
import Testing

@testable import Checkers

/// What session guarantees by values, by visibility, and PRAM say of each other on random runs.
@Suite struct SessionPropertyTests {
  /// One log of which every read sees a prefix: what a session wrote and what it saw, of any key, stays visible. Then
  /// read-your-writes, monotonic reads and monotonic writes hold of the whole store, and so does PRAM.
  @Test func guaranteesOfTheWholeStoreArePRAM() {
    var generator = TestGenerator(seed: 31)
    var counts = (whole: 0, byKey: 0, notPRAM: 0)
    for _ in 0..<600 {
      let run = PrefixRun(steps: 16, &generator)
      let isPRAM = CausalChecker().decide(.pram, run.history) == true
      let byValues = [CheckerName.readYourWrites, .monotonicReads].allSatisfy {
        SessionChecker().check($0, run.history) == .holds
      }
      #expect(!run.keepsWholeStore || isPRAM)
      #expect(!isPRAM || byValues)
      if run.keepsWholeStore { counts.whole += 1 }
      if byValues { counts.byKey += 1 }
      if byValues && !isPRAM { counts.notPRAM += 1 }
    }
    // By keys the guarantees are weaker than PRAM.
    #expect(counts.whole > 50 && counts.byKey > counts.whole && counts.notPRAM > 0, "\(counts)")
  }

  /// Where replicas let the highest timestamp win, a write that arrives late is hidden: the guarantees hold and
  /// PRAM, which asks for an order in which it arrives, does not.
  @Test func lateWritesThatLoseAreNotPRAM() {
    let history = history(
      parse(
        "u w x=9 0-1; t w y=1 2-3; t w x=2 4-5; t w s=3 6-7; s r x=9 8-9; s r y=0 10-11; "
          + "s r y=1 12-13; s r s=3 14-15; s r x=9 16-17"))
    #expect(CausalChecker().decide(.pram, history) == false)
    #expect(CausalChecker().decide(.causalConvergence, history) == true)
    for guarantee in [CheckerName.readYourWrites, .monotonicReads] {
      #expect(SessionChecker().check(guarantee, history) == .holds)
    }
  }

  /// Where arbitration is by timestamps of clocks that differ: violated by values implies violated by
  /// visibility, of that guarantee or of one about the order of writes.
  @Test func violationsByValuesAreSeenWhereTimestampsDecide() {
    var generator = TestGenerator(seed: 33)
    var found = [0, 0, 0]
    for _ in 0..<400 {
      let history = timestampedRun(steps: 24, &generator)
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: history)
      let isSeen = { (guarantee: CheckerName) in
        monitor.verdict(for: guarantee, asOf: .max).isViolated
      }
      for (place, guarantee) in [CheckerName.readYourWrites, .monotonicReads].enumerated() {
        guard SessionChecker().check(guarantee, history).isViolated else { continue }
        found[place] += 1
        if !isSeen(guarantee) { found[2] += 1 }
        #expect(
          isSeen(guarantee) || isSeen(.monotonicWrites) || isSeen(.writesFollowReads),
          "\(history.operations.map { ($0.process, $0.call, $0.result ?? .absent) })")
      }
    }
    #expect(found[0] > 20 && found[1] > 20 && found[2] > 0, "\(found)")
  }

  /// Three replicas with clocks that differ; writes arrive anywhere in any order.
  private func timestampedRun(steps: Int, _ generator: inout TestGenerator) -> History {
    var box = WhiteBox()
    var stores: [Set<OperationID>] = [[], [], []]
    var stamps: [OperationID: Int] = [:]
    var keys: [OperationID: Key] = [:]
    var written: [OperationID] = []
    for step in 0..<steps {
      let session = generator.next(below: 3)
      let replica = generator.next(below: 4) == 0 ? generator.next(below: 3) : session
      let key: Key = generator.next(below: 3) == 0 ? "y" : "x"
      for id in written where generator.next(below: 4) == 0 {
        stores[generator.next(below: 3)].insert(id)
      }
      if generator.next(below: 3) == 0 {
        let id = box.write(session, key, .integer(Int64(step + 1)), at: step * 4)
        stamps[id] = (step + replica * 4) * 100 + Int(id.index)
        keys[id] = key
        written.append(id)
        stores[replica].insert(id)
      } else {
        let visible = stores[replica].sorted()
        let winner = visible.filter { keys[$0] == key }.max { stamps[$0]! < stamps[$1]! }
        box.read(
          session, .read(key), at: step * 4, seeing: .writes(visible),
          winner.map { box.history[$0].call.argument! } ?? .absent,
          from: winner.map { .write($0) } ?? .initial)
      }
    }
    return box.history
  }
}

/// Sessions that read prefixes of one log, now and then from a replica that is behind.
private struct PrefixRun {
  private(set) var history = History()
  /// Whether every prefix held what its session had written and seen.
  private(set) var keepsWholeStore = true

  init(steps: Int, _ generator: inout TestGenerator) {
    var calls: [TimedCall] = []
    var log: [(key: Key, value: Value)] = []
    var required = [0, 0, 0]
    let lag = generator.next(below: 3) * 2
    for step in 0..<steps {
      let session = generator.next(below: 3)
      let key: Key = generator.next(below: 2) == 0 ? "x" : "y"
      var call = TimedCall(
        process: session, call: .read(key), invoked: step * 2, returned: step * 2 + 1)
      if generator.next(below: 3) == 0 {
        log.append((key, .integer(Int64(step + 1))))
        call.call = .write(key, log[log.count - 1].value)
        required[session] = log.count
      } else {
        let behind = generator.next(below: lag + 1)
        let length = max(lag == 0 ? required[session] : 0, log.count - behind)
        if length < required[session] { keepsWholeStore = false }
        required[session] = max(required[session], length)
        call.result = log[..<length].last { $0.key == key }?.value ?? .absent
      }
      calls.append(call)
    }
    history = blackBox(calls)
  }
}
