import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// Hedged reads: a second request after a while, the first answer counts, the other is taken back.
@Suite struct HedgingTests {
  private let leader = NodeID(0)
  private let follower = NodeID(1)
  private let client = NodeID(2)

  /// One follower 400 ms behind; the client reads from it first, and then from the leader.
  private func world(_ hedgeDelay: VirtualDuration = 50) -> World<SingleLeader> {
    var setup = SingleLeaderSetup()
    setup.lags = [400]
    setup.clients = 2
    setup.among = [follower, leader]
    var world = setup.world
    world.schedule(.configure(path: "hedge-delay", value: .integer(hedgeDelay.milliseconds)), at: 0)
    return world
  }

  private func slow(_ world: inout World<SingleLeader>, to node: NodeID) {
    let links = [Link(from: client, to: node), Link(from: node, to: client)]
    world.schedule(.setDelay(links, 100), at: 90)
  }

  private func timeline(_ world: World<SingleLeader>) -> Timeline<SingleLeader> {
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 2000)
    return timeline
  }

  /// What a client sent, in order: the label and the receiver.
  private func sent(_ timeline: Timeline<SingleLeader>) -> [String] {
    timeline.recording.messages.filter { $0.record.from == client }
      .map { "\($0.record.label) \($0.record.to.index) at \($0.record.sent)" }
  }

  @Test func theSecondNodeAnswersAndTheFirstRequestIsTakenBack() {
    var world = world()
    slow(&world, to: follower)
    world.plan(.read("x"), at: 100, by: 0)
    let timeline = timeline(world)
    let read = timeline.recording.history.operations[0]
    #expect(read.completion?.time == 152)
    #expect(read.completion?.observation?.node == leader)
    #expect(sent(timeline) == ["read 1 at 100", "read 0 at 150", "cancel 1 at 152"])
    let trail = timeline.world.clients[0].trail
    #expect(trail.map(\.reason) == [.preferred, .hedge(after: 50)])
    #expect(trail.map(\.isCancelled) == [true, false])
    // The follower answers all the same, since the request was there before its cancellation.
    let late = timeline.recording.messages.filter { $0.record.from == follower }
    #expect(late.contains { $0.record.label.name == "ok" && $0.fate == .delivered })
  }

  @Test func aFastAnswerNeedsNoSecondRequest() {
    var world = world()
    world.plan(.read("x"), at: 100, by: 0)
    let timeline = timeline(world)
    #expect(sent(timeline) == ["read 1 at 100"])
    #expect(timeline.world.unrest == nil)
  }

  @Test func theFirstMayStillWinAndTheSecondIsTakenBack() {
    var world = world(150)
    slow(&world, to: follower)
    slow(&world, to: leader)
    world.plan(.read("x"), at: 100, by: 0)
    let timeline = timeline(world)
    #expect(timeline.recording.history.operations[0].completion?.observation?.node == follower)
    #expect(sent(timeline) == ["read 1 at 100", "read 0 at 250", "cancel 0 at 300"])
    #expect(timeline.world.clients[0].trail.map(\.isCancelled) == [false, true])
  }

  @Test func writesNamedNodesAndPinnedReadsAreNotHedged() {
    var world = world()
    world.schedule(.configure(path: "pin-window", value: .integer(5000)), at: 0)
    slow(&world, to: follower)
    slow(&world, to: leader)
    world.plan(.write("x", 1), at: 100, by: 0)
    world.plan(.read("x"), at: 400, by: 0)
    world.schedule(.invoke(ProcessID(0), .read("x"), target: follower), at: 700)
    #expect(
      sent(timeline(world)) == ["write 0 at 100", "read 0 at 400", "read 1 at 700"])
  }

  /// Below the token it redirects to the node that is being asked already: no third request.
  @Test func aRedirectToTheNodeThatIsAskedAlreadyEndsTheRequest() {
    var world = world()
    world.schedule(.configure(path: "session-token", value: .text("all")), at: 0)
    world.schedule(.setDelay([Link(from: client, to: leader)], 300), at: 90)
    slow(&world, to: follower)
    world.plan(.write("x", 1), at: 10, by: 0)
    world.plan(.read("x"), at: 100, by: 0)
    let timeline = timeline(world)
    #expect(
      sent(timeline) == ["write 0 at 10", "read 1 at 100", "read 0 at 150"])
    let read = timeline.recording.history.operations[1]
    #expect(read.completion?.time == 451 && read.result == .integer(1))
  }

  /// A lost request is no reason to come to rest: the second one is still to come.
  @Test func aReadWhoseRequestIsLostIsSavedByTheSecond() {
    var world = world()
    world.schedule(.cut([Link(from: client, to: follower)]), at: 90)
    world.plan(.read("x"), at: 100, by: 0)
    let timeline = timeline(world)
    #expect(timeline.recording.history.operations[0].completion?.time == 152)
  }

  /// Three requests of 50 ms each wait for the follower. The third is taken back before it is served,
  /// and what came after it moves up.
  @Test func aRequestThatWaitsIsTakenOutOfTheQueue() {
    var setup = SingleLeaderSetup()
    setup.lags = [10]
    setup.clients = 4
    setup.among = [follower, leader]
    var world = setup.world
    world.schedule(.setServiceTime(follower, 50), at: 0)
    world.plan(.read("x"), at: 100, by: 1)
    world.plan(.read("x"), at: 100, by: 2)
    world.schedule(.configure(path: "hedge-delay", value: .integer(20)), at: 101)
    world.plan(.read("x"), at: 101, by: 0)
    world.schedule(.configure(path: "hedge-delay", value: .integer(0)), at: 102)
    world.plan(.read("x"), at: 102, by: 3)
    let timeline = timeline(world)
    let done = timeline.recording.history.operations.map { $0.completion?.time }
    // The leader answers the hedged one at 123; the last is served from 201 to 251, not to 301.
    #expect(done == [152, 202, 123, 252])
    #expect(timeline.recording.messages.contains { $0.fate == .cancelled })
    #expect(timeline.world[node: follower].requests == 0)
    #expect(timeline.world.unrest == nil)
    #expect(timeline.world.isAtRestForTests)
  }
}

extension World {
  fileprivate var isAtRestForTests: Bool { nodes.allSatisfy { $0.backlog == 0 } }
}
