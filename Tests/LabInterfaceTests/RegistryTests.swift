import CellGraphics
import Foundation
import Testing

@testable import LabInterface

@Suite struct RegistryTests {
  @Test func noTwoActionsWantTheSameKeyOrWord() {
    #expect(ActionRegistry.conflicts == [])
  }

  @Test func everyActionIsNamedAndExplained() {
    #expect(Set(ActionRegistry.all.map(\.id)).count == ActionRegistry.all.count)
    for action in ActionRegistry.all {
      #expect(!action.title.isEmpty && !action.command.isEmpty, "\(action.id)")
      #expect(action.help.hasSuffix("."), "\(action.id): the help is a sentence")
      #expect(!action.command.contains(" "), "\(action.id): one word")
      for key in action.keys { #expect(Key(named: key.description) == key) }
    }
  }

  /// Keys that later parts of the lab will use are not given away before.
  @Test func reservedKeysAreFree() {
    for name in ["m"] {
      #expect(ActionRegistry.action(for: Key(named: name)!, in: .lab) == nil, "\(name)")
    }
  }

  @Test func theFooterShowsOnlyWhatWorksNow() throws {
    var people = [Person(Fixtures.model()), Person.inSandbox(), try Person.inLesson()]
    for index in people.indices {
      for keys in ["", "right", "n", "end left"] {
        people[index].press(keys)
        for action in ActionRegistry.footer(people[index].model) {
          #expect(action.availability(people[index].model) == .available, "\(action.id)")
        }
      }
    }
  }

  @Test func aDisabledKeySaysWhy() {
    var person = Person.inSandbox()
    person.press("X")
    #expect(person.sees("no link is cut"))
    person.press("K")
    #expect(person.sees("no node is down"))
    person.press("u")
    #expect(person.sees("you have done nothing yet"))
    person.press("m")
    #expect(person.sees("does nothing here"))
  }

  @Test func theKeyTableNamesEveryAction() {
    let table = ActionRegistry.markdown
    for action in ActionRegistry.all { #expect(table.contains(action.help), "\(action.id)") }
    for group in LabAction.Group.allCases { #expect(table.contains("### \(group.rawValue)")) }
  }

  /// The README shows the table of this registry, word for word, between its two markers.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: readme)))
  func theReadmeHasTheKeyTable() throws {
    let text = try String(contentsOfFile: Self.readme, encoding: .utf8)
    let parts = text.components(separatedBy: "<!-- keys -->")
    let inside = parts.count == 2 ? parts[1].components(separatedBy: "<!-- /keys -->") : []
    try #require(inside.count == 2, "README.md needs <!-- keys --> and <!-- /keys --> once each")
    let isFresh =
      inside[0].trimmingCharacters(in: .whitespacesAndNewlines)
      == ActionRegistry.markdown.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(
      isFresh,
      """
      the key table in README.md is stale; between the markers belongs:
      \(ActionRegistry.markdown)
      """)
  }

  private static let readme = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("README.md").path

  /// Every action can be found in the help of its screen by its own words, and typed.
  @Test func helpAndPaletteKnowEveryAction() throws {
    let model = try Person.inLesson().model
    for action in ActionRegistry.all where action.screens.contains(.lab) {
      #expect(model.helpActions(action.title.lowercased()).contains { $0.id == action.id })
      #expect(ActionRegistry.action(typed: action.command, in: .lab)?.action.id == action.id)
    }
  }
}
