import CellGraphics
import Curriculum
import Testing

@testable import LabInterface

/// Every screen at every size, as saved screens.
@Suite struct ScreenTests {
  static let sizes = [(120, 36), (80, 24), (200, 60)]

  @Test(arguments: sizes) func home(_ width: Int, _ height: Int) throws {
    var person = Person(
      Fixtures.model(width: width, height: height, lessons: try Fixtures.catalogue()))
    Snapshot.expect(person, "home-\(width)x\(height)")
    person.press("down down")
    person.send(.savedRuns([SavedRunEntry(name: "lost-write", detail: "yesterday")]))
    #expect(person.sees("Three replicas"))
    person.press("end")
    #expect(person.sees("lost-write"))
  }

  @Test(arguments: sizes) func sandbox(_ width: Int, _ height: Int) {
    var person = Person.inSandbox(width: width, height: height)
    person.command("to 221")
    Snapshot.expect(person, "sandbox-\(width)x\(height)")
  }

  @Test(arguments: sizes) func lesson(_ width: Int, _ height: Int) throws {
    var person = try Person.inLesson(width: width, height: height)
    person.press("n")
    Snapshot.expect(person, "question-\(width)x\(height)")
    person.press("1")
    Snapshot.expect(person, "answered-\(width)x\(height)")
  }

  @Test(arguments: sizes) func result(_ width: Int, _ height: Int) throws {
    var person = try Person.inLesson(width: width, height: height)
    LessonFlow.play(&person)
    #expect(person.model.screen == .result)
    Snapshot.expect(person, "result-\(width)x\(height)")
  }

  @Test(arguments: [(120, 36), (80, 24)]) func overlays(_ width: Int, _ height: Int) {
    var person = Person.inSandbox(width: width, height: height)
    person.press("?")
    Snapshot.expect(person, "help-\(width)x\(height)")
    person.press("esc x")
    Snapshot.expect(person, "cut-\(width)x\(height)")
    person.press("esc :")
    person.type("c1 wr")
    Snapshot.expect(person, "palette-\(width)x\(height)")
  }

  @Test func tooSmall() {
    var person = Person.inSandbox(width: 79, height: 24)
    #expect(person.sees("too small"))
    #expect(person.sees("80 x 24"))
    Snapshot.expect(person, "too-small")
    person.press("w x 1")
    person.send(.resized(Size(width: 80, height: 24)))
    #expect(person.sees("Replicas"))
    #expect(person.model.overlay == nil)
  }

  @Test func asciiHasNothingElse() throws {
    var people = [
      Person.inSandbox(glyphs: .ascii), Person.inSandbox(width: 80, height: 24, glyphs: .ascii),
      try Person.inLesson(width: 80, height: 24, glyphs: .ascii),
    ]
    for index in people.indices {
      people[index].press("n tab tab tab")
      let scalars = people[index].text.unicodeScalars
      #expect(scalars.allSatisfy { $0.isASCII })
    }
    people[1].command("to 221")
    Snapshot.expect(people[1], "sandbox-ascii-80x24")
  }

  /// Colour never carries meaning alone: what is good, suspicious or bad has a word or a glyph.
  @Test func meaningWithoutColour() {
    var person = Person.inSandbox()
    person.command("to 1500")
    person.command("crash R1")
    person.command("pause R2")
    for word in ["down", "paused", "~ stale", "violated", "pending", "cut both ways", "PAUSED"] {
      #expect(person.sees(word), "\(word)")
    }
  }
}
