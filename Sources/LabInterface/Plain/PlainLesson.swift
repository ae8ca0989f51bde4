import CellGraphics
import Curriculum

/// A lesson's page in lines.
enum PlainLesson {
  static func lines(_ lab: LabState) -> [String] {
    guard let page = lab.page, let session = lab.session else { return [] }
    var lines = [
      "", "\(ended(page.title)) Text \(page.beat) of \(page.beatCount): \(page.heading)", "",
    ]
    lines += text(page.narration)
    if let question = page.question {
      lines += [""] + self.lines(question)
      if !question.isOpen { lines += reply(lab) }
    }
    let open = page.tasks.filter { $0.state != .done }
    if !open.isEmpty { lines += ["", "Your task:"] + open.map { $0.text.text } }
    for (index, hint) in page.hints.enumerated() {
      lines += ["", "Hint \(index + 1): \(LessonText.line(hint).text)"]
    }
    lines.append("")
    let subjects = lab.subjects.map { "show \($0.rawValue)" }
    if !subjects.isEmpty {
      lines.append("To look at here: \(subjects.joined(separator: ", ")).")
    }
    lines.append(next(session))
    return lines
  }

  /// The question and its numbered answers.
  private static func lines(_ question: LessonPage.Question) -> [String] {
    text(question.text) + PlainQuestions.numbered(question.choices.map(\.text.text))
  }

  /// What is said to the answer that was given.
  static func reply(_ lab: LabState) -> [String] {
    guard let question = lab.page?.question, !question.isOpen else { return [] }
    return text(question.reply)
  }

  /// What to type now.
  static func next(_ session: LessonSession) -> String {
    switch session.stage {
    case .predicting(let prediction):
      if !prediction.choices.isEmpty { return "Type 1 to \(prediction.choices.count) to answer." }
      let unit = prediction.unit.map { ", in \($0)," } ?? ""
      return "Type a whole number\(unit) to answer."
    case .working(let task):
      let known = task.moves.filter { ActionRegistry.action(named: $0) != nil }
      let moves = known.isEmpty ? "" : " Commands for it: \(known.joined(separator: ", "))."
      let hint = session.nextHintAvailable ? " hint gives a hint." : ""
      return "Your move.\(moves) next judges it.\(hint) restart-round begins anew."
    case .finished: return "Type next for the result."
    case .reading, .revealed: return "Type next to go on."
    }
  }

  /// Goals that have been reached or lost.
  static func changes(from old: [ChecklistItem], to new: [ChecklistItem]) -> [String] {
    new.compactMap { item in
      let before = old.first { $0.kind == item.kind && $0.text == item.text }
      guard before?.state != item.state else { return nil }
      let text = ended(LessonText.line(item.text).text)
      switch (item.kind, item.state) {
      case (.show, .met): return "Shown: \(text)"
      case (.task, .met): return "Done: \(text) (\(item.reason))"
      case (.task, .unmet) where before?.state != .open && before != nil:
        return "Not met: \(text) (\(item.reason))"
      case (.task, .pending) where before != nil: return "Pending: \(text) (\(item.reason))"
      default: return nil
      }
    }
  }

  /// With a full stop at its end, unless it has an end.
  static func ended(_ text: String) -> String {
    text.last.map { ".?!".contains($0) } ?? true ? text : text + "."
  }

  /// The text without its markup, a line for each paragraph.
  static func text(_ markup: String) -> [String] {
    LessonText.lines(markup, width: 100_000).map { line in
      let text = line.text
      return text.hasPrefix("• ") ? "- " + text.dropFirst(2) : text
    }
  }
}

/// The end of a lesson.
enum PlainResult {
  static func lines(_ model: Model) -> [String] {
    guard let result = model.result else { return [] }
    let state =
      result.isSolved ? "solved" : result.isComplete ? "complete" : "not complete yet"
    var lines = ["", "Result: \(result.lesson) \(result.title): \(state).", ""]
    let tasks = result.goals.filter { $0.kind == .task }
    if !tasks.isEmpty { lines += ["Your task:"] + tasks.map { goal($0, withReason: true) } }
    lines += ["", ResultScreen.work(result)]
    if !result.predictions.isEmpty {
      lines += ["", "Predictions: \(result.right) right, \(result.wrong) wrong."]
      for (heading, records) in result.predictionsByRound {
        if let heading { lines.append(PlainLesson.ended(heading)) }
        lines += records.map { prediction($0) }
      }
    }
    let shows = result.goals.filter { $0.kind == .show }
    if !shows.isEmpty {
      lines += ["", "What the lesson showed:"]
      lines += shows.map { goal($0, withReason: $0.state != .met) }
    }
    if !result.leavesOut.isEmpty {
      lines += ["", "What this model leaves out:"]
      lines += result.leavesOut.map { "- " + LessonText.line($0).text }
    }
    return lines + ["", next(model, result)]
  }

  private static func next(_ model: Model, _ result: LessonResult) -> String {
    if !result.isComplete {
      return
        "Round \(result.round + 1) of this lesson is not done. Type proceed to open it, quit to go "
        + "Home."
    }
    guard let lesson = model.lessonAfterResult else {
      return
        "Every lesson is complete. Type proceed or quit to go Home, again to play this one again."
    }
    return "Next: \(lesson.id) \(lesson.title). Type proceed to open it, again to play this one "
      + "again, quit to go Home."
  }

  private static func goal(_ item: ChecklistItem, withReason: Bool) -> String {
    let word =
      switch item.state {
      case .met: "done"
      case .open, .unmet: "not met"
      case .pending: "pending"
      case .unknown: "unknown"
      }
    let reason = withReason && !item.reason.isEmpty ? " (\(item.reason))" : ""
    return "- \(word): \(LessonText.line(item.text).text)\(reason)"
  }

  private static func prediction(_ record: PredictionRecord) -> String {
    let question = LessonText.line(record.question).text
    let review = record.review
    return review.isRight
      ? "- right: \(question) \(review.given)"
      : "- wrong: \(question) You said \(review.given); it is \(review.truth)."
  }
}
