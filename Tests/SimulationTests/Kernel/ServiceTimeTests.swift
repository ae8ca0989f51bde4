import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct ServiceTimeTests {
  /// One server in order of arrival: it finishes a request at `max(arrival, last finish) + time`.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func requestsQueueByTheFormula(_ seed: UInt64) {
    let random = RandomStream(seed: seed)
    let service = VirtualDuration(10)
    var invocations: [(VirtualTime, Int)] = []
    for client in 0..<8 {
      for round in 0..<12 {
        let gap = random.below(90, .workload, CausalKey(source: UInt64(client), ordinal: round))
        invocations.append((VirtualTime(Int64(round) * 100 + gap), client))
      }
    }
    let timeline = ProbeSetup(timeout: nil, clients: 8).run(through: 10_000) { world in
      world.schedule(.setServiceTime(p0, service), at: 0)
      for (time, client) in invocations { world.plan(.read("x"), at: time, by: client, on: p0) }
    }
    var finish = VirtualTime.zero
    var expected: [VirtualTime] = []
    for operation in timeline.recording.history.operations.sorted(by: { $0.invoked < $1.invoked }) {
      finish = max(operation.invoked + 1, finish) + service
      expected.append(finish + 1)
    }
    let replies = timeline.recording.history.operations.compactMap(\.completion?.time).sorted()
    #expect(replies == expected)
    #expect(replies.count == 96)
    #expect(timeline.world[node: p0].backlog == 0)
  }

  @Test func messagesBetweenNodesTakeNoServiceButWaitTheirTurn() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.setServiceTime(p1, 50), at: 0)
      world.plan(.read("x"), at: 0, by: 1, on: p1)
      world.plan(.write("datagram/1", 1), at: 0, by: 0, on: p0)
      world.plan(.write("datagram/1", 2), at: 100, by: 0, on: p0)
    }
    #expect(timeline.lines(1) == ["51: read nil", "51: 1 from 0", "111: 2 from 0"])
  }

  /// The second message arrives at the very instant at which the first one's wait ends.
  @Test(arguments: [TieOrder.standard, .reversed])
  func aStreamKeepsItsOrderAtABusyNode(_ order: TieOrder) {
    let timeline = ProbeSetup(tieOrder: order).run { world in
      world.schedule(.setServiceTime(p1, 10), at: 0)
      world.plan(.read("x"), at: 9, by: 1, on: p1)
      world.plan(.write("stream/1", 1), at: 3, by: 0, on: p0)
      world.plan(.write("stream/1", 2), at: 9, by: 0, on: p0)
    }
    let streamed = timeline.lines(1).filter { $0.contains("from 0") }
    #expect(streamed == ["20: 1 from 0", "20: 2 from 0"])
  }

  @Test func aPausedNodeDoesNotFinishItsService() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.setServiceTime(p1, 10), at: 0)
      world.plan(.read("x"), at: 0, by: 0, on: p1)
      world.schedule(.pause(p1), at: 5)
      world.schedule(.resume(p1), at: 50)
    }
    #expect(timeline.lines(1) == ["50: read nil"])
    #expect(timeline.world[node: p1].backlog == 0)
    #expect(timeline.world.unrest == nil)
  }

  @Test func aCrashDestroysTheQueue() {
    let timeline = ProbeSetup(timeout: 200).run { world in
      world.schedule(.setServiceTime(p1, 10), at: 0)
      world.plan(.read("x"), at: 0, by: 0, on: p1)
      world.plan(.read("x"), at: 0, by: 1, on: p1)
      world.schedule(.crash(p1, losingDisk: false), at: 15)
      world.schedule(.restart(p1), at: 16)
      world.plan(.read("y"), at: 300, by: 0, on: p1)
    }
    #expect(timeline.lines(1) == ["11: read nil", "16: restarted", "311: read nil"])
    #expect(timeline.world[node: p1].backlog == 0)
  }
}
