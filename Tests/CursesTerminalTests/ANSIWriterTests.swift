import CellGraphics
import TerminalTesting
import Testing

/// What the writer sends makes a terminal show the buffer, whatever was shown before.
@Suite struct ANSIWriterTests {
  /// Small numbers, the same in every run.
  struct Draws {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  static func expect(_ screen: VirtualScreen, shows buffer: CellBuffer, _ step: Int) {
    #expect(screen.lines == buffer.text(trimmed: true), "step \(step)")
    #expect(screen.unknownSequences == [])
    #expect(screen.cursorVisible == (buffer.cursor != nil), "step \(step)")
    if let cursor = buffer.cursor { #expect(screen.cursor == cursor, "step \(step)") }
    for y in 0..<buffer.height {
      for x in 0..<buffer.width where buffer[x, y].width > 0 {
        let look = Palette.appearance(of: buffer[x, y].style, depth: .indexed)
        let shown = screen[x, y].attributes
        let isSame =
          shown.foreground == look.foreground.map(Int.init)
          && shown.bold == look.attributes.contains(.bold)
          && shown.dim == look.attributes.contains(.dim)
          && shown.underline == look.attributes.contains(.underline)
          && shown.reverse == look.attributes.contains(.reverse)
        if !isSame, buffer[x, y] != CellBuffer(width: 1, height: 1)[0, 0] {
          Issue.record("step \(step): column \(x), row \(y) looks otherwise")
        }
      }
    }
  }

  static let texts = [
    "plain words", "漢字かな", "e\u{301}a\u{308}", "x", "  ", "──┼──", "R1 → 漢 P", "\u{1B}[2J", "🙂🙂",
  ]

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func anyBufferAfterAnyOther(_ seed: UInt64) {
    var draws = Draws(state: seed)
    var writer = ANSIWriter()
    let size = Size(width: 37, height: 6)
    var screen = VirtualScreen(size: size)
    var buffer = CellBuffer(size: size)
    for step in 0..<200 {
      if draws.below(10) == 0 { buffer.clear() }
      for _ in 0..<(1 + draws.below(5)) {
        let style = Style(
          Style.Role.allCases[draws.below(Style.Role.allCases.count)],
          .init(rawValue: UInt8(draws.below(16))))
        buffer.put(
          texts[draws.below(texts.count)],
          at: Point(x: draws.below(44) - 4, y: draws.below(8) - 1), style: style)
      }
      buffer.cursor =
        draws.below(2) == 0 ? nil : Point(x: draws.below(size.width), y: draws.below(size.height))
      screen.feed(writer.frame(buffer).utf8)
      Self.expect(screen, shows: buffer, step)
    }
  }

  private var texts: [String] { Self.texts }

  @Test func nothingIsSentWhenNothingChanged() {
    var writer = ANSIWriter()
    var buffer = CellBuffer(width: 20, height: 3)
    buffer.put("hello", at: Point(x: 2, y: 1))
    #expect(!writer.frame(buffer).isEmpty)
    #expect(writer.frame(buffer) == "")
    buffer.put("j", at: Point(x: 2, y: 1))
    let change = writer.frame(buffer)
    #expect(change.contains("j") && !change.contains("ello"))
  }

  @Test func anotherSizeIsDrawnAnew() {
    var writer = ANSIWriter()
    _ = writer.frame(CellBuffer(width: 20, height: 3))
    #expect(writer.frame(CellBuffer(width: 21, height: 3)).contains("\u{1B}[2J"))
  }
}
