import CellGraphics
import Laboratory
import Testing

@testable import LabInterface

/// What holds on every screen, however it is reached: nothing but ASCII where that is asked for, no
/// colour that says what nothing else says, and nothing in colour at all without colours.
@Suite struct EveryScreenTests {
  /// A screen, and how it was reached.
  private struct Reached {
    let way: String
    let buffer: CellBuffer
    /// Whether something lies over the screen, so that words of it are cut in two.
    let isCovered: Bool
  }

  @Test(arguments: [(120, 36), (80, 24), (200, 60)])
  func asciiIsAscii(_ width: Int, _ height: Int) throws {
    for reached in try Self.screens(width, height, .ascii) {
      let others = reached.buffer.text().joined().unicodeScalars.filter { !$0.isASCII }
      #expect(others.isEmpty, "\(reached.way): \(String(String.UnicodeScalarView(others)))")
    }
  }

  /// The roles that say how something is.
  private static let judging: Set<Style.Role> = [.good, .warning, .bad]

  @Test(arguments: [(120, 36), (80, 24), (200, 60)])
  func colourSaysNothingByItself(_ width: Int, _ height: Int) throws {
    for reached in try Self.screens(width, height, .unicode) {
      var roles: [String: Set<Style.Role>] = [:]
      for (role, text) in Self.runs(reached.buffer) where Self.judging.contains(role) {
        let text = text.split(separator: " ").joined(separator: " ")
        #expect(
          reached.isCovered || !text.isEmpty, "\(reached.way): \(role) on blanks alone")
        roles[text, default: []].insert(role)
      }
      // A word or sign that is good in one place and bad in another would need its colour.
      for (text, found) in roles.sorted(by: { $0.key < $1.key }) {
        #expect(
          !(found.contains(.good) && found.count > 1), "\(reached.way): \(text) is \(found)")
      }
    }
  }

  /// Without colours what is bad still stands out from what is good, and the selection from the rest.
  @Test(arguments: [(120, 36), (80, 24), (200, 60)])
  func withoutColoursNothingIsColoured(_ width: Int, _ height: Int) throws {
    for glyphs in [GlyphSet.unicode, .ascii] {
      for reached in try Self.screens(width, height, glyphs) {
        var looks: [Style.Role: Set<UInt8>] = [:]
        for y in 0..<reached.buffer.height {
          for x in 0..<reached.buffer.width {
            let style = reached.buffer[x, y].style
            let look = Theme.standard.appearance(of: style, depth: .none)
            #expect(look.foreground == nil, "\(reached.way) at \(x),\(y)")
            // What the cell itself asks for is kept: reverse is the selection.
            #expect(look.attributes.isSuperset(of: style.attributes), "\(reached.way) at \(x),\(y)")
            if style.attributes.isEmpty {
              looks[style.role, default: []].insert(look.attributes.rawValue)
            }
          }
        }
        if let bad = looks[.bad], let good = looks[.good] {
          #expect(bad.isDisjoint(with: good), "\(reached.way)")
        }
      }
    }
  }

  /// The runs of cells of one role in each row.
  private static func runs(_ buffer: CellBuffer) -> [(role: Style.Role, text: String)] {
    var result: [(role: Style.Role, text: String)] = []
    for y in 0..<buffer.height {
      var last: Style.Role?
      for x in 0..<buffer.width where buffer[x, y].width > 0 {
        let cell = buffer[x, y]
        if cell.style.role != last { result.append((cell.style.role, "")) }
        last = cell.style.role
        result[result.count - 1].text.unicodeScalars.append(cell.scalar)
      }
    }
    return result
  }

  // MARK: Every screen

  private static func screens(
    _ width: Int, _ height: Int, _ glyphs: GlyphSet
  ) throws -> [Reached] {
    let size = "\(width)x\(height)"
    var result: [Reached] = []
    func note(_ person: Person, _ way: String) {
      result.append(
        Reached(
          way: "\(size) \(way)", buffer: person.buffer, isCovered: person.model.overlay != nil))
    }
    var model = Fixtures.model(
      width: width, height: height, glyphs: glyphs, lessons: try Fixtures.catalogue())
    _ = model.begin(.home)
    note(Person(model), "home")

    var person = Person.inSandbox(width: width, height: height, glyphs: glyphs)
    person.command("to 820")
    person.command("crash R1")
    for _ in Panels.all {
      person.press("tab")
      let panel = person.model.lab?.focus.rawValue ?? ""
      note(person, "panel \(panel)")
      var full = person
      full.press("f")
      note(full, "panel \(panel), full")
    }
    // Everything that opens something over the lab, or leads elsewhere from it.
    for action in ActionRegistry.all where action.screens.contains(.lab) {
      guard action.availability(person.model) == .available, action.id != "exit" else { continue }
      var opened = person
      _ = opened.model.perform(action, argument: "")
      note(opened, "after \(action.id)")
    }
    person.command("compare main with set acknowledgement = all")
    note(person, "compare")
    person.press("enter")
    note(person, "compare, next part")

    var lesson = try Person.inLesson(width: width, height: height, glyphs: glyphs)
    for key in ["n", "1", "n", "n", "5 enter", "n", "i"] {
      lesson.press(key)
      note(lesson, "lesson after \(key)")
    }
    return result
  }
}
