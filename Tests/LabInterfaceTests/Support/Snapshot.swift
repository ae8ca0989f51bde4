import CellGraphics
import Foundation
import Testing

/// Saved screens: the text, the roles of the styles, the attributes and the cursor.
///
/// With `CONLAB_RECORD=1` in the environment a screen is written instead of compared, and the test
/// fails, so that nobody records by accident.
enum Snapshot {
  static func expect(
    _ person: Person, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = describe(person.buffer)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["CONLAB_RECORD"] == "1" {
      try? found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record(
        "recorded \(name); look at it, then run without CONLAB_RECORD",
        sourceLocation: sourceLocation)
      return
    }
    guard let saved = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("there is no saved screen \(name)", sourceLocation: sourceLocation)
      return
    }
    let difference = firstDifference(saved, found)
    #expect(saved == found, "\(name): \(difference)", sourceLocation: sourceLocation)
  }

  static func describe(_ buffer: CellBuffer) -> String {
    let cursor = buffer.cursor.map { "\($0.x),\($0.y)" } ?? "hidden"
    let styles = buffer.styles().map { trimmed($0, ".") }
    let attributes = buffer.attributes().map { trimmed($0, ".") }
    return
      (buffer.text(trimmed: true) + ["cursor \(cursor)", "styles"] + styles + ["attributes"]
      + attributes).joined(separator: "\n") + "\n"
  }

  private static func trimmed(_ text: String, _ filler: Character) -> String {
    var text = text
    while text.last == filler { text.removeLast() }
    return text
  }

  private static func firstDifference(_ saved: String, _ found: String) -> String {
    let old = saved.split(separator: "\n", omittingEmptySubsequences: false)
    let new = found.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, pair) in zip(old, new).enumerated() where pair.0 != pair.1 {
      return "line \(index + 1)\nsaved \(pair.0)\nfound \(pair.1)"
    }
    return "\(old.count) lines saved, \(new.count) found"
  }
}
