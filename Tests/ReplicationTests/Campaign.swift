import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// A run under a seeded workload and seeded faults, then healed, restarted and drained.
struct Campaign: Sendable, CustomTestStringConvertible {
  let setup: SingleLeaderSetup
  var testDescription: String { setup.name }

  static let all = SingleLeaderSetup.all.map { Campaign(setup: $0) }
  /// When the generators are switched off and every fault is repaired.
  static let end: VirtualTime = 1200

  func world(seed: UInt64, _ order: TieOrder = .standard) -> World<SingleLeader> {
    var setup = setup
    setup.seed = seed
    setup.tieOrder = order
    var world = setup.world
    let clients = world.clients.map(\.id)
    world.schedule(
      .setWorkload(
        Workload(clients: clients, meanGap: 25, readPercent: 40, keys: ["a", "b", "c"])), at: 0)
    world.schedule(
      .setNemesis(Nemesis(kinds: Nemesis.Kind.allCases, meanGap: 70, meanDuration: 90)), at: 0)
    for link in between(NodeID(0), NodeID(1)) {
      world.schedule(.setLoss([link], Probability(percent: 5)), at: 0)
      world.schedule(.setDuplication([link], Probability(percent: 5)), at: 0)
    }
    world.schedule(.setWorkload(nil), at: Self.end)
    world.schedule(.setNemesis(nil), at: Self.end)
    world.schedule(.setLoss(between(NodeID(0), NodeID(1)), .never), at: Self.end)
    world.schedule(.heal(nil), at: Self.end + 400)
    for node in setup.members {
      world.schedule(.resume(node), at: Self.end + 400)
      world.schedule(.restart(node), at: Self.end + 400)
    }
    return world
  }

  /// What a run must not show; empty when it is as promised.
  func problems(seed: UInt64, _ order: TieOrder = .standard) -> [String] {
    var recording = Recording(servers: setup.servers, initial: [])
    var world = world(seed: seed, order)
    world.start(&recording)
    var problems: [String] = []
    for _ in 0..<6_000 where world.now <= Self.end + 400 || world.unrest != nil {
      if world.step(&recording) == nil { break }
      if world.eventCount % 100 == 0, !logsArePrefixes(world.nodes) {
        problems.append("event \(world.eventCount): a log is not a prefix of the leader's")
      }
    }
    if let unrest = world.unrest { problems.append("not quiescent: \(unrest)") }
    if Set(world.nodes.map(SingleLeader.stateDigest)).count != 1 {
      problems.append("the replicas differ")
    }
    if Set(world.nodes.map(\.durable.entries.count)).count != 1 || !logsArePrefixes(world.nodes) {
      problems.append("the logs differ")
    }
    let logged = Set(world.nodes[0].durable.entries.map(\.operation))
    let lost = recording.history.operations.filter {
      $0.isOK && !$0.call.isReadOnly && !logged.contains($0.id)
    }
    if !lost.isEmpty { problems.append("\(lost.count) acknowledged writes are lost") }
    if recording.history.operations.count < 10 { problems.append("hardly anything happened") }
    return problems.map { "seed \(seed): \($0)" }
  }
}

/// Whether every replica's log is a prefix of the first one's.
func logsArePrefixes(_ nodes: some Collection<Node<SingleLeader>>) -> Bool {
  guard let leader = nodes.first?.durable else { return true }
  return nodes.allSatisfy { node in
    let log = node.durable
    return log.base == leader.base && log.entries.count <= leader.entries.count
      && log.entries.indices.allSatisfy { index in
        log.entries[index].position == leader.entries[index].position
          && log.entries[index].operation == leader.entries[index].operation
      }
  }
}
