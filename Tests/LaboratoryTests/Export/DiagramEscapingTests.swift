import Testing

@testable import Laboratory

/// Text of a run is data: it can break neither a terminal nor the form that it is written in.
@Suite struct DiagramEscapingTests {
  static let hostile = "\u{1B}[2J</text><script>\"&';#end\u{202E}\u{0}\nend"

  static func diagram() throws -> SpaceTimeDiagram {
    try DiagramTests.diagram(try DiagramTests.run(value: hostile))
  }

  @Test func noControlCharacterGetsIntoAnyForm() throws {
    let diagram = try Self.diagram()
    for text in [diagram.text(), diagram.svg(), try diagram.mermaid()] {
      for scalar in text.unicodeScalars where scalar != "\n" {
        #expect(VisibleText.isHarmless(scalar), "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test func markupStaysText() throws {
    let svg = try Self.diagram().svg()
    #expect(!svg.contains("<script") && svg.contains("&lt;script&gt;"))
    // Every element that is opened is closed.
    for name in ["text", "style", "defs", "g", "marker", "title", "desc"] {
      let opened = svg.components(of: "<\(name)>") + svg.components(of: "<\(name) ")
      #expect(opened == svg.components(of: "</\(name)>"), "\(name)")
    }
  }

  @Test func mermaidStaysLineByLine() throws {
    let text = try Self.diagram().mermaid()
    let starts = [
      "%% ", "sequenceDiagram", "  title ", "  actor p", "  participant p", "  Note over p", "  p",
    ]
    for line in text.split(separator: "\n") {
      #expect(starts.contains { line.hasPrefix($0) }, "\(line)")
      guard line.hasPrefix("  ") else { continue }
      // What is left after the entities means nothing to Mermaid.
      let bare = line.replacing(#/#[0-9]+;/#, with: "")
      #expect(!bare.contains { "#;<\"&{}%\\`".contains($0) }, "\(line)")
    }
    #expect(DiagramMermaid.escaped("the end") == "the #101;nd")
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
