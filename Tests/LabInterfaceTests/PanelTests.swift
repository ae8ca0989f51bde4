import CellGraphics
import Histories
import Testing

@testable import LabInterface
@testable import Laboratory

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

  /// Late in a run with many leaders positions and ages are long; they are shown whole or not at all.
  @Test(arguments: [41, 48, 60, 73, 100]) func longPositionsAreWhole(_ width: Int) throws {
    var person = Person.inSandbox()
    person.command("to 210")
    var view = try #require(person.model.lab?.view)
    for index in view.replicas.indices {
      view.replicas[index].applied = LogPosition(epoch: 16, lsn: 408)
      view.replicas[index].epoch = 16
      view.replicas[index].leadsIn = index == 0 ? 16 : nil
      view.replicas[index].cells[0].version = "lsn 16:408"
      view.replicas[index].cells[0].stale = index == 0 ? nil : .init(versions: 12, age: 4009)
    }
    var buffer = CellBuffer(width: width, height: 8)
    ReplicasPanel.draw(PanelContext(view: view), into: &buffer, in: buffer.bounds)
    let rows = buffer.text(trimmed: true).dropFirst().prefix(view.replicas.count)
    for (index, row) in rows.enumerated() {
      #expect(!row.contains("…") && (width < 48 || row.contains("lsn 16:408")), "\(width): \(row)")
      #expect(index == 0 || row.contains(" 4009 ms"), "\(width): \(row)")
      #expect(width < 73 || index == 0 || row.contains("stale 4009 ms, 12 versions"), "\(row)")
    }
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
    #expect(person.sees("Lag●"))
  }
}
