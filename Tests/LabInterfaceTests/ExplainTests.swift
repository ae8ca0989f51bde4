import CellGraphics
import Testing

@testable import LabInterface

/// `e`: why something came about, and the way to each of its events.
@Suite struct ExplainTests {
  /// At t=250, with the row of a guarantee selected that is violated.
  private static func atTheStaleRead(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode
  ) -> Person {
    var person = Person.inSandbox(width: width, height: height, glyphs: glyphs)
    person.command("to 250")
    person.command("panel guarantees")
    return person
  }

  @Test func wide() {
    var person = Self.atTheStaleRead()
    person.press("e")
    Snapshot.expect(person, "explain-stale-read-120x36")
  }

  @Test func narrow() {
    var person = Self.atTheStaleRead(width: 80, height: 24)
    person.press("e")
    Snapshot.expect(person, "explain-stale-read-80x24")
    person.press("end")
    Snapshot.expect(person, "explain-stale-read-end-80x24")
  }

  @Test func ascii() {
    var person = Self.atTheStaleRead(width: 80, height: 24, glyphs: .ascii)
    person.command("explain R3 name")
    Snapshot.expect(person, "explain-cell-ascii-80x24")
  }

  @Test func lossInACut() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.command("to 1300")
    person.command("explain R3 name")
    Snapshot.expect(person, "explain-loss-80x24")
  }

  @Test func aChainLeadsToItsEventsAndBack() {
    var person = Self.atTheStaleRead()
    person.press("e")
    #expect(person.sees("misses its own write"))
    // The step that decided is selected: Enter goes there.
    person.press("enter")
    #expect(person.model.overlay == nil)
    #expect(person.model.lab?.run.clock == 101)
    #expect(person.sees("REWOUND") && person.sees("P sent R3 the copy"))
    // At the same place again, and on to the next event.
    person.press("e")
    #expect(person.sees("misses its own write"))
    person.press("down down down enter")
    #expect(person.model.lab?.run.clock == 201)
    #expect(person.model.lab?.focus == TimelinePanel.id)
    person.press("e")
    guard case .explain(let state)? = person.model.overlay else {
      Issue.record("the explanation opens again")
      return
    }
    #expect(state.explanation.steps[state.selection].time == 201)
    person.press("esc end")
    #expect(person.model.overlay == nil && person.model.lab?.run.isRewound == false)
  }

  @Test func whatHasNotHappenedYetIsNoPlaceToGo() {
    var person = Self.atTheStaleRead()
    person.press("e end enter")
    #expect(person.sees("has not happened yet"))
    #expect(person.model.lab?.run.clock == 250)
  }

  @Test func lookingElsewhereExplainsElsewhere() {
    var person = Self.atTheStaleRead()
    person.press("e enter")
    person.command("to 250")
    person.command("panel lag")
    person.press("down down e")
    #expect(person.sees("Why R3 is behind"))
  }

  @Test func everyPanelWithMarksIsAskedForTheSelectedOne() {
    var person = Person.inSandbox()
    person.command("to 250")
    for (panel, keys, title) in [
      ("replicas", "down down down", "Why name at R3 is stale"),
      ("lag", "down down", "Why R3 is behind"),
      ("sessions", "", "misses its own write"),
      (
        "timeline", Array(repeating: "up", count: 80).joined(separator: " "),
        "How c1's write name = Alice at 100 was answered"
      ),
      ("guarantees", "", "misses its own write"),
      ("logs", "down down down", "Why R3 is behind"),
    ] {
      person.command("panel \(panel)")
      person.press(keys.isEmpty ? "e" : "\(keys) e")
      #expect(person.sees(title), "\(panel)")
      person.press("esc")
    }
    person.command("to 150")
    person.command("panel network")
    person.press("e")
    #expect(person.sees("What became of "))
  }

  @Test func withoutASelectionTheLatestMarkIsTaken() {
    var person = Person.inSandbox()
    person.press("e")
    #expect(person.sees("nothing is marked yet"))
    person.command("to 250")
    person.command("panel knobs")
    person.press("e")
    #expect(
      person.sees("The latest mark: \"read your writes\" violated by c1's read of name at 200"))
    #expect(person.sees("misses its own write"))
  }

  @Test func marksHaveNames() {
    var person = Person.inSandbox()
    person.command("to 250")
    for (text, title) in [
      ("c1 200", "misses its own write"), ("c2", "How c2's read of name at 150 was answered"),
      ("R2", "R2 is up"), ("R3 name", "Why name at R3 is stale"),
      ("stale-read", "Why c3's read of name at 150 was stale"), ("m1", "What became of "),
    ] {
      person.command("explain \(text)")
      #expect(person.sees(title), "\(text)")
      person.press("esc")
    }
    for (text, reason) in [
      ("nobody", "expected a client and an instant"), ("c1 7", "has asked for nothing at 7"),
      ("m9999", "no message m9999"), ("convergence", "is not violated here"),
      ("c1 soon", "expected an instant"),
    ] {
      person.command("explain \(text)")
      #expect(person.sees(reason), "\(text)")
      person.press("esc")
    }
  }

  @Test func anOpenQuestionIsNotGivenAway() throws {
    var person = try Person.inLesson()
    person.press("n")
    guard case .predicting? = person.model.lab?.session?.stage else {
      Issue.record("a question is open")
      return
    }
    person.press("e")
    #expect(person.sees("answer first: an explanation could give the answer away"))
    #expect(person.model.overlay == nil)
    person.press("N e")
    #expect(person.model.overlay == nil, "reading an earlier text again opens nothing either")
    person.press("n 2 n")
    person.press("e")
    #expect(person.model.overlay != nil && person.sees("misses its own write"))
    person.press("enter")
    #expect(person.model.lab?.run.clock == 101)
  }

  @Test func thereIsAlwaysAPlaceForTheCursor() {
    var person = Self.atTheStaleRead(width: 80, height: 24)
    person.press("e")
    for _ in 0..<9 {
      #expect(person.buffer.cursor != nil)
      person.press("down")
    }
  }
}
