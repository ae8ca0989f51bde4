import CellGraphics
import Testing

@testable import LabInterface

/// Chosen keys do what they are bound to, and every text names them instead of the usual ones.
@Suite struct KeyBindingsTests {
  static let chosen = KeyBindings([
    .init("step", [Key("l", .alt), .right]), .init("switch", [Key("%")]), .init("heal", []),
    .init("next", [.function(5)]), .init("help", [.function(9)]),
  ])

  static func inSandbox(_ keys: KeyBindings = chosen) -> Person {
    var model = Model(
      size: Size(width: 120, height: 36), glyphs: .unicode,
      library: Library(lessons: .init(tracks: [])), preferences: Preferences(keys: keys))
    _ = model.begin(.sandbox(Fixtures.staleReads(), title: "Four copies"))
    return Person(model)
  }

  @Test func aChosenKeyDoesTheAction() {
    var person = Self.inSandbox()
    var usual = Self.inSandbox(.standard)
    for (chosen, standard) in [("alt-l", "right"), ("right", "right"), ("left", "left")] {
      person.press(chosen)
      usual.press(standard)
      #expect(person.model.lab?.run.position == usual.model.lab?.run.position)
      #expect(person.model.lab?.run.position != 0)
    }
  }

  @Test func theOldKeyDoesNothingAndSaysWhereToLook() {
    var person = Self.inSandbox()
    person.press("?")
    #expect(person.sees("? does nothing here; f9 lists what does."))
    person.press("f9")
    #expect(person.sees("What you can do here"))
    person.press("f9")
    #expect(!person.sees("What you can do here"))
  }

  @Test func footerAndHelpAndSentencesNameTheBoundKeys() {
    var person = Self.inSandbox()
    #expect(person.screen.last?.contains("alt-l step") == true)
    #expect(person.screen.last?.contains("f9 help") == true)
    person.press("b")
    #expect(person.sees("% lists them"))
    person.press("f9")
    person.type("heal")
    #expect(person.sees(":heal"))
    person.press("backspace backspace backspace backspace")
    person.type("alt-l")
    #expect(person.model.helpActions("alt-l").map(\.id) == ["step"])
  }

  @Test func thePaletteShowsTheBoundKeys() {
    let found = Self.inSandbox().model.completions(of: "ste").first { $0.text == "step" }
    #expect(found?.detail == "alt-l →  Go to the next event; heartbeats are passed over.")
  }

  @Test func whatHasNoKeyIsStillTyped() {
    var person = Self.inSandbox()
    person.command("cut P | R1")
    person.press("X")
    #expect(person.sees("does nothing here"))
    person.command("heal")
    #expect(person.model.lab?.run.simulation.network.cutCount == 0)
  }

  @Test func theLessonNamesTheBoundKeys() throws {
    var model = Model(
      size: Size(width: 120, height: 36), glyphs: .unicode,
      library: Library(lessons: try Fixtures.catalogue()),
      preferences: Preferences(keys: Self.chosen))
    _ = model.begin(.lesson(try Fixtures.lesson(), round: 0))
    let person = Person(model)
    #expect(person.model.lab?.page?.next.first == Suggestion(key: "f5", title: "go on"))
    #expect(person.screen.last?.contains("f5 go on") == true)
  }

  @Test func conflictsAreNamed() {
    #expect(KeyBindings.standard.conflicts == [])
    let found = KeyBindings([.init("crash", [Key("x")])]).conflicts
    #expect(found == [.init(key: Key("x"), first: "cut", second: "crash")])
    // Home and the lab are never seen at once.
    #expect(KeyBindings([.init("continue", [Key("x")])]).conflicts == [])
  }

  @Test func theTableShowsTheBoundKeys() {
    let table = ActionRegistry.markdown(Self.chosen)
    #expect(table.contains("| `alt-l` `right` | `step` |"))
    #expect(table.contains("|  | `heal [LINKS]` |"))
    #expect(ActionRegistry.markdown == ActionRegistry.markdown(.standard))
  }

  @Test func whatTheTerminalKeepsCannotBeBound() {
    for action in ActionRegistry.all {
      let isFixed = ["answer", "exit", "suspend"].contains(action.id)
      #expect(KeyBindings.canBind(action) != isFixed, "\(action.id)")
    }
  }
}
