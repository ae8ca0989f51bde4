import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct ClientTests {
  @Test func anOperationTakesOneMillisecondEachWay() {
    let timeline = ProbeSetup().run { $0.plan(.write("x", 5), at: 100, by: 0) }
    let operation = timeline.recording.history.operations[0]
    #expect(operation.invoked == 100)
    #expect(timeline.lines(0) == ["101: write 5"])
    #expect(operation.completion?.time == 102)
    #expect(operation.result == 5)
  }

  @Test func aBusyClientKeepsIntendedAndActualInstants() {
    let timeline = ProbeSetup(timeout: 100).run { world in
      world.plan(.acquire("lock"), at: 0, by: 0)
      world.plan(.read("x"), at: 10, by: 0)
      world.plan(.read("x"), at: 20, by: 0)
      world.plan(.read("x"), at: 10, by: 1)
    }
    let own = timeline.recording.operations(of: ProcessID(0))
    #expect(own.map(\.intended) == [0, 10, 20])
    #expect(own.map(\.invoked) == [0, 100, 102])
    #expect(own.map { $0.completion?.time } == [100, 102, 104])
    #expect(timeline.recording.operations(of: ProcessID(1)).map(\.invoked) == [10])
  }

  @Test func aTimeoutIsIndeterminateAndALateReplyIsIgnored() {
    let timeline = ProbeSetup(timeout: 100).run { world in
      world.schedule(.setDelay([Link(from: p0, to: NodeID(3))], 200), at: 0)
      world.plan(.write("x", 1), at: 0, by: 0)
      world.schedule(.setDelay([Link(from: p0, to: NodeID(3))], 1), at: 50)
      world.plan(.write("x", 2), at: 150, by: 0, on: p0)
    }
    let operations = timeline.recording.history.operations
    #expect(operations.map { $0.completion?.outcome } == [.info(.timeout), .ok(2)])
    #expect(operations[0].isPending && !operations[0].isFailed)
    #expect(timeline.lines(0).count == 2)
  }

  @Test func withoutATimeoutAClientWaitsForEver() {
    let timeline = ProbeSetup(timeout: nil).run { $0.plan(.acquire("lock"), at: 0, by: 0) }
    #expect(timeline.recording.history.operations[0].completion == nil)
    #expect(timeline.world.unrest == .client(ProcessID(0)))
  }

  @Test func aRedirectGoesBackThroughTheClientAndALoopEnds() {
    let timeline = ProbeSetup(timeout: 1000).run { world in
      world.plan(.pop("x"), at: 10, by: 0, on: p2)
    }
    // Probe 0 redirects to itself: the client gives up after sixteen requests.
    let requests = timeline.recording.messages.filter { $0.record.label.name == "pop" }
    #expect(requests.prefix(3).map(\.record.sent) == [10, 12, 14])
    #expect(requests.prefix(3).map(\.record.to) == [p2, p0, p0])
    #expect(requests.count == 16)
    let completion = timeline.recording.history.operations[0].completion
    #expect(completion?.outcome == .fail(.notLeader))
    #expect(completion?.time == 42)
    #expect(timeline.world.clients[0].trail.count == 16)
    #expect(timeline.world.clients[0].trail[1].reason == .redirected(by: p2, needs: nil))
  }

  @Test func aCallThatNoNodeTakesIsRefused() {
    let timeline = ProbeSetup().run { $0.plan(.read("nowhere"), at: 5, by: 0) }
    let operation = timeline.recording.history.operations[0]
    #expect(operation.completion?.outcome == .fail(.noCandidate))
    #expect(operation.isFailed && !operation.isPending)
  }

  @Test(arguments: RoutingPolicy.allCases)
  func routing(_ policy: RoutingPolicy) {
    let timeline = ProbeSetup(seed: 3, routing: policy).run { world in
      world.schedule(.setDelay(between(p0, NodeID(3)), 5), at: 0)
      for time in stride(from: Int64(10), to: 410, by: 20) {
        world.plan(.read("x"), at: VirtualTime(time), by: 0)
      }
    }
    let targets = timeline.recording.messages.filter { $0.record.from == NodeID(3) }
      .map(\.record.to)
    #expect(targets.count == 20)
    switch policy {
    // The session has the number 0.
    case .preferred, .stickyModulo: #expect(Set(targets) == [p0])
    case .stickyRendezvous: #expect(Set(targets).count == 1)
    case .nearest: #expect(Set(targets) == [p1])
    case .roundRobin: #expect(targets == (0..<20).map { NodeID($0 % 2) })
    case .any:
      #expect(Set(targets) == [p0, p1])
      #expect(targets != (0..<20).map { NodeID($0 % 2) })
    }
  }

  @Test func aNodeCanBeTheClientOfAnother() {
    let timeline = ProbeSetup().run { $0.plan(.write("ask/2", 8), at: 0, by: 0, on: p0) }
    // Probe 2 reads the call as addressed to itself and answers probe 0.
    #expect(timeline.lines(2).first == "11: write 8")
    #expect(timeline.lines(0).contains("21: 8 of 2"))
  }

  /// A time-out that the user lets happen early may not disarm those of later operations.
  @Test func aTimeoutChosenEarlyLeavesTheNextOnesArmed() throws {
    var world = ProbeSetup(timeout: 1000).world
    world.plan(.acquire("a"), at: 0, by: 0)
    world.plan(.acquire("b"), at: 20, by: 0)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 10)
    let choice = try #require(timeline.world.enabled.first { $0.label.name == "time-out" })
    #expect(choice.due == 1000)
    timeline.intervene(.choose(sequence: choice.sequence), at: 10)
    timeline.run(through: 5000)
    let completions = timeline.recording.history.operations.map { $0.completion?.time }
    #expect(completions == [10, 1020])
  }
}
