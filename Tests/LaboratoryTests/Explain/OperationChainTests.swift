import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// Refusals, silences, redirects and waits.
@Suite struct OperationChainTests {
  typealias Fixture = ExplainFixture

  private static let carrying = [
    "client c1 session c1 routing preferred timeout 1000",
    "client c2 session c2 routing sticky-modulo among R2, R1 timeout 1000",
    "client c3 session c3 routing preferred timeout 1000",
  ]

  @Test func anAcknowledgementThatIsLostKeepsAClientWaiting() throws {
    let script = ["100 c1 write name = Alice via P", "710 cut P | R3", "1600 heal"]
    let during = try Fixture.run(script, set: ["acknowledgement = all"], until: 1000)
    let waiting = try #require(during.explained("c1", 100))
    #expect(waiting.title == "What c1's write name = Alice at 100 waits for")
    #expect(waiting.summary == "c1 has had no answer for 900 ms.")
    let loss = "Ack lsn 2 from R3 to P was lost: it came to the end of its way inside the cut."
    #expect(waiting.decision?.sentence == loss)
    let after = try Fixture.run(script, set: ["acknowledgement = all"], until: 3000)
    let found = try #require(after.explained("c1", 100))
    #expect(found.title == "Why c1's write name = Alice at 100 got no answer")
    #expect(found.decision?.sentence == loss)
    #expect(found.says("P got ack lsn 2 from R1.") && found.says("P got ack lsn 2 from R2."))
    #expect(found.summary.contains("The write has happened all the same"))
    #expect(found.says("c1 gave up, 1000 ms after it had asked."))
  }

  @Test func aRequestThatIsLost() throws {
    let run = try Fixture.run(["50 cut c1 | P", "100 c1 write name = Alice via P"], until: 1500)
    let found = try #require(run.explained("c1", 100))
    #expect(
      found.decision?.sentence
        == "c1's request (write) from c1 to P was lost: it came to the end of its way inside the cut."
    )
    #expect(found.summary.contains("The write has not happened so far: no log holds it."))
  }

  @Test func aTokenThatAReplicaLacks() throws {
    let script = ["100 c1 write name = Alice via P", "110 c2 read name via P", "120 c2 read name"]
    let sent = try Fixture.run(
      script, set: ["session-token = all"], clients: Self.carrying, until: 200)
    let redirected = try #require(sent.explained("c2", 120))
    #expect(redirected.says("c2 asked P instead. R1 sent it on: R1 lacked lsn 2."))
    let kept = try Fixture.run(
      script, set: ["session-token = all", "token-miss = wait"], clients: Self.carrying, until: 130)
    let waiting = try #require(kept.explained("c2", 120))
    #expect(waiting.says("R1 lacked lsn 2 and kept the read waiting, and waits still."))
    #expect(waiting.decision?.sentence.contains("P sent R1 the copy, append lsn 2") == true)
    let later = try Fixture.run(
      script, set: ["session-token = all", "token-miss = wait"], clients: Self.carrying, until: 300)
    let served = try #require(later.explained("c2", 120))
    #expect(served.says("R1 lacked lsn 2 and kept the read waiting, for 20 ms."))
  }

  @Test func aRefusalNamesWhatStoodThere() throws {
    let run = try Fixture.run(
      ["100 c1 write name = Alice via P", "200 c2 put-if name = Eve at 1:1 via P"], until: 300)
    let found = try #require(run.explained("c2", 200))
    #expect(found.title == "Why c2's put-if name Eve at 200 was refused")
    #expect(found.decision?.sentence == "P refused: version conflict.")
    #expect(found.summary.contains("A refusal is definite"))
    #expect(found.says("P put c1's write name = Alice into its log as lsn 2"))
  }

  @Test func aSessionThatFailedOver() throws {
    let clients = [
      "client c1 session c1 routing sticky-modulo among R1, R2 timeout 1000",
      "client c2 session c2 routing preferred timeout 1000",
    ]
    let run = try Fixture.run(
      ["50 crash R1", "100 c2 write name = Alice via P", "150 c1 read name"], clients: clients,
      until: 200)
    let found = try #require(run.explained("c1", 150))
    #expect(found.says("Its session sticks to R1, which was down; R2 is next."))
    #expect(found.says("By the script: crash R1."))
    #expect(found.decision?.sentence.contains("P sent R2 the copy") == true)
  }

  @Test func aMessageAndAFault() throws {
    let run = try Fixture.run(Fixture.morning, until: 2500)
    let lost = try #require(
      run.simulation.recording.messages.first {
        $0.fate == .lostInCut && $0.record.label.number == 3
      })
    let message = run.explain(.message(lost.record.id))
    #expect(message.title == "What became of append lsn 3 from P to R3 (m\(lost.record.id.number))")
    #expect(message.summary == "Sent at t=801, lost at t=1201 in a cut of its link.")
    #expect(message.says("c1 asked: write name = Ann."))
    #expect(message.says("P sent append lsn 3 to R3 again"))
    let cut = try #require(run.lastCut(of: Link(from: NodeID(0), to: NodeID(3))))
    let fault = run.explain(.event(cut))
    #expect(fault.title == "What came of cut at t=710")
    #expect(fault.summary.hasSuffix("It was healed at t=1600."))
    #expect(fault.says("Append lsn 3 from P to R3 was lost."))
  }

  @Test func theLatestMarkIsTheLatest() throws {
    #expect(try Fixture.run([], until: 90).latestMark() == nil)
    let stale = try Fixture.run(Fixture.morning, until: 130).latestMark()
    #expect(stale == .cell("name", at: NodeID(1)) || stale == .cell("name", at: NodeID(2)))
    guard case .violation(let witness)? = try Fixture.run(Fixture.morning, until: 250).latestMark()
    else {
      Issue.record("a violation is the latest mark")
      return
    }
    #expect(witness.checker == .readYourWrites, "it says more than that the read was stale")
    guard case .message(let id)? = try Fixture.run(Fixture.morning, until: 1300).latestMark() else {
      Issue.record("a loss is the latest mark")
      return
    }
    let run = try Fixture.run(Fixture.morning, until: 1300)
    #expect(run.simulation.recording.messages[Int(id.number) - 1].fate == .lostInCut)
  }
}
