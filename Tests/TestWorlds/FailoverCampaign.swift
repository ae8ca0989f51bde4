import Histories
import Replication
import Simulation

/// Random runs of a cluster with failover: a seeded workload under seeded faults of every kind, then
/// repaired and drained.
public struct FailoverCampaign: Sendable {
  public var setup: FailoverSetup
  public var order: TieOrder = .standard
  /// When the generators are switched off. Everything is repaired 400 later.
  public var end: VirtualTime = 1500

  public init(_ setup: FailoverSetup) { self.setup = setup }

  /// The configuration that promises linearizability, on links that are faster than its time-outs.
  public static func safe(servers: Int) -> FailoverCampaign {
    var setup = FailoverSetup.safe
    setup.servers = servers
    setup.clients = 3
    setup.delay = 5
    setup.timeout = 200
    setup.initial = []
    setup.settings += [
      ("heartbeat-interval", 15), ("detector-timeout", 60), ("election-stagger", 20),
      ("retransmission-timeout", 80),
    ]
    return FailoverCampaign(setup)
  }

  public func setting(_ path: String, _ value: Value) -> FailoverCampaign {
    var copy = self
    copy.setup = setup.setting(path, value)
    return copy
  }

  public func world(seed: UInt64) -> World<SingleLeader> {
    var setup = setup
    setup.seed = seed
    setup.tieOrder = order
    // Every seed has its own kind of network and faults, too.
    let draw = { (bound: UInt64, index: UInt64) in Int64(mixed(seed, index) % bound) }
    if draw(4, 1) == 0 { setup.settings.append(("apply-time", .integer(1 + draw(20, 2)))) }
    var world = setup.world
    let links = setup.serverLinks
    world.schedule(.setJitter(links, VirtualDuration(draw(20, 3))), at: 0)
    world.schedule(.setLoss(links, Probability(percent: Int(draw(4, 4) * 4))), at: 0)
    world.schedule(.setDuplication(links, Probability(percent: Int(draw(3, 5) * 5))), at: 0)
    if draw(3, 6) == 0 { world.schedule(.setOrdering(links, inOrder: false), at: 0) }
    if draw(3, 7) == 0 {
      world.schedule(.setDrift(NodeID(Int(draw(3, 8))), partsPerMillion: 300_000), at: 0)
    }
    let clients = world.clients.map(\.id)
    world.schedule(
      .setWorkload(
        Workload(
          clients: clients, meanGap: VirtualDuration(8 + draw(30, 9)),
          readPercent: Int(30 + draw(40, 10)), keys: ["x", "y"])),
      at: 0)
    let kinds = Nemesis.Kind.allCases.filter { _ in true }
    world.schedule(
      .setNemesis(
        Nemesis(
          kinds: draw(2, 11) == 0 ? kinds : [.cut, .pause],
          meanGap: VirtualDuration(30 + draw(80, 12)),
          meanDuration: VirtualDuration(30 + draw(150, 13)))),
      at: 0)
    repair(&world, links)
    return world
  }

  private func repair(_ world: inout World<SingleLeader>, _ links: [Link]) {
    world.schedule(.setWorkload(nil), at: end)
    world.schedule(.setNemesis(nil), at: end)
    world.schedule(.setLoss(links, .never), at: end)
    world.schedule(.setDuplication(links, .never), at: end)
    world.schedule(.heal(nil), at: end + 400)
    for node in setup.members {
      world.schedule(.resume(node), at: end + 400)
      world.schedule(.restart(node), at: end + 400)
    }
  }

  /// What a run shows.
  public struct Result: Sendable {
    public var events = 0
    public var operations = 0
    public var elections = 0
    /// What breaks linearizability.
    public var order: String?
    /// What breaks the agreement of replicas or loses an acknowledged write.
    public var problems: [String] = []

    public var isClean: Bool { order == nil && problems.isEmpty }
  }

  public func run(seed: UInt64, limit: Int = 60_000) -> Result {
    var recording = Recording(servers: setup.servers, initial: setup.initial)
    var world = world(seed: seed)
    var agreement = Agreement()
    var result = Result()
    world.start(&recording)
    for _ in 0..<limit where world.now <= end + 400 || world.unrest != nil {
      if world.step(&recording) == nil { break }
      if world.eventCount % 20 == 0 { agreement.check(world, &result.problems) }
    }
    agreement.check(world, &result.problems)
    result.problems += finalProblems(world, recording)
    result.problems += commitProblems(recording)
    result.order = RegisterCheck.problem(in: recording.history)
    result.events = world.eventCount
    result.operations = recording.history.operations.count { $0.isOK }
    result.elections = recording.history.events.count {
      if case .note(.leads) = $0.kind { true } else { false }
    }
    return result
  }

  private func finalProblems(
    _ world: World<SingleLeader>, _ recording: Recording
  ) -> [String] {
    var problems: [String] = []
    if let unrest = world.unrest { problems.append("not quiescent: \(unrest)") }
    if Set(world.nodes.map(SingleLeader.stateDigest)).count != 1 {
      problems.append("the replicas differ")
    }
    let logs = world.nodes.map { $0.durable.entries.map(\.operation) }
    if Set(logs).count != 1 { problems.append("the logs differ") }
    if world.nodes.count(where: \.volatile.leads) != 1 { problems.append("no single leader") }
    let logged = Set(logs.flatMap { $0 })
    let lost = recording.history.operations.filter {
      $0.isOK && !$0.call.isReadOnly && !logged.contains($0.id)
    }
    if !lost.isEmpty { problems.append("\(lost.count) acknowledged writes are lost") }
    return problems
  }

  /// Leaders that told of different writes at one LSN that they are committed, or led in one epoch.
  private func commitProblems(_ recording: Recording) -> [String] {
    var problems: [String] = []
    var places: [OperationID: Int64] = [:]
    var committed: [Int64: OperationID] = [:]
    var leaders: [Int: NodeID] = [:]
    for event in recording.history.events {
      guard case .note(let note) = event.kind else { continue }
      switch note {
      case .placed(let write, _, let position, _): places[write] = position.lsn
      case .committed(let write):
        guard let lsn = places[write] else { continue }
        if let other = committed[lsn], other != write {
          problems.append("two writes were committed at lsn \(lsn)")
        }
        committed[lsn] = write
      case .leads(let node, _, let epoch):
        if let other = leaders[epoch], other != node {
          problems.append("two leaders in epoch \(epoch)")
        }
        leaders[epoch] = node
      default: break
      }
    }
    return problems
  }
}

/// State-machine safety: what any node at any time knows to be committed at an LSN is the same.
private struct Agreement {
  private var committed: [OperationID] = []

  mutating func check(_ world: World<SingleLeader>, _ problems: inout [String]) {
    for node in world.nodes {
      let log = node.durable
      let known = min(
        Int(node.volatile.committed.lsn - log.base.lsn), log.entries.count)
      for index in 0..<max(known, 0) {
        let operation = log.entries[index].operation
        if index == committed.count {
          committed.append(operation)
        } else if index < committed.count, committed[index] != operation {
          problems.append(
            "event \(world.eventCount): node \(node.id.index) has another committed entry at "
              + "lsn \(log.base.lsn + Int64(index) + 1)")
          return
        }
      }
    }
  }
}

private func mixed(_ seed: UInt64, _ index: UInt64) -> UInt64 {
  var word = seed &* 0x9E37_79B9_7F4A_7C15 &+ index &* 0xD1B5_4A32_D192_ED03
  word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
  return word ^ (word >> 31)
}
