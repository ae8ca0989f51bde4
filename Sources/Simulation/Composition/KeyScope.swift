import Histories

/// Which keys the clients of a composed system address to one of its parts.
public enum KeyScope: Hashable, Sendable {
  case all
  /// No client calls it without naming a node: an internal service.
  case none
  case keys([Key])
  /// Keys whose names start with one of these.
  case prefixes([String])

  public func contains(_ key: Key) -> Bool {
    switch self {
    case .all: true
    case .none: false
    case .keys(let keys): keys.contains(key)
    case .prefixes(let prefixes): prefixes.contains { key.name.hasPrefix($0) }
    }
  }

  /// Whether every key of the call is in the scope. A call without keys is in every scope but none.
  public func covers(_ call: Call) -> Bool {
    self != .none && call.keys.allSatisfy(contains)
  }
}

/// To which of several shards a key belongs: a function of the key and the number of shards alone,
/// the same in every process.
public enum Placement: Hashable, Sendable {
  /// Each key listed is on its shard; every other key is on `otherwise`.
  case listed([Assignment], otherwise: Int)
  /// Shard *i* takes the keys below `boundaries[i]` that no earlier shard takes; the last shard
  /// takes the rest. Boundaries ascend, and there is one fewer than shards.
  case ranges(boundaries: [Key])
  /// The key's digest modulo the number of shards: adding a shard moves almost every key.
  case modulo
  /// The shard with the highest digest of (key, shard) (rendezvous hashing, Thaler and Ravishankar
  /// 1998, doi:10.1109/90.663936): adding a shard moves only the keys that it takes.
  case rendezvous
  /// Each key listed is on its shard; every other key goes where `others` places it.
  indirect case named([Assignment], others: Placement)

  /// A key and its shard.
  public struct Assignment: Hashable, Sendable {
    public let key: Key
    public let shard: Int
    public init(_ key: Key, on shard: Int) {
      self.key = key
      self.shard = shard
    }
  }

  /// The shard of a key, in `0..<count`. O(list) or O(count).
  public func shard(of key: Key, among count: Int) -> Int {
    precondition(count > 0, "a key needs a shard")
    let shard =
      switch self {
      case .listed(let assignments, let otherwise):
        assignments.first { $0.key == key }?.shard ?? otherwise
      case .ranges(let boundaries): boundaries.bisect { $0 <= key }
      case .modulo: Int(Self.digest(key, 0) % UInt64(count))
      case .rendezvous: Self.highest(key, count)
      case .named(let assignments, let others):
        assignments.first { $0.key == key }?.shard ?? others.shard(of: key, among: count)
      }
    precondition(shard >= 0 && shard < count, "the placement names a shard that there is")
    return shard
  }

  private static func highest(_ key: Key, _ count: Int) -> Int {
    var best = 0
    for shard in 1..<max(count, 1) where digest(key, shard + 1) > digest(key, best + 1) {
      best = shard
    }
    return best
  }

  private static func digest(_ key: Key, _ salt: Int) -> UInt64 {
    var digest = Digest()
    digest.combine(key)
    digest.combine(salt)
    return digest.state
  }
}
