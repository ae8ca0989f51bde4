import Curriculum
import Histories
import Laboratory
import Simulation
import Testing

/// A lesson played by calls, as the interface plays it.
@Suite struct LessonSessionTests {
  /// Answers every question by `choose`, solves the task with `solve`, goes on to the end.
  private func play(
    _ session: inout LessonSession, choose: (Prediction) -> String,
    solve: (inout LessonSession) throws -> Void
  ) throws {
    for _ in 0..<200 where !session.isFinished {
      switch session.stage {
      case .predicting(let prediction):
        #expect(session.next() != nil)
        #expect(session.answer(text: choose(prediction)) == nil)
      case .working:
        try solve(&session)
        #expect(session.next() == nil)
      case .reading, .revealed: #expect(session.next() == nil)
      case .finished: break
      }
    }
  }

  @Test func rightAnswersAndTheSolutionCompleteIt() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson)
    try play(&session, choose: \.expected) { try $0.setKnob("acknowledgement", to: "all") }
    #expect(session.isComplete)
    let result = session.result
    #expect(result.isSolved && result.wrong == 0 && result.right == lesson.predictions.count)
    #expect(result.moves == 1 && result.referenceMoves == 1)
    #expect(result.goals.allSatisfy { $0.state == .met }, "\(result.goals)")
    #expect(result.goals.count == lesson.shows.count + 1)
  }

  @Test func wrongAnswersNeverBlock() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson)
    let last: (Prediction) -> String = { $0.choices.last { _ in true } ?? "1" }
    try play(&session, choose: last) {
      try $0.setKnob("acknowledgement", to: "majority")
      #expect($0.next() != nil)
      #expect($0.offersHint)
      #expect($0.revealHint()?.contains("not waited for") == true)
      #expect($0.revealHint()?.contains("too early") == true)
      try $0.setKnob("acknowledgement", to: 3)
    }
    #expect(session.isComplete && session.result.isSolved)
    #expect(session.result.wrong > 4 && session.result.moves == 2 && session.result.hints == 2)
    for record in session.predictions {
      #expect(!record.review.reply.isEmpty && !record.review.truth.isEmpty)
    }
  }

  @Test func theShownSolutionEarnsNoCredit() throws {
    var session = try LessonSession(try FirstLesson.load())
    try play(&session, choose: \.expected) {
      #expect($0.revealSolution() == [.knob(path: "acknowledgement", value: "all")])
      #expect($0.run.branch.name == "solution" && $0.isAtEnd)
    }
    #expect(session.isComplete && !session.result.isSolved)
    #expect(session.result.solutionsShown == 1 && session.result.moves == 0)
  }

  @Test func everyValueIsComputedOnTheRun() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson)
    try play(&session, choose: \.expected) { try $0.setKnob("acknowledgement", to: "all") }
    let truths = Dictionary(
      uniqueKeysWithValues: session.predictions.map { ($0.id, $0.review.truth) })
    #expect(truths["sr1-friends"] == "Alice and Bob")
    #expect(truths["sr1-age"] == "1 version, 50 ms")
    #expect(truths["sr1-own"] == "Bob")
    #expect(truths["sr1-promise"] == "A only")
    #expect(truths["sr1-meters"] == "0 and 1200 ms")
    #expect(truths["sr1-price"] == "902 ms")
  }

  @Test func whatIsRefusedChangesNothing() throws {
    var session = try LessonSession(try FirstLesson.load())
    #expect(session.answer(0) != nil)
    #expect(throws: ActionError.self) { try session.perform(.heal(nil)) }
    #expect(throws: ActionError.self) { try session.setKnob("acknowledgement", to: "all") }
    #expect(session.revealHint() == nil && session.revealSolution().isEmpty)
    session.next()
    session.next()
    #expect(session.answer(7) != nil && session.answer(text: "perhaps") != nil)
    #expect(session.predictions.isEmpty && session.moves == 0)
  }

  @Test func restartBeginsTheRoundAnew() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson, round: 1)
    session.answer(text: "902")
    session.next()
    try session.setKnob("acknowledgement", to: 2)
    #expect(session.run.branch.name == "acknowledgement=2" && session.moves == 1)
    session.restart()
    #expect(session.beatIndex == 0 && session.moves == 0 && session.run.branches.count == 1)
    #expect(session.predictions.count == 1)
    guard case .revealed = session.stage else {
      Issue.record("an answer stays given")
      return
    }
  }

  @Test func movesStayWithinTheTask() throws {
    var session = try LessonSession(try FirstLesson.load(), round: 1)
    session.answer(text: "1")
    session.next()
    #expect(session.next() != nil, "nothing has been done yet")
    #expect(throws: ActionError.self) { try session.perform(.pause(NodeID(1))) }
    #expect(throws: ActionError.self) { try session.setKnob("apply-time", to: 3) }
    #expect(throws: ActionError.self) { try session.setKnob("acknowledgement", to: 9) }
    #expect(session.moves == 0 && session.isStory)
    try session.setKnob("acknowledgement", to: "all")
    try session.setKnob("visibility", to: "commit")
    #expect(session.run.branch.name == "acknowledgement=all visibility=commit")
    #expect(session.next() != nil)
    try session.setKnob("visibility", to: "apply")
    #expect(session.next() == nil && session.openTask == nil)
    #expect(session.run.branches.count == 4, "every future stays")
  }

  @Test(arguments: ["99999999999999999999999", "-99999999999999999999999 ms"])
  func aNumberTooLargeSaysSo(_ text: String) throws {
    var session = try LessonSession(try FirstLesson.load(), round: 1)
    #expect(session.answer(text: text) == "the number is too large")
    for other in ["-", "9x", ""] {
      #expect(session.answer(text: other)?.hasPrefix("a whole number is wanted") ?? false)
    }
    #expect(session.predictions.isEmpty)
  }

  /// A hint says more than the one before it.
  @Test func theLastHintOfTheFirstLessonIsTheClearest() throws {
    let tiers = try FirstLesson.load().hints.filter { $0.mistake == nil }.map(\.text)
    let counts = tiers.firstIndex { $0.contains("How many must confirm?") }
    let nobody = tiers.firstIndex { $0.contains("nobody may be missing") }
    #expect(counts == 1 && nobody == 2)
  }

  /// An operation without an answer is said to have none.
  @Test func theReasonOfWhatGotNoAnswer() throws {
    let lesson = try FirstLesson.load()
    let goal = BenchExpression.cluster(try GoalExpression(parsing: "status(c1, 100) == ok"))
    let run = try BenchRun.finished(lesson.rounds[2].setup, [])
    let outcome = run.judge(goal, .atEnd, NamedRuns(lesson))
    #expect(outcome.state == .unmet)
    #expect(outcome.witness == "c1's write of 100 got no answer (info)")
  }
}
