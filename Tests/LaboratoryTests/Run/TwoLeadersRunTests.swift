import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// Lesson WC4, round 1, in the lab: two leaders, a fork, a write that is rolled back.
@Suite struct TwoLeadersRunTests {
  private static let scenario = """
    scenario format 1
    title "One leader, two leaders"
    protocol single-leader
    nodes P, R1, R2
    client c1 session c1 routing preferred timeout 1000
    client c2 session c2 routing preferred timeout 1000
    client c3 session c3 routing preferred timeout 1000
    client c4 session c4 routing preferred timeout 1000
    delay nodes 30
    delay clients 1
    initial x = 0
    set heartbeat-interval = 20
    set failover = majority-vote
    set detector-timeout = 100
    seed 1
    ties standard
    at 100 cut P,c1,c3 | R1,R2,c2,c4
    at 110 c1 write x = 1 via P
    at 260 c2 write x = 2 via R1
    at 300 c3 read x via P
    at 300 c4 read x via R1
    at 400 heal
    """

  private static func run(_ change: (String) -> String = { $0 }) throws -> Run {
    var run = try Run(try ScenarioText(parsing: change(scenario) + "\n").scenario)
    _ = try run.runToRest(atLeast: 600, limit: 20_000, budget: 100_000)
    return run
  }

  static let goals = [
    "acknowledgedLost == 1 and rolledBack == 1 and leaders(at: 300) == 2",
    "leaders(at: 249) == 1 and leaders(at: 600) == 1 and leaders(at: 0) == 1",
    "epoch(P, at: 300) == 1 and epoch(R1, at: 300) == 2 and epoch(P, at: 600) == 2",
    "entry(P, 2, at: 300) == 1 and entry(R1, 2, at: 300) == 2 and entry(P, 2, at: 600) == 2",
    "entry(R2, 2, at: 255) == nil",
    "violations(TwoLeaders) == {(c2, 260)}",
    // P has as many entries as R1, and lacks what is committed since 261.
    "lag(P, at: 300) == 39 and lag(R1, at: 300) == 0",
    // Before that the living line was P's.
    "lag(R1, at: 255) == 144 and lag(P, at: 255) == 0",
  ]

  @Test(arguments: goals) func goalsHold(_ text: String) throws {
    let run = try Self.run()
    let goal = try GoalExpression(parsing: text)
    try goal.check(run.names)
    let outcome = goal.evaluate(in: GoalContext(run: run))
    #expect(outcome.state == .met, "\(text): \(outcome.witness)")
  }

  /// Repaired: acknowledged by a majority, P commits nothing beside R1. Belief alone is said.
  @Test func withAMajorityBeliefIsAllThereIs() throws {
    let run = try Self.run { $0 + "\nset acknowledgement = majority" }
    #expect(run.verdict(of: .twoLeaders) == .holds)
    #expect(run.value(of: .rolledBack).value == 0)
    var past = run
    past.seek(time: 300)
    let view = past.view()
    let guarantee = try #require(view.guarantees.first { $0.checker == .twoLeaders })
    #expect(guarantee.state == .holds && guarantee.isWarning)
    #expect(
      guarantee.reason
        == "warning: P (epoch 1) and R1 (epoch 2) both believe that they lead, since "
        + "250; they have not committed on different lines of the log")
    let after = try #require(run.view().guarantees.first { $0.checker == .twoLeaders })
    #expect(after.state == .holds && !after.isWarning && after.reason.contains("from 250 to "))
  }

  private func isAboutLeaders(_ kind: TimelineView.Mark.Kind) -> Bool {
    ![.fault, .repair, .change].contains(kind)
  }

  @Test func viewsShowLeadersAndLogs() throws {
    var run = try Self.run()
    let end = run.view()
    #expect(end.rollbacks.map(\.write) == ["x=1"] && end.rollbacks.map(\.client) == ["c1"])
    #expect(end.rollbacks.map(\.acknowledged) == [112] && end.rollbacks.map(\.node) == ["P"])
    #expect(
      end.replicas.map(\.leadsIn) == [nil, 2, nil] && !end.replicas.contains(where: \.hasRival))
    run.seek(time: 300)
    let view = run.view(ViewOptions(timelineStart: 0, timelineSpan: 600))
    #expect(view.rollbacks.isEmpty)
    #expect(view.replicas.map(\.leadsIn) == [1, 2, nil])
    #expect(view.replicas.map(\.hasRival) == [true, true, false])
    #expect(view.replicas[0].log.map(\.text) == ["x=0", "x=1"])
    #expect(view.replicas[1].log.map(\.position.epoch) == [1, 2])
    #expect(view.timeline.marks.map(\.kind).filter(isAboutLeaders) == [.elected])
    run.seek(to: run.newest)
    let marks = run.view(ViewOptions(timelineStart: 0, timelineSpan: 600)).timeline.marks
    #expect(marks.map(\.kind).filter(isAboutLeaders) == [.elected, .steppedDown, .rolledBack])
    #expect(marks.last?.text == "rolled back x=1" && marks.last?.node == "P")
  }

  @Test func reportsListWhatWasRolledBack() throws {
    let lines = RunReport(of: try Self.run()).rolledBack
    #expect(lines.map(\.client) == ["c1"] && lines.map(\.acknowledged) == [112])
    #expect(lines.map(\.node) == ["P"] && lines.map(\.key) == ["x"])
  }

  @Test func aRunIsJudgedFromTheStart() throws {
    let run = try Run(try ScenarioText(parsing: Self.scenario + "\n").scenario)
    #expect(run.verdict(of: .linearizability) == .holds)
    #expect(run.verdict(of: .convergence) == .pending, "the script is still to come")
  }
}
