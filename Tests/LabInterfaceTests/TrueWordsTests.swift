import CellGraphics
import Checkers
import Curriculum
import Histories
import Testing

@testable import LabInterface
@testable import Laboratory

/// What is said of keys, rows, forms and messages is true where it is said.
@Suite struct TrueWordsTests {
  /// A message to a node that is down may arrive yet.
  @Test func aMessageToANodeThatIsDownIsNotLostYet() {
    var person = Person.inSandbox()
    person.command("to 820")
    person.command("crash R1")
    person.command("panel network")
    person.press("f")
    #expect(person.sees("R1 is down") && !person.sees("lost: R1"))
  }

  @Test func guaranteesAreFoundByTheirState() {
    var person = Person.inSandbox()
    person.command("to 900")
    person.command("panel guarantees")
    person.press("/")
    person.type("violated")
    person.press("enter")
    #expect(!person.sees("nothing is checked") && person.sees("violated"))
    person.press("/")
    person.type("no such words")
    person.press("enter")
    #expect(person.sees("no guarantee matches the filter") && !person.sees("nothing is checked"))
  }

  /// A call is named as people see it.
  @Test func anUnknownNamesTheCall() throws {
    var person = Person.inSandbox()
    person.command("to 900")
    let run = try #require(person.model.lab?.run)
    let reason = run.describe(UnknownReason.unsupportedCall(of: OperationID(0)))
    #expect(reason == "the model does not speak of c1's write name Alice at 100")
  }

  @Test func aRowThatCannotBeOpenedSaysWhichOneCan() throws {
    var person = Person.inSandbox()
    person.command("panel guarantees")
    person.press("enter")
    #expect(!person.sees("nothing to open in this panel"))
    person.command("to 900")
    for _ in 0..<30 { person.press("down") }
    person.press("enter")
    #expect(person.sees("nothing to open in this row; row 1 of"))
  }

  @Test func theEndOfWordsIsTheirEnd() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.press("W end")
    guard case .words(let row)? = person.model.overlay else {
      Issue.record("the words are closed")
      return
    }
    let end = person.text
    person.press("end")
    #expect(person.text == end)
    #expect(row > 0)
  }

  @Test func theBoardExplainsItsOwnMarks() throws {
    var person = try BoardTests.person(round: 1, width: 100, height: 30)
    person.press("2 n n 1 n W")
    #expect(person.sees("a point outside its bar") && person.sees("no points show it yet"))
    #expect(!person.sees("held by hand") && !person.sees("lsn 2"))
    person.press("end")
    #expect(person.sees("convergence"))
  }

  @Test(arguments: ["l", "x", "T"]) func aFormSaysWhatMustBeMarked(_ key: String) {
    var person = Person.inSandbox()
    person.press("\(key) space enter")
    #expect(person.sees("mark at least one of between"))
    #expect(!person.sees("expected next"))
  }

  // MARK: Plain

  @Test(arguments: ["quit", "exit", "leave", "back", "cancel"])
  func aQuestionCanBeLeft(_ word: String) throws {
    var reader = try PlainReader.inSandbox()
    reader.type("write")
    #expect(reader.hears("cancel leaves"))
    reader.type("look")
    #expect(reader.hears("cancel leaves"))
    reader.type(word)
    #expect(reader.session.model.overlay == nil && reader.session.model.screen == .lab)
  }

  /// What may be any text is not taken for a word that leaves.
  @Test func aTextMayBeAnyWord() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("write", "c1", "", "back", "P")
    #expect(reader.hears("Runs: c1 write name = back via P"))
  }

  @Test func noPointsSayNothing() throws {
    let store = try ShippedLessonTests.store()
    var session = PlainSession(
      library: Library(lessons: store.catalogue), progress: Progress(), width: 80, ascii: false)
    for command in session.begin(.lesson(try store.lesson("CM3B").lesson, round: 0)) {
      if case .loadLesson = command { Issue.record("the lesson is there") }
    }
    var said = session.say()
    for line in ["next", "next", "1"] {
      _ = session.take(line: line)
      said = session.say()
    }
    let text = said.joined(separator: " ")
    #expect(text.contains("Right") && !text.contains("has no point"))
    _ = session.take(line: "show board")
    #expect(session.say().joined(separator: " ").contains("No points are placed yet."))
  }
}
