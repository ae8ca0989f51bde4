import Checkers
import Histories
import Simulation

/// Why something came about, as a chain of events of one run in plain sentences, in the order of time.
///
/// Guaranteed: every sentence is read off the trace as it stood when the explanation was asked for, and
/// nothing is said that had not happened by then, but for the instants at which messages on the wire are
/// due. What the trace does not tell stands in `gap`. It is a value: it stays as it is when the run moves.
public struct Explanation: Hashable, Sendable {
  /// What is explained: `c1's read of name at 200 was stale`.
  public var title: String
  /// The whole of it in one or two sentences.
  public var summary: String
  /// Ascending by event; what has not happened yet comes last. At most one decides.
  public var steps: [Step]
  /// What the trace does not tell; nil when nothing is missing.
  public var gap: String?

  /// One link of the chain.
  public struct Step: Hashable, Sendable {
    public var sentence: String
    /// The event at which it happened; -1 is the start of the run; nil has not happened yet.
    public var eventIndex: Int?
    public var time: VirtualTime?
    /// Where it happened; nil for the whole network.
    public var place: String?
    /// What a diagram highlights for it.
    public var subject: Subject?
    /// Whether it decided: without it the thing explained would not have come about so.
    public var isDeciding = false
  }

  /// The thing that a step is about.
  public enum Subject: Hashable, Sendable {
    case operation(OperationID)
    case message(MessageID)
    /// A fault, an election, a truncation, by its event.
    case event(Int)
  }

  /// The step that decided, by its place; nil when none is known.
  public var deciding: Int? { steps.firstIndex(where: \.isDeciding) }

  /// The position of the run that shows a step: just after its event; nil where it has none.
  public static func position(showing step: Step) -> Int? { step.eventIndex.map { $0 + 1 } }
}

/// Something on the screen that can be explained.
public enum ExplainedMark: Hashable, Sendable {
  /// A violated guarantee, by one witness.
  case violation(Witness)
  /// An operation of a client: its answer, its refusal, its silence.
  case operation(OperationID)
  case message(MessageID)
  /// What a replica holds of a key.
  case cell(Key, at: NodeID)
  /// How far a replica is behind, whether it runs.
  case replica(NodeID)
  /// An acknowledged write that a replica truncated.
  case rollback(OperationID, at: NodeID)
  /// Two writes that stand at one place of a log.
  case fork(OperationID, OperationID)
  /// A fault, an election or another event.
  case event(Int)
}
