import CellGraphics
import Testing

@testable import LabInterface
@testable import Laboratory

/// The space-time diagram: fates, outages, selection, filters, and both ways of running.
@Suite struct TimelineTests {
  /// A cut that eats a copy, a crash, a restart, a message dropped, one doubled and one held.
  static func afterFaults(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode, isFull: Bool = true
  ) -> Person {
    var person = Person.inSandbox(width: width, height: height, glyphs: glyphs)
    person.command("to 110")
    person.command("cut R1 | *")
    person.command("crash R2")
    person.command("to 145")
    person.command("heal")
    person.command("restart R2")
    person.command("c2 write photo = cat via P")
    person.command("to 146")
    person.command("hold next append P -> R1")
    for message in person.model.lab!.view.network.messages.suffix(4) {
      switch (message.to, message.label) {
      case ("R3", "append lsn 3"): person.command("drop m\(message.id.number)")
      case ("R2", "append lsn 3"): person.command("duplicate m\(message.id.number)")
      default: break
      }
    }
    person.command("c3 write name = Ann via P")
    person.command("to 190")
    person.command("panel timeline")
    if isFull { person.press("f") }
    return person
  }

  private func timeline(_ person: Person) -> TimelineView { person.model.lab!.view.timeline }

  private func selected(_ person: Person) -> TimelineItem? {
    TimelinePanel.selected(person.model.context(of: TimelinePanel.id))
  }

  /// Goes up or down until the selected item is of a kind.
  private func seek(_ kind: String, by key: String = "up", _ person: inout Person) {
    for _ in 0..<80 where selected(person)?.kinds.contains(kind) != true { person.press(key) }
    #expect(selected(person)?.kinds.contains(kind) == true, "\(kind) is not found by \(key)")
  }

  @Test func theFateOfEveryMessageIsKnown() {
    let person = Self.afterFaults()
    let fates = timeline(person).messages.map { line in
      "\(line.label) \(line.from)>\(line.to) \(line.fateText)\(line.copyOf == nil ? "" : " copy")"
    }
    #expect(fates.contains("append lsn 2 P>R1 lost in cut"))
    #expect(fates.contains("append lsn 3 P>R3 dropped"))
    #expect(fates.contains("append lsn 3 P>R2  copy"))
    #expect(fates.contains("append lsn 4 P>R1 held"))
    for word in ["lost", "dropped", "held"] { #expect(person.sees(word)) }
  }

  @Test func outagesLastUntilTheirRepair() {
    let person = Self.afterFaults()
    let spans = timeline(person).outages.map {
      "\($0.node ?? "net") \($0.text) \($0.start)-\($0.end.map { "\($0)" } ?? "")"
    }
    #expect(spans == ["net R1 | * 110-145", "R2 down 110-145"])
    var rewound = person
    rewound.command("to 130")
    #expect(timeline(rewound).outages.allSatisfy { $0.end == nil })
    #expect(rewound.sees("down"))
    #expect(rewound.sees("cut R1 | *"))
  }

  @Test func arrowsGoThroughEverythingInTheOrderOfTime() {
    var person = Self.afterFaults()
    let items = TimelinePanel.items(person.model.context(of: TimelinePanel.id))
    #expect(items.count > 12)
    #expect(zip(items, items.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(selected(person) == items.last)
    for item in items.reversed() {
      #expect(selected(person) == item)
      #expect(person.buffer.cursor != nil, "the cursor stands on \(item.id)")
      person.press("up")
    }
    #expect(person.sees("This is the first"))
    for item in items.dropFirst() {
      person.press("down")
      #expect(selected(person)?.id == item.id)
    }
  }

  @Test func theSelectionScrollsTheWindow() {
    var person = Person.inSandbox()
    person.command("to 2000")
    person.command("panel timeline")
    for _ in 0..<4 { person.press(">") }
    #expect(timeline(person).start > 1900)
    for _ in 0..<200 where !person.sees("This is the first") { person.press("up") }
    #expect(person.sees("This is the first"))
    let first = selected(person)
    #expect(first?.time == 100 && first?.kinds.contains("operation") == true)
    #expect(!timeline(person).isFollowing)
    #expect(person.sees("from t="))
    for _ in 0..<200 where !person.sees("This is the newest") { person.press("down") }
    #expect(selected(person)?.time ?? 0 > 1500)
    person.press(", end")
    #expect(timeline(person).isFollowing)
  }

  @Test func enterGoesToWhatWasSelected() {
    var person = Self.afterFaults()
    seek("cut", &person)
    person.press("enter")
    #expect(person.model.lab!.run.clock == 110)
    #expect(!person.model.lab!.view.network.cuts.isEmpty)
    person.press("end")
    seek("lost", by: "down", &person)
    guard case .message(let line)? = selected(person) else { return }
    person.press("enter")
    #expect(person.model.lab!.run.clock == line.end)
    person.press("end")
    seek("flying", by: "down", &person)
    person.press("enter")
    #expect(person.sees("A message in flight"))
    person.press("esc")
  }

  @Test func surgeryWorksHereToo() {
    var person = Self.afterFaults()
    seek("held", &person)
    let id = selected(person)?.id
    person.press("h")
    #expect(selected(person)?.id == id, "the selection stays on the message")
    #expect(selected(person)?.kinds.contains("flying") == true)
    person.press("D")
    #expect(selected(person)?.kinds.contains("dropped") == true)
    #expect(selected(person)?.id == id)
    person.press("d")
    #expect(person.sees("was lost already"))
  }

  @Test func wordsNarrowIt() {
    let person = Self.afterFaults()
    func shown(_ filter: String) -> TimelineShown {
      var context = person.model.context(of: TimelinePanel.id)
      context.filter = filter
      return TimelineShown.of(context)
    }
    let all = shown("")
    #expect(shown("kind:app").messages.allSatisfy { $0.label.hasPrefix("append") })
    #expect(
      shown("kind:append").items.count
        == shown("kind:append kind:message").messages
        .filter { $0.label.hasPrefix("append") }.count)
    #expect(shown("node:R3").servers == ["P", "R3"])
    #expect(shown("node:R3").messages.allSatisfy { $0.from == "R3" || $0.to == "R3" })
    #expect(shown("client:c2").clients == ["c2"])
    #expect(shown("client:c2").operations.map(\.client) == ["c2", "c2"])
    #expect(shown("key:photo").operations.map(\.keys) == [["photo"]])
    let copies = shown("key:photo").messages.filter { $0.label.hasPrefix("append") }
    #expect(!copies.isEmpty && copies.allSatisfy { $0.label == "append lsn 3" })
    #expect(shown("dropped").messages.allSatisfy { $0.fate == .dropped })
    #expect(shown("dropped").messages.count == 1)
    #expect(shown("crash").marks.map(\.text) == ["crash R2"])
    #expect(shown("kind:cut").marks.map(\.text) == ["cut R1 | *"])
    #expect(shown("nothing-has-this").items.isEmpty)
    #expect(shown("node: kind:").items.count == all.items.count)
  }

  @Test func theFilterSaysWhatItTakes() {
    var person = Self.afterFaults(width: 80, height: 24)
    person.press("/")
    #expect(person.sees("node:R1 client:c1 key:x kind:append"))
    person.type("node:R3")
    person.press("enter")
    #expect(person.sees("Timeline /node:R3"))
    #expect(person.buffer.cursor != nil)
    person.press("/ esc")
    #expect(!person.sees("/node:R3"))
  }

  static let sizes = [(120, 36, true), (80, 24, true), (80, 24, false)]

  @Test(arguments: sizes, [GlyphSet.unicode, .ascii])
  func screens(_ size: (Int, Int, Bool), _ glyphs: GlyphSet) {
    var person = Self.afterFaults(
      width: size.0, height: size.1, glyphs: glyphs, isFull: size.2)
    let name =
      (glyphs == .ascii ? "ascii-" : "") + (size.2 ? "full" : "part") + "-\(size.0)x\(size.1)"
    seek("lost", &person)
    Snapshot.expect(person, "timeline-lanes-\(name)")
    person.press("|")
    Snapshot.expect(person, "timeline-columns-\(name)")
  }

  @Test func bothFormsFitAnySpace() {
    let person = Self.afterFaults()
    for form in [TimelineForm.lanes, .columns] {
      for width in 12...60 {
        for height in 1..<14 {
          var context = person.model.context(of: TimelinePanel.id)
          context.timelineForm = form
          var buffer = CellBuffer(width: 64, height: 16)
          let rect = Rect(x: 1, y: 1, width: width, height: height)
          TimelinePanel.draw(context, into: &buffer, in: rect)
          for y in 0..<16 {
            for x in 0..<64 where !rect.contains(Point(x: x, y: y)) {
              #expect(buffer[x, y].scalar == " ", "\(form) draws outside \(rect) at \(x),\(y)")
            }
          }
        }
      }
    }
  }
}
