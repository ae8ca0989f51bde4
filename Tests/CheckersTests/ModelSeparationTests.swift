import Checkers
import Histories
import Testing

/// Small histories that tell models apart: for every two models that values tell and of which the map does not say
/// that the first implies the second, one of these satisfies the first and violates the second.
private let separations: [String] = [
  // A stale read by another client; the same while the write goes on, after one that saw it.
  "c1 w x=1 0-2; c2 r x=0 10-12",
  "c1 w x=1 0-201; c2 r x=1 10-12; c3 r x=0 20-22",
  "c1 w x=1 0-201; c2 r x=1 10-12; c2 r x=0 20-22",
  // One session does not see its own write, or sees less than before.
  "c1 w x=1 0-2; c1 r x=0 10-12",
  "c1 w x=1 0-2; c2 r x=1 10-12; c2 r x=0 20-22",
  // A process goes on at the instant of an answer.
  "c1 w x=1 0-2; c1 r x=0 2-4",
  "a w x=1 0-10; a w y=2 10-20; c r y=2 10-10; c r x=0 10-12",
  // Dekker: nobody sees the other's write.
  "p1 w x=1 0-2; p1 r y=0 3-5; p2 w y=2 0-2; p2 r x=0 3-5",
  // The writes of one session are seen the other way round; those of cause and effect too.
  "a w x=1 0-2; a w y=2 4-6; c r y=2 10-12; c r x=0 14-16",
  "a w x=1 0-2; b r x=1 4-6; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18",
  "a w x=1 0-100; b r x=1 4-6; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18",
  // Two sessions see concurrent writes in two orders; one sees them there and back.
  "a w x=1 0-2; a r x=2 10-12; b w x=2 0-2; b r x=1 10-12",
  "a w x=1 0-2; b w x=2 0-2; c r x=1 10-12; c r x=2 20-22; c r x=1 30-32",
  // Bouajjani et al. 2017, figure 3: causally convergent, and not causal memory.
  "a w s=3 0-2; a w x=1 4-6; a w y=4 8-10; b w x=2 0-2; b r s=0 4-6; b r y=4 12-14; b r x=2 16-18",
  // A value that nobody wrote, read while a write goes on.
  "c1 w x=1 0-20; c2 r x=7 10-12",
]

@Suite struct ModelSeparationTests {
  /// Two transactions that each update a version that both had read.
  private static let lostUpdate = transactions("r x 0, w x 1 @ 0-5 | r x 0, w x 2 @ 0-5")

  /// Two long writes, and two snapshots that each show another of them alone.
  private static let longFork = blackBox(
    [
      TimedCall(process: 0, call: .write("x", 1), invoked: 0, returned: 100),
      TimedCall(process: 1, call: .write("y", 2), invoked: 0, returned: 100),
      TimedCall(process: 2, call: .readMany(["x", "y"]), invoked: 5, returned: 6, result: [1, 0]),
      TimedCall(process: 3, call: .readMany(["x", "y"]), invoked: 5, returned: 6, result: [0, 2]),
    ], initial: [.init("x", 0), .init("y", 0)])

  /// The models that `strongest` judges a history of registers by, and serializability. Monotonic writes and
  /// writes-follow-reads are left out: values alone never contradict them (see below).
  private static let judged: [CheckerName] = [
    .linearizability, .sequentialConsistency, .serializability, .regularRegister, .safeRegister,
    .causalConsistency, .causalConvergence, .weakCausalConsistency, .pram, .readYourWrites,
    .monotonicReads,
  ]

  @Test func everyTwoModelsAreToldApart() {
    let histories = separations.map { history(parse($0)) } + [Self.lostUpdate, Self.longFork]
    let verdicts = histories.map { history in
      Self.judged.map { HistoryJudge().judge($0, history).verdict }
    }
    var missing: [String] = []
    for (a, one) in Self.judged.enumerated() {
      for (b, other) in Self.judged.enumerated() where !ModelMap.implies(one, other) {
        if !verdicts.contains(where: { $0[a] == .holds && $0[b].isViolated }) {
          missing.append("\(one.words), not \(other.words)")
        }
      }
    }
    #expect(missing.isEmpty, "\(missing)")
  }

  /// The one pair that no history can tell apart: a transaction is an operation on the objects that it joins.
  @Test func strictSerializabilityIsLinearizabilityAsJudged() {
    let histories = separations.map { history(parse($0)) } + [Self.lostUpdate, Self.longFork]
    var held = 0
    let fresh = history(parse("c1 w x=1 0-2; c2 r x=1 10-12"))
    for history in histories + [fresh] {
      let verdicts = [CheckerName.linearizability, .strictSerializability].map {
        HistoryJudge().judge($0, history).verdict
      }
      #expect(verdicts[0].isViolated == verdicts[1].isViolated)
      #expect((verdicts[0] == .holds) == (verdicts[1] == .holds))
      #expect(verdicts[0].witnesses.map(\.operations) == verdicts[1].witnesses.map(\.operations))
      held += verdicts[0] == .holds ? 1 : 0
    }
    #expect(!ModelMap.implies(.linearizability, .strictSerializability))
    #expect(held > 0 && held < histories.count)
  }

  /// Of the four session guarantees each can be broken alone, as an observer of the servers sees.
  @Test func sessionGuaranteesAreIncomparable() {
    let guarantees: [CheckerName] = [
      .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads,
    ]
    for broken in guarantees {
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: Self.breaking(broken))
      for guarantee in guarantees {
        let verdict = monitor.verdict(for: guarantee, asOf: .max)
        #expect(
          guarantee == broken ? verdict.isViolated : verdict == .holds, "\(guarantee), \(broken)")
      }
    }
  }

  private static func breaking(_ guarantee: CheckerName) -> History {
    var run = WhiteBox()
    let one = run.write(0, "x", 1, at: 0)
    switch guarantee {
    case .readYourWrites: run.read(0, .read("x"), at: 10, seeing: .writes([]))
    case .monotonicReads:
      run.read(1, .read("x"), at: 10, seeing: .writes([one]), 1)
      run.read(1, .read("x"), at: 20, seeing: .writes([]))
    case .monotonicWrites:
      let two = run.write(0, "y", 2, at: 10)
      run.read(1, .read("y"), at: 20, seeing: .writes([two]), 2)
    default:
      run.read(1, .read("x"), at: 10, seeing: .writes([one]), 1)
      let two = run.write(1, "y", 2, at: 20)
      run.read(2, .read("y"), at: 30, seeing: .writes([two]), 2)
    }
    return run.history
  }

  /// On the trace of one key in a log: read-your-writes, monotonic reads and monotonic writes, as an observer of
  /// the servers sees them, make PRAM of what clients see. (Not the reverse: clients do not see everything.)
  @Test func threeSessionGuaranteesMakePRAM() {
    var generator = TestGenerator(seed: 641)
    var counts = [0, 0]
    for _ in 0..<400 {
      let trace = Self.trace(&generator)
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: trace)
      let isKept = [CheckerName.readYourWrites, .monotonicReads, .monotonicWrites].allSatisfy {
        monitor.verdict(for: $0, asOf: .max) == .holds
      }
      let isPRAM = HistoryJudge().judge(.pram, trace).verdict == .holds
      if isKept { #expect(isPRAM) }
      counts[0] += isKept ? 1 : 0
      counts[1] += isPRAM ? 0 : 1
    }
    #expect(counts.allSatisfy { $0 > 20 }, "\(counts)")
  }

  /// Three clients write to a leader and read at replicas that are anywhere behind.
  private static func trace(_ generator: inout TestGenerator) -> History {
    var run = WhiteBox(initial: [.init("x", 0)])
    var length = 0
    for step in 0..<8 {
      let process = generator.next(below: 3)
      if generator.next(below: 3) == 0 {
        length += 1
        run.write(
          process, "x", .integer(Int64(length)), at: step * 10, at(Int64(length)),
          after: length == 1 ? .origin : at(Int64(length - 1)))
      } else {
        let seen = length - generator.next(below: min(length, 2) + 1)
        run.read(
          process, .read("x"), at: step * 10,
          seeing: seen == 0 ? .prefix(of: LogID(0), through: .origin) : through(Int64(seen)),
          .integer(Int64(seen)))
      }
    }
    return run.history
  }
}
