import Checkers
import Curriculum
import Histories
import Laboratory
import LessonFiles
import Simulation
import Testing

/// On the runs of the shipped lessons, the explanation of a violated guarantee names the event that
/// decided it.
@Suite struct ExplainedLessonsTests {
  struct Missing: Error {}

  static func run(_ path: String, _ round: String, until time: VirtualTime) throws -> Run {
    let store = try LessonStore(folder: Checkout.root + "/Lessons")
    let lesson = try store.lesson(path).lesson
    guard let found = lesson.rounds.first(where: { $0.id == round }),
      case .cluster(let scenario) = found.setup
    else { throw Missing() }
    var run = try Run(scenario)
    run.seek(time: time)
    return run
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let lesson: String
    let round: String
    let until: VirtualTime
    let checker: CheckerName
    let client: String?
    let at: VirtualTime?
    let decision: String

    init(
      _ lesson: String, _ round: String, _ until: VirtualTime, _ checker: CheckerName,
      _ client: String? = nil, _ at: VirtualTime? = nil, by decision: String
    ) {
      self.lesson = lesson
      self.round = round
      self.until = until
      self.checker = checker
      self.client = client
      self.at = at
      self.decision = decision
    }
    var testDescription: String {
      "\(lesson) \(round) \(checker.words) \(at.map { "\($0)" } ?? "")"
    }
  }

  static func late(_ lsn: Int, _ node: String, _ ms: Int, _ due: Int) -> String {
    "P sent \(node) the copy, append lsn \(lsn); it took \(ms) ms, until \(due)."
  }
  static let toP =
    "Append lsn 2 from R1 to P was lost: it came to the end of its way inside the cut."

  static let cases = [
    Case("SR1", "as-it-is", 3000, .staleRead, "c3", 150, by: late(2, "R2", 120, 221)),
    Case("SR1", "as-it-is", 3000, .staleRead, "c1", 200, by: late(2, "R3", 400, 501)),
    Case("SR1", "as-it-is", 3000, .readYourWrites, "c1", 200, by: late(2, "R3", 400, 501)),
    Case("SR1", "as-it-is", 3000, .linearizability, by: late(2, "R2", 120, 221)),
    Case("SR1", "as-it-is", 3000, .sequentialConsistency, by: late(2, "R3", 400, 501)),
    Case(
      "SR1", "resolver", 900, .staleRead, "c2", 200,
      by:
        "D1 got answer site lsn 1 from P, sent at 61, and keeps an answer for 300 ms (time-to-live). "
        + "Nobody tells a cache that something has changed."),
    Case("SR3", "in-turn", 600, .monotonicReads, "c", 60, by: late(2, "R2", 500, 501)),
    Case("SR3", "in-turn", 600, .staleRead, "c", 60, by: late(2, "R2", 500, 501)),
    Case("SR3", "crash", 600, .monotonicReads, "c", 110, by: late(2, "R2", 500, 501)),
    Case("SR3", "own-like", 600, .readYourWrites, "c", 10, by: late(2, "R1", 20, 21)),
    Case("WC4", "two-crowns", 3000, .twoLeaders, by: "R1 began to lead, in epoch 2."),
    Case("WC4", "two-crowns", 3000, .staleRead, "c3", 300, by: toP),
    Case("WC4", "two-crowns", 3000, .linearizability, by: toP),
    Case(
      "WC4", "two-crowns", 3000, .acknowledgedWriteLost, "c1", 110,
      by:
        "P threw c1's write x = 1 away when it got heartbeat 390 from R1, whose log does not hold it."
    ),
    Case("WC4", "deposed", 3000, .staleRead, "c3", 350, by: toP),
    Case("WC4", "deposed", 3000, .linearizability, by: toP),
    Case(
      "WC4", "no-epochs", 6000, .convergence,
      by:
        "R2 threw c2's write x = 2 away when it got append lsn 2 from P, whose log does not hold it."
    ),
  ]

  @Test(arguments: cases) func theDecidingEventIsNamed(_ wanted: Case) throws {
    let run = try Self.run(wanted.lesson, wanted.round, until: wanted.until)
    let witnesses = run.verdict(of: wanted.checker).witnesses.filter { witness in
      (wanted.client == nil || witness.process == run.names.client(named: wanted.client ?? ""))
        && (wanted.at == nil || witness.at == wanted.at)
    }
    let witness = try #require(witnesses.first, "\(wanted) is violated")
    let found = run.explain(.violation(witness))
    let decision = try #require(found.deciding.map { found.steps[$0] })
    #expect(decision.sentence == wanted.decision)
    #expect(found.gap == nil)
    let event = try #require(decision.eventIndex)
    #expect(event <= witness.eventIndex || wanted.checker != .convergence)
    #expect(run.simulation.recording.events[event].time == decision.time)
  }

  /// Every violation of every round of every lesson has an explanation that names what decided, and
  /// lacks nothing.
  @Test func everyViolationIsExplained() throws {
    let store = try LessonStore(folder: Checkout.root + "/Lessons")
    var count = 0
    for head in store.catalogue.lessons {
      let lesson = try store.lesson(head.id).lesson
      for round in lesson.rounds {
        guard case .cluster(let scenario) = round.setup else { continue }
        var run = try Run(scenario)
        run.seek(time: 6000)
        for checker in CheckerName.inRuns {
          for witness in run.verdict(of: checker).witnesses.prefix(20) {
            let found = run.explain(.violation(witness))
            #expect(found.deciding != nil, "\(head.id) \(round.id): \(found.title)")
            #expect(found.gap == nil, "\(head.id) \(round.id): \(found.title): \(found.gap ?? "")")
            count += 1
          }
        }
      }
    }
    #expect(count > 30)
  }
}
