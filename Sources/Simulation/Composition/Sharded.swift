import Histories

/// Several independent groups of one protocol, each holding a part of the keys.
///
/// A call goes to the group that its keys are placed on. A node that is asked for keys of another
/// shard redirects to the right one. A multi-key read over several shards is gathered by the node that
/// is asked: it asks its neighbour of each shard and puts the answers together. Any other call whose
/// keys lie on more than one shard is refused definitely, as not supported: nothing here coordinates
/// shards.
///
/// The first nodes of all shards stand in one region, the second nodes in the next, and so on; where a
/// shard has fewer nodes, its last one stands for it. The nodes of one region are neighbours.
///
/// Guaranteed: each shard behaves exactly as in a world of its own with the same node numbers. Not
/// guaranteed: any order between writes to different shards, and so no common snapshot for a multi-key
/// read over several.
public enum Sharded<P: SimulatedProtocol>: SimulatedProtocol {
  public typealias Durable = PartState<P.Durable>
  public typealias Message = P.Message
  public typealias Timer = P.Timer

  public struct Volatile: Sendable {
    var part: PartState<P.Volatile>
    /// The multi-key reads that wait for answers of other shards, in the order of arrival.
    var gathers: [Gather] = []
  }

  /// One group.
  public struct Shard: Sendable {
    /// Stands before the paths of the shard's knobs: `a` in `a.acknowledgement`.
    public let name: String
    /// In ascending order.
    public let nodes: [NodeID]
    /// In the order of the regions.
    let places: [NodeID]
    public var configuration: P.Configuration

    public init(_ name: String, nodes: [NodeID], configuration: P.Configuration) {
      self.name = name
      self.nodes = nodes.sorted()
      places = nodes
      self.configuration = configuration
    }
  }

  public struct Configuration: Sendable {
    public var shards: [Shard]
    public let placement: Placement
    /// For each node, the index of its shard; -1 for a node of none.
    private let owners: [Int]

    /// The shards have different names and no node in common.
    public init(_ shards: [Shard], placement: Placement) {
      precondition(!shards.isEmpty, "there is at least one shard")
      precondition(
        shards.indices.allSatisfy { index in
          !shards[..<index].contains { $0.name == shards[index].name }
        }, "the shards have different names")
      let last = shards.compactMap(\.nodes.last).max()
      var owners = [Int](repeating: -1, count: Int(last?.index ?? -1) + 1)
      for (index, shard) in shards.enumerated() {
        for node in shard.nodes {
          precondition(owners[Int(node.index)] == -1, "a node belongs to one shard")
          owners[Int(node.index)] = index
        }
      }
      self.shards = shards
      self.placement = placement
      self.owners = owners
    }

    /// The index of the shard that a node belongs to.
    public func shard(of node: NodeID) -> Int {
      precondition(
        Int(node.index) < owners.count && owners[Int(node.index)] >= 0,
        "every node belongs to a shard")
      return owners[Int(node.index)]
    }

    /// The node of a shard in the region of a node.
    public func neighbour(of node: NodeID, on shard: Int) -> NodeID {
      let own = shards[self.shard(of: node)].places
      let region = own.firstIndex(of: node) ?? 0
      return shards[shard].places[min(region, shards[shard].places.count - 1)]
    }

    /// The index of the shard that a key is placed on.
    public func shard(of key: Key) -> Int { placement.shard(of: key, among: shards.count) }

    /// The one shard that all keys of the call lie on; nil when they lie on several. A call
    /// without keys concerns the first shard.
    public func shard(for call: Call) -> Int? {
      let keys = call.keys
      guard let first = keys.first else { return 0 }
      let shard = shard(of: first)
      return keys.dropFirst().allSatisfy({ self.shard(of: $0) == shard }) ? shard : nil
    }
  }
}
