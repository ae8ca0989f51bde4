import CellGraphics
import TerminalTesting
import Testing

@Suite struct VirtualScreenTests {
  private func screen(_ output: String, width: Int = 10, height: Int = 4) -> VirtualScreen {
    var screen = VirtualScreen(size: Size(width: width, height: height))
    screen.feed(output.utf8)
    #expect(screen.unknownSequences.isEmpty)
    return screen
  }

  @Test func textWrapsAndScrolls() {
    #expect(screen("abcdefghijkl").lines == ["abcdefghij", "kl", "", ""])
    #expect(screen("1\r\n2\r\n3\r\n4\r\n5").lines == ["2", "3", "4", "5"])
    #expect(screen("abcdefghij").cursor == Point(x: 9, y: 0))
  }

  @Test func movingAndErasing() {
    #expect(screen("\u{1B}[2;3Hx\u{1B}[Ay").lines == ["   y", "  x", "", ""])
    #expect(screen("abcdef\u{1B}[3G\u{1B}[K").lines[0] == "ab")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[1K").lines[0] == "   def")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2X").lines[0] == "ab  ef")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2P").lines[0] == "abef")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2@").lines[0] == "ab  cdef")
    #expect(screen("ab\u{1B}[3b").lines[0] == "abbbb")
    #expect(screen("abc\u{1B}[H\u{1B}[J").lines[0] == "")
  }

  @Test func scrollRegionsAndLines() {
    let rows = "1\r\n2\r\n3\r\n4"
    #expect(screen(rows + "\u{1B}[2;3r\u{1B}[3;1H\n").lines == ["1", "3", "", "4"])
    #expect(screen(rows + "\u{1B}[2;1H\u{1B}[L").lines == ["1", "", "2", "3"])
    #expect(screen(rows + "\u{1B}[2;1H\u{1B}[M").lines == ["1", "3", "4", ""])
    #expect(screen(rows + "\u{1B}[H\u{1B}M").lines == ["", "1", "2", "3"])
  }

  @Test func wideAndCombiningCharacters() {
    let shown = screen("漢字e\u{301}x")
    #expect(shown.lines[0] == "漢字e\u{301}x")
    #expect(shown.cursor.x == 6)
    #expect(screen("漢\u{1B}[2Gx").lines[0] == " x")
  }

  @Test func alternateScreenAndLineDrawing() {
    var shown = screen("main\u{1B}[?1049h\u{1B}[Hother\u{1B}[?25l")
    #expect(shown.isAlternateScreen && !shown.cursorVisible && shown.lines[0] == "other")
    shown.feed("\u{1B}[?1049l\u{1B}[?25h".utf8)
    #expect(!shown.isAlternateScreen && shown.cursorVisible && shown.lines[0] == "main")
    #expect(screen("\u{1B}(0lqk\u{1B}(Bq").lines[0] == "┌─┐q")
    #expect(screen("\u{1B})0\u{0E}x\u{0F}x").lines[0] == "│x")
  }

  @Test func attributesAndBadInput() {
    let shown = screen("\u{1B}[1;38;5;33;7ma\u{1B}[0mb\u{1B}]0;title\u{7}c")
    #expect(shown[0, 0].attributes.bold && shown[0, 0].attributes.reverse)
    #expect(shown[0, 0].attributes.foreground == 33)
    #expect(shown[1, 0].attributes == ScreenAttributes())
    #expect(shown.lines[0] == "abc")
    var strange = VirtualScreen(size: Size(width: 3, height: 2))
    strange.feed("\u{1B}[5y\u{1B}[999999999999C\u{1B}[99;99Hz\u{1B}[9999Pz\u{1B}[9999L".utf8)
    #expect(strange.unknownSequences == ["CSI 5y"])
    strange.feed((0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
  }
}
