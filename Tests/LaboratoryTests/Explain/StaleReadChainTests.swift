import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// Why a copy was not there: late, lost, held, queued, hidden.
@Suite struct StaleReadChainTests {
  typealias Fixture = ExplainFixture

  @Test func aLateCopyDecides() throws {
    let run = try Fixture.run(Fixture.morning, until: 250)
    let found = try #require(run.explained("c1", 200))
    #expect(found.title == "Why c1's read of name at 200 misses its own write")
    #expect(
      found.summary
        == "R3 answered Bob at t=201, without the session's own write name = Alice, acknowledged at t=102."
    )
    #expect(
      found.steps.map(\.sentence) == [
        "P put c1's write name = Alice into its log as lsn 2, which committed it "
          + "(acknowledgement = none).",
        "P sent R3 the copy, append lsn 2; it takes 400 ms, until 501.",
        "P told c1 that write name = Alice is done.",
        "c1 asked R3: read name. The action named R3. It carried no token: nothing told R3 what this "
          + "session had written or seen.",
        "R3 answered Bob, from its log up to lsn 1, without write name = Alice.",
        "c1 had the answer: Bob.", "Append lsn 2 is due at R3.",
      ])
    #expect(found.steps.map(\.time) == [101, 101, 102, 200, 201, 202, 501])
    #expect(found.steps.map(\.place) == ["P", "P", "c1", "c1", "R3", "c1", "R3"])
    #expect(found.deciding == 1 && found.gap == nil)
    guard case .message(let id)? = found.decision?.subject else {
      Issue.record("the copy decides")
      return
    }
    let copy = run.simulation.recording.messages[Int(id.number) - 1].record
    #expect(copy.to == NodeID(3) && copy.label.description == "append lsn 2")
    // The event that is jumped to is the one at which the copy was sent.
    let event = try #require(found.decision?.eventIndex)
    #expect(run.simulation.recording.events[event].time == 101)
    #expect(found.steps.last?.eventIndex == nil, "what is due has no event yet")
  }

  /// A read that begins in the millisecond of the answer is stale by the order of the events, and breaks
  /// no linearizability, which has only the instants: that is said where it is so.
  @Test func equalInstantsAreSaid() throws {
    for (asked, isSaid) in [(102, true), (103, false)] {
      let script = ["100 c1 write name = Alice via P", "\(asked) c2 read name via R1"]
      let run = try Fixture.run(script, until: 200)
      let found = try #require(run.explained("c2", VirtualTime(Int64(asked))))
      #expect(found.title == "Why c2's read of name at \(asked) was stale")
      let sentence = "Write name = Alice was committed by then, and answered at t=102 too"
      #expect(found.says(sentence) == isSaid)
      let guarantees = run.view().guarantees
      let linearizability = try #require(guarantees.first { $0.checker == .linearizability })
      #expect((linearizability.state == .violated) == !isSaid)
    }
  }

  @Test func afterwardsTheCopyHasCome() throws {
    let run = try Fixture.run(Fixture.morning, until: 650)
    let found = try #require(run.explained("c1", 200))
    #expect(
      found.decision?.sentence == "P sent R3 the copy, append lsn 2; it took 400 ms, until 501.")
    #expect(found.steps.last?.sentence == "Append lsn 2 came to R3.")
    #expect(found.steps.last?.eventIndex != nil)
    let later = try #require(run.explained("c1", 600))
    #expect(later.title == "How c1's read of name at 600 was answered")
    #expect(later.summary.contains("missed nothing"))
    #expect(later.decision?.sentence == "R3 answered Alice, from its log up to lsn 2.")
  }

  @Test func aCopyLostInACutDecides() throws {
    let run = try Fixture.run(Fixture.morning, until: 1300)
    let found = try #require(run.cell("name", "R3"))
    #expect(found.title == "Why name at R3 is stale")
    #expect(
      found.summary == "R3 holds Alice and lacks c1's write name = Ann, committed 499 ms ago.")
    #expect(found.says("By the script: cut P | R3."))
    #expect(
      found.decision?.sentence
        == "Append lsn 3 from P to R3 was lost: it came to the end of its way inside the cut.")
    #expect(found.decision?.time == 1201)
    #expect(found.says("P sent append lsn 3 to R3 again"), "the leader resends")
    #expect(found.steps.last?.sentence.contains("unless it heals before, it will be lost") == true)
  }

  /// A follower that has not heard of the commit has the entry, and does not show it.
  @Test func whatIsInTheLogIsNotLacking() throws {
    var run = try Run(Preset.failoverAsync.scenario)
    let grammar = ActionGrammar(of: run)
    _ = try run.perform(try grammar.parse("c1 write name = Zoe"))
    run.seek(time: 5)
    #expect(try #require(run.cell("name", "R2")).summary.contains("R2 holds Bob and lacks c1's"))
    run.seek(time: 12)
    let node = try #require(run.names.server(named: "R2"))
    let found = try #require(run.cell("name", "R2"))
    #expect(
      found.summary == "R2 shows Bob; it has c1's write name = Zoe, committed 11 ms ago, and does "
        + "not show that yet.")
    #expect(
      run.explain(.replica(node)).summary == "R2 does not show 1 committed entry; the oldest was "
        + "committed 11 ms ago, and is in its log.")
  }

  @Test func whatIsDoneByHandDecides() throws {
    var run = try Fixture.run(Array(Fixture.morning.prefix(1)), until: 120)
    let copy = try #require(
      run.simulation.messagesInFlight.first { $0.link.to == NodeID(1) && $0.label.number == 2 })
    try run.perform(.treat(copy.id, .hold))
    run.seek(time: 300)
    let found = try #require(run.cell("name", "R1"))
    #expect(
      found.decision?.sentence == "Append lsn 2 was treated by hand: hold m\(copy.id.number).")
    #expect(found.steps.last?.sentence == "Append lsn 2 for R1 is held by hand.")
    #expect(found.steps.last?.time == nil)
  }

  @Test func aRuleThatAMessageMet() throws {
    let run = try Fixture.run(
      [
        "50 drop next append P -> R1", "100 c1 write name = Alice via P", "150 c2 read name via R1",
      ],
      until: 200)
    let found = try #require(run.explained("c2", 150))
    #expect(
      found.decision?.sentence
        == "Append lsn 2 from P to R1 was dropped as it was sent, by a rule for its link.")
    #expect(found.says("A rule was set by the script: drop next append P -> R1."))
    let spared = try Fixture.run(
      [
        "50 drop next append P -> R1", "60 forget drop next append P -> R1",
        "100 c1 write name = Alice via P", "130 c2 read name via R1",
      ], until: 200)
    let other = try #require(spared.explained("c2", 130))
    #expect(!other.says("A rule was set"), "it was taken away before anything met it")
    #expect(other.decision?.sentence.contains("took 40 ms, until 141") == true)
  }

  @Test func aSlowApplierDecides() throws {
    let run = try Fixture.run(
      ["100 c1 write name = Alice via P", "150 c2 read name via R1"], set: ["apply-time = 30"],
      until: 160)
    let found = try #require(run.explained("c2", 150))
    #expect(
      found.decision?.sentence
        == "R1 had received lsn 2 and not applied it yet: it applies one entry after the other "
        + "(apply-time = 30 ms).")
    #expect(found.decision?.time == 141)
  }

  @Test func newsOfACommitThatIsOnItsWay() throws {
    let run = try Fixture.run(
      ["100 c1 write name = Alice via P", "190 c2 read name via R1"],
      set: ["acknowledgement = 1", "visibility = commit"], until: 215)
    let found = try #require(run.explained("c2", 190))
    #expect(found.says("shows readers only what it knows to be committed (visibility = commit)"))
    #expect(found.decision?.sentence.contains("P sent R1 commit lsn 2; it takes 40 ms") == true)
    #expect(found.says("With the answer of R1, P had what it waits for (acknowledgement = 1)"))
  }

  @Test func aPausedNodeLetsItsCopyWait() throws {
    let run = try Fixture.run(
      ["100 c1 write name = Alice via P", "120 pause R1"], until: 200)
    let found = try #require(run.cell("name", "R1"))
    #expect(
      found.decision?.sentence
        == "It reached R1, which was paused since 120 (by the script), and waited there.")
    #expect(found.says("By the script: pause R1."))
  }

  @Test func aCrashedNodeLosesItsCopy() throws {
    let run = try Fixture.run(
      ["100 c1 write name = Alice via P", "120 crash R1"], until: 200)
    let found = try #require(run.cell("name", "R1"))
    #expect(found.decision?.sentence == "Append lsn 2 from P was lost: R1 was down.")
    #expect(found.says("By the script: crash R1."))
    let replica = run.explain(.replica(NodeID(1)))
    #expect(replica.title == "Why R1 is behind")
  }

  @Test func aLagSetByHandIsNamed() throws {
    var run = try Fixture.run([], until: 50)
    try run.perform(.setDelay([Link(from: NodeID(0), to: NodeID(1))], 500))
    try run.perform(.invoke(ProcessID(0), .write("name", "Alice"), target: NodeID(0)))
    run.seek(time: 100)
    try run.perform(.invoke(ProcessID(1), .read("name"), target: NodeID(1)))
    run.seek(time: 110)
    let found = try #require(run.explained("c2", 100))
    #expect(found.says("By hand: delay P -> R1 500."))
    #expect(found.decision?.sentence.contains("it takes 500 ms, until 551") == true)
  }
}
