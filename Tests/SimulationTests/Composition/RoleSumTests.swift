import Histories
import Replication
import Simulation
import TestWorlds
import Testing

@Suite struct RoleSumTests {
  /// A sum in which everybody plays one role sees, says and draws what the role does alone.
  @Test(arguments: UInt64(1)...8, [true, false])
  func aRoleBehavesAsInAWorldOfItsOwn(_ seed: UInt64, _ isFirst: Bool) {
    let alone = TimelineTests.faulty(seed)
    var plain = Timeline(alone, initial: [])
    plain.forward(500)
    #expect(plain.recording.messages.count > 100)
    let part = RolePart<SingleLeader>(
      "store", nodes: alone.nodes.map(\.id), scope: .all, configuration: alone.configuration)
    let nobody = RolePart<Probe>(
      "probe", nodes: [], scope: .none, configuration: Probe.Configuration())
    if isFirst {
      let sum = RoleSum<SingleLeader, Probe>.Configuration(part, nobody)
      let composed = recording(alone, RoleSum<SingleLeader, Probe>.self, sum)
      #expect(sameRecording(composed, plain.recording))
    } else {
      let sum = RoleSum<Probe, SingleLeader>.Configuration(nobody, part)
      let composed = recording(alone, RoleSum<Probe, SingleLeader>.self, sum)
      #expect(sameRecording(composed, plain.recording))
    }
  }

  /// The run of `TimelineTests.faulty` with another protocol around the store.
  private func recording<P: SimulatedProtocol>(
    _ alone: World<SingleLeader>, _: P.Type, _ configuration: P.Configuration
  ) -> Recording {
    var world = World<P>(
      WorldConfiguration(
        seed: alone.seed, tieOrder: alone.tieOrder, servers: alone.nodes.count,
        clients: alone.clients.map(\.configuration), network: alone.network,
        configuration: configuration))
    for (intervention, time) in TimelineTests.script(alone.clients.map(\.id)) {
      world.schedule(intervention, at: time)
    }
    var timeline = Timeline(world, initial: [])
    timeline.forward(500)
    return timeline.recording
  }

  @Test func knobsHaveTheNamesOfTheirParts() {
    var configuration = ShopSetup().configuration
    let paths = Shop.knobs(configuration).map(\.path)
    #expect(paths.contains("store.acknowledgement"))
    #expect(paths.suffix(2) == ["queue.visibility-timeout", "sink.keys"])
    #expect(Set(paths).count == paths.count)
    for knob in Shop.knobs(configuration) {
      let other: Value =
        switch knob.domain {
        case .choice(let values): values.first { $0 != knob.value } ?? knob.value
        case .integer(let range): .integer(range.upperBound)
        }
      Shop.turn(knob.path, to: other, in: &configuration)
      let turned = Shop.knobs(configuration).first { $0.path == knob.path }
      #expect(turned?.value == other && other != knob.value)
    }
  }

  @Test func callsGoToThePartWhoseScopeTheyAreIn() {
    let configuration = ShopSetup().configuration
    let candidates = { (call: Call) in Shop.candidates(for: call, configuration: configuration) }
    #expect(candidates(.write("order", 1)) == [ShopSetup.service])
    #expect(candidates(.read("row/order")) == [ShopSetup.leader, ShopSetup.follower])
    #expect(candidates(.read("mail")) == [ShopSetup.sink])
    #expect(candidates(.dequeue("events")) == [])
    #expect(candidates(.readMany(["row/order", "mail"])) == [])
    #expect(
      Shop.steps == ["after-commit", "before-publish", "after-effect", "before-ack"])
  }

  @Test func panelsShowTheRoles() {
    let timeline = Timeline(ShopSetup().world, initial: [])
    let roles = timeline.world.nodes.map { timeline.view($0.id).role }
    #expect(roles == ["leader", "follower", "queue", "service", "consumer", "sink"])
    #expect(Shop.first(timeline.world.nodes[0]) != nil)
    #expect(Shop.second(timeline.world.nodes[0]) == nil)
  }
}
