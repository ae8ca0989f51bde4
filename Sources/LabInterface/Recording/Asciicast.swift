import CellGraphics

/// A recording of a terminal in the format of asciinema, version 2: a header, then a line for each
/// piece of output with the second at which it appears.
///
/// It names no moment and no machine: the same frames give the same bytes. Format:
/// https://docs.asciinema.org/manual/asciicast/v2/.
struct Asciicast {
  private var writer = ANSIWriter()
  private var lines: [String]
  /// The milliseconds since its beginning at which the last frame appeared.
  private(set) var time = 0
  /// How many frames changed something.
  private(set) var frameCount = 0

  init(size: Size, title: String) {
    lines = [
      "{\"version\": 2, \"width\": \(size.width), \"height\": \(size.height), "
        + "\"title\": \(JSONText.quoted(title)), \"env\": {\"TERM\": \"xterm-256color\"}}"
    ]
  }

  /// Shows a buffer so many milliseconds after the last one; nothing is written for one that looks
  /// the same, but time passes.
  mutating func show(_ buffer: CellBuffer, after milliseconds: Int) {
    time += max(0, milliseconds)
    let output = writer.frame(buffer)
    guard !output.isEmpty else { return }
    frameCount += 1
    lines.append("[\(Self.seconds(time)), \"o\", \(JSONText.quoted(output))]")
  }

  /// The text of the file; the last frame stays for a while.
  func text(holding milliseconds: Int = 2000) -> String {
    let end = "[\(Self.seconds(time + milliseconds)), \"o\", \"\"]"
    return (lines + [end]).joined(separator: "\n") + "\n"
  }

  private static func seconds(_ milliseconds: Int) -> String {
    let rest = String(1000 + milliseconds % 1000).dropFirst()
    return "\(milliseconds / 1000).\(rest)"
  }
}

/// Text as a string of JSON.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
