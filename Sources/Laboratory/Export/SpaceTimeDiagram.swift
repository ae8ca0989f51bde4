import Histories
import Simulation

/// A stretch of a run as a diagram in which time runs down and every client and node has a column:
/// what text, SVG and Mermaid are made of.
///
/// There is a row for each event of the run at which something can be seen, in the order of the
/// run. The same run gives the same diagram in every process.
public struct SpaceTimeDiagram: Sendable {
  /// A column: a client or a server.
  public struct Lane: Hashable, Sendable {
    public var name: String
    public var isClient: Bool
  }

  /// A message that came to the end of its way, or is still on it.
  public struct Flight: Hashable, Sendable {
    public var id: MessageID
    public var from: Int
    public var to: Int
    public var label: String
    public var sent: VirtualTime
    /// The row at which it was sent; nil when that lies before the diagram.
    public var sentRow: Int?
    /// Nil while it is on its way.
    public var fate: MessageFate?
    /// When it is due, where it is on its way and not held.
    public var due: VirtualTime?
  }

  /// Something that happened at a client or a node, or to the whole network.
  public struct Point: Hashable, Sendable {
    public enum Kind: CaseIterable, Hashable, Sendable {
      /// A client asked for an operation; then how that ended.
      case asked, ok, refused, timedOut
      /// A guarantee broke.
      case broken
      /// The state of a server changed.
      case applied
      case fault, repair
      case elected, steppedDown, rolledBack
    }
    /// Where it happened; for what happened to links their ends, and empty for the whole world.
    public var lanes: [Int]
    public var kind: Kind
    public var text: String
  }

  public struct Row: Hashable, Sendable {
    public var event: Int
    public var time: VirtualTime
    /// What arrived or was lost; several only where a fault ends several at once.
    public var flights: [Flight] = []
    public var points: [Point] = []
  }

  /// What a column looks like over a stretch of rows.
  public enum LaneState: Hashable, Sendable {
    case idle
    /// An operation of the client is under way.
    case busy
    case down
    case paused
  }

  public var title: String
  /// Protocol, seed, branch, stretch of time and digest, in a line.
  public var subtitle: String
  public var from: VirtualTime
  public var to: VirtualTime
  public var lanes: [Lane]
  public var rows: [Row]
  /// For each row the state of every lane below it; for a diagram without rows nothing.
  public var states: [[LaneState]]
  /// The state of every lane above the first row.
  public var firstStates: [LaneState]
  /// What has not arrived at the end, in the order of sending.
  public var onTheWay: [Flight]
  /// What the checkers say at the end: a line for each that is violated, and one for the others.
  public var verdicts: [String]

  /// More rows than these do not make a diagram that anybody reads.
  public static let rowsMax = 2_000
}

/// A stretch of a run that has too much in it for a diagram.
public struct DiagramTooLarge: Error, Hashable, Sendable, CustomStringConvertible {
  /// How much it is, and how much is the most.
  public let amount: String

  init(_ amount: String) { self.amount = amount }

  init(rows: Int) {
    amount = "that is \(rows) rows, and a diagram has at most \(SpaceTimeDiagram.rowsMax)"
  }

  public var description: String { "\(amount); choose a shorter stretch of time" }
}

extension MessageFate {
  /// How a message ended that did not arrive; empty for one that did.
  func words(at target: String) -> String {
    switch self {
    case .delivered: ""
    case .lostInCut: "lost in the cut"
    case .lostOnLink: "lost by the link"
    case .lostAtCrashedNode: "lost, \(target) is down"
    case .dropped: "dropped by hand"
    case .cancelled: "taken back by its sender"
    }
  }
}
