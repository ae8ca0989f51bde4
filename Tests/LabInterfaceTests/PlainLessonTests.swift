import CellGraphics
import Curriculum
import Laboratory
import Testing

@testable import LabInterface

/// A lesson line by line, and what must not be said too early.
@Suite struct PlainLessonTests {
  @Test func fromTheFirstTextToTheResult() throws {
    var reader = try PlainReader.inLesson()
    #expect(reader.hears("Text 1 of 5: Four copies of a name"))
    #expect(reader.hears("c1 renames herself to Alice. P acknowledges at once."))
    #expect(reader.said.last == "Type next to go on.")
    reader.type("next")
    #expect(reader.said.contains("1) Alice") && reader.said.last == "Type 1 to 3 to answer.")
    reader.type("next")
    #expect(reader.hears("Not done: go on: answer first"))
    reader.type("9")
    #expect(reader.hears("answer: choose 1 to 3"))
    reader.type("Alice")
    #expect(reader.said.first?.hasPrefix("Not this time: Bob.") ?? false)
    reader.type("n", "n")
    #expect(reader.said.last == "Type a whole number, in ms, to answer.")
    reader.type("1200 ms")
    #expect(reader.hears("Right. It stands still.") && reader.hears("The queue meter says 0."))
    reader.type("n")
    #expect(reader.hears("Your task: c1 reads her own write at t=200"))
    #expect(reader.hears("Your move. Commands for it: set. next judges it."))
    reader.type("i")
    #expect(reader.hears("Hint: Who must have the write"))
    reader.type("write")
    #expect(reader.hears("this task is worked on with set"))
    reader.type("a", "", "all")
    #expect(reader.hears("begins anew on the branch"))
    reader.type("n")
    #expect(reader.hears("Done: c1 reads her own write at t=200."))
    reader.type("n")
    #expect(reader.hears("Result: SR1 The value that was there a moment ago: solved."))
    #expect(reader.hears("Predictions: 1 right, 1 wrong."))
    #expect(reader.hears("You said Alice; it is Bob."))
    #expect(reader.session.model.progress["SR1"]?.isSolved ?? false)
    reader.type("proceed")
    #expect(reader.hears("SR2 The vanishing photo."))
  }

  /// While a question is open its panels are covered, and changes in them are not told.
  @Test func nothingGivesTheAnswerAway() throws {
    var reader = try PlainReader.inLesson()
    reader.type("n")
    let said = reader.text
    #expect(!said.contains("Violated") && !said.contains("linearizab"))
    for line in ["show guarantees", "select 1", "panel guarantees"] {
      reader.type(line)
      #expect(!reader.hears("read your writes"), "\(reader.text)")
    }
    for line in ["step", "play", "tick", "to 5000", "newest", "key right", "until-violation"] {
      reader.type(line)
      #expect(reader.session.model.lab?.run.clock == 199, "\(line)")
    }
    reader.type("2")
    #expect(reader.hears("Violated: no stale read"))
  }

  @Test func theSolutionIsAskedFor() throws {
    var reader = try PlainReader.inLesson()
    reader.type("n", "2", "n", "n", "1", "n", "solution")
    #expect(reader.hears("Show the solution?"))
    reader.type("y")
    #expect(reader.hears("Done: c1 reads her own write"))
    reader.type("n")
    #expect(reader.hears(": complete."))
    reader.type("again")
    #expect(reader.hears("Text 1 of 5"))
  }

  /// The page is said again when it is asked for, and only then.
  @Test func aTextIsReadOnce() throws {
    var reader = try PlainReader.inLesson()
    reader.type("step")
    #expect(!reader.hears("Text 1 of 5"))
    reader.type("look")
    #expect(reader.hears("Text 1 of 5"))
    reader.type("n", "2", "n", "N")
    #expect(reader.hears("Text 2 of 5: She reloads the page"))
    reader.type("n")
    #expect(reader.hears("Text 3 of 5: Stale"))
  }

  @Test func asciiOnlyAndNarrow() throws {
    var reader = try PlainReader.inSandbox(width: 40, ascii: true)
    reader.type("c1 write name = \"Zo\u{EB}\\u{1B}[31m\"")
    let text = reader.text
    #expect(text.unicodeScalars.allSatisfy { $0.value == 10 || (0x20..<0x7F).contains($0.value) })
    #expect(text.contains("Zoe"))
    #expect(reader.said.allSatisfy { $0.count <= 40 })
  }

  /// A title that asks ends with its own sign.
  @Test func titlesEndOnce() throws {
    let lesson = try ShippedLessonTests.store().lesson("SR2").lesson
    let reader = try PlainReader(.lesson(lesson, round: 0))
    #expect(reader.hears("Round 1 of 7: Where did it go? Text 1 of"))
  }
}
