import CellGraphics
import Testing

@testable import LabInterface

/// What a newcomer reads and types, where it used to be cut, repeated or misleading.
@Suite struct ReadingTests {
  @Test func aRightAnswerIsCalledRightOnce() throws {
    var person = try Person.inLesson(width: 80, height: 24)
    person.press("n 2")
    let page = try #require(person.model.lab?.page?.question)
    #expect(page.reply.components(separatedBy: "ight").count == 2, "\(page.reply)")
  }

  @Test func whatBrokeIsSeenWithoutScrolling() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.command("to 160")
    #expect(person.sees("no stale read"))
    #expect(person.sees("by c3 at 150"))
    #expect(
      person.model.lab.map { GuaranteesPanel.shown(Self.context($0)).first?.state } == .violated)
  }

  private static func context(_ lab: LabState) -> PanelContext { PanelContext(view: lab.view) }

  @Test func theNameOfABrokenGuaranteeStandsWhole() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.command("to 400")
    person.command("panel sessions")
    #expect(person.sees("read your writes"))
    #expect(!person.screen.contains { $0.hasPrefix("│") && $0.prefix(46).contains("…") })
  }

  @Test func theMetersAreSeenWhereTheFocusIsOnLag() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.command("panel lag")
    for _ in 0..<3 { #expect(person.screen.filter { $0.contains("meters: queue") }.count == 3) }
  }

  @Test func typingFindsAnOptionByItsFirstLetters() {
    var person = Person.inSandbox()
    person.press("p g u a r enter")
    #expect(person.model.lab?.focus == GuaranteesPanel.id)
    person.press("p k n o b enter")
    #expect(person.model.lab?.focus == KnobsPanel.id)
  }

  /// What stands on the screen stands in the list of words, and an anomaly is not a promise.
  @Test(arguments: [GlyphSet.unicode, .ascii]) func theWordsOfTheScreenAreExplained(
    _ glyphs: GlyphSet
  )
    throws
  {
    let person = Person.inSandbox(width: 80, height: 24, glyphs: glyphs)
    let text = WordsScreen.lines(person.model, width: 68).map(\.text)
    for word in ["acked", "m8", "ttl 80 ms", "branch", "event 5/9"] {
      #expect(text.contains { $0.hasPrefix(word + " ") }, "\(word)")
    }
    for glyph in [Glyph.circle, .dashedVertical, .arrowUp, .arrowDown, .hollowSquare, .diamond] {
      #expect(text.contains { $0.prefix(11).contains(glyphs.string(glyph)) }, "\(glyph)")
    }
    let whole = text.flatMap { $0.split(separator: " ") }.joined(separator: " ")
    #expect(whole.contains("broken by this: Two nodes led at the same time"))
    #expect(!whole.contains("read your writes broken by this"))
    #expect(text.allSatisfy { DisplayWidth.of($0) <= 68 })
  }

  /// No word of the guarantees touches the bar beside them.
  @Test(arguments: [GlyphSet.unicode, .ascii]) func wordsKeepOffTheBar(_ glyphs: GlyphSet) {
    var person = Person.inSandbox(width: 80, height: 24, glyphs: glyphs)
    person.command("to 300")
    #expect(person.screen.contains { $0.contains("violated ") })
    let thumb = glyphs.string(.scrollThumb)
    let track = glyphs.string(.scrollTrack)
    for row in person.screen {
      #expect(!row.contains("violated\(thumb)") && !row.contains("violated\(track)"), "\(row)")
    }
  }

  @Test func typingReplacesAnOfferedText() {
    var person = Person.inSandbox()
    person.press("w")
    person.type("Eve")
    #expect(person.sees("c1 write name = Eve"))
    // Letters that begin the name of a client do not change the client behind the person's back.
    person.press("esc w")
    person.type("Alice c2")
    #expect(person.sees("runs  c1 write name = Alice c2"))
    person.press("esc w up up")
    person.type("c2")
    #expect(person.sees("runs  c2 write name = "))
    person.press("esc w end")
    person.type("x")
    #expect(!person.sees("c1 write name = x "))
  }

  @Test func theTextScrollsWhicheverPanelIsSelected() throws {
    let store = try ShippedLessonTests.store()
    var model = Fixtures.model(width: 80, height: 24, lessons: store.catalogue)
    _ = model.begin(.lesson(try store.lesson("SR1").lesson, round: 0))
    var person = Person(model)
    for _ in 0..<20 where !person.sees("[ ] scroll") {
      person.press(person.sees("your answer") ? "1" : "n")
    }
    let focus = person.model.lab?.focus
    #expect(person.sees("[ ] scroll"))
    person.press("[ [ [ [ [ [ [ [")
    let top = person.screen
    person.press("]")
    #expect(person.screen != top)
    person.press("[")
    #expect(person.screen == top)
    #expect(person.model.lab?.focus == focus)
  }

  @Test func theWordsAreExplained() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.press("W")
    #expect(person.sees("log sequence number"))
    for _ in 0..<200 where !person.sees("pipelined RAM") { person.press("down") }
    #expect(person.sees("pipelined RAM"))
    person.press("esc")
    #expect(person.model.overlay == nil)
  }
}
