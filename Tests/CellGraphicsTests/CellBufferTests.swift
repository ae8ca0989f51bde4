import Testing

@testable import CellGraphics

@Suite struct CellBufferTests {
  @Test func aCellIsSmall() {
    #expect(MemoryLayout<Cell>.stride == 8)
  }

  @Test func textIsClippedOnEverySide() {
    var buffer = CellBuffer(width: 5, height: 3)
    #expect(buffer.put("hello world", at: Point(x: 2, y: 1)) == 3)
    #expect(buffer.put("hello", at: Point(x: -2, y: 0)) == 5)
    #expect(buffer.put("x", at: Point(x: 0, y: -1)) == 1)
    #expect(buffer.put("x", at: Point(x: 0, y: 3)) == 1)
    #expect(buffer.put("abc", at: Point(x: 0, y: 2), width: 2) == 2)
    #expect(buffer.text() == ["llo  ", "  hel", "ab   "])
    let clip = Rect(x: 1, y: 0, width: 2, height: 3)
    #expect(buffer.put("uvwxyz", at: Point(x: 0, y: 0), clip: clip) == 3)
    #expect(buffer.text()[0] == "lvw  ")
  }

  /// ASCII takes a shorter way into the cells; it leads to where the way of all other text leads.
  @Test func asciiIsPutAsAnyText() {
    for glyphs in [GlyphSet.unicode, .ascii] {
      for (x, width, left, room) in [
        (0, 9, 0, 9), (-3, 9, 0, 9), (4, 9, 2, 3), (-2, 9, 1, 4), (7, 9, 0, 9), (3, 9, 5, 0),
        (Int.max - 2, 9, 0, 9), (Int.min, 9, 0, 9), (2, 0, 0, 0),
      ] {
        var start = CellBuffer(width: width, height: 2, glyphs: glyphs)
        start.put("漢e\u{301}漢漢", at: Point(x: 1, y: 0), style: .accent)
        var (one, other) = (start, start)
        let clip = Rect(x: left, y: 0, width: room, height: 2)
        let point = Point(x: x, y: 0)
        let used = one.put("ab cd", at: point, style: .good, clip: clip)
        // A joiner leaves no trace.
        #expect(used == other.put("ab\u{200D} cd", at: point, style: .good, clip: clip))
        #expect(one == other, "\(x) \(clip)")
        for scalar in ["a", "\u{1}", "é", "漢", "\u{301}", "─", "✓"] as [Unicode.Scalar] {
          one.set(scalar, at: point, style: .bad)
          other.put(String(Character(scalar)) + "\u{200D}", at: point, style: .bad)
          #expect(one == other, "\(x) \(scalar)")
        }
      }
    }
  }

  @Test func extremeCoordinatesAreHarmless() {
    var buffer = CellBuffer(width: 4, height: 2)
    let blank = buffer
    buffer.put("text", at: Point(x: .min, y: 0))
    buffer.put("text", at: Point(x: .max, y: 0))
    buffer.set("t", at: Point(x: .max, y: .min))
    for x in [Int.min, Int.min + 1, -1_000_000, 4, Int.max - 1, Int.max] {
      for y in [Int.min, -1, 2, Int.max] {
        let point = Point(x: x, y: y)
        buffer.put("text 漢", at: point)
        buffer.put(TextLine("line", .good), at: point, width: .max)
        buffer.put(.check, at: point)
        for size in [0, 1, 5, Int.max] {
          let rect = Rect(x: x, y: y, width: size, height: size)
          buffer.fill(rect)
          buffer.box(rect)
          buffer.addAttributes(.reverse, in: rect.inset(columns: -3, rows: .max))
          buffer.horizontalLine(x: x, y: y, length: size)
          buffer.verticalLine(x: x, y: y, length: size)
          for part in rect.rows([.fixed(3), .weight(2), .weight(.max)], spacing: 1) {
            buffer.fill(part)
          }
        }
        #expect(buffer[x, y] == blank[0, 0])
      }
    }
    #expect(buffer.text() == blank.text())
  }

  @Test func wideCharactersAreNeverHalf() {
    var buffer = CellBuffer(width: 6, height: 1)
    #expect(buffer.put("漢字", at: .zero) == 4)
    #expect(buffer.text() == ["漢字  "])
    buffer.put("x", at: Point(x: 1, y: 0))
    #expect(buffer.text() == [" x字  "])
    buffer.put("語", at: Point(x: 1, y: 0))
    #expect(buffer.text() == [" 語   "])
    buffer.put("漢", at: Point(x: 0, y: 0))
    #expect(buffer.text() == ["漢    "])
    buffer.put("字", at: Point(x: 5, y: 0))
    #expect(buffer.text() == ["漢    "])
    buffer.put("字", at: Point(x: -1, y: 0))
    #expect(buffer.text() == ["      "])
    buffer.put("漢字", at: .zero)
    buffer.put("字", at: Point(x: 0, y: 0), clip: Rect(x: 0, y: 0, width: 1, height: 1))
    #expect(buffer.text() == [" " + " 字  "])
  }

  @Test func randomDrawingKeepsTheInvariants() {
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let texts = ["a", "漢", "e\u{301}", "🙂🙂", "ab漢c", "\u{301}", "\u{1B}x"]
    var buffer = CellBuffer(width: 9, height: 3)
    for _ in 0..<20_000 {
      let point = Point(x: next(14) - 3, y: next(5) - 1)
      switch next(4) {
      case 0: buffer.fill(Rect(x: point.x, y: point.y, width: next(4), height: 1))
      case 1: buffer.box(Rect(x: point.x, y: point.y, width: next(4), height: 2))
      default: buffer.put(texts[next(texts.count)], at: point)
      }
      checkInvariants(buffer)
    }
  }

  private func checkInvariants(_ buffer: CellBuffer) {
    var marked: [Int] = []
    for y in 0..<buffer.height {
      for x in 0..<buffer.width {
        let cell = buffer[x, y]
        if cell.width == 2, buffer[x + 1, y].width != 0 { Issue.record("half at \(x),\(y)") }
        if cell.width == 0, buffer[x - 1, y].width != 2 { Issue.record("rest at \(x),\(y)") }
        if cell.hasMarks { marked.append(y * buffer.width + x) }
      }
    }
    if buffer.marks.map(\.index) != marked { Issue.record("side table") }
  }

  @Test func combiningMarksStayWithTheirBase() {
    var buffer = CellBuffer(width: 4, height: 1)
    #expect(buffer.put("e\u{301}a\u{308}\u{304}", at: .zero) == 2)
    #expect(buffer.text(trimmed: true) == ["e\u{301}a\u{308}\u{304}"])
    #expect(buffer.marks(x: 1, y: 0) == ["\u{308}", "\u{304}"])
    var other = buffer
    other.put("a", at: Point(x: 1, y: 0))
    #expect(!buffer.rowEquals(0, in: other))
    #expect(other.text(trimmed: true) == ["e\u{301}a"])
    buffer.put(String(repeating: "\u{301}", count: 50), at: .zero)
    buffer.put("e" + String(repeating: "\u{301}", count: 50), at: .zero)
    #expect(buffer.marks(x: 0, y: 0).count == 4)
  }

  @Test func boxesJoinWhereTheyMeet() {
    var buffer = CellBuffer(width: 9, height: 5)
    for rect in Rect(x: 0, y: 0, width: 9, height: 5).rows([.weight(1), .weight(1)], spacing: -1) {
      for part in rect.columns([.fixed(4), .weight(1)], spacing: -1) { buffer.box(part) }
    }
    #expect(
      buffer.text() == ["┌──┬────┐", "│  │    │", "├──┼────┤", "│  │    │", "└──┴────┘"])
    var ascii = CellBuffer(width: 4, height: 3, glyphs: .ascii)
    ascii.box(ascii.bounds)
    #expect(ascii.text() == ["+--+", "|  |", "+--+"])
  }

  @Test func planesTellStyles() {
    var buffer = CellBuffer(width: 6, height: 1)
    buffer.put("ab", at: .zero, style: .good.bold)
    buffer.put("漢", at: Point(x: 2, y: 0), style: .bad)
    buffer.addAttributes(.reverse, in: Rect(x: 0, y: 0, width: 1, height: 1))
    #expect(buffer.styles() == ["ggbb.."])
    #expect(buffer.attributes() == ["91...."])
    buffer.restyle(buffer.bounds, style: .dim)
    #expect(buffer.styles() == ["dddddd"])
    buffer.clear()
    #expect(buffer == CellBuffer(width: 6, height: 1))
  }
}
