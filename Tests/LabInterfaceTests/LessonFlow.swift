import CellGraphics
import Curriculum
import Testing

@testable import LabInterface

/// A lesson played by keys from its first text to the result.
@Suite struct LessonFlow {
  static func play(_ person: inout Person) {
    person.press("n 1 n n")
    person.press("1 2 0 0 enter")
    person.press("n a down end enter n n")
  }

  @Test func fromTheFirstTextToTheResult() throws {
    var person = try Person.inLesson(width: 80, height: 24)
    #expect(person.sees("Four copies of a name"))
    person.press("n")
    #expect(person.sees("covered until you answer") || !person.sees("Guarantees ─"))
    person.press("n")
    #expect(person.sees("answer first"))
    person.press("right w")
    #expect(person.model.overlay == nil)
    #expect(person.model.lab?.run.clock == 199)
    person.press("1")
    #expect(person.sees("Not this time: Bob"))
    person.press("n n 1")
    #expect(person.sees("Your answer"))
    person.press("2 0 0 enter")
    #expect(person.sees("Right"))
    person.press("n")
    #expect(person.sees("[ ] c1 reads her own write"))
    person.press("i")
    #expect(person.sees("Hint 1"))
    person.press("w")
    #expect(person.sees("this task is worked on with set"))
    person.press("a down end enter")
    #expect(person.sees("begins anew on the branch"))
    person.press("n")
    #expect(person.sees("[x] c1 reads her own write"))
    person.press("n")
    #expect(person.model.screen == .result)
    #expect(person.sees("1 right, 1 wrong"))
    #expect(person.model.progress["SR1"]?.isSolved ?? false)
    guard case .saveProgress(let text)? = person.commands.last else {
      Issue.record("the progress was not saved")
      return
    }
    #expect(try Progress(parsing: text) == person.model.progress)
    person.press("enter")
    #expect(person.sees("SR2"))
  }

  /// A knob that the task does not turn is offered only when it was meant by name.
  @Test func thePromptOffersTheKnobsOfTheTask() throws {
    var person = try Person.inLesson()
    #expect(Self.offered(person).count > 3)
    person.press("n 1 n n 1 2 0 0 enter n")
    #expect(person.model.lab?.session?.openTask != nil)
    #expect(Self.offered(person) == ["acknowledgement"])
    let others = Self.offered(person, about: "visibility")
    #expect(others.count > 3)
    #expect(PromptKind.knob.fields(person.model, about: "visibility").first?.value == "visibility")
  }

  private static func offered(_ person: Person, about subject: String = "") -> [String] {
    guard let field = PromptKind.knob.fields(person.model, about: subject).first,
      case .choice(let options, _) = field.content
    else { return [] }
    return options
  }

  @Test func theSolutionIsAskedForAndEarnsNoCredit() throws {
    var person = try Person.inLesson()
    person.press("n 2 n n 1 enter n I")
    #expect(person.sees("Show the solution?"))
    person.press("esc")
    #expect(person.sees("Nothing was changed"))
    person.press("I y n")
    #expect(person.model.screen == .result)
    #expect(person.model.progress["SR1"]?.isComplete ?? false)
    #expect(!(person.model.progress["SR1"]?.isSolved ?? true))
  }

  @Test func playingStopsAtAQuestion() throws {
    var person = try Person.inLesson()
    person.press("space")
    for _ in 0..<40 { person.send(.tick(elapsedMilliseconds: 250)) }
    #expect(!person.model.isPlaying)
    #expect(person.model.lab?.run.clock.milliseconds ?? 999 <= 199)
    #expect(person.sees("Paused."))
  }

  @Test func whatGivesTheAnswerAwayIsCovered() throws {
    var person = try Person.inLesson()
    person.press("n")
    #expect(person.sees("covered until you answer"))
    person.command("panel guarantees")
    person.press("enter f")
    #expect(!person.sees("read your writes"))
    person.press("f 2")
    #expect(person.sees("read your writes"))
  }

  /// What was done is kept when a lesson is left and when the program is, and the result counts it.
  @Test func whatWasDoneSurvivesLeaving() throws {
    var person = try Person.inLesson()
    person.press("n 1 n n 1 2 0 0 enter n i a down end enter n")
    #expect(person.sees("[x] c1 reads her own write"))
    person.press("q")
    #expect(person.model.screen == .home && person.model.overlay == nil)
    guard
      case .saveProgress(let text)? = person.commands.last(where: {
        if case .saveProgress = $0 { true } else { false }
      })
    else {
      Issue.record("the progress was not saved")
      return
    }
    // Another day.
    var model = Model(
      size: person.model.size, glyphs: .unicode,
      library: Library(lessons: try Fixtures.catalogue()), progress: try Progress(parsing: text))
    _ = model.begin(.home)
    person = Person(model)
    person.press("c")
    #expect(person.sees("What you did before is kept"))
    person.press("n")
    #expect(person.sees("Not this time: Bob"))
    person.press("n n n")
    #expect(person.sees("[x] c1 reads her own write"))
    person.press("n")
    #expect(person.sees("solved") && person.sees("1 right, 1 wrong"))
    #expect(person.sees("1 move for the tasks") && person.sees("1 hint."))
  }

  /// The moves of a task and its hints are on disk at once, whatever ends the program.
  @Test func everyMoveIsRecorded() throws {
    var person = try Person.inLesson()
    person.press("n 1 n n 1 2 0 0 enter n i")
    #expect(person.model.progress["SR1"]?.attempt?.hints == [0])
    person.press("a down end enter")
    #expect(person.model.progress["SR1"]?.attempt?.rounds.first?.moves == 1)
    person.press("q")
    #expect(person.sees("the run of your move in this task"))
  }

  /// A complete lesson that is played again is the one to go on with, from its beginning.
  @Test func theLessonPlayedAgainIsTheOneToGoOnWith() throws {
    var person = try Person.inLesson()
    Self.play(&person)
    #expect(person.model.screen == .result && person.model.progress["SR1"]?.isSolved ?? false)
    person.press("R")
    #expect(person.sees("Four copies of a name"))
    person.press("n 2 q")
    #expect(person.sees("SR1 The value that was there"))
    person.press("c")
    #expect(person.model.lab?.session?.lesson.id == "SR1")
    #expect(person.model.lab?.session?.predictions.map(\.review.given) == ["Bob"])
    #expect(person.model.progress["SR1"]?.isSolved ?? false)
  }

  /// After the last lesson comes what is not done, in the lesson itself and then elsewhere.
  @Test func theResultLeadsToWhatIsNotDone() throws {
    let store = try ShippedLessonTests.store()
    let lesson = try store.lesson("SR1").lesson
    var model = Fixtures.model(lessons: store.catalogue)
    _ = model.begin(.lesson(lesson, round: 3))
    var person = Person(model, lessons: [lesson])
    person.press("1 n 2 n n n n")
    #expect(person.model.screen == .result)
    #expect(person.sees("not complete yet"))
    #expect(person.sees("next: SR1 round 1, which is not done"))
    #expect(person.sees("Round 4: A copy with a date on it"))
    person.press("enter")
    #expect(person.model.lab?.session?.round == 0)

    var other = Fixtures.model(lessons: try Fixtures.catalogue())
    _ = other.begin(.lesson(try Fixtures.lessons()[1], round: 0))
    person = Person(other)
    Self.play(&person)
    #expect(person.sees("next: SR1 The value"))
    person.press("enter")
    Self.play(&person)
    #expect(person.sees("SR1") && person.model.progress["SR2"]?.isComplete ?? false)
    person.press("enter")
    Self.play(&person)
    #expect(person.sees("every lesson is complete"))
  }

  /// Where a task begins nobody has gone back, and the footer names the key that it is worked on with.
  @Test func aTaskBeginsPausedWithItsKey() throws {
    let store = try ShippedLessonTests.store()
    var model = Fixtures.model(width: 80, height: 24, lessons: store.catalogue)
    _ = model.begin(.lesson(try store.lesson("SR1").lesson, round: 1))
    var person = Person(model)
    person.press("9 0 2 enter n")
    #expect(person.model.lab?.run.clock == 0 && person.model.lab?.run.isRewound ?? false)
    #expect(person.screen[0].contains("PAUSED") && !person.sees("REWOUND"))
    #expect(person.screen.last?.contains("a turn a knob") ?? false)
    #expect(!(person.screen.last?.contains("n go on") ?? true))
    person.press("n")
    #expect(person.sees("your move first: nothing has changed yet"))
    person.press("right right right left")
    #expect(person.sees("REWOUND"))
    person.command("set acknowledgement = all")
    #expect(person.screen.last?.contains("n judge it") ?? false)
  }
}
