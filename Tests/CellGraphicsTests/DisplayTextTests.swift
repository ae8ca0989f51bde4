import Testing

@testable import CellGraphics

@Suite struct DisplayTextTests {
  private func shown(_ text: String, _ glyphs: GlyphSet = .unicode) -> String {
    var buffer = CellBuffer(width: 40, height: 1, glyphs: glyphs)
    buffer.put(text, at: .zero)
    return buffer.text(trimmed: true)[0]
  }

  @Test func widths() {
    #expect(DisplayWidth.of("abc") == 3)
    #expect(DisplayWidth.of("漢字") == 4)
    #expect(DisplayWidth.of("ｱ") == 1)
    #expect(DisplayWidth.of("Ａ") == 2)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("🙂") == 2)
    #expect(DisplayWidth.of("●■▶◂▁█─│✓✗…") == 11)
    #expect(DisplayWidth.of("한") == 2)
    #expect(DisplayWidth.of("👩‍💻") == 4)
    #expect(DisplayWidth.of("👍🏽") == 2)
    #expect(DisplayWidth.of("🇩🇪") == 2)
    #expect(DisplayWidth.of("❤️") == 1)
  }

  @Test func everyScalarIsSafe() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value),
        let unit = DisplayUnits.unit(for: scalar)
      else { continue }
      let category = unit.scalar.properties.generalCategory
      let isSafe =
        (0...2).contains(unit.width) && category != .control && category != .format
        && category != .privateUse && category != .unassigned && category != .lineSeparator
      if !isSafe { Issue.record("U+\(String(value, radix: 16)) is not safe") }
      let ascii = ASCIIFallback.scalar(for: scalar).value
      if value < 0x3000, ascii < 0x20 || ascii > 0x7E {
        Issue.record("U+\(String(value, radix: 16)) is not ASCII")
      }
    }
  }

  @Test func controlCharactersAreShown() {
    #expect(shown("a\u{1B}[2Jb") == "a␛[2Jb")
    #expect(shown("\u{0}\t\n\r\u{7F}") == "␀␉␊␍␡")
    #expect(shown("\u{9B}31m\u{85}") == "\u{FFFD}31m\u{FFFD}")
    #expect(shown("a\u{202E}b\u{2066}\u{200F}") == "a\u{FFFD}b\u{FFFD}\u{FFFD}")
    #expect(shown("\u{2028}\u{2029}\u{FEFF}\u{200B}") == String(repeating: "\u{FFFD}", count: 4))
    #expect(shown("\u{E000}\u{378}\u{FFFE}") == String(repeating: "\u{FFFD}", count: 3))
    #expect(shown("a\u{1B}[2J", .ascii) == "a^[2J")
  }

  @Test func sequencesOfEmojiDegradeToTheirParts() {
    #expect(shown("👩‍💻") == "👩💻")
    #expect(shown("👍🏽") == "👍")
    #expect(shown("🇩🇪") == "DE")
  }

  @Test func asciiTransliterates() {
    #expect(shown("→ Zoë “x” — ✓ ✗ …", .ascii) == "> Zoe \"x\" - v x .")
    #expect(shown("漢e\u{301}", .ascii) == "??e")
    for text in ["→ Zoë", "漢字x", "👩‍💻", "\u{1B}", "e\u{301}"] {
      var buffer = CellBuffer(width: 40, height: 1, glyphs: .ascii)
      #expect(buffer.put(text, at: .zero) == DisplayWidth.of(text))
    }
  }

  @Test func everyGlyphTakesOneColumnInBothSets() {
    for glyph in Glyph.allCases {
      #expect(DisplayWidth.of(glyph.unicode) == 1 && DisplayWidth.isShowable(glyph.unicode))
      #expect(glyph.ascii.value > 0x20 && glyph.ascii.value < 0x7F)
    }
  }

  @Test func linesCutAndPad() {
    let line = TextLine("abc", .good) + TextLine(" 漢字")
    #expect(line.width == 8)
    #expect(line.truncated(to: 8) == line)
    #expect(line.truncated(to: 7).text == "abc 漢…")
    #expect(line.truncated(to: 6).text == "abc …")
    #expect(line.truncated(to: 1).text == "…")
    #expect(line.truncated(to: 0).isEmpty && line.truncated(to: -5).isEmpty)
    #expect(TextLine("ab").padded(to: 5, alignment: .trailing).text == "   ab")
    #expect(TextLine("ab").padded(to: 5, alignment: .center).text == " ab  ")
    #expect(TextLine("abcdef").padded(to: 3).text == "ab…")
  }

  @Test func wrapping() {
    func wrap(_ text: String, _ width: Int, hanging: Int = 0) -> [String] {
      TextLine(text).wrapped(to: width, hanging: hanging).map(\.text)
    }
    #expect(wrap("one two three", 7) == ["one two", "three"])
    #expect(wrap("one  two", 5) == ["one", "two"])
    #expect(wrap("  one", 8) == ["  one"])
    #expect(wrap("          one", 4) == ["one"])
    #expect(wrap("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"])
    #expect(wrap("a\n\nb", 5) == ["a", "", "b"])
    #expect(wrap("- one two three", 7, hanging: 2) == ["- one", "  two", "  three"])
    #expect(wrap("漢字漢字", 5) == ["漢字", "漢字"])
    #expect(wrap("", 5) == [""])
    #expect(wrap("abc", 0).isEmpty)
    for width in 1...20 {
      for line in TextLine("the quick brown fox jumps 漢字 over").wrapped(to: width, hanging: 3) {
        #expect(line.width <= max(2, width))
      }
    }
  }

  @Test func markup() {
    let line = TextLine(markup: "a *bold* and `code`, 2 * 3 * 4, \\*no\\* **")
    #expect(line.text == "a bold and code, 2 * 3 * 4, *no* **")
    #expect(line.spans[1] == TextSpan("bold", Style.plain.bold))
    #expect(line.spans[3] == TextSpan("code", .accent))
    #expect(TextLine(markup: "*").text == "*")
    #expect(TextLine(markup: "`a").text == "`a")
    #expect(TextLine(markup: "\\").text == "\\")
  }
}
