import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// What the lab keeps of leaders and of writes that were rolled back, from a recording made by hand.
@Suite struct LeaderHistoryTests {
  /// Lesson WC4: P (node 0) acknowledges x=1 to c1 at 112 and truncates it at 430; R1 (node 1) leads
  /// from 250. With `lateAnswer`, the client hears of its write only after the truncation.
  private func judged(lateAnswer: Bool = false, outcome: Outcome = .ok(nil)) -> LiveJudgement {
    var recording = Recording(servers: 2, initial: [])
    var index = 0
    func event(_ time: Int64, at node: Int, _ body: (inout Recording, VirtualTime, Int) -> Void) {
      recording.began(
        EventRecord(
          time: VirtualTime(time), kind: .delivery, isForeground: true, node: NodeID(node),
          cause: nil, label: Label("event")), index: index)
      body(&recording, VirtualTime(time), index)
      index += 1
    }
    let write = OperationID(0)
    func answer(_ recording: inout Recording, _ time: VirtualTime, _ index: Int) {
      recording.completed(
        write, Completion(outcome: outcome, time: time, eventIndex: index, observation: nil))
    }
    recording.noted(.leads(NodeID(0), of: LogID(0), epoch: 1), at: .zero, index: -1)
    event(110, at: 0) { recording, time, index in
      recording.invoked(
        Operation(
          id: write, process: ProcessID(0), session: SessionID(0), intent: IntentID(0),
          call: .write("x", 1), intended: time, invoked: time, invokedEvent: index))
    }
    event(111, at: 0) { recording, time, index in
      let placed = Note.placed(
        write, log: LogID(0), position: LogPosition(epoch: 1, lsn: 2),
        previous: LogPosition(epoch: 1, lsn: 1))
      recording.noted(placed, at: time, index: index)
      recording.noted(.committed(write), at: time, index: index)
    }
    if !lateAnswer { event(112, at: 0, answer) }
    event(250, at: 1) { recording, time, index in
      recording.noted(.leads(NodeID(1), of: LogID(0), epoch: 2), at: time, index: index)
    }
    for _ in 0..<2 {
      event(430, at: 0) { recording, time, index in
        recording.noted(.ceases(NodeID(0), of: LogID(0), epoch: 1), at: time, index: index)
        recording.noted(.discarded(write, at: NodeID(0)), at: time, index: index)
      }
    }
    if lateAnswer { event(440, at: 0, answer) }
    var judgement = LiveJudgement()
    judgement.advance(over: recording)
    return judgement
  }

  @Test func anAcknowledgedWriteIsRolledBack() {
    let judgement = judged()
    let lines = judgement.rollbacks.lines(events: 6)
    #expect(lines.count == 2, "twice noted, twice listed")
    #expect(lines.first?.acknowledged == 112 && lines.first?.time == 430)
    #expect(lines.first?.node == NodeID(0))
    #expect(judgement.rollbacks.writes(events: 6) == 1, "and one write all the same")
    #expect(judgement.rollbacks.writes(events: 4) == 0, "as of before the truncation")
  }

  @Test func anAnswerAfterTheTruncationCountsFromThereOn() {
    let judgement = judged(lateAnswer: true)
    #expect(judgement.rollbacks.writes(events: 5) == 0)
    #expect(judgement.rollbacks.writes(events: 6) == 1)
    #expect(judgement.rollbacks.lines(events: 6).last?.time == 430)
  }

  @Test func whatWasNotAcknowledgedIsNotRolledBack() {
    #expect(judged(outcome: .info(.timeout)).rollbacks.writes(events: .max) == 0)
  }

  @Test func leadersAreKnownByEvent() {
    let judgement = judged()
    #expect(judgement.leaderChanges.map(\.begins) == [true, true, false, false])
    #expect(judgement.monitor.leaders(asOf: -1).map(\.node) == [NodeID(0)])
    #expect(judgement.monitor.leaders(asOf: 3).map(\.epoch) == [1, 2])
    #expect(judgement.monitor.leaders(asOf: 5).map(\.epoch) == [2])
  }
}
