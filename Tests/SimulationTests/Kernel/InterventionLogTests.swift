import Histories
import Replication
import Simulation
import TestWorlds
import Testing

@Suite struct InterventionLogTests {
  /// A run with the hand of a user in it, at times and event indices of all kinds.
  private func handled(_ seed: UInt64) -> Timeline<SingleLeader> {
    var timeline = Timeline(TimelineTests.faulty(seed), initial: [])
    let acts: [(Int, Intervention)] = [
      (0, .invoke(ProcessID(0), .write("a", "first"), target: nil)),
      (40, .cut(between(NodeID(0), NodeID(2)))), (41, .pause(NodeID(1))),
      (90, .resume(NodeID(1))), (91, .heal(nil)), (150, .crash(NodeID(0), losingDisk: false)),
      (170, .restart(NodeID(0))), (171, .configure(path: "acknowledgement", value: "all")),
      (220, .setWorkload(nil)), (260, .invoke(ProcessID(1), .read("a"), target: NodeID(2))),
    ]
    for (position, intervention) in acts {
      timeline.forward(position - timeline.position)
      let next = timeline.nextTime() ?? timeline.world.now
      let between = (timeline.world.now.milliseconds + next.milliseconds) / 2
      timeline.intervene(intervention, at: VirtualTime(between))
      if let flying = timeline.world.messagesInFlight.first {
        timeline.intervene(.treat(flying.id, .delay(by: 15)), at: timeline.world.now)
      }
      if let choice = timeline.world.enabled.last {
        timeline.intervene(.choose(sequence: choice.sequence), at: timeline.world.now)
      }
    }
    timeline.forward(400 - timeline.position)
    return timeline
  }

  @Test(arguments: UInt64(1)...12)
  func interventionsReplayToTheSameDigest(_ seed: UInt64) {
    let original = handled(seed)
    #expect(original.log.count > 20)
    var rewound = original
    rewound.seek(to: 0)
    rewound.seek(to: original.newest)
    #expect(rewound.world.digest == original.world.digest)
    // The same log planted into a new run of the same scenario.
    var planted = Timeline(TimelineTests.faulty(seed), initial: [])
    planted.plant(original.log)
    planted.forward(original.newest)
    #expect(planted.world.digest == original.world.digest)
    #expect(sameRecording(planted.recording, original.recording))
    #expect(planted.log == original.log)
  }

  @Test func leavingOutAnInterventionShows() {
    let original = handled(2)
    var planted = Timeline(TimelineTests.faulty(2), initial: [])
    planted.plant(Array(original.log.dropFirst()))
    planted.forward(original.newest)
    #expect(planted.world.digest != original.world.digest)
  }

  /// Time-outs of answered operations stay in the queue and are void: a replay that nobody watches
  /// passes over them too.
  @Test func anInterventionAfterVoidOccurrencesReplays() {
    var world = ProbeSetup(timeout: 50).world
    world.plan(.read("x"), at: 0, by: 0)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 1000)
    timeline.intervene(.pause(p1), at: 2000)
    let digest = timeline.world.digest
    timeline.seek(to: 0)
    while timeline.forward() != nil {}
    #expect(timeline.world.digest == digest)
    #expect(timeline.world.now == 2000)
  }

  @Test func anInterventionBeforePlantedOnes() {
    var timeline = ProbeSetup().run(through: 0) { world in
      for time in Int64(1)...5 { world.schedule(.setServiceTime(p2, 1), at: VirtualTime(time)) }
    }
    timeline.plant([LoggedIntervention(eventIndex: 4, time: 3, intervention: .pause(p1))])
    timeline.intervene(.pause(p0), at: .zero)
    #expect(timeline.world[node: p0].status == .paused)
    #expect(timeline.world[node: p1].status == .up)
    timeline.run(through: 10)
    #expect(timeline.world[node: p1].status == .paused)
    #expect(timeline.log.map(\.eventIndex) == [0, 4])
  }
}
