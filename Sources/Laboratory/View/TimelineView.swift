import Histories
import Simulation

/// A window of the space-time diagram.
public struct TimelineView: Hashable, Sendable {
  public struct OperationBar: Hashable, Sendable {
    public var id: OperationID
    public var client: String
    public var text: String
    public var invoked: VirtualTime
    /// Nil while it is outstanding.
    public var completed: VirtualTime?
    public var outcome: Outcome?
    public var isViolating: Bool
    public var keys: [String]
    public var invokedEvent: Int
    /// Nil while it is outstanding.
    public var completedEvent: Int?
  }
  public struct MessageLine: Hashable, Sendable {
    public var id: MessageID
    public var from: String
    public var to: String
    public var label: String
    public var sent: VirtualTime
    /// When it arrived or was lost, or when it is due; nil while it is held.
    public var end: VirtualTime?
    /// Nil while it is on its way.
    public var fate: MessageFate?
    /// The event that sent it; -1 for what was sent as the run began.
    public var sentEvent: Int
    /// The event that decided its fate.
    public var decidedEvent: Int?
    /// The message that it is a duplicate of.
    public var copyOf: MessageID?
    /// The operation in whose course it was sent, where the trace leads to one without a timer in
    /// between, and that operation's keys.
    public var operation: OperationID?
    public var keys: [String]

    /// Whether it is held by hand.
    public var isHeld: Bool { fate == nil && end == nil }
  }
  public struct Mark: Hashable, Sendable {
    public var time: VirtualTime
    public var eventIndex: Int
    /// The node it is about; nil for the whole network.
    public var node: String?
    public var text: String
    public var kind = Kind.fault
    /// Further names that it is about: the ends of cut links.
    public var names: [String] = []

    public enum Kind: Hashable, Sendable {
      case fault
      /// It ends a fault: heal, restart, resume.
      case repair
      /// It changes a setting or a message by hand.
      case change
      /// A node began to lead.
      case elected
      /// A node ceased to lead.
      case steppedDown
      /// A node truncated an acknowledged write.
      case rolledBack
      /// Two branches that are compared first differ.
      case divergence
    }
  }
  public var start: VirtualTime
  public var end: VirtualTime
  /// The rows: clients, then servers.
  public var clients: [String]
  public var servers: [String]
  public var operations: [OperationBar]
  public var messages: [MessageLine]
  public var marks: [Mark]
  /// Applications of entries: where each server's state changed.
  public var changes: [Mark]
  /// Nodes that were down or paused, and cuts, as far as they reach into the window.
  public var outages: [Span]
  /// Whether the window moves with the clock.
  public var isFollowing: Bool

  /// Who gave an operation's answer, by the event in which it arrived; as far as the messages of the
  /// window tell. O(messages).
  public var answering: [Int: String] {
    var servers: [Int: String] = [:]
    for message in messages where message.fate == .delivered && clients.contains(message.to) {
      if let event = message.decidedEvent { servers[event] = message.from }
    }
    return servers
  }

  /// Something that lasts.
  public struct Span: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case down, paused
      case cut([Link])
    }
    public var kind: Kind
    /// The node; nil for a cut.
    public var node: String?
    /// For a cut its links: `P,R1 | *`.
    public var text: String
    public var start: VirtualTime
    /// Nil while it lasts.
    public var end: VirtualTime?
  }
}
