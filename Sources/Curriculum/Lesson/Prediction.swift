import Histories
import Laboratory

/// A question asked before the run shows the answer. The answer is computed by the engine.
public struct Prediction: Hashable, Sendable {
  /// Unique within the lesson; progress remembers the answer by it.
  public var id: String
  public var question: String
  public var form: Form
  /// Where the run goes once an answer is locked. Nil: it stays, and only the text tells.
  public var reveal: StopPoint?
  /// What the lesson's author believes. Compared with the computed answer by the lesson's own check,
  /// and used for nothing else.
  public var expected: String
  /// Shown after the reply, whatever was answered.
  public var explanation: String?

  public enum Form: Hashable, Sendable {
    /// One of several, of which exactly one is right.
    case choice([Choice])
    /// A whole number.
    case number(BenchExpression, unit: String?, replies: NumberReplies)
  }

  /// An answer on offer.
  public struct Choice: Hashable, Sendable {
    public var label: String
    /// The condition under which it is the right one.
    public var condition: BenchExpression
    public var reply: String

    public init(label: String, condition: BenchExpression, reply: String) {
      self.label = label
      self.condition = condition
      self.reply = reply
    }
  }

  /// What is said to a number.
  public struct NumberReplies: Hashable, Sendable {
    public struct Known: Hashable, Sendable {
      public var value: Int64
      public var reply: String
      public init(value: Int64, reply: String) {
        self.value = value
        self.reply = reply
      }
    }
    /// To the right answer.
    public var right: String
    /// To the wrong ones that people really give.
    public var known: [Known]
    /// To any other.
    public var otherwise: String

    public init(right: String, known: [Known], otherwise: String) {
      self.right = right
      self.known = known
      self.otherwise = otherwise
    }
  }

  public init(
    id: String, question: String, form: Form, reveal: StopPoint?, expected: String,
    explanation: String?
  ) {
    self.id = id
    self.question = question
    self.form = form
    self.reveal = reveal
    self.expected = expected
    self.explanation = explanation
  }

  /// The labels on offer; empty for a number.
  public var choices: [String] {
    if case .choice(let choices) = form { choices.map(\.label) } else { [] }
  }

  /// What stands behind a number: `ms`.
  public var unit: String? { if case .number(_, let unit, _) = form { unit } else { nil } }
}
