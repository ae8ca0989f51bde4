import Curriculum
import Laboratory
import Testing

/// What was done in a lesson survives that it is left, and the program too.
@Suite struct LessonAttemptTests {
  /// Goes on until something is to be done that `stop` wants; answers wrongly, takes every hint.
  private func play(
    _ session: inout LessonSession, until stop: (LessonSession) -> Bool
  ) throws {
    for _ in 0..<300 where !session.isFinished && !stop(session) {
      switch session.stage {
      case .predicting(let prediction):
        #expect(session.answer(text: prediction.choices.last ?? "902") == nil)
      case .working:
        while session.revealHint() != nil {}
        try session.setKnob("acknowledgement", to: 1)
        #expect(session.undo() == nil)
        try session.setKnob("acknowledgement", to: "all")
        session.next()
      case .reading, .revealed: #expect(session.next() == nil)
      case .finished: break
      }
    }
  }

  /// Leaves the lesson: what is known of it goes through the text form.
  private func reopened(
    _ session: LessonSession, _ progress: inout Progress, round: Int? = nil
  ) throws -> LessonSession {
    progress.record(session.result)
    progress = try Progress(parsing: progress.text)
    let place = try #require(progress.place)
    return try LessonSession(
      session.lesson, round: round ?? place.round,
      done: progress.attempt(at: session.lesson.id))
  }

  @Test func leavingAfterEveryStepLosesNothing() throws {
    let lesson = try FirstLesson.load()
    var whole = try LessonSession(lesson)
    try play(&whole) { _ in false }
    var progress = Progress()
    var session = try LessonSession(lesson)
    for round in lesson.rounds.indices {
      try play(&session) { $0.round > round }
      if session.isFinished { break }
      #expect(session.round == round + 1)
      session = try reopened(session, &progress)
      #expect(session.round == round + 1 && session.beatIndex == 0)
    }
    let (once, pieces) = (whole.result, session.result)
    #expect(pieces.isComplete && pieces.isSolved && once.isSolved)
    #expect(pieces.predictions == once.predictions && pieces.wrong > 3)
    #expect(pieces.moves == 1 && once.moves == 1 && pieces.hints == once.hints)
    #expect(pieces.hints == 3)
    #expect(pieces.goals == once.goals)
    progress.record(pieces)
    #expect(progress["SR1"]?.fewestMoves == 1 && progress["SR1"]?.isOver == true)
    #expect(progress.attempt(at: "SR1") == LessonAttempt(number: 2))
  }

  /// A task that is met stays met; its round can be begun anew.
  @Test func aMetTaskStaysMet() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson, round: 1)
    try play(&session) { $0.round == 2 }
    var progress = Progress()
    var again = try reopened(session, &progress, round: 1)
    #expect(again.checklist.contains { $0.kind == .task && $0.state == .met })
    #expect(again.moves == 1 && again.hintsShown.count == 3 && again.movesSinceOpening == 0)
    guard case .revealed(_, let review) = again.stage else {
      Issue.record("an answer stays given")
      return
    }
    #expect(review.given == "902 ms" && review.reply.contains("Right"))
    again.next()
    #expect(again.beat.task != nil && again.openTask == nil)
    again.restart()
    again.next()
    #expect(again.openTask != nil && again.moves == 0)
    again = try reopened(again, &progress, round: 1)
    again.next()
    #expect(again.openTask != nil && again.moves == 0, "begun anew, it is to be solved again")
    #expect(again.result.hints == 3)
  }

  /// What was revealed earns no credit in another sitting either.
  @Test func aRevealedSolutionIsRemembered() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson, round: 1)
    session.answer(text: "902")
    session.next()
    #expect(!session.revealSolution().isEmpty)
    var progress = Progress()
    session = try reopened(session, &progress)
    try play(&session) { _ in false }
    #expect(session.isComplete && session.result.solutionsShown == 1 && !session.result.isSolved)
  }

  /// A round that was skipped is the one to go on with.
  @Test func theRoundThatIsNotDoneIsOffered() throws {
    let lesson = try FirstLesson.load()
    var session = try LessonSession(lesson, round: 2)
    try play(&session) { _ in false }
    var progress = Progress()
    #expect(session.isFinished && !session.isComplete && session.result.round == 0)
    session = try reopened(session, &progress)
    #expect(session.round == 0)
    let catalogue = LessonCatalogue(
      tracks: [.init(id: "t", title: "T", summary: "", lessons: [lesson.head])])
    #expect(catalogue.continuation(progress)?.round == 0)
    try play(&session) { $0.round == 1 }
    #expect(session.result.round == 1)
    try play(&session) { $0.round == 2 }
    progress.record(session.result)
    #expect(progress.attempt(at: "SR1").rounds.allSatisfy { $0.isThrough })
    try play(&session) { _ in false }
    #expect(session.isComplete)
  }

  /// A file is not trusted: what the lesson does not know is passed over.
  @Test func whatTheLessonDoesNotKnowIsPassedOver() throws {
    let lesson = try FirstLesson.load()
    let text = [
      "conlab-progress 2", "attempt SR1 3 underway", "answer SR1 3 sr1-friends wrong Carol Alice",
      "answer SR1 3 nobody right a a", "answer SR1 3 sr1-own right Bob Bob", "hint SR1 3 99",
      "solution SR1 3 nothing", "round SR1 3 mend 0 underway 2 5", "met SR1 3 mend 0 nothing w",
      "met SR1 3 as-it-is 0 no-stale-read w", "round SR1 2 mend 0 through 9 0", "end 10\n",
    ].joined(separator: "\n")
    let progress = try Progress(parsing: text)
    #expect(try Progress(parsing: progress.text) == progress)
    let done = progress.attempt(at: "SR1")
    #expect(done.number == 3)
    let session = try LessonSession(lesson, round: 0, done: done)
    #expect(session.predictions.map(\.id) == ["sr1-own"] && session.moves == 0)
    #expect(session.result.hints == 0 && session.result.solutionsShown == 0)
    #expect(session.result.attempt.rounds.allSatisfy { $0.met.isEmpty })
  }

  @Test(arguments: [
    "attempt SR1 0 over", "attempt SR1 1 perhaps", "attempt SR1 1", "hint SR1 1 -1",
    "answer SR1 1 a right %0 b", "answer SR1 1 a right %FF b", "answer SR1 1 a maybe b b",
    "round SR1 1 mend 0 through 1", "round SR1 1 mend 0 through -1 0",
    "round SR1 1 mend 9999999999999999999 through 1 0", "met SR1 1 m\u{1B} 0 t w",
  ])
  func aLineThatIsNotUnderstoodIsDamage(_ line: String) {
    let damage = #expect(throws: ProgressDamage.self) {
      try Progress(parsing: "conlab-progress 2\n\(line)\nend 1\n")
    }
    #expect(damage?.line == 2)
  }
}
