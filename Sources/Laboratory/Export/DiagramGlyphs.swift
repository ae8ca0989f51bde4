/// The characters of a diagram in text, in both sets.
struct DiagramGlyphs {
  let idle, busy, down, paused: Character
  let line, crossing, busyCrossing, headRight, headLeft, startRight, startLeft, lost: Character
  let asked, ok, refused, timedOut, broken, applied: Character
  let fault, repair, elected, steppedDown, rolledBack: Character
  let cutOff: String

  static let unicode = DiagramGlyphs(
    idle: "│", busy: "║", down: "╎", paused: "┆", line: "─", crossing: "┼", busyCrossing: "╫",
    headRight: "▶",
    headLeft: "◀", startRight: "├", startLeft: "┤", lost: "✗", asked: "○", ok: "●", refused: "!",
    timedOut: "?", broken: "✗", applied: "■", fault: "╳", repair: "◇", elected: "♛",
    steppedDown: "♕", rolledBack: "←", cutOff: "…")

  static let ascii = DiagramGlyphs(
    idle: "|", busy: "H", down: ":", paused: ";", line: "-", crossing: "+", busyCrossing: "+",
    headRight: ">",
    headLeft: "<", startRight: "+", startLeft: "+", lost: "x", asked: "o", ok: "*", refused: "!",
    timedOut: "?", broken: "x", applied: "#", fault: "X", repair: "%", elected: "L",
    steppedDown: "l", rolledBack: "<", cutOff: "~")

  func lane(_ state: SpaceTimeDiagram.LaneState) -> Character {
    switch state {
    case .idle: idle
    case .busy: busy
    case .down: down
    case .paused: paused
    }
  }

  func point(_ kind: SpaceTimeDiagram.Point.Kind) -> Character {
    switch kind {
    case .asked: asked
    case .ok: ok
    case .refused: refused
    case .timedOut: timedOut
    case .broken: broken
    case .applied: applied
    case .fault: fault
    case .repair: repair
    case .elected: elected
    case .steppedDown: steppedDown
    case .rolledBack: rolledBack
    }
  }
}

extension SpaceTimeDiagram.Point.Kind {
  /// For the legend.
  var words: String {
    switch self {
    case .asked: "asked"
    case .ok: "answered"
    case .refused: "refused"
    case .timedOut: "no answer in time"
    case .broken: "a guarantee breaks"
    case .applied: "state changes"
    case .fault: "fault or setting"
    case .repair: "repair"
    case .elected: "begins to lead"
    case .steppedDown: "ceases to lead"
    case .rolledBack: "takes back an acknowledged write"
    }
  }
}

/// Text of a run made safe for a file that somebody will look at in a terminal.
enum VisibleText {
  /// The line with every control and format character replaced by its visible code, and with `ascii`
  /// every other character beyond ASCII too.
  static func line(_ text: String, ascii: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if (" "..."~").contains(scalar) || (!ascii && isHarmless(scalar)) {
        result.append(scalar)
      } else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "<U+\(code)>".unicodeScalars)
      }
    }
    return String(result)
  }

  /// Whether a character is shown as itself and does nothing.
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
