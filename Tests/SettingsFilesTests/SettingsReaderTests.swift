import CellGraphics
import LabInterface
import LessonFiles
import Testing

@testable import SettingsFiles

/// A configuration says what it means, or is refused at the place where it does not.
@Suite struct SettingsReaderTests {
  static let themes: [Theme] = [.standard, Theme(name: "light", summary: "Light.")]

  static func read(_ text: String) throws(LessonFileError) -> Settings {
    try SettingsReader.read(text, file: "config.yaml", themes: themes)
  }

  static func message(_ text: String) -> String {
    do throws(LessonFileError) {
      _ = try read(text)
      return "read"
    } catch {
      return error.description
    }
  }

  @Test func themeAndKeys() throws {
    let text = """
      # mine
      theme: light
      keys:
        step: [l, right]
        lag: ctrl-l   # l is taken above
        redraw: f12
        heal: []
        filter: "#"
      """
    let settings = try Self.read(text)
    #expect(settings.theme == "light")
    let action = { (id: String) in ActionRegistry.action(named: id)! }
    #expect(settings.keys.keys(of: action("step")) == [Key("l"), .right])
    #expect(settings.keys.keys(of: action("lag")) == [.control("l")])
    #expect(settings.keys.keys(of: action("heal")) == [])
    #expect(settings.keys.keys(of: action("filter")) == [Key("#")])
    #expect(settings.keys.keys(of: action("crash")) == [Key("k")])
    #expect(settings.keys.conflicts == [])
  }

  @Test(arguments: ["", "# nothing\n", "keys:\n  # step: right\n", "keys: {}\n"])
  func nothingSetIsTheStandard(_ text: String) throws {
    #expect(try Self.read(text) == Settings())
  }

  @Test(arguments: [
    ("them: light", "config.yaml:1:1: unknown key (found them, expected theme)"),
    ("theme: lihgt", "config.yaml:1:8: no theme is called that (found lihgt, expected light)"),
    ("theme: [light]", "config.yaml:1:8: wrong kind (found a list, expected a text)"),
    (
      "keys:\n  stp: l",
      "config.yaml:2:3: no action has that name (found stp, expected step)"
    ),
    (
      "keys:\n  begin: l",
      "config.yaml:2:3: no action has that name (found begin, expected a name that conlab config example lists)"
    ),
    (
      "keys:\n  step: [right, pageup]",
      "config.yaml:2:17: no key has that name (found pageup, expected pgup)"
    ),
    (
      "keys:\n  step: Ctrl+X",
      "config.yaml:2:9: no key has that name (found Ctrl+X, expected ctrl-x)"
    ),
    (
      "keys:\n  step: shift-a",
      "config.yaml:2:9: a terminal does not send this key (found shift-a, expected A)"
    ),
    (
      "keys:\n  step: ctrl-i",
      "config.yaml:2:9: a terminal does not send this key (found ctrl-i, expected tab)"
    ),
    (
      "keys:\n  step: ctrl-c",
      "config.yaml:2:9: the terminal keeps this key for itself (found ctrl-c)"
    ),
    (
      "keys:\n  step: [l, l]",
      "config.yaml:2:13: the key is given twice (found l)"
    ),
    (
      "keys:\n  answer: a",
      "config.yaml:2:3: this action is told by its key which of several things is meant; its keys are fixed (found answer)"
    ),
    (
      "keys:\n  exit: f10",
      "config.yaml:2:3: the terminal itself does this; its key is fixed (found exit)"
    ),
    ("keys: [step]", "config.yaml:1:7: wrong kind (found a list, expected a mapping)"),
    ("keys:\n  step: a\n  step: b", "config.yaml:2:3: a key is given twice (found step)"),
    (
      "keys:\n  step:",
      "config.yaml:2:8: no key is given (expected a key, or [] for none; quote what YAML would not read: \"#\")"
    ),
    (
      "a: b: c", "config.yaml:1:5: this is not YAML: mapping values are not allowed in this context"
    ),
  ])
  func errorsNameThePlaceAndWhatWasMeant(_ text: String, _ expected: String) {
    #expect(Self.message(text) == expected)
  }

  @Test func aConflictIsNamedAtTheLaterEntry() {
    // With the usual key of another action.
    #expect(
      Self.message("keys:\n  crash: [f9, x]")
        == "config.yaml:2:15: crash takes the key of cut (found x, expected another key, or another one for cut here too; [] for none)"
    )
    // Of two entries.
    #expect(
      Self.message("keys:\n  crash: f9\n  cut: f9")
        == "config.yaml:3:8: cut takes the key of crash (found f9, expected another key, or another one for crash here too; [] for none)"
    )
    #expect(Self.message("keys:\n  crash: x\n  cut: k") == "read", "an exchange is no conflict")
    #expect(Self.message("keys:\n  crash: \"5\"").contains("crash takes the key of answer"))
  }

  @Test func everyKeyIsReadAsItIsWritten() throws {
    let codes = (0x20...0x7E).map { Unicode.Scalar(UInt8($0)) } + ["ß", "é", "→"]
    for code in codes {
      guard let key = Key(named: String(code)), code != " " else { continue }
      // The digits answer questions.
      if ("0"..."9").contains(code) { continue }
      let text = SettingsExample.spelled(key.description)
      let settings = try SettingsReader.read(
        "keys:\n  step: \(text)\n" + Self.freed(from: key), file: "x", themes: [])
      #expect(settings.keys.keys(of: ActionRegistry.action(named: "step")!) == [key], "\(code)")
    }
  }

  /// What takes a key from everybody else who has it.
  static func freed(from key: Key) -> String {
    ActionRegistry.all.filter {
      $0.keys.contains(key) && $0.id != "step" && KeyBindings.canBind($0)
    }
    .map { "  \($0.id): []\n" }.joined()
  }

  @Test func theExampleIsWhatIsThereWithoutAFile() throws {
    let text = SettingsExample.text(themes: Self.themes)
    #expect(try Self.read(text) == Settings())
    let uncommented = text.split(separator: "\n").map { line -> Substring in
      let rest = line.drop { $0 == " " }
      guard rest.hasPrefix("# "), rest.contains(": "), line.hasPrefix("  # ") else { return line }
      return "  " + rest.dropFirst(2)
    }.joined(separator: "\n")
    let settings = try Self.read(uncommented.replacing("# theme:", with: "theme:"))
    #expect(settings.theme == "standard")
    #expect(settings.keys.choices.count > 60)
    for action in ActionRegistry.all {
      #expect(settings.keys.keys(of: action) == action.keys, "\(action.id)")
    }
  }
}
