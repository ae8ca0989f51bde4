import CellGraphics
import Testing

@testable import LabInterface

/// Every panel of the list but those of lessons, alone on the screen, focused, with something in it.
@Suite struct PanelTests {
  static let names = Panels.all.map { $0.id.rawValue }.filter { !["lesson", "board"].contains($0) }

  @Test(arguments: names, [(120, 36), (80, 24)])
  func panel(_ name: String, _ size: (Int, Int)) {
    var person = Person.inSandbox(width: size.0, height: size.1)
    person.command("to 820")
    person.command("crash R1")
    person.command("panel \(name)")
    person.press("f")
    Snapshot.expect(person, "panel-\(name)-\(size.0)x\(size.1)")
    #expect(person.buffer.cursor != nil)
  }

  /// Tokens, pins and requests that were sent round, held up or failed over.
  @Test(arguments: [(120, 36, true), (80, 24, true), (80, 24, false), (200, 60, false)])
  func sessionsAtWork(_ width: Int, _ height: Int, _ isFull: Bool) {
    var model = Fixtures.model(width: width, height: height)
    _ = model.begin(.sandbox(Fixtures.sessions(), title: "Four copies"))
    var person = Person(model)
    person.command("to 110")
    person.command("panel sessions")
    if isFull { person.press("f") }
    Snapshot.expect(person, "sessions-\(isFull ? "full" : "part")-\(width)x\(height)")
    #expect(person.sees("redirected by R2"))
    person.press("down")
    #expect(person.sees("waits there for"))
    person.press("down")
    #expect(person.sees("failed over from R1"))
  }

  @Test func lessonPanel() throws {
    var person = try Person.inLesson(width: 80, height: 24)
    person.press("n 1")
    person.command("panel lesson")
    person.press("f")
    Snapshot.expect(person, "panel-lesson-80x24")
  }

  @Test func everyPanelIsDrawnIntoAnySpace() throws {
    let person = try Person.inLesson()
    for panel in Panels.all {
      for width in [16, 20, 33] {
        for height in 1..<8 {
          var buffer = CellBuffer(width: 40, height: 10)
          let context = person.model.context(of: panel.id)
          let rect = Rect(x: 1, y: 1, width: width, height: height)
          panel.draw(context, into: &buffer, in: rect)
          for y in 0..<10 {
            for x in 0..<40 where !rect.contains(Point(x: x, y: y)) {
              #expect(buffer[x, y].scalar == " ", "\(panel.title) draws outside \(rect)")
            }
          }
        }
      }
    }
  }

  @Test func panelsHaveNamesOfTheirOwn() {
    #expect(Set(Panels.all.map { $0.id }).count == Panels.all.count)
    #expect(Panels.all.allSatisfy { !$0.title.isEmpty && !$0.purpose.isEmpty })
  }

  @Test func aFilterNarrowsAPanel() {
    var person = Person.inSandbox()
    person.press("/")
    person.type("R3")
    person.press("enter")
    #expect(person.sees("Replicas /R3"))
    #expect(!person.screen.contains { $0.hasPrefix("│ R1 ") && $0.contains("follower") })
    person.press("esc")
    #expect(person.screen.contains { $0.hasPrefix("│ R1 ") && $0.contains("follower") })
  }

  @Test func newsAreMarked() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.press("tab tab tab tab tab")
    person.command("to 160")
    #expect(person.sees("Replicas●"))
  }
}
