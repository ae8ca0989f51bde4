import CellGraphics
import Testing

@testable import LabInterface

/// The list of actions can be read in full.
@Suite struct HelpTests {
  @Test(arguments: [(120, 36), (80, 24)]) func everyHelpIsReadInFull(_ width: Int, _ height: Int) {
    var person = Person.inSandbox(width: width, height: height)
    person.press("?")
    let count = person.model.helpActions("").count
    for index in 0..<count {
      let action = person.model.helpActions("")[index]
      // The box stands below the list: its rows, without frame and margins, one after the other.
      let columns = min(100, width - 8)
      let rows = person.screen.suffix(14).flatMap { row in
        row.dropFirst((width - columns) / 2).prefix(columns).split(separator: " ")
      }
      #expect(
        rows.joined(separator: " ").contains(action.help),
        "\(action.help)\(person.testDescription)")
      person.press("down")
    }
  }
}
