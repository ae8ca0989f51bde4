import Histories
import Replication
import Simulation
import TestWorlds
import Testing

@Suite struct RecordingTests {
  /// Every prefix of a recording is the recording of the shorter run, from no event at all.
  @Test(arguments: UInt64(1)...4)
  func aPrefixEqualsARecordingMadeAfresh(_ seed: UInt64) {
    let world = TimelineTests.faulty(seed)
    var fresh = Recording(servers: world.nodes.count, initial: [])
    var running = world
    running.start(&fresh)
    var stages = [fresh]
    for _ in 0..<400 {
      _ = running.step(&fresh)
      stages.append(fresh)
    }
    for (count, stage) in stages.enumerated() {
      let prefix = fresh.prefix(events: count)
      #expect(sameRecording(prefix, stage), "after \(count) events")
    }
    #expect(!sameRecording(fresh.prefix(events: 399), fresh))
    #expect(fresh.history.operations.count > 10)
  }

  @Test func everyEventHasOneRecord() {
    for seed in UInt64(1)...20 {
      var timeline = Timeline(TimelineTests.faulty(seed), initial: [])
      timeline.forward(600)
      #expect(timeline.recording.events.count == timeline.world.eventCount)
    }
  }

  @Test func whatHappensBeforeTheFirstEventIsKept() throws {
    let timeline = SingleLeaderSetup().timeline
    let start = timeline.recording.prefix(events: 0)
    #expect(start.messages.count == 3)
    #expect(start.sample(of: NodeID(0), events: 0) != nil)
  }

  @Test func causesLeadBackToTheInvocation() throws {
    var world = SingleLeaderSetup().world
    world.plan(.write("name", "Alice"), at: 100, by: 0)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 600)
    let events = timeline.recording.events
    let arrival = try #require(
      events.firstIndex { $0.label.name == "append lsn" && $0.node == NodeID(3) })
    let chain = timeline.recording.causes(of: arrival).map { events[$0].kind }
    #expect(chain == [.delivery, .delivery, .invocation])
  }

  @Test func aRepeatingTailIsFound() {
    // A heartbeat and its arrival, again and again.
    var pair = SingleLeaderSetup()
    pair.lags = [5]
    var circle = pair.timeline
    circle.run(through: 20_000)
    #expect(circle.recording.repeatingTail()?.count == 2)
    var varied = Timeline(TimelineTests.faulty(1), initial: [])
    varied.forward(400)
    #expect(varied.recording.repeatingTail() == nil)
  }

  @Test func samplesAndCountsAreFoundByBisection() {
    var timeline = Timeline(TimelineTests.faulty(6), initial: [])
    timeline.forward(500)
    let recording = timeline.recording
    for count in stride(from: 0, through: 500, by: 7) {
      let linear = recording.events.prefix(count).filter(\.isForeground).count
      #expect(recording.foregroundCount(before: count) == linear)
      let last = recording.samples[1].last { $0.eventIndex < count }
      #expect(recording.sample(of: NodeID(1), events: count) == last)
    }
    #expect(recording.eventCount(at: 300) == recording.events.filter { $0.time <= 300 }.count)
  }
}
