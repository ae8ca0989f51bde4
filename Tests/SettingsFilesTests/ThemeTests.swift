import CellGraphics
import Foundation
import LessonFiles
import Testing

@testable import SettingsFiles

/// The shipped themes are whole, readable on their background, and keep roles apart for the eyes
/// they are made for.
@Suite struct ThemeTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Assets/Themes")
  static let library = ThemeLibrary(folders: [folder.path])

  @Test func theShippedThemes() {
    #expect(Self.library.errors == [])
    #expect(
      Self.library.themes.map(\.name)
        == ["standard", "dark", "light", "deuteranopia", "tritanopia", "mono"])
    for theme in Self.library.themes {
      #expect(theme.summary.hasSuffix(".") && theme.summary.count <= 56)
      for role in Style.Role.allCases {
        // Without colours every theme is the same: what is bold or underlined does not change.
        #expect(theme[role].mono == Theme.standard[role].mono, "\(theme.name) \(role)")
        // The first sixteen look different in every terminal.
        #expect((theme[role].color ?? 16) >= 16, "\(theme.name) \(role)")
      }
    }
  }

  @Test func monoHasNoColour() throws {
    let mono = try #require(Self.library["mono"])
    for role in Style.Role.allCases {
      for depth in [ColorDepth.none, .eight, .indexed] {
        let look = mono.appearance(ofRole: role, depth: depth)
        #expect(look.foreground == nil && look.attributes == mono[role].mono)
      }
    }
  }

  /// The contrast of WCAG 2.2: 4.5 for text where the background is known, 3 for frames and where a
  /// theme has to serve black and white.
  @Test(arguments: [
    ("dark", [Colour.black, Colour(0x1E, 0x1E, 0x1E)], 4.5), ("light", [Colour.white], 4.5),
    ("deuteranopia", [Colour.black, .white], 3), ("tritanopia", [Colour.black, .white], 3),
  ]) func canBeRead(_ name: String, _ backgrounds: [Colour], _ least: Double) throws {
    let theme = try #require(Self.library[name])
    for role in Style.Role.allCases {
      guard let index = theme[role].color else { continue }
      for background in backgrounds {
        let contrast = Colour(index: index).contrast(with: background)
        #expect(contrast >= (role == .border ? 3 : least), "\(name) \(role): \(contrast)")
      }
    }
  }

  /// Good, warning, bad and news differ plainly (by more than 40 in CIELAB) as the eyes see them
  /// that a theme is made for; in the others for all who see three colours.
  @Test(arguments: [
    ("dark", [Eyes.usual]), ("light", [.usual]),
    ("deuteranopia", [.usual, .deuteranopia, .protanopia]),
    ("tritanopia", [.usual, .tritanopia]),
  ]) func rolesStayApart(_ name: String, _ eyes: [Eyes]) throws {
    let theme = try #require(Self.library[name])
    let roles: [Style.Role] = [.good, .warning, .bad, .info]
    for (index, one) in roles.enumerated() {
      for other in roles[(index + 1)...] {
        let first = Colour(index: try #require(theme[one].color))
        let second = Colour(index: try #require(theme[other].color))
        for eye in eyes {
          let distance = first.seen(by: eye).distance(to: second.seen(by: eye))
          #expect(distance > 40, "\(name): \(one) and \(other) for \(eye): \(distance)")
        }
      }
    }
  }

  @Test func theMeasureKnowsWhatIsConfused() {
    let (red, green) = (Colour(0xD7, 0x5F, 0x00), Colour(0x87, 0x87, 0x00))
    let usual = red.distance(to: green)
    let confused = red.seen(by: .deuteranopia).distance(to: green.seen(by: .deuteranopia))
    #expect(usual > 40 && confused < 20)
    #expect(abs(Colour.black.contrast(with: .white) - 21) < 0.01)
  }

  static let whole =
    (try? String(contentsOf: folder.appendingPathComponent("dark.yaml"), encoding: .utf8)) ?? ""

  @Test(arguments: [
    ("name: dark", "name: Dark!", "this cannot be a name"),
    ("{color: 246,", "{colour: 246,", "unknown key (found colour, expected color)"),
    ("{color: 246,", "{color: 256,", "a whole number from 0 to 255"),
    (
      "basic: magenta", "basic: pink",
      "no basic colour has that name (found pink, expected black, red"
    ),
    ("mono: [underline]", "mono: [blink]", "no attribute has that name (found blink"),
    ("mono: [underline]", "mono: [reverse]", "reverse always means selected"),
    ("  border:", "  boarder:", "unknown key (found boarder, expected border)"),
  ]) func badThemesSayWhere(_ old: String, _ new: String, _ expected: String) {
    #expect(Self.whole.contains(old))
    let text = Self.whole.replacing(old, with: new, maxReplacements: 1)
    let error = #expect(throws: LessonFileError.self) {
      _ = try ThemeReader.read(text, file: "dark.yaml")
    }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    #expect(error?.line != nil && error?.column != nil)
  }

  @Test func oneThemeOfAPersonReplacesAndAnotherFollows() throws {
    let own = FileManager.default.temporaryDirectory.appendingPathComponent(
      "themes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: own) }
    for (file, text) in [
      ("a.yaml", Self.whole.replacing("name: dark", with: "name: night")),
      ("dark.yaml", Self.whole.replacing("color: 246", with: "color: 250")),
      ("broken.yaml", "name: x"), ("notes.txt", "no theme"),
    ] {
      try text.write(to: own.appendingPathComponent(file), atomically: true, encoding: .utf8)
    }
    let library = ThemeLibrary(folders: [Self.folder.path, own.path, "/nowhere"])
    #expect(library.themes.map(\.name).last == "night" && library.themes.count == 7)
    #expect(library["dark"]?[.dim].color == 250)
    #expect(library.errors.map(\.file) == [own.path + "/broken.yaml"])
  }
}
