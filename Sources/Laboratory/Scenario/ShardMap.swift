import Histories
import Simulation

/// Which node and which key belong to which shard of a scenario. Without shards everything belongs
/// together. Questions cost O(1) and O(keys that the shards name).
struct ShardMap: Sendable {
  private let names: [String]
  /// For each server, the index of its shard.
  private let owners: [Int]
  private let placement: Placement
  /// For each shard its nodes, in the order of the regions.
  private let regions: [[NodeID]]

  /// - Precondition: the scenario was checked.
  init(_ scenario: Scenario) {
    names = scenario.shards.map(\.name)
    placement = scenario.placement
    let table = scenario.names
    regions = scenario.shards.map { $0.nodes.compactMap { table.server(named: $0) } }
    owners = scenario.servers.map { server in
      scenario.shards.firstIndex { $0.nodes.contains(server) } ?? 0
    }
  }

  /// The shard that a node belongs to; nil where there are no shards.
  func name(of node: NodeID) -> String? {
    names.isEmpty ? nil : names[owners[Int(node.index)]]
  }

  /// The log of the shard that a node belongs to.
  func log(of node: NodeID) -> LogID { LogID(owners[Int(node.index)]) }

  /// The shard that has a log; empty where there are no shards.
  func name(of log: LogID) -> String {
    names.indices.contains(Int(log.index)) ? names[Int(log.index)] : ""
  }

  /// The node that has a log in the region of a node, as `Sharded` finds it.
  func neighbour(of node: NodeID, in log: LogID) -> NodeID? {
    guard regions.indices.contains(Int(log.index)) else { return nil }
    let region = regions[owners[Int(node.index)]].firstIndex(of: node) ?? 0
    let nodes = regions[Int(log.index)]
    return nodes[min(region, nodes.count - 1)]
  }

  /// Whether the node is meant to hold the key.
  func holds(_ key: Key, at node: NodeID) -> Bool {
    names.isEmpty || placement.shard(of: key, among: names.count) == owners[Int(node.index)]
  }
}
