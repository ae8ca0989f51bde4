import Histories

/// Several independent groups of one protocol, each holding a part of the keys.
///
/// A call goes to the group that its keys are placed on. A node that is asked for keys of another
/// shard redirects to the right one. A call whose keys lie on more than one shard is refused
/// definitely, as not supported: nothing here coordinates shards, and pretending to do so would
/// hide that a multi-key read has no common snapshot.
///
/// Guaranteed: each shard behaves exactly as in a world of its own with the same node numbers. Not
/// guaranteed: any order between writes to different shards.
public enum Sharded<P: SimulatedProtocol>: SimulatedProtocol {
  public typealias Durable = PartState<P.Durable>
  public typealias Volatile = PartState<P.Volatile>
  public typealias Message = P.Message
  public typealias Timer = P.Timer

  /// One group.
  public struct Shard: Sendable {
    /// Stands before the paths of the shard's knobs: `a` in `a.acknowledgement`.
    public let name: String
    /// In ascending order.
    public let nodes: [NodeID]
    public var configuration: P.Configuration

    public init(_ name: String, nodes: [NodeID], configuration: P.Configuration) {
      self.name = name
      self.nodes = nodes.sorted()
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
