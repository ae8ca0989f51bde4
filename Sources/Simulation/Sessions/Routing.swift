import Histories

/// How a client finds a node for a read that names none. The protocol says which nodes can take the
/// call, the client may restrict them; the policy chooses among them. Writes go to the leader.
public enum RoutingPolicy: String, Hashable, Sendable, CaseIterable {
  /// The first choice: the leader, where the protocol puts it first and the client does not restrict.
  case preferred
  /// Drawn anew for each operation.
  case any
  case roundRobin = "round-robin"
  /// The smallest delay from the client; the lower node on a tie.
  case nearest
  /// The node at the session's number modulo the number of nodes. When that one is down, the next
  /// that is up. Another number of nodes moves most sessions.
  case stickyModulo = "sticky-modulo"
  /// The node with the highest weight for the session, and the next highest when it is down
  /// (Thaler and Ravishankar 1998, doi:10.1109/90.663936). Another node moves only the sessions that
  /// it takes.
  case stickyRendezvous = "sticky-rendezvous"
}

extension RoutingPolicy {
  /// The weight of a node for a session: a fixed mixing of the two numbers, the same everywhere.
  static func weight(of node: NodeID, for session: SessionID) -> UInt64 {
    var digest = Digest()
    digest.combine(session.index)
    digest.combine(node.index)
    return digest.state
  }

  /// The nodes of a pool in the order in which a session tries them. Empty for policies without one.
  func order(of pool: [NodeID], for session: SessionID) -> [NodeID] {
    guard !pool.isEmpty else { return [] }
    switch self {
    case .stickyModulo:
      // Of a negative number too: the remainder would be negative, and no place in the pool.
      let rest = Int(session.index) % pool.count
      let first = rest < 0 ? rest + pool.count : rest
      return Array(pool[first...] + pool[..<first])
    case .stickyRendezvous:
      return pool.sorted { a, b in
        let (x, y) = (Self.weight(of: a, for: session), Self.weight(of: b, for: session))
        return x == y ? a < b : x > y
      }
    default: return []
    }
  }
}

/// A request of the latest operation of a client: where it went, and why there.
///
/// For people: nothing in the run depends on it.
public struct Hop: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// By the script or the user.
    case named
    case preferred, drawn, inTurn, nearest, sticky
    /// The node that the session sticks to is down.
    case failedOver(from: NodeID)
    case pinned(until: VirtualTime)
    /// A write goes to the leader that the client believes in.
    case leader
    /// To the leader, because the replica that its policy chose is so far behind, by its own meter.
    case diverted(from: NodeID, lag: VirtualDuration)
    /// The second request of a read that had no answer for so long.
    case hedge(after: VirtualDuration)
    /// By the node asked before; it lacks a position, or it is not the one that serves the call.
    case redirected(by: NodeID, needs: LogPosition?)
  }

  /// A stay at a node that was behind the token.
  public struct Wait: Hashable, Sendable {
    public let since: VirtualTime
    /// Nil while it lasts.
    public internal(set) var end: VirtualTime?
  }

  public let node: NodeID
  public let reason: Reason
  /// Whether the client took it back: the other of two requests was answered first.
  public internal(set) var isCancelled = false
  public let sent: VirtualTime
  /// The token that the request carried.
  public let token: LogPosition?
  public internal(set) var wait: Wait?

  /// The most requests that a client makes for one operation.
  public static let most = 16
}

extension Hop.Reason {
  /// Whether a lag limit took part in it: any choice of a node for a read but those above the policy.
  var isOfRouting: Bool {
    switch self {
    case .named, .pinned, .leader, .redirected, .hedge: false
    case .preferred, .drawn, .inTurn, .nearest, .sticky, .failedOver, .diverted: true
    }
  }

  var isDiverted: Bool { if case .diverted = self { true } else { false } }
}
