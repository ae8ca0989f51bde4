import CellGraphics
import Testing

@testable import CursesTerminal

@Suite struct InputDecoderTests {
  /// Sequences as terminals send them, with what they mean.
  static let known: [(String, [TerminalEvent])] = [
    ("a", [.key(Key("a"))]),
    ("é", [.key(Key("é"))]),
    ("漢", [.key(Key("漢"))]),
    ("🙂", [.key(Key("🙂"))]),
    ("\r", [.key(.enter)]),
    ("\t", [.key(.tab)]),
    ("\u{7F}", [.key(.backspace)]),
    ("\u{8}", [.key(.backspace)]),
    ("\u{1}", [.key(.control("a"))]),
    ("\u{0}", [.key(Key(" ", .control))]),
    ("\u{1C}", [.key(.control("\\"))]),
    ("\u{1B}x", [.key(.alt("x"))]),
    ("\u{1B}é", [.key(.alt("é"))]),
    ("\u{1B}\u{7F}", [.key(Key(.backspace, .alt))]),
    ("\u{1B}[A", [.key(.up)]), ("\u{1B}OA", [.key(.up)]),
    ("\u{1B}[B", [.key(.down)]), ("\u{1B}[C", [.key(.right)]), ("\u{1B}OD", [.key(.left)]),
    ("\u{1B}[H", [.key(.home)]), ("\u{1B}[F", [.key(.end)]), ("\u{1B}OH", [.key(.home)]),
    ("\u{1B}[1~", [.key(.home)]), ("\u{1B}[7~", [.key(.home)]), ("\u{1B}[4~", [.key(.end)]),
    ("\u{1B}[8~", [.key(.end)]), ("\u{1B}[2~", [.key(.insert)]), ("\u{1B}[3~", [.key(.delete)]),
    ("\u{1B}[5~", [.key(.pageUp)]), ("\u{1B}[6~", [.key(.pageDown)]),
    ("\u{1B}[Z", [.key(.backTab)]),
    ("\u{1B}OP", [.key(.function(1))]), ("\u{1B}OS", [.key(.function(4))]),
    ("\u{1B}[[A", [.key(.function(1))]), ("\u{1B}[[E", [.key(.function(5))]),
    ("\u{1B}[11~", [.key(.function(1))]), ("\u{1B}[15~", [.key(.function(5))]),
    ("\u{1B}[17~", [.key(.function(6))]), ("\u{1B}[21~", [.key(.function(10))]),
    ("\u{1B}[23~", [.key(.function(11))]), ("\u{1B}[24~", [.key(.function(12))]),
    ("\u{1B}[1;5A", [.key(Key(.up, .control))]), ("\u{1B}[1;2D", [.key(Key(.left, .shift))]),
    ("\u{1B}[1;3C", [.key(Key(.right, .alt))]), ("\u{1B}[3;5~", [.key(Key(.delete, .control))]),
    ("\u{1B}[1;5P", [.key(Key(.function(1), .control))]),
    ("\u{1B}[a", [.key(Key(.up, .shift))]), ("\u{1B}Oa", [.key(Key(.up, .control))]),
    ("\u{1B}[5$", [.key(Key(.pageUp, .shift))]), ("\u{1B}[5^", [.key(Key(.pageUp, .control))]),
    ("\u{1B}\u{1B}[A", [.key(Key(.up, .alt))]), ("\u{1B}O5C", [.key(Key(.right, .control))]),
    ("\u{1B}OM", [.key(.enter)]), ("\u{1B}Op", [.key(Key("0"))]),
    ("\u{1B}[97;5u", [.key(.control("a"))]), ("\u{1B}[27;5;13~", [.key(Key(.enter, .control))]),
    ("\u{1B}[9;2u", [.key(.backTab)]),
    ("\u{1B}[200~a\rb\u{1B}[A\u{1B}[201~", [.paste("a\nb\u{1B}[A")]),
    ("\u{1B}[<0;3;4M", [.mouse(MouseEvent(.press(.left), at: Point(x: 2, y: 3)))]),
    ("\u{1B}[<2;3;4m", [.mouse(MouseEvent(.release(.right), at: Point(x: 2, y: 3)))]),
    ("\u{1B}[<32;300;4M", [.mouse(MouseEvent(.drag(.left), at: Point(x: 299, y: 3)))]),
    (
      "\u{1B}[<80;1;1M",
      [.mouse(MouseEvent(.scrollUp, at: .zero, modifiers: .control))]
    ),
    ("\u{1B}[<65;1;1M", [.mouse(MouseEvent(.scrollDown, at: .zero))]),
    ("\u{1B}[I", []), ("\u{1B}[?1;2c", []), ("\u{1B}[>0;276;0c", []), ("\u{1B}[201~", []),
    ("\u{1B}[99999999999999999999~", []), ("\u{1B}[?2026;2$y", []), ("\u{1B}[M !!", []),
  ]

  @Test func everyKnownSequence() {
    for (bytes, expected) in Self.known {
      var decoder = InputDecoder()
      #expect(decoder.feed(bytes.utf8) == expected, "\(bytes.debugDescription)")
      #expect(decoder.waitMilliseconds == nil, "\(bytes.debugDescription)")
    }
  }

  @Test func everySequenceTornAtEveryPlace() {
    for (text, expected) in Self.known {
      let bytes = Array((text + "z").utf8)
      for cut in 0...bytes.count {
        var decoder = InputDecoder()
        let events = decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...])
        #expect(events == expected + [.key(Key("z"))], "\(text.debugDescription) at \(cut)")
      }
    }
  }

  @Test func allSequencesInARow() {
    var decoder = InputDecoder()
    let events = decoder.feed(Self.known.map(\.0).joined().utf8)
    #expect(events == Self.known.flatMap(\.1))
  }

  @Test func aLoneEscapeIsDecidedByTime() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.waitMilliseconds == 40)
    #expect(decoder.timeout() == [.key(.escape)])
    #expect(decoder.waitMilliseconds == nil)
    #expect(decoder.feed([0x1B, 0x1B]).isEmpty)
    #expect(decoder.timeout() == [.key(.escape), .key(.escape)])
    #expect(decoder.feed([0x1B, 0x5B]).isEmpty)
    #expect(decoder.timeout() == [.key(.alt("["))])
    #expect(decoder.feed(Array("\u{1B}[1;".utf8)).isEmpty)
    #expect(decoder.timeout().isEmpty)
    #expect(decoder.feed(Array("a".utf8)) == [.key(Key("a"))])
  }

  /// What is beyond the limit must not become keys.
  @Test(arguments: [-7, -6, -5, -1, 0, 1, 5, 6, 7, 100_000])
  func aPasteIsCutOffAtItsLimit(_ excess: Int) {
    var decoder = InputDecoder()
    let count = PasteCollector.maximum + excess
    let bytes = Array(("\u{1B}[200~" + String(repeating: "q", count: count) + "\u{1B}[201~x").utf8)
    let expected = String(repeating: "q", count: min(count, PasteCollector.maximum))
    #expect(decoder.feed(bytes) == [.paste(expected), .key(Key("x"))])
  }

  @Test func aPasteWithoutEndIsDeliveredAfterAWhile() {
    var decoder = InputDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~abc".utf8)).isEmpty)
    #expect(decoder.waitMilliseconds == 1000)
    #expect(decoder.timeout() == [.paste("abc")])
    #expect(decoder.feed(Array("x".utf8)) == [.key(Key("x"))])
  }

  @Test func badUTF8DoesNotEatWhatFollows() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0xFF, 0x61, 0xC3, 0x62, 0xE2, 0x82, 0x63]) == "abc".map(key))
    #expect(decoder.feed([0xED, 0xA0, 0x80, 0x64, 0xC0, 0xAF, 0x65]) == "de".map(key))
    #expect(decoder.feed([0xC3, 0x1B, 0x5B, 0x41]) == [.key(.up)])
    #expect(decoder.feed([0xC2, 0x9B, 0x41]) == [.key(Key("A"))])
  }

  @Test func aTornSequenceFollowedByAnotherKeepsTheOther() {
    var decoder = InputDecoder()
    #expect(decoder.feed(Array("\u{1B}[1;\u{1B}[B".utf8)) == [.key(.down)])
    #expect(decoder.feed(Array("\u{1B}O\u{1B}[B".utf8)) == [.key(.alt("O")), .key(.down)])
  }

  @Test func randomBytesNeverTrapAndNeverPileUp() {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let favourites = Array("\u{1B}[O;0123456789<~MmuAZ$^@\r".utf8)
    var decoder = InputDecoder()
    for _ in 0..<200_000 {
      let draw = next()
      let byte =
        draw & 1 == 0 ? UInt8(truncatingIfNeeded: draw >> 8) : favourites[Int(draw >> 8) % 25]
      for event in decoder.feed([byte]) {
        if case .key(let key) = event, case .character(let scalar) = key.code {
          #expect(scalar.value >= 0x20)
        }
      }
      if draw % 37 == 0 { _ = decoder.timeout() }
    }
    _ = decoder.timeout()
    #expect(decoder.waitMilliseconds == nil)
    #expect(decoder.feed(Array("q".utf8)) == [.key(Key("q"))])
  }

  private func key(_ character: Character) -> TerminalEvent {
    .key(Key(character.unicodeScalars.first ?? " "))
  }
}
