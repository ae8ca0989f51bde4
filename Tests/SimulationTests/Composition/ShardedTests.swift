import Histories
import Replication
import Simulation
import TestWorlds
import Testing

@Suite struct ShardedTests {
  private typealias Shards = Sharded<SingleLeader>

  /// Shard a on nodes 0 and 1 holds the keys below "m", shard b on nodes 2 and 3 the others.
  private func world(
    seed: UInt64 = 1, tieOrder: TieOrder = .standard, jitter: VirtualDuration = .zero
  ) -> World<Shards> {
    let shards = [("a", 0), ("b", 2)].enumerated().map { index, shard in
      let nodes = [NodeID(shard.1), NodeID(shard.1 + 1)]
      return Shards.Shard(
        shard.0, nodes: nodes,
        configuration: SingleLeader.Configuration(
          log: LogID(index), members: nodes, leader: nodes[0]))
    }
    var network = Network(endpoints: 6, defaultDelay: 1)
    for (leader, lag) in [(0, 400), (2, 50)] as [(Int, VirtualDuration)] {
      for link in between(NodeID(leader), NodeID(leader + 1)) {
        network[link].delay = lag
        network[link].jitter = jitter
      }
    }
    return World(
      WorldConfiguration(
        seed: seed, tieOrder: tieOrder, servers: 4,
        clients: (0..<2).map {
          ClientConfiguration(session: SessionID($0), routing: .preferred, timeout: 800)
        }, network: network,
        configuration: Shards.Configuration(
          shards, placement: .ranges(boundaries: ["m"]))))
  }

  private func run(_ script: (inout World<Shards>) -> Void) -> [Operation] {
    var world = self.world()
    script(&world)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 3000)
    return timeline.recording.history.operations
  }

  @Test func callsAreRoutedByTheirKey() {
    let operations = run { world in
      world.plan(.write("apple", 1), at: 0, by: 0)
      world.plan(.write("zebra", 2), at: 0, by: 1)
      world.plan(.read("apple"), at: 10, by: 0)
      world.plan(.readMany(["zebra", "yak"]), at: 10, by: 1)
    }
    let served = operations.map { $0.completion?.observation?.node }
    #expect(served == [NodeID(0), NodeID(2), NodeID(0), NodeID(2)])
    #expect(operations.map(\.result) == [.absent, .absent, 1, [2, .absent]])
  }

  @Test func theWrongShardRedirects() {
    let operations = run { $0.plan(.write("zebra", 2), at: 0, by: 0, on: NodeID(1)) }
    #expect(operations[0].completion?.time == 4)
    #expect(operations[0].completion?.observation?.node == NodeID(2))
  }

  @Test func callsAcrossShardsAreRefusedDefinitely() {
    let calls: [Call] = [
      .transaction([.read("apple"), .read("zebra")]),
      .transaction([.write("apple", 1), .write("zebra", 1)]),
    ]
    for call in calls {
      let routed = run { $0.plan(call, at: 0, by: 0) }
      #expect(routed[0].completion?.outcome == .fail(.noCandidate))
      let addressed = run {
        $0.plan(call, at: 0, by: 0, on: NodeID(0))
        $0.plan(.readMany(["apple", "banana"]), at: 10, by: 0)
      }
      #expect(addressed[0].completion?.outcome == .fail(.notSupported))
      #expect(addressed[1].result == [.absent, .absent])
    }
  }

  /// Each share is read at its own instant, and the answer says how far each log was reflected.
  @Test func aReadAcrossShardsIsGathered() {
    let keys: [Key] = ["zebra", "apple", "yak"]
    let operations = run { world in
      world.plan(.write("apple", 1), at: 0, by: 0)
      world.plan(.write("zebra", 2), at: 10, by: 0)
      world.plan(.readMany(keys), at: 100, by: 1)
      world.plan(.readMany(keys), at: 200, by: 1, on: NodeID(3))
      world.plan(.readMany(keys), at: 500, by: 1, on: NodeID(1))
    }
    let reads = operations.suffix(3)
    // The leaders are 1 ms apart, the followers too.
    #expect(reads.map(\.result) == [[2, 1, .absent], [2, .absent, .absent], [2, 1, .absent]])
    #expect(reads.map { $0.completion?.time } == [104, 204, 504])
    #expect(
      reads.map { $0.completion?.observation?.node } == [NodeID(2), NodeID(3), NodeID(1)])
    let reflected = [[1, 1], [0, 1], [1, 1]].map { lsns in
      Visibility.prefixes(
        PositionVector(
          lsns.enumerated().map { log, lsn in
            LogPrefix(
              of: LogID(log), through: LogPosition(epoch: 1, lsn: Int64(lsn)))
          }))
    }
    #expect(reads.map { $0.completion?.observation?.visibility } == reflected)
    #expect(
      reads.map { $0.completion?.observation?.readsFrom } == [
        .each([.write(OperationID(1)), .write(OperationID(0)), .initial]),
        .each([.write(OperationID(1)), .initial, .initial]),
        .each([.write(OperationID(1)), .write(OperationID(0)), .initial]),
      ])
  }

  /// A share that is lost leaves the read without an answer; one that is refused fails it.
  @Test func aShareThatDoesNotComeIsNotMadeUp() {
    let operations = run { world in
      world.schedule(.crash(NodeID(2), losingDisk: false), at: 50)
      world.plan(.readMany(["apple", "zebra"]), at: 100, by: 0)
      world.plan(.readMany(["apple", "zebra"]), at: 1000, by: 0, on: NodeID(1))
    }
    #expect(operations[0].completion?.outcome == .info(.timeout))
    #expect(operations[1].result == [.absent, .absent])
  }

  @Test func eachShardHasItsOwnKnobs() {
    let operations = run { world in
      world.schedule(.configure(path: "b.acknowledgement", value: "all"), at: 0)
      world.plan(.write("apple", 1), at: 10, by: 0)
      world.plan(.write("zebra", 2), at: 10, by: 1)
    }
    #expect(operations.map { $0.completion?.time } == [12, 112])
    #expect(
      Shards.knobs(world().configuration).map(\.path).filter { $0.hasSuffix(".visibility") }
        == ["a.visibility", "b.visibility"])
  }

  /// SR4, round 1: the answer is visible before the question because the shards lag differently.
  @Test func thereIsNoOrderBetweenShards() {
    let operations = run { world in
      world.plan(.write("apple", 1), at: 0, by: 0)
      world.plan(.write("zebra", 2), at: 20, by: 0)
      world.plan(.read("zebra"), at: 100, by: 1, on: NodeID(3))
      world.plan(.read("apple"), at: 104, by: 1, on: NodeID(1))
      world.plan(.read("apple"), at: 504, by: 1, on: NodeID(1))
    }
    #expect(operations.filter(\.call.isReadOnly).map(\.result) == [2, .absent, 1])
  }

  @Test(arguments: UInt64(1)...6, [TieOrder.standard, .reversed])
  func aFaultyRunIsRewoundAndReplayed(_ seed: UInt64, _ order: TieOrder) {
    var world = self.world(seed: seed, tieOrder: order, jitter: 30)
    let clients = [ProcessID(0), ProcessID(1)]
    world.schedule(
      .setWorkload(
        Workload(clients: clients, meanGap: 25, readPercent: 30, keys: ["apple", "zebra"])), at: 0)
    world.schedule(
      .setNemesis(Nemesis(kinds: Nemesis.Kind.allCases, meanGap: 90, meanDuration: 60)), at: 1)
    world.schedule(.setWorkload(nil), at: 1500)
    world.schedule(.setNemesis(nil), at: 1500)
    world.schedule(.heal(nil), at: 2000)
    for node in 0..<4 {
      world.schedule(.resume(NodeID(node)), at: 2000)
      world.schedule(.restart(NodeID(node)), at: 2000)
    }
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 2000)
    let drained = timeline.drain()
    #expect(drained)
    let states = timeline.world.nodes.map(Shards.stateDigest)
    #expect(states[0] == states[1] && states[2] == states[3] && states[0] != states[2])
    let (digest, newest) = (timeline.world.digest, timeline.newest)
    for target in stride(from: newest, through: 0, by: -37) {
      timeline.seek(to: target)
      var again = timeline
      again.seek(to: newest)
      #expect(again.world.digest == digest)
    }
  }

  /// One shard with every key is the protocol itself, to the digest.
  @Test(arguments: UInt64(1)...6)
  func oneShardIsTheProtocolItself(_ seed: UInt64) {
    let alone = TimelineTests.faulty(seed)
    var plain = Timeline(alone, initial: [])
    plain.forward(500)
    let shard = Shards.Shard(
      "all", nodes: alone.nodes.map(\.id), configuration: alone.configuration)
    var world = World<Shards>(
      WorldConfiguration(
        seed: seed, tieOrder: .standard, servers: alone.nodes.count,
        clients: alone.clients.map(\.configuration), network: alone.network,
        configuration: Shards.Configuration([shard], placement: .modulo)))
    for (intervention, time) in TimelineTests.script(alone.clients.map(\.id)) {
      world.schedule(intervention, at: time)
    }
    var sharded = Timeline(world, initial: [])
    sharded.forward(500)
    #expect(sameRecording(sharded.recording, plain.recording))
    #expect(sharded.world.digest == plain.world.digest)
  }

  @Test func placements() {
    let keys = (0..<2000).map { Key("key-\($0)") }
    let moved = { (placement: Placement) in
      keys.filter { placement.shard(of: $0, among: 3) != placement.shard(of: $0, among: 4) }
    }
    #expect((1400...1600).contains(moved(.modulo).count))
    #expect((420...580).contains(moved(.rendezvous).count))
    #expect(moved(.rendezvous).allSatisfy { Placement.rendezvous.shard(of: $0, among: 4) == 3 })
    let listed = Placement.listed([.init("q", on: 2), .init("a", on: 1)], otherwise: 0)
    #expect(["q", "a", "z"].map { listed.shard(of: $0, among: 3) } == [2, 1, 0])
    let ranges = Placement.ranges(boundaries: ["g", "p"])
    #expect(["a", "g", "o", "p", "z"].map { ranges.shard(of: $0, among: 3) } == [0, 1, 1, 2, 2])
  }
}
