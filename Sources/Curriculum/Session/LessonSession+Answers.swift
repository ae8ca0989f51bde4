import Histories
import Laboratory

extension LessonSession {
  /// Locks the choice with this index, from 0, computes the true answer on the story's run, and lets
  /// the run go to the reveal.
  /// - Returns: why it was not taken, or nil.
  @discardableResult
  public mutating func answer(_ choice: Int, budget: Int = .max) -> String? {
    guard case .predicting(let prediction) = stage else { return "no question is open" }
    guard case .choice(let choices) = prediction.form else { return "a number is wanted" }
    guard choices.indices.contains(choice) else {
      return "choose 1 to \(choices.count)"
    }
    grade(prediction, .choice(choice), budget)
    return nil
  }

  /// Locks a typed answer: a whole number, or a choice by its number from 1 or its label.
  ///
  /// - Parameter budget: how many runs the engine may play to their end now for the truth. If it needs
  ///   more, the session is `isUnderway` and nothing is locked yet; asked again, it goes on.
  /// - Returns: why it was not taken, or nil.
  @discardableResult
  public mutating func answer(text: String, budget: Int = .max) -> String? {
    guard case .predicting(let prediction) = stage else { return "no question is open" }
    let words = text.split(whereSeparator: \.isWhitespace)
    let trimmed = words.joined(separator: " ")
    switch prediction.form {
    case .choice(let choices):
      if let index = choices.firstIndex(where: { $0.label.lowercased() == trimmed.lowercased() }) {
        return answer(index, budget: budget)
      }
      guard let number = Int(trimmed) else { return "choose 1 to \(choices.count)" }
      return answer(number - 1, budget: budget)
    case .number(_, let unit, _):
      var digits = words
      if let unit, digits.count > 1, digits.last?.lowercased() == unit.lowercased() {
        digits.removeLast()
      }
      guard let number = Int64(digits.joined()) else {
        let isNumber = digits.joined().utf8.enumerated().allSatisfy { place, byte in
          (0x30...0x39).contains(byte) || place == 0 && (byte == 0x2D || byte == 0x2B)
        }
        if isNumber, digits.joined().utf8.count > 1 { return "the number is too large" }
        return "a whole number is wanted, found \"\(text)\""
      }
      grade(prediction, .number(number), budget)
      return nil
    }
  }

  private mutating func grade(
    _ prediction: Prediction, _ answer: Grading.Answer, _ budget: Int
  ) {
    let memo = FinishedRuns(finished, budget: budget)
    let end = memo.run("story") {
      if case .cluster(let run)? = storyEnd { run } else { nil }
    }
    let story = board == nil ? end.map { BenchRun.cluster($0) } : storyEnd
    let review = Grading.review(prediction, answer, on: story, NamedRuns(lesson, memo: memo))
    isUnderway = memo.isShort
    finished = memo.isShort ? memo.runs : [:]
    if !isUnderway { lock(prediction, review) }
  }

  private mutating func lock(_ prediction: Prediction, _ review: AnswerReview) {
    predictions.append(
      PredictionRecord(
        id: prediction.id, question: prediction.question, round: round, review: review))
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
