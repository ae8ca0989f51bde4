import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// The schedule of lesson SR1, "The value that was there a moment ago", with every value it states.
@Suite struct StaleReadScheduleTests {
  private let p = NodeID(0)
  private let r1 = NodeID(1)
  private let r2 = NodeID(2)
  private let r3 = NodeID(3)

  private func lesson(
    _ order: TieOrder = .standard, acknowledgement: SingleLeader.Acknowledgement = .none,
    isCut: Bool = true
  ) -> Timeline<SingleLeader> {
    var setup = SingleLeaderSetup()
    setup.tieOrder = order
    setup.initial = [.init("name", "Bob")]
    setup.clients = 3
    setup.acknowledgement = acknowledgement
    var world = setup.world
    world.plan(.write("name", "Alice"), at: 100, by: 0, on: p)
    world.plan(.read("name"), at: 150, by: 1, on: r1)
    world.plan(.read("name"), at: 150, by: 2, on: r2)
    world.plan(.read("name"), at: 200, by: 0, on: r3)
    world.plan(.read("name"), at: 600, by: 0, on: r3)
    if isCut { world.schedule(.cut(between(p, r3)), at: 710) }
    world.plan(.write("name", "Ann"), at: 800, by: 0, on: p)
    world.schedule(.heal(nil), at: 1600)
    return Timeline(world, initial: setup.initial)
  }

  private func read(_ timeline: Timeline<SingleLeader>, _ client: Int, _ at: VirtualTime) -> Value?
  {
    timeline.recording.operations(of: ProcessID(client)).first {
      $0.call.isReadOnly && $0.intended == at
    }?.result
  }

  private func view(_ timeline: Timeline<SingleLeader>, _ node: NodeID, at time: VirtualTime)
    -> NodeInspection
  {
    SingleLeader.inspect(
      timeline.world[node: node], at: timeline.world[node: node].clock.reading(at: time),
      configuration: timeline.world.configuration)
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func theFourReads(_ order: TieOrder) {
    var timeline = lesson(order)
    timeline.run(through: 1000)
    #expect(read(timeline, 1, 150) == "Alice")
    #expect(read(timeline, 2, 150) == "Bob")
    #expect(read(timeline, 0, 200) == "Bob")
    #expect(read(timeline, 0, 600) == "Alice")
  }

  @Test func theWriteIsAppliedAt101AndAcknowledgedAt102() throws {
    var timeline = lesson()
    timeline.run(through: 1000)
    let write = timeline.recording.history.operations[0]
    #expect(write.call == .write("name", "Alice"))
    #expect(write.completion?.time == 102)
    let placed = try #require(
      timeline.recording.history.events.first {
        if case .note(.placed) = $0.kind { true } else { false }
      })
    #expect(placed.time == 101)
    guard case .note(.placed(_, _, let position, let previous)) = placed.kind else { return }
    #expect(position.lsn == 2 && previous.lsn == 1)
    // The stale read of client 2: served at 151, the missed version committed at 101.
    let stale = timeline.recording.operations(of: ProcessID(2))[0]
    #expect(stale.completion?.observation?.servedAt == 151)
    #expect(
      stale.completion?.observation?.visibility
        == .prefix(of: LogID(0), through: LogPosition(epoch: 1, lsn: 1)))
  }

  /// 400 out and 400 back. The schedule's own cut at 710 would take the acknowledgement that is due
  /// at 901, and the write would be answered after the healing: at 1600 the entry is sent again.
  @Test func waitingForAllFollowersAnswersAt902() {
    let acknowledged = {
      (acknowledgement: SingleLeader.Acknowledgement, isCut: Bool) -> VirtualTime? in
      var timeline = lesson(acknowledgement: acknowledgement, isCut: isCut)
      timeline.run(through: 4000)
      return timeline.recording.history.operations[0].completion?.time
    }
    #expect(acknowledged(.all, false) == 902)
    #expect(acknowledged(.all, true) == 2401)
    #expect(acknowledged(.majority, true) == 342)
    #expect(acknowledged(.followers(1), true) == 182)
    #expect(acknowledged(.none, true) == 102)
  }

  @Test func thePanelsAt201() {
    var timeline = lesson()
    timeline.run(through: 201)
    let values = [p, r1, r2, r3].map { view(timeline, $0, at: 201).cells.map(\.value) }
    #expect(values == [["Alice"], ["Alice"], ["Bob"], ["Bob"]])
    let appends = timeline.world.messagesInFlight.filter { $0.label.name == "append lsn" }
    #expect(appends.map(\.link.to) == [r2, r3])
    #expect(appends.map(\.due) == [221, 501])
    #expect(appends.map(\.label.number) == [2, 2])
  }

  @Test func theMetersAt1500() {
    var timeline = lesson()
    timeline.run(through: 1500)
    let inspection = view(timeline, r3, at: 1500)
    #expect(inspection.queueMeter == 0)
    #expect(inspection.heartbeatMeter == 1200)
    #expect(inspection.progress.applied.lsn == 2)
    // The true lag: the missed write was applied at the leader at 801.
    let missed = timeline.recording.history.events.last {
      if case .note(.placed) = $0.kind { true } else { false }
    }
    #expect(missed.map { VirtualTime(1500) - $0.time } == 699)
    #expect(view(timeline, p, at: 1500).queueMeter == nil)
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func everybodyAgreesAfterTheHealing(_ order: TieOrder) {
    var timeline = lesson(order)
    timeline.run(through: 1599)
    let digests = { (timeline: Timeline<SingleLeader>) in
      Set(timeline.world.nodes.map(SingleLeader.stateDigest))
    }
    #expect(digests(timeline).count == 2)
    #expect(timeline.world.unrest != nil)
    let drained = timeline.drain()
    #expect(drained)
    #expect(digests(timeline).count == 1)
    // Resent when the link heals at 1600, applied 400 later.
    #expect(timeline.recording.samples[3].last?.time == 2000)
    #expect(view(timeline, r3, at: 2000).cells.map(\.value) == ["Ann"])
  }

  @Test func goingBackShowsTheSamePanels() {
    var timeline = lesson()
    timeline.run(through: 3000)
    let digest = timeline.world.digest
    timeline.seek(to: timeline.recording.eventCount(at: 201))
    #expect(view(timeline, r2, at: 201).cells.map(\.value) == ["Bob"])
    timeline.seek(to: timeline.newest)
    #expect(timeline.world.digest == digest)
  }
}
