import CellGraphics

/// What the lesson panel shows: the page of a lesson at this moment, in plain values.
public struct LessonPage: Hashable, Sendable {
  /// A question with its answers, before and after the learner has committed to one.
  public struct Question: Hashable, Sendable {
    public var text: String
    public var choices: [ChoiceList.Choice]
    /// What is said of the answer given; empty before.
    public var reply: String
    public var isOpen: Bool
    /// Set when the answer is typed, not chosen: what is to be typed.
    public var answerForm: String?
    /// The answer that was typed.
    public var typed: String

    public init(
      text: String, choices: [ChoiceList.Choice], reply: String = "", isOpen: Bool,
      answerForm: String? = nil, typed: String = ""
    ) {
      self.text = text
      self.choices = choices
      self.reply = reply
      self.isOpen = isOpen
      self.answerForm = answerForm
      self.typed = typed
    }
  }

  public var title: String
  /// The beat, from 1, and how many there are.
  public var beat: Int
  public var beatCount: Int
  public var heading: String
  public var narration: String
  public var question: Question?
  public var shown: [Checklist.Item]
  public var tasks: [Checklist.Item]
  public var hints: [String]
  /// What to press now, in words.
  public var next: [Suggestion]
  /// The knobs that the open task is about.
  public var knobs: [String] = []
  /// The words of the question or task, and those of the text.
  private let asked: [Substring]
  private let told: [Substring]
  public var spacing = Spacing.plain

  /// What stands between the parts of the text.
  public enum Spacing: Hashable, Sendable {
    /// Nothing: where a blank line costs an answer its place.
    case tight
    /// A blank line between paragraphs.
    case plain
    /// Sentences stand apart, so that people at the back of a room can follow.
    case airy
  }

  public init(
    title: String, beat: Int, beatCount: Int, heading: String = "", narration: String,
    question: Question? = nil, shown: [Checklist.Item] = [], tasks: [Checklist.Item] = [],
    hints: [String] = [], next: [Suggestion] = []
  ) {
    self.title = title
    self.beat = beat
    self.beatCount = beatCount
    self.heading = heading
    self.narration = narration
    self.question = question
    self.shown = shown
    self.tasks = tasks
    self.hints = hints
    self.next = next
    asked = Self.words([question?.text ?? ""] + tasks.map(\.text.text))
    told = Self.words([heading, narration])
  }

  /// How much the page is about a client or node: more when its question or task names it than when only
  /// its text does; 0 when neither does. O(words).
  func weight(of name: String) -> Int {
    if asked.contains(where: { $0 == name }) { return 6 }
    return told.contains(where: { $0 == name }) ? 3 : 0
  }

  private static func words(_ texts: [String]) -> [Substring] {
    texts.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "@" && $0 != "_" } }
  }
}
