import Testing

@testable import CellGraphics

@Suite struct ValueTests {
  @Test func rectangles() {
    let rect = Rect(x: 2, y: 1, width: 10, height: 4)
    #expect(rect.inset(columns: 1, rows: 1) == Rect(x: 3, y: 2, width: 8, height: 2))
    #expect(rect.inset(columns: 6, rows: 0).isEmpty)
    #expect(
      rect.intersection(Rect(x: 0, y: 0, width: 4, height: 2)).size == Size(width: 2, height: 1))
    #expect(rect.intersection(Rect(x: 50, y: 0, width: 4, height: 2)).isEmpty)
    #expect(rect.centered(Size(width: 4, height: 2)) == Rect(x: 5, y: 2, width: 4, height: 2))
    #expect(rect.row(3).y == 4 && rect.row(4).isEmpty && rect.row(-1).isEmpty)
    #expect(Size(width: -1, height: 3).width == 0)
  }

  @Test func layouts() {
    let rect = Rect(x: 0, y: 0, width: 20, height: 10)
    func widths(_ extents: [Extent], spacing: Int = 0) -> [Int] {
      rect.columns(extents, spacing: spacing).map(\.width)
    }
    #expect(widths([.fixed(4), .weight(1), .weight(1)]) == [4, 8, 8])
    #expect(widths([.weight(1), .weight(2)]) == [7, 13])
    #expect(widths([.weight(1, minimum: 15), .weight(1)]) == [18, 2])
    #expect(widths([.fixed(15), .fixed(15), .weight(1)]) == [15, 5, 0])
    #expect(widths([.weight(1), .weight(1)], spacing: 2) == [9, 9])
    #expect(widths([.weight(1), .weight(1)], spacing: -1) == [11, 10])
    #expect(widths([]) == [])
    #expect(widths([.fixed(-3), .fixed(.max), .weight(-1)]) == [0, 20, 0])
    let overlapping = rect.columns([.fixed(11), .weight(1)], spacing: -1)
    #expect(overlapping[1].x == 10 && overlapping[1].maxX == 20)
    for height in 0...12 {
      let part = Rect(x: 0, y: 3, width: 1, height: height)
      for row in part.rows([.fixed(3), .weight(2, minimum: 2), .weight(1)], spacing: 1) {
        #expect(row.y >= 3 && row.maxY <= 3 + height)
      }
    }
  }

  @Test func keyNamesRoundTrip() {
    let modifiers: [Key.Modifiers] = [[], .control, .alt, .shift, [.control, .alt, .shift]]
    let codes: [Key.Code] = [
      .character("a"), .character("-"), .character(" "), .character("é"), .enter, .tab, .backTab,
      .escape, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .function(1), .function(12),
    ]
    for code in codes {
      for modifier in modifiers {
        let key = Key(code, modifier)
        #expect(Key(named: key.description) == key, "\(key)")
      }
    }
    #expect(Key(named: "f") == Key("f"))
    #expect(Key(named: "ctrl-c") == .control("c"))
    for bad in ["", "ctrl-", "fx", "nothing", "\u{1B}", "f0", "f999999999999999999999"] {
      #expect(Key(named: bad) == nil, "\(bad)")
    }
    #expect(Key.right.label(.unicode) == "→" && Key.right.label(.ascii) == "right")
    #expect(Key("x").typed == "x" && Key.control("x").typed == nil && Key.enter.typed == nil)
  }

  @Test func thePaletteKeepsRolesApart() {
    for depth in [ColorDepth.none, .eight, .indexed] {
      let good = Palette.appearance(of: .good, depth: depth)
      let bad = Palette.appearance(of: .bad, depth: depth)
      let warning = Palette.appearance(of: .warning, depth: depth)
      #expect(good != bad && bad != warning && good != warning)
      for role in Style.Role.allCases {
        let look = Palette.appearance(ofRole: role, depth: depth)
        if depth == .none { #expect(look.foreground == nil) }
        if depth == .eight { #expect((look.foreground ?? 0) < 8) }
        // Red and green mean nothing here.
        #expect(![1, 2, 9, 10].contains(look.foreground ?? 0))
        #expect(!look.attributes.contains(.reverse))
      }
    }
    let letters = Style.Role.allCases.map(\.letter)
    for letter in letters { #expect(letters.filter { $0 == letter }.count == 1) }
    #expect(ColorDepth(colors: 88) == .eight && ColorDepth(colors: -1) == .none)
  }

  @Test func scrolling() {
    #expect(ScrollWindow(total: 10, height: 4, selection: 0, offset: 5).range == 0..<4)
    #expect(ScrollWindow(total: 10, height: 4, selection: 9).range == 6..<10)
    #expect(ScrollWindow(total: 10, height: 4, selection: 6, offset: 4).range == 4..<8)
    #expect(ScrollWindow(total: 3, height: 4, selection: 99, offset: 99).range == 0..<3)
    #expect(ScrollWindow(total: 0, height: 4, selection: 1).range == 0..<0)
    #expect(ScrollWindow(total: -4, height: -4, offset: .min).range == 0..<0)
    #expect(ScrollWindow(total: 10, height: 0, selection: 3).count == 0)
  }
}
