import CellGraphics
import Testing

@testable import LabInterface
@testable import Laboratory

/// What a person does to single messages, by keys, in the Network panel.
@Suite struct MessageSurgeryTests {
  /// A write has been acknowledged; its three copies are on the wire. The panel has the focus.
  private func copiesOnTheWire(width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode)
    -> Person
  {
    var person = Person.inSandbox(width: width, height: height, glyphs: glyphs)
    person.command("to 110")
    person.command("panel network")
    return person
  }

  private func selected(_ person: Person) -> String {
    let context = person.model.context(of: NetworkPanel.id)
    let rows = NetworkPanel.list(context)
    return context.selection(of: rows.count).map { rows[$0].id } ?? "none"
  }

  private func messages(_ person: Person) -> [String] {
    person.model.lab!.view.network.messages.filter { $0.label != "read" && $0.from != "R3" }.map {
      "\($0.from)>\($0.to) \($0.label) \($0.due.map { "\($0)" } ?? "held")"
    }
  }

  @Test func holdTakesAMessageOffTheWireAndReleasePutsItBack() {
    var person = copiesOnTheWire()
    let before = messages(person)
    #expect(before == ["P>R1 append lsn 2 141", "P>R2 append lsn 2 221", "P>R3 append lsn 2 501"])
    person.press("down")
    let chosen = selected(person)
    person.press("h")
    #expect(messages(person) == [before[0], before[2], "P>R2 append lsn 2 held"])
    #expect(selected(person) == chosen, "the selection goes with the message")
    #expect(person.sees("held by hand"))
    person.command("to 600")
    #expect(messages(person) == ["P>R2 append lsn 2 held"])
    person.press("h")
    #expect(messages(person) == ["P>R2 append lsn 2 600"])
    #expect(selected(person) == chosen)
    person.press("u")
    #expect(messages(person) == ["P>R2 append lsn 2 held"])
  }

  @Test func dropAndDuplicate() {
    var person = copiesOnTheWire()
    person.press("down d")
    #expect(messages(person).filter { $0 == "P>R2 append lsn 2 221" }.count == 2)
    #expect(person.sees("copy of m"))
    person.press("D")
    #expect(messages(person).filter { $0 == "P>R2 append lsn 2 221" }.count == 1)
    let lost = person.model.lab!.view.timeline.messages.filter { $0.fate == .dropped }
    #expect(lost.map(\.to) == ["R2"])
    person.press("home end")
    #expect(person.model.lab!.view.timeline.messages.filter { $0.fate == .dropped } == lost)
  }

  @Test func enterAsksWhatToDo() {
    var person = copiesOnTheWire()
    person.press("enter")
    #expect(person.sees("A message in flight"))
    #expect(person.sees("runs  deliver m"))
    person.press("enter")
    #expect(person.sees("deliver m"))
    person.press("right")
    #expect(person.model.lab!.view.replicas[1].applied.lsn == 2, "R1 has it at once")
    person.press("up up up enter")
    person.type("del")
    #expect(person.sees("later than it is due"))
    person.press("down down")
    person.type("1000")
    #expect(person.sees(" by 1000"))
    person.press("enter")
    #expect(messages(person).contains { $0.hasSuffix(" 1150") })
  }

  @Test func aRuleIsListedTakenAwayAndUsedUp() {
    var person = copiesOnTheWire()
    person.press("down down j")
    #expect(person.sees("runs  drop next append P -> R3"))
    person.press("enter")
    #expect(person.sees("rule  drop next append P -> R3"))
    person.press("up up up up enter")
    #expect(person.model.lab!.view.network.rules.isEmpty)
    #expect(person.sees("forget drop next append P -> R3"))
    person.press("u")
    #expect(person.model.lab!.view.network.rules.map(\.text) == ["drop next append P -> R3"])
    person.command("c1 write name = Zoe via P")
    person.command("to 120")
    #expect(person.model.lab!.view.network.rules.isEmpty)
    let lost = person.model.lab!.view.timeline.messages.filter { $0.fate == .dropped }
    #expect(lost.map { "\($0.label) to \($0.to)" } == ["append lsn 3 to R3"])
    person.command("forget drop next append P -> R3")
    #expect(person.sees("there is no such rule"))
  }

  @Test func aCutStandsAsItWasMadeAndEnterHealsIt() {
    var person = copiesOnTheWire()
    person.command("cut P,R1 | *")
    #expect(person.sees("P,R1 ╳╳ everybody else  cut both ways since t=110"))
    person.command("heal P -> R2")
    #expect(person.model.lab!.view.network.cutGroups.allSatisfy { $0.since == 110 })
    person.command("cut R3 -> R2")
    #expect(person.sees("since t=110"))
    person.press("home end")
    for _ in 0..<12 where !person.model.lab!.view.network.cuts.isEmpty {
      person.press("up up up up up enter")
    }
    #expect(!person.sees("cut since"))
  }

  @Test func whatCannotBeDoneSaysWhy() {
    var person = Person.inSandbox()
    person.press("h")
    #expect(person.sees("select a message in Network or Timeline"))
    person.command("panel network")
    person.press("D")
    #expect(person.sees("no message is in flight"))
    person.command("to 110")
    person.press("end")
    for _ in 0..<12 { person.press("down") }
    person.press("d")
    #expect(person.sees("select a message in flight"))
    person.command("drop m999")
    #expect(person.sees("m999 is not in flight"))
  }

  @Test func aLessonAllowsWhatItsTaskAllows() throws {
    var person = try Person.inLesson()
    person.press("n")
    person.command("panel network")
    person.press("h")
    #expect(person.sees("questions of this round"))
  }

  @Test(arguments: [(120, 36), (80, 24)], [GlyphSet.unicode, .ascii])
  func screens(_ size: (Int, Int), _ glyphs: GlyphSet) {
    var person = copiesOnTheWire(width: size.0, height: size.1, glyphs: glyphs)
    person.press("down h j enter")
    person.command("cut P,R1 | *")
    let set = glyphs == .ascii ? "ascii-" : ""
    Snapshot.expect(person, "surgery-\(set)\(size.0)x\(size.1)")
    person.press("enter")
    Snapshot.expect(person, "surgery-prompt-\(set)\(size.0)x\(size.1)")
  }
}
