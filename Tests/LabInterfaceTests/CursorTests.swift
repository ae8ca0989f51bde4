import CellGraphics
import Laboratory
import Testing

@testable import LabInterface

/// The hardware cursor stands on the focused item: a screen reader and a magnifier follow it.
@Suite struct CursorTests {
  @Test(arguments: [(80, 24), (120, 36), (200, 60)])
  func everyPanelAndOverlayHasIt(_ width: Int, _ height: Int) throws {
    var person = Person.inSandbox(width: width, height: height)
    person.command("to 820")
    person.command("crash R1")
    for _ in Panels.all {
      person.press("tab")
      #expect(person.buffer.cursor != nil, "\(person.model.lab?.focus.rawValue ?? "")")
    }
    // Everything that opens something over the screen.
    for action in ActionRegistry.all where action.screens.contains(.lab) {
      guard action.availability(person.model) == .available, action.id != "exit" else { continue }
      var opened = person
      _ = opened.model.perform(action, argument: "")
      guard opened.model.screen == .lab else { continue }
      #expect(opened.buffer.cursor != nil, "after \(action.id)\(opened.testDescription)")
    }
  }

  @Test func homeLessonAndResult() throws {
    let home = Person(Fixtures.model(lessons: try Fixtures.catalogue()))
    #expect(home.buffer.cursor != nil)
    var person = try Person.inLesson(width: 80, height: 24)
    for key in ["n", "1", "n", "n", "5 enter", "n", "i"] {
      person.press(key)
      #expect(person.buffer.cursor != nil, "after \(key)\(person.testDescription)")
    }
  }
}
