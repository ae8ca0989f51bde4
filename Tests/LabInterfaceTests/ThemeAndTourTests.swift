import CellGraphics
import Testing

@testable import LabInterface

/// Choosing a theme while looking at it, and the pages for newcomers.
@Suite struct ThemeAndTourTests {
  static func model(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode, isNewcomer: Bool = false,
    depth: ColorDepth = .indexed
  ) throws -> Model {
    var dark = Theme(name: "dark", summary: "For dark backgrounds: light, clear colours.")
    dark[.good].color = 75
    let light = Theme(name: "light", summary: "For light backgrounds: dark, saturated colours.")
    return Model(
      size: Size(width: width, height: height), glyphs: glyphs,
      library: Library(lessons: try Fixtures.catalogue(), presets: []),
      preferences: Preferences(
        themes: [.standard, dark, light], depth: depth, isNewcomer: isNewcomer))
  }

  static func atHome(_ model: Model) -> Person {
    var model = model
    _ = model.begin(.home)
    return Person(model)
  }

  /// The page says what the last line is for, and while it is open that line tells its own keys.
  @Test(arguments: [(120, 36), (80, 24)])
  func theLastLineListsWhatWorksDuringTheTour(_ width: Int, _ height: Int) throws {
    var person = Self.atHome(try Self.model(width: width, height: height))
    let usual = person.screen.last ?? ""
    person.command("tour")
    person.press("right right")
    let last = person.screen.last ?? ""
    #expect(person.sees("The last line of the screen lists the keys that work"))
    #expect(last.contains("Esc") && !last.contains("quit"), "\(last)")
    person.press("esc")
    #expect(person.screen.last == usual)
  }

  // MARK: Themes

  @Test func oneLooksAtAThemeAndKeepsIt() throws {
    var person = Self.atHome(try Self.model())
    person.press("f2 down")
    #expect(person.model.theme.name == "dark", "in use while one looks")
    #expect(person.commands.contains(.keep(.theme("dark"))) == false)
    person.press("enter")
    #expect(person.model.theme.name == "dark" && person.commands.contains(.keep(.theme("dark"))))
    person.press("f2")
    guard case .themes(let chooser)? = person.model.overlay else {
      Issue.record("the list is not open")
      return
    }
    #expect(chooser.selection == 1, "it opens at the theme in use")
  }

  /// Without the files of the program there is one theme only: it says why.
  @Test(arguments: [(120, 36), (80, 24)])
  func missingThemesAreSaid(_ width: Int, _ height: Int) throws {
    var person = Person(Fixtures.model(width: width, height: height))
    person.press("f2")
    #expect(person.sees("The other themes were not found"), "\(person.testDescription)")
    #expect(person.text.split(whereSeparator: \.isWhitespace).contains("conlab"))
    #expect(!person.sees("try one"))
    person = Self.atHome(try Self.model(width: width, height: height))
    person.press("f2")
    #expect(!person.sees("were not found") && person.sees("try one"))
  }

  @Test(arguments: ["esc", "q", "f2"]) func leavingTakesTheFormerThemeBack(_ key: String) throws {
    var person = Self.atHome(try Self.model())
    person.press("f2 end up")
    #expect(person.model.theme.name == "dark")
    person.press(key)
    #expect(person.model.theme == .standard && person.model.overlay == nil)
    #expect(!person.commands.contains { if case .keep = $0 { true } else { false } })
    #expect(person.sees("The theme is standard, as before."))
  }

  @Test func aThemeIsTypedToo() throws {
    var person = Self.atHome(try Self.model())
    person.press(":")
    person.type("theme li")
    person.press("tab enter")
    #expect(person.model.theme.name == "light")
    #expect(person.commands.contains(.keep(.theme("light"))))
    #expect(person.sees("The theme is light, now and the next time."))
  }

  @Test func itIsThereOnEveryScreen() throws {
    for screen in [Model.Screen.home, .lab, .result] {
      #expect(ActionRegistry.action(for: .function(2), in: screen)?.id == "theme")
    }
  }

  @Test(arguments: [
    (120, 36, GlyphSet.unicode, ColorDepth.indexed, "themes-120x36"),
    (80, 24, .unicode, .indexed, "themes-80x24"), (80, 24, .ascii, .none, "themes-80x24-ascii"),
  ]) func theChooserLooksAsSaved(
    _ width: Int, _ height: Int, _ glyphs: GlyphSet, _ depth: ColorDepth, _ name: String
  ) throws {
    var person = Self.atHome(
      try Self.model(width: width, height: height, glyphs: glyphs, depth: depth))
    person.press("f2 down")
    Snapshot.expect(person, name)
  }

  @Test func manyThemesFitASmallScreen() throws {
    var preferences = Preferences()
    preferences.themes = (0..<40).map { Theme(name: "t\($0)", summary: "One of forty.") }
    var person = Self.atHome(
      Model(
        size: Model.smallest, glyphs: .unicode, library: Library(lessons: .init(tracks: [])),
        preferences: preferences))
    person.press("f2 end")
    #expect(person.sees("t39") && person.sees("violated") && person.sees("Esc as before"))
    #expect(person.model.theme.name == "t39")
  }

  // MARK: Tour

  @Test func aNewcomerSeesItOnceAndItsRunIsTrue() throws {
    var person = Self.atHome(try Self.model(isNewcomer: true))
    #expect(person.sees("1 of 3"))
    let tour = try #require(Tour())
    let names = tour.view.replicas.filter { $0.cells.contains { $0.stale != nil } }.map(\.name)
    #expect(names == ["R2"], "the copy that the page speaks of")
    #expect(tour.view.replicas.map { $0.cells[0].value } == ["Alice", "Alice", "Bob"])
    person.press("right")
    #expect(person.sees("2 of 3") && person.sees("R name=Bob"))
    person.press("right")
    #expect(person.sees("3 of 3") && person.sees("begin SR1"))
    person.press("right left")
    #expect(person.sees("2 of 3"))
    person.press("esc")
    #expect(person.model.overlay == nil && person.commands.last == .keep(.tourSeen))
  }

  @Test func theLastPageBeginsTheFirstLesson() throws {
    var person = Self.atHome(try Self.model(isNewcomer: true))
    person.press("enter enter enter")
    #expect(person.model.screen == .lab && person.model.lab?.session?.lesson.id == "SR1")
    #expect(person.commands.contains(.keep(.tourSeen)))
  }

  @Test func whoAsksForSomethingIsNotKeptFromIt() throws {
    var model = try Self.model(isNewcomer: true)
    _ = model.begin(.sandbox(Fixtures.staleReads(), title: "Four copies"))
    #expect(model.overlay == nil)
    model = try Self.model(isNewcomer: true)
    _ = model.begin(.lesson(try Fixtures.lesson(), round: 0))
    #expect(model.overlay == nil)
    #expect(Self.atHome(try Self.model()).model.overlay == nil, "nor who has seen it")
  }

  @Test func itComesAgainWhenItIsTypedAndLosesNothing() throws {
    var person = Person.inSandbox()
    person.command("crash R1")
    let digest = person.model.lab?.run.simulation.digest
    person.command("tour")
    #expect(person.sees("1 of 3"))
    person.press("enter enter enter")
    #expect(person.model.overlay == nil && person.model.screen == .lab)
    #expect(person.model.lab?.run.simulation.digest == digest)
  }

  @Test func itNamesTheBoundKeys() {
    let page = TourPage(1, keys: KeyLabels(KeyBindings([.init("step", [.function(7)])]), .ascii))
    #expect(page.after.joined().contains("f7 goes on by one event, left goes back"))
  }

  @Test(arguments: [
    (120, 36, GlyphSet.unicode, "120x36"), (80, 24, .unicode, "80x24"),
    (80, 24, .ascii, "80x24-ascii"),
  ]) func theTourLooksAsSaved(
    _ width: Int, _ height: Int, _ glyphs: GlyphSet, _ size: String
  ) throws {
    var person = Self.atHome(
      try Self.model(width: width, height: height, glyphs: glyphs, isNewcomer: true))
    for page in 1...3 {
      Snapshot.expect(person, "tour-\(page)-\(size)")
      person.press("right")
    }
  }
}
