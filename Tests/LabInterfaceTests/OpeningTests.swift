import CellGraphics
import Curriculum
import Testing

@testable import LabInterface

/// Lessons are read when they are opened: what happens until then, and when they cannot be.
@Suite struct OpeningTests {
  private func onHome(_ lessons: [Lesson]? = nil, width: Int = 80) throws -> Person {
    let model = Fixtures.model(
      width: width, height: 24, lessons: try Fixtures.catalogue())
    return Person(model, lessons: lessons)
  }

  @Test func aLessonIsAskedForWhenItIsOpened() throws {
    var person = try onHome(width: 120)
    #expect(person.sees("about 12 minutes, 1 round, 2 questions, 1 task"))
    #expect(person.commands.isEmpty)
    person.press("enter")
    #expect(person.commands.first == .loadLesson(id: "SR1"))
    #expect(person.sees("Four copies of a name"))
    person.press("n q")
    #expect(person.sees("Continue"))
    person.press("home")
    #expect(person.sees("You were in round 1 of 1."))
    person.press("c")
    #expect(person.commands.count { $0 == .loadLesson(id: "SR1") } == 2)
    #expect(person.model.screen == .lab)
  }

  /// A lesson that was left for another one is gone on with where it was left.
  @Test func everyLessonIsGoneOnWithWhereItWasLeft() throws {
    var head = try Fixtures.lesson().head
    head.counts = nil
    var other = head
    other.id = "SR2"
    let catalogue = LessonCatalogue(tracks: [
      .init(id: "stale-reads", title: "Stale reads", summary: "", lessons: [head, other])
    ])
    var model = Fixtures.model(width: 120, height: 36, lessons: catalogue)
    model.progress = try Progress(
      parsing: "conlab-progress 2\nplace 1 SR2 2 0\nplace 2 SR1 1 0\nend 2\n")
    var person = Person(model)
    #expect(person.sees("You were in round 2."))
    person.press("down down")
    #expect(person.sees("This opens round 1; c opens round 3, where you were."))
    person.press("c")
    #expect(person.commands.contains(.loadLesson(id: "SR2")))
    #expect(person.model.home.opened == "lesson SR2")
  }

  @Test func aHeadThatDoesNotCountIsShownWithoutCounts() throws {
    var head = try Fixtures.lesson().head
    head.counts = nil
    let catalogue = LessonCatalogue(tracks: [
      .init(id: "stale-reads", title: "Stale reads", summary: "", lessons: [head])
    ])
    var person = Person(Fixtures.model(width: 80, height: 24, lessons: catalogue))
    #expect(person.sees("about 12 minutes"))
    #expect(!person.sees("minutes,"))
    person.press("enter q home")
    #expect(person.sees("You were in round 1."))
  }

  @Test func whatCannotBeReadIsSaidAndHomeStaysUsable() throws {
    var person = try onHome([try Fixtures.lesson()])
    person.press("down enter")
    #expect(person.sees("SR2 cannot be opened"))
    #expect(person.sees("Lessons/x.yaml:7:3: no such lesson"))
    #expect(person.model.screen == .home)
    // Any key takes it away and does nothing else.
    person.press("q")
    #expect(!person.sees("cannot be opened"))
    #expect(!person.commands.contains(.quit))
    person.press("up enter")
    #expect(person.sees("Four copies of a name"))
  }

  @Test func aLongPathIsShownWhole() throws {
    var person = try onHome([])
    let path = "/home/" + String(repeating: "abcdefghij/", count: 12) + "x.yaml:12:5: unknown key"
    _ = update(.key(.enter), &person.model)
    person.send(.lessonFailed(id: "SR1", problem: path))
    let shown = person.screen.joined().filter { !" │".contains($0) }
    #expect(shown.contains("x.yaml:12:5:unknownkey"))
    #expect(shown.components("abcdefghij/") == 12)
  }

  @Test func anAnswerThatNobodyWaitsForChangesNothing() throws {
    let lesson = try Fixtures.lesson()
    var person = try onHome()
    person.send(.lessonLoaded(lesson))
    person.send(.lessonFailed(id: "SR1", problem: "x"))
    #expect(person.model.screen == .home && person.model.overlay == nil)
    // The wish was taken back by another key before the answer came.
    _ = update(.key(.enter), &person.model)
    person.press("down")
    person.send(.lessonLoaded(lesson))
    #expect(person.model.screen == .home)
    // An answer is good once, and only for what was asked for.
    _ = update(.key(.enter), &person.model)
    person.send(.lessonLoaded(lesson))
    #expect(person.model.screen == .home)
    person.send(.lessonLoaded(try Fixtures.lessons()[1]))
    #expect(person.model.screen == .lab && person.sees("SR2"))
    person.press("n")
    person.send(.lessonLoaded(try Fixtures.lessons()[1]))
    #expect(person.model.lab?.session?.beatIndex == 1)
  }

  @Test func theResultStaysWhenTheNextLessonCannotBeRead() throws {
    var person = try Person.inLesson()
    LessonFlow.play(&person)
    #expect(person.model.screen == .result && person.sees("next: SR2"))
    person.lessons = []
    person.press("enter")
    #expect(person.sees("SR2 cannot be opened"))
    person.press("enter")
    #expect(person.model.screen == .result && person.sees("1 right, 1 wrong"))
    person.lessons = try Fixtures.lessons()
    person.press("R")
    #expect(person.model.screen == .lab && person.sees("SR1"))
    LessonFlow.play(&person)
    person.press("enter")
    #expect(person.model.screen == .lab && person.sees("SR2"))
    #expect(person.model.result == nil)
  }

  @Test func aRoundThatIsNoLongerThereIsTheFirst() throws {
    var model = Fixtures.model(lessons: try Fixtures.catalogue())
    _ = model.begin(.lesson(try Fixtures.lesson(), round: 7))
    #expect(model.lab?.session?.round == 0)
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
