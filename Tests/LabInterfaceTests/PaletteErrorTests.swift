import CellGraphics
import Testing

@testable import LabInterface

/// What is wrong with a typed command is said below it, at the place, and the line stays.
@Suite struct PaletteErrorTests {
  /// Types a command and says what the line has to say about it: the marked column and the message.
  static func failure(_ text: String, _ person: inout Person) -> String {
    person.press(":")
    person.type(text)
    person.press("enter")
    guard case .palette(let palette)? = person.model.overlay, let error = palette.error else {
      return "none"
    }
    let screen = person.screen
    let mark = screen[screen.count - 2].firstIndex(of: "↑").map {
      screen[screen.count - 2].distance(from: screen[screen.count - 2].startIndex, to: $0)
    }
    #expect(mark == error.column, "the mark stands below the column")
    #expect(palette.input.text == text)
    person.press("esc")
    return "\(error.column ?? 0): \(error.message)"
  }

  @Test(arguments: [
    ("to abc", "4: to: expected an instant in whole milliseconds, up to 1000000000; found abc"),
    ("to 99999999999", "4: to: expected an instant"),
    ("  to   abc", "8: to: expected an instant"),
    ("panel lagg", "7: no panel is called lagg"),
    ("branch 1st", "8: \"1st\" cannot be a name"),
    ("save 1st", "6: 1st cannot be a name"),
    ("save 日本語", "6: 日本語 cannot be a name of a file: 1 to 24 of a-z"),
    ("save a@b", "6: a@b cannot be a name of a file"),
    ("save a/b", "6: a/b cannot be a name of a file"),
    ("export svg ../x", "12: ../x cannot be a name"),
    ("  export  txt", "11: export: expected "),
    ("export svg x from soon", "19: export: expected an instant"),
    ("theme lihgt", "7: no theme is called lihgt; did you mean light?"),
    ("heal", "1: heal: no link is cut"),
    ("undo", "1: undo: you have done nothing yet"),
    ("hlep", "1: no command is called hlep; did you mean help?"),
    ("crahs P", "1: no command is called crahs; did you mean crash?"),
    ("crash Q", "7: "),
    ("delay P -> R1 soon", "15: "),
    ("set acknowledgement = sometimes", "23: "),
    ("c1 write name", "14: "),
    ("read name from R3", "1: a client comes first: c1 read name via R3"),
    ("read name", "1: a client comes first: c1 read name"),
    ("read name from R9", "1: a client comes first: c1 read name via R3"),
    ("write name Alice", "1: a client comes first: c1 write name = Alice"),
    ("write name = Alice via P", "1: a client comes first: c1 write name = Alice via P"),
    ("write 1 2 3", "1: a client comes first: c1 write name = VALUE via R3"),
    ("c9 read name", "1: "),
  ]) func everyErrorIsMarked(_ text: String, _ expected: String) {
    var model = Model(
      size: Size(width: 120, height: 36), glyphs: .unicode,
      library: Library(lessons: .init(tracks: [])),
      preferences: Preferences(themes: [.standard, Theme(name: "light", summary: "Light.")]))
    _ = model.begin(.sandbox(Fixtures.staleReads(), title: "Four copies"))
    var person = Person(model)
    // There is something to export.
    person.press("pgdn")
    let found = Self.failure(text, &person)
    #expect(found.hasPrefix(expected), "\(found)")
    #expect(person.model.history == [], "what failed is not remembered")
    #expect(person.model.lab?.run.simulation.log.isEmpty == true)
  }

  @Test func onHomeToo() {
    var person = Person(Fixtures.model())
    #expect(
      Self.failure("them light", &person) == "1: no command is called them; did you mean theme?")
    #expect(Self.failure("crash P", &person) == "1: no command is called crash")
  }

  @Test func theMarkFollowsAScrolledLine() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.press(":")
    person.type("c1 write name = " + String(repeating: "x", count: 90) + " by Q")
    person.press("enter")
    guard case .palette(let palette)? = person.model.overlay, let column = palette.error?.column
    else {
      Issue.record("no error\n\(person.text)")
      return
    }
    let line = Array(person.screen[person.screen.count - 3])
    let mark = Array(person.screen[person.screen.count - 2]).firstIndex(of: "↑")!
    #expect(line[mark] == Array(palette.input.text)[column - 1], "\(person.text)")
    #expect(line[mark] == "b")
  }

  @Test func onlyWhatWasDoneIsRememberedAndKept() {
    var person = Person.inSandbox()
    person.command("crash R1")
    person.command("crash R1")
    person.press("esc")
    person.command("to 50")
    #expect(person.model.history == ["crash R1", "to 50"])
    let kept = person.commands.filter { if case .keep = $0 { true } else { false } }
    #expect(kept == [.keep(.typed("crash R1")), .keep(.typed("to 50"))])
  }

  @Test func commandsOfEarlierSessionsComeBack() {
    let old = (0..<300).map { "to \($0)" }
    var model = Model(
      size: Size(width: 80, height: 24), glyphs: .unicode,
      library: Library(lessons: .init(tracks: [])), preferences: Preferences(history: old))
    _ = model.begin(.sandbox(Fixtures.staleReads(), title: "Four copies"))
    var person = Person(model)
    #expect(person.model.history.count == Preferences.historyMax)
    person.press(": up")
    #expect(person.sees(":to 299"))
    person.press("up up down")
    #expect(person.sees(":to 298"))
  }
}
