import Histories
import Replication
import Simulation

extension Scenario {
  /// A group of nodes with a leader and a log of its own, and the keys that lie on it.
  public struct Shard: Hashable, Sendable {
    /// Stands before the paths of its knobs: `a` in `a.acknowledgement`.
    public var name: String
    /// The leader, then its followers. The first nodes of all shards stand in one region, the second
    /// nodes in the next, and so on: neighbours, whom a node asks about other shards.
    public var nodes: [String]
    /// The keys that are placed on it by name.
    public var keys: [String]
    /// The LSN that its log begins with; nil: as many as there are initial values on it.
    public var lsn: Int64?

    public init(name: String, nodes: [String], keys: [String] = [], lsn: Int64? = nil) {
      self.name = name
      self.nodes = nodes
      self.keys = keys
      self.lsn = lsn
    }
  }

  /// Where a key lies that no shard names.
  public enum KeySpread: String, Hashable, Sendable, CaseIterable {
    /// `Placement.rendezvous`.
    case rendezvous
    /// `Placement.modulo`.
    case modulo
  }

  /// The most keys that the shards may name.
  static let shardKeysMax = 10_000
  static let shardLSNMax: Int64 = 1_000_000_000

  /// Where the keys lie.
  var placement: Placement {
    var named: [Placement.Assignment] = []
    for (index, shard) in shards.enumerated() {
      named += shard.keys.map { Placement.Assignment(Key($0), on: index) }
    }
    let rest: Placement = spread == .modulo ? .modulo : .rendezvous
    return named.isEmpty ? rest : .named(named, others: rest)
  }

  /// A group of `SingleLeader` for each shard. Called for shards that were checked.
  var shardedConfiguration: Sharded<SingleLeader>.Configuration {
    let (names, placement) = (self.names, placement)
    let groups = shards.enumerated().map { index, shard in
      let nodes = shard.nodes.compactMap { names.server(named: $0) }
      var configuration = SingleLeader.Configuration(
        log: LogID(index), members: nodes.sorted(), leader: nodes[0])
      configuration.initial = initial.filter {
        placement.shard(of: $0.key, among: shards.count) == index
      }
      configuration.startLSN = shard.lsn ?? 0
      return Sharded<SingleLeader>.Shard(shard.name, nodes: nodes, configuration: configuration)
    }
    var whole = Sharded<SingleLeader>.Configuration(groups, placement: placement)
    guard groups.count > 1 else { return whole }
    for index in whole.shards.indices {
      let members = whole.shards[index].configuration.members
      whole.shards[index].configuration.neighbours = members.map { member in
        whole.shards.indices.map { whole.neighbour(of: member, on: $0) }
      }
    }
    return whole
  }

  /// Checks that every node belongs to one shard and every name and key is there once.
  func validateShards(_ entry: ProtocolEntry) throws(ScenarioError) {
    guard entry.takesShards else {
      if shards.isEmpty { return }
      throw ScenarioError(
        .shard(0), "\(protocolName) has no shards; only the protocol sharded takes them")
    }
    guard !shards.isEmpty else {
      throw ScenarioError(
        .protocolName, "a sharded store needs shards, each with a name and its nodes")
    }
    var owners: [String: String] = [:]
    var placed: [String: String] = [:]
    for (index, shard) in shards.enumerated() {
      guard NameTable.isName(shard.name) else {
        throw ScenarioError(
          .shard(index),
          "\"\(shard.name)\" cannot be a name: 1 to 24 letters, digits and _ - . @, a letter first")
      }
      guard !shards[..<index].contains(where: { $0.name == shard.name }) else {
        throw ScenarioError(.shard(index), "two shards are called \(shard.name)")
      }
      guard !shard.nodes.isEmpty else {
        throw ScenarioError(.shard(index), "the shard \(shard.name) has no nodes")
      }
      try claim(shard.nodes, for: shard, index, "node", &owners)
      try claim(shard.keys, for: shard, index, "key", &placed)
      for node in shard.nodes where !servers.contains(node) {
        throw ScenarioError(
          .shard(index),
          "no node is called \(node); there are " + servers.joined(separator: ", "))
      }
    }
    if let homeless = servers.firstIndex(where: { owners[$0] == nil }) {
      throw ScenarioError(
        .server(homeless), "\(servers[homeless]) belongs to no shard; every node belongs to one")
    }
    try validateStarts()
  }

  private func claim(
    _ names: [String], for shard: Shard, _ index: Int, _ kind: String,
    _ owners: inout [String: String]
  ) throws(ScenarioError) {
    for name in names {
      if let owner = owners[name] {
        throw ScenarioError(
          .shard(index),
          owner == shard.name
            ? "\(name) stands twice; a \(kind) is named once"
            : "\(name) is on \(owner) already; a \(kind) belongs to one shard")
      }
      owners[name] = shard.name
    }
  }

  /// A log cannot begin before the initial values that it holds.
  private func validateStarts() throws(ScenarioError) {
    let placement = placement
    for (index, shard) in shards.enumerated() {
      guard let lsn = shard.lsn else { continue }
      let held = initial.filter { placement.shard(of: $0.key, among: shards.count) == index }.count
      guard (Int64(held)...Self.shardLSNMax).contains(lsn) else {
        throw ScenarioError(
          .shard(index),
          "\(shard.name) holds \(held) initial values, so its log begins with an lsn from \(held) "
            + "to \(Self.shardLSNMax), found \(lsn)")
      }
    }
  }
}
