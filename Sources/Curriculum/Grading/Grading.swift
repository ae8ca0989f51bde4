import Histories
import Laboratory

/// How answers are graded: always against what the engine computes, never against the file.
public enum Grading {
  /// An answer as it was given.
  public enum Answer: Hashable, Sendable {
    /// By index, from 0.
    case choice(Int)
    case number(Int64)
  }

  /// The right answer as the engine computes it on a finished run.
  public enum Truth: Hashable, Sendable {
    /// The indices of the choices whose condition is met: exactly one in a sound lesson.
    case choices([Int])
    case number(Int64)
    case unknown(String)
  }

  public static func truth(
    of prediction: Prediction, on run: BenchRun?, _ named: NamedRuns
  ) -> Truth {
    guard let run else { return .unknown("the run does not end") }
    switch prediction.form {
    case .choice(let choices):
      return .choices(
        choices.indices.filter {
          run.judge(choices[$0].condition, .atEnd, named).state == .met
        })
    case .number(let expression, _, _):
      do {
        switch try run.value(expression, named) {
        case .number(let number): return .number(number)
        case let other: return .unknown("\(expression.text) is \(other), not a number")
        }
      } catch { return .unknown(error.message) }
    }
  }

  /// The truth as it is shown, and as `expected` gives it.
  public static func text(_ truth: Truth, of prediction: Prediction) -> String {
    switch truth {
    case .choices(let indices):
      indices.isEmpty
        ? "none of these" : indices.map { prediction.choices[$0] }.joined(separator: "; ")
    case .number(let number): String(number)
    case .unknown(let reason): "unknown: \(reason)"
    }
  }

  /// What is said to an answer.
  static func review(
    _ prediction: Prediction, _ answer: Answer, on run: BenchRun?, _ named: NamedRuns
  ) -> AnswerReview {
    let truth = truth(of: prediction, on: run, named)
    var review = AnswerReview(
      isRight: false, given: "", truth: text(truth, of: prediction), reply: "",
      explanation: prediction.explanation)
    switch (prediction.form, answer) {
    case (.choice(let choices), .choice(let index)):
      review.given = choices[index].label
      review.reply = choices[index].reply
      if case .choices(let right) = truth { review.isRight = right.contains(index) }
    case (.number(_, let unit, let replies), .number(let number)):
      let suffix = unit.map { " \($0)" } ?? ""
      review.given = "\(number)\(suffix)"
      review.isRight = truth == .number(number)
      review.truth += suffix
      review.reply =
        review.isRight
        ? replies.right
        : replies.known.first { $0.value == number }?.reply ?? replies.otherwise
    default: review.reply = "the answer is of another kind"
    }
    return review
  }

  /// What was said to an answer that was given in another sitting, without running anything; nil when
  /// the question no longer knows this answer.
  static func review(
    _ prediction: Prediction, restoring answer: LessonAttempt.GivenAnswer
  ) -> AnswerReview? {
    let reply: String
    switch prediction.form {
    case .choice(let choices):
      guard let choice = choices.first(where: { $0.label == answer.given }) else { return nil }
      guard !answer.isRight || answer.truth == answer.given else { return nil }
      reply = choice.reply
    case .number(_, let unit, let replies):
      let words = answer.given.split(separator: " ", maxSplits: 1).map(String.init)
      guard let number = words.first.flatMap({ Int64($0) }), words.dropFirst().first == unit else {
        return nil
      }
      reply =
        answer.isRight
        ? replies.right
        : replies.known.first { $0.value == number }?.reply ?? replies.otherwise
    }
    return AnswerReview(
      isRight: answer.isRight, given: answer.given, truth: answer.truth, reply: reply,
      explanation: prediction.explanation)
  }
}
