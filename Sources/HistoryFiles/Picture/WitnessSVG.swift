/// A violation as a picture: one SVG file that needs nothing else, readable on light and on dark backgrounds.
///
/// What a shape says by its colour it says by its form or by a word too.
public struct WitnessSVG {
  private let picture: WitnessPicture
  private let source: String
  private let xs: [Int]

  private static let character = 8
  private static let laneHeight = 34
  private static let top = 76
  private let left: Int
  private let width: Int
  private let bottom: Int
  private let sentences: [String]

  /// - Parameter source: where the history comes from.
  public init(_ picture: WitnessPicture, source: String) {
    self.picture = picture
    let names = picture.lanes.map(\.name.columns).max() ?? 0
    left = 32 + Self.character * max(names, picture.axisName.count)
    xs = Self.places(picture, left)
    width = max((xs.last ?? left) + 60, 48 + 10 * picture.title.columns, 640)
    bottom = Self.top + Self.laneHeight * picture.lanes.count
    let room = (width - 48) / Self.character
    self.source = source.fittedInside(room, mark: "…")
    sentences = picture.sentences.flatMap { Self.wrapped($0, room) }
  }

  public var text: String {
    let height = bottom + 52 + 19 * sentences.count + (picture.omitted > 0 ? 19 : 0)
    var shapes = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">",
      "<title>\(Self.escaped(picture.title))</title>",
      "<desc>\(Self.escaped(picture.sentences.joined(separator: "; ")))</desc>", Self.style,
      "<rect class=\"back\" width=\"\(width)\" height=\"\(height)\"/>",
      label("title", 24, 30, picture.title), label("dim", 24, 50, source),
    ]
    shapes += axis
    for (index, lane) in picture.lanes.enumerated() {
      let y = Self.top + Self.laneHeight * index
      shapes.append(label("name", 24, y + 21, lane.name))
      shapes += lane.bars.map { bar($0, y) }
    }
    var y = bottom + 46
    if picture.omitted > 0 {
      shapes.append(label("dim", 24, y, "\(picture.omitted) more operations are not drawn"))
      y += 19
    }
    for sentence in sentences {
      shapes.append(label("note", 24, y, sentence))
      y += 19
    }
    return (shapes + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// Where the places of the axis are, so that every label fits into its bar.
  private static func places(_ picture: WitnessPicture, _ left: Int) -> [Int] {
    let bars = picture.lanes.flatMap(\.bars)
    var xs: [Int] = []
    for place in picture.ticks.indices {
      var x = xs.last.map { $0 + 26 } ?? left
      if place > 0 {
        x = max(x, xs[place - 1] + character * (String(picture.ticks[place]).count + 1))
      }
      for bar in bars
      where (bar.end ?? picture.ticks.count - 1) == place && bar.start < place {
        x = max(x, xs[bar.start] + need(bar))
      }
      xs.append(x)
    }
    return xs
  }

  private static func need(_ bar: WitnessPicture.Bar) -> Int {
    character * text(bar).columns + 20
  }

  private static func text(_ bar: WitnessPicture.Bar) -> String {
    (bar.isCulprit ? "✗ " : "") + bar.label
  }

  private var axis: [String] {
    var shapes = [
      "<line class=\"axis\" x1=\"\(left - 8)\" y1=\"\(bottom + 6)\" x2=\"\(width - 20)\" "
        + "y2=\"\(bottom + 6)\"/>",
      label("dim", 24, bottom + 22, picture.axisName),
    ]
    for (place, tick) in picture.ticks.enumerated() {
      shapes.append(
        "<line class=\"guide\" x1=\"\(xs[place])\" y1=\"\(Self.top - 6)\" x2=\"\(xs[place])\" "
          + "y2=\"\(bottom + 10)\"/>")
      shapes.append(
        label("dim", xs[place], bottom + 22, "\(tick)", place: " text-anchor=\"middle\""))
    }
    return shapes
  }

  private func bar(_ bar: WitnessPicture.Bar, _ y: Int) -> String {
    let start = xs[bar.start]
    let end = bar.end.map { xs[$0] } ?? max(width - 20, start + Self.need(bar))
    let kind = bar.isCulprit ? "bar bad" : "bar"
    let text = Self.text(bar)
    let shape: String
    if bar.end == nil {
      // Open to the right: it may take effect at any later time.
      shape =
        "<path class=\"\(kind) open\" d=\"M\(end - 8),\(y + 4) H\(start) V\(y + 28) H\(end - 8) "
        + "L\(end),\(y + 16) z\"/>"
    } else {
      shape =
        "<rect class=\"\(kind)\" x=\"\(start)\" y=\"\(y + 4)\" width=\"\(end - start)\" "
        + "height=\"24\" rx=\"3\"/>"
    }
    // As wide as it was measured, whatever letters a viewer has.
    let length = " text-anchor=\"middle\" textLength=\"\(Self.character * text.columns)\" "
    return "<g><title>\(Self.escaped("\(bar.line) (\(bar.place))"))</title>" + shape
      + label(
        bar.isCulprit ? "bad-text" : "in", (start + end) / 2, y + 21, text,
        place: length + "lengthAdjust=\"spacingAndGlyphs\"")
      + "</g>"
  }

  private func label(
    _ style: String, _ x: Int, _ y: Int, _ text: String, place: String = ""
  ) -> String {
    "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\"\(place)>\(Self.escaped(text))</text>"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  private static func wrapped(_ sentence: String, _ room: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in sentence.split(separator: " ") {
      if line.columns + String(word).columns + 1 > room, !line.isEmpty {
        lines.append(line)
        line = "  "
      }
      line += (line.isEmpty || line == "  " ? "" : " ") + word
    }
    return lines + [line]
  }

  private static let style = """
    <style>
    text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; }
    .title { font-size: 16px; font-weight: 600; } .name { font-weight: 600; } .dim { fill: #59636e; }
    .back { fill: #ffffff; } .guide { stroke: #d8dee4; stroke-width: 1; stroke-dasharray: 2 3; }
    .axis { stroke: #8c959f; stroke-width: 1.2; }
    .bar { fill: #ddf4ff; stroke: #0969da; stroke-width: 1.6; }
    .bad { fill: #ffeff7; stroke: #a8206f; stroke-width: 2.4; } .open { stroke-dasharray: 5 3; }
    .bad-text { fill: #a8206f; font-weight: 600; }
    @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .dim { fill: #9198a1; } .back { fill: #0d1117; }
    .guide { stroke: #262c36; } .axis { stroke: #6e7681; }
    .bar { fill: #0c2d6b; stroke: #58a6ff; } .bad { fill: #3d0f29; stroke: #ff80c8; }
    .bad-text { fill: #ff80c8; }
    }
    </style>
    """
}
