import Histories
import Simulation

/// Which node and which key belong to which shard of a scenario. Without shards everything belongs
/// together. Questions cost O(1) and O(keys that the shards name).
struct ShardMap: Sendable {
  private let names: [String]
  /// For each server, the index of its shard.
  private let owners: [Int]
  private let placement: Placement

  /// - Precondition: the scenario was checked.
  init(_ scenario: Scenario) {
    names = scenario.shards.map(\.name)
    placement = scenario.placement
    owners = scenario.servers.map { server in
      scenario.shards.firstIndex { $0.nodes.contains(server) } ?? 0
    }
  }

  /// The shard that a node belongs to; nil where there are no shards.
  func name(of node: NodeID) -> String? {
    names.isEmpty ? nil : names[owners[Int(node.index)]]
  }

  /// Whether the node is meant to hold the key.
  func holds(_ key: Key, at node: NodeID) -> Bool {
    names.isEmpty || placement.shard(of: key, among: names.count) == owners[Int(node.index)]
  }
}
