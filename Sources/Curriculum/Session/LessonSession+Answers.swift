import Histories
import Laboratory

extension LessonSession {
  /// Locks the choice with this index, from 0, computes the true answer on the story's run, and lets
  /// the run go to the reveal.
  /// - Returns: why it was not taken, or nil.
  @discardableResult
  public mutating func answer(_ choice: Int) -> String? {
    guard case .predicting(let prediction) = stage else { return "no question is open" }
    guard case .choice(let choices) = prediction.form else { return "a number is wanted" }
    guard choices.indices.contains(choice) else {
      return "choose 1 to \(choices.count)"
    }
    lock(prediction, Grading.review(prediction, .choice(choice), on: storyEnd, NamedRuns(lesson)))
    return nil
  }

  /// Locks a typed answer: a whole number, or a choice by its number from 1 or its label.
  /// - Returns: why it was not taken, or nil.
  @discardableResult
  public mutating func answer(text: String) -> String? {
    guard case .predicting(let prediction) = stage else { return "no question is open" }
    let words = text.split(whereSeparator: \.isWhitespace)
    let trimmed = words.joined(separator: " ")
    switch prediction.form {
    case .choice(let choices):
      if let index = choices.firstIndex(where: { $0.label.lowercased() == trimmed.lowercased() }) {
        return answer(index)
      }
      guard let number = Int(trimmed) else { return "choose 1 to \(choices.count)" }
      return answer(number - 1)
    case .number(_, let unit, _):
      var digits = words
      if let unit, digits.count > 1, digits.last?.lowercased() == unit.lowercased() {
        digits.removeLast()
      }
      guard let number = Int64(digits.joined()) else {
        return "a whole number is wanted, found \"\(text)\""
      }
      lock(
        prediction, Grading.review(prediction, .number(number), on: storyEnd, NamedRuns(lesson)))
      return nil
    }
  }

  private mutating func lock(_ prediction: Prediction, _ review: AnswerReview) {
    predictions.append(
      PredictionRecord(id: prediction.id, question: prediction.question, review: review))
    if !review.isRight { hasMissed = true }
    if let stop = stops?.reveals[beatIndex] {
      run.switchBranch(to: 0)
      run.go(to: stop)
    }
    refresh()
  }

  /// The story's run, played to its end apart from the screen.
  var storyEnd: BenchRun? { try? BenchRun.finished(currentRound.setup, []) }
}
