import Histories
import Simulation

extension SpaceTimeDiagram {
  /// The diagram as a Mermaid `sequenceDiagram`: a participant for each client and node, an arrow
  /// where a message arrives, a cross where it is lost, a note for everything else.
  ///
  /// - Throws: `DiagramTooLarge` when it is longer than Mermaid reads by default.
  public func mermaid() throws(DiagramTooLarge) -> String {
    let text = DiagramMermaid(diagram: self).text
    guard text.utf8.count <= DiagramMermaid.bytesMax else {
      throw DiagramTooLarge(
        "that is \(text.utf8.count) bytes of Mermaid, which by default reads "
          + "\(DiagramMermaid.bytesMax)")
    }
    return text
  }
}

/// Writes a diagram in Mermaid's language.
struct DiagramMermaid {
  /// The limit on texts of Mermaid 10 and 11 (`maxTextSize`), below which GitHub shows a diagram.
  static let bytesMax = 50_000

  let diagram: SpaceTimeDiagram

  var text: String {
    var lines = ["%% " + Self.comment(diagram.subtitle), "sequenceDiagram"]
    lines.append("  title \(Self.escaped(diagram.title))")
    for (index, lane) in diagram.lanes.enumerated() {
      let kind = lane.isClient ? "actor" : "participant"
      lines.append("  \(kind) p\(index) as \(Self.escaped(lane.name))")
    }
    for row in diagram.rows {
      lines += row.flights.map { arrow($0, at: row.time) }
      lines += notes(of: row)
    }
    for flight in diagram.onTheWay {
      let due = flight.due.map { "due at \($0) ms" } ?? "held"
      lines.append(
        "  p\(flight.from)--)p\(flight.to): "
          + Self.escaped("\(flight.label), sent at \(flight.sent) ms, \(due)"))
    }
    if diagram.rows.isEmpty, !diagram.lanes.isEmpty {
      lines.append("  Note over p0: \(Self.escaped("nothing happens here"))")
    }
    lines += diagram.verdicts.map { "%% " + Self.comment($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func arrow(_ flight: SpaceTimeDiagram.Flight, at time: VirtualTime) -> String {
    let isLost = flight.fate != .delivered
    let end = flight.fate?.words(at: diagram.lanes[flight.to].name) ?? ""
    let text =
      "\(flight.label)" + (end.isEmpty ? "" : " \(end)") + ", \(flight.sent) to \(time) ms"
    return "  p\(flight.from)\(isLost ? "-x" : "->>")p\(flight.to): \(Self.escaped(text))"
  }

  /// A note for each place at which something happened.
  private func notes(of row: SpaceTimeDiagram.Row) -> [String] {
    var notes: [(lanes: [Int], words: [String])] = []
    for point in row.points {
      let words = (point.kind == .broken ? "! " : "") + point.text
      if let index = notes.firstIndex(where: { $0.lanes == point.lanes }) {
        notes[index].words.append(words)
      } else {
        notes.append((point.lanes, [words]))
      }
    }
    return notes.map { note in
      let (first, last) = (note.lanes.first ?? 0, note.lanes.last ?? diagram.lanes.count - 1)
      let place = first == last ? "p\(first)" : "p\(first),p\(last)"
      let text = "\(row.time) ms: " + note.words.joined(separator: ", ")
      return "  Note over \(place): \(Self.escaped(text))"
    }
  }

  /// Text that Mermaid shows as it is: whatever could mean something to it is a numbered entity.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.line(text, ascii: false).unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "_", "=", "(", ")", "'", "/", "|", "!",
        "?", "@", "+", "-", ":":
        result.unicodeScalars.append(scalar)
      default:
        if scalar.properties.isAlphabetic, !scalar.isASCII {
          result.unicodeScalars.append(scalar)
        } else {
          result += "#\(scalar.value);"
        }
      }
    }
    // As a word of its own it would end a block.
    return result.split(separator: " ", omittingEmptySubsequences: false)
      .map {
        $0.lowercased() == "end"
          ? "#\($0.unicodeScalars.first?.value ?? 101);\($0.dropFirst())" : String($0)
      }
      .joined(separator: " ")
  }

  private static func comment(_ text: String) -> String {
    // Braces would begin a directive.
    VisibleText.line(text, ascii: false).map { "{}".contains($0) ? "_" : "\($0)" }.joined()
  }
}
