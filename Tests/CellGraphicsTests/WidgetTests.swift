import Testing

@testable import CellGraphics

@Suite struct WidgetTests {
  private func draw(
    _ widget: some Widget, _ width: Int, _ height: Int, _ glyphs: GlyphSet = .unicode
  ) -> CellBuffer {
    var buffer = CellBuffer(width: width, height: height, glyphs: glyphs)
    buffer.draw(widget, in: buffer.bounds)
    return buffer
  }

  @Test func paragraph() {
    let text = Paragraph(markup: "one *two* three\n\nend")
    #expect(text.height(width: 8) == 4)
    let buffer = draw(text, 8, 4)
    #expect(buffer.text(trimmed: true) == ["one two", "three", "", "end"])
    #expect(buffer.attributes()[0] == "....111.")
    let scrolled = Paragraph(markup: "1\n2\n3\n4", offset: 99)
    #expect(draw(scrolled, 3, 2).text(trimmed: true) == ["3", "4"])
  }

  @Test func panelFrame() {
    let frame = PanelFrame(title: "Lag", note: "3/7", isFocused: true)
    let buffer = draw(frame, 20, 3)
    #expect(buffer.text()[0] == "┌ Lag ──────── 3/7 ┐")
    #expect(buffer.text()[2] == "└──────────────────┘")
    #expect(buffer.attributes()[0].hasPrefix(".88888."))
    #expect(draw(frame, 10, 3).text()[0] == "┌ Lag ───┐")
    #expect(draw(frame, 7, 3).text()[0] == "┌ Lag ┐")
    #expect(draw(frame, 6, 3).text()[0] == "┌ L… ┐")
    #expect(draw(frame, 2, 2).text() == ["┌┐", "└┘"])
    let tabs = PanelFrame(tabs: [
      .init("One", isSelected: true), .init("Two", hasNews: true), .init("Three"),
    ])
    #expect(draw(tabs, 20, 2).text()[0] == "┌ One  Two ● ──────┐")
    #expect(draw(tabs, 30, 2, .ascii).text()[0].hasPrefix("+ One  Two *  Three "))
  }

  @Test func plot() {
    let plot = Plot([0, 1, 2, 4, 8, nil, 8], unit: "ms", start: "t=0", end: "t=6")
    #expect(
      draw(plot, 12, 4).text() == [
        "8 ms     █ █", "        ▄█ █", "   0  ▃▆██ █", "     t=0 t=6",
      ])
    #expect(Plot([1, 9, 2, 3]).columns(2) == [9, 3])
    #expect(Plot([1, nil]).columns(4) == [1, 1, nil, nil])
    #expect(Plot([]).columns(4).isEmpty)
    let late = draw(Plot([1, 5, 9], maximum: 10, threshold: 5), 8, 4)
    #expect(late.styles()[3].suffix(2).allSatisfy { $0 == "w" })
    #expect(
      draw(Plot([3, -3, Int.max], threshold: .max), 9, 3, .ascii).text().allSatisfy {
        $0.allSatisfy(\.isASCII)
      })
    for (width, height) in [(0, 0), (1, 1), (2, 9), (9, 1), (3, 2)] {
      _ = draw(plot, width, height)
    }
  }

  @Test func tableShrinksAndDrops() {
    let table = Table(
      [
        .init("id", priority: 3), .init("state", priority: 1, minimum: 3),
        .init("lag", alignment: .trailing, priority: 2),
      ],
      rows: [["R1", "running", "9 ms"], ["R2", TextLine("x", .bad)]], selection: 1, isFocused: true)
    #expect(
      draw(table, 20, 3).text(trimmed: true) == [
        "id  state     lag", "R1  running  9 ms", "R2  x",
      ])
    #expect(draw(table, 13, 3).text()[0] == "id  st…   lag")
    #expect(draw(table, 7, 3).text(trimmed: true)[1] == "R1")
    let narrow = draw(table, 10, 3)
    #expect(narrow.text(trimmed: true) == ["id   lag", "R1  9 ms", "R2"])
    #expect(narrow.cursor == Point(x: 0, y: 2))
    #expect(narrow.attributes()[2] == "8888888888")
    #expect(draw(table, 1, 3).text() == ["…", "…", "…"])
    let long = Table([.init("n")], rows: (0..<100).map { ["\($0)"] }, selection: 99)
    #expect(draw(long, 6, 4).text() == ["n     ", "97   │", "98   │", "99   █"])
  }

  @Test func growingColumnTakesTheRest() {
    let table = Table(
      [.init("a", grows: true), .init("b")], rows: [["1", "2"]], showsHeader: false)
    #expect(draw(table, 8, 1).text() == ["1      2"])
  }

  @Test func selectionList() {
    let items = (0..<5).map { TextLine("item \($0)") }
    let list = SelectionList(items, selection: 3, isFocused: true)
    let buffer = draw(list, 7, 2)
    #expect(buffer.text() == ["item 2█", "item 3│"])
    #expect(buffer.attributes() == [".......", "888888."])
    #expect(buffer.cursor == Point(x: 0, y: 1))
    #expect(list.item(at: Point(x: 0, y: 0), in: buffer.bounds) == 2)
    #expect(list.item(at: Point(x: 0, y: 5), in: buffer.bounds) == nil)
    #expect(draw(SelectionList([], selection: 0), 4, 1).cursor == nil)
  }

  @Test func meters() {
    let late = draw(Sparkline([0, 1, 4, 7], maximum: 7, threshold: 5), 6, 1)
    #expect(late.text() == ["  ▁▂▅█"])
    #expect(late.styles() == ["..iiiw"])
    #expect(draw(Sparkline([1, 2, 3]), 2, 1).text() == ["▅█"])
    #expect(draw(Sparkline([0, 0]), 2, 1).text() == ["▁▁"])
    #expect(draw(Sparkline([.max, .min]), 2, 1, .ascii).text() == ["#_"])
    #expect(draw(Bar(1, of: 4), 6, 1).text() == ["█▌░░░░"])
    #expect(draw(Bar(9, of: 4), 3, 1).text() == ["███"])
    #expect(draw(Bar(1, of: 0), 3, 1, .ascii).text() == ["..."])
    #expect(draw(Bar(.max, of: .max), 2, 1).text() == ["██"])
  }

  @Test func checklist() {
    let list = Checklist([
      .init(.done, "goal", reason: "at t=9"), .init(.violated, "a long guarantee", reason: "why"),
      .init(.unknown, "x"),
    ])
    let buffer = draw(list, 18, 5)
    #expect(
      buffer.text(trimmed: true) == [
        "[x] goal  at t=9", "✗ a long guarantee", "  why", "? x", "",
      ])
    #expect(list.height(width: 18) == 4)
    #expect(buffer.styles()[3].first == "w")
    let selected = Checklist(list.items, selection: 2, isFocused: true)
    #expect(draw(selected, 18, 2).cursor == Point(x: 0, y: 1))
  }

  @Test func choices() {
    let list = ChoiceList(
      [.init("Alice"), .init("Bob", state: .chosen), .init("an error", state: .wrong)],
      selection: 1, isFocused: true)
    let buffer = draw(list, 14, 4)
    #expect(
      buffer.text(trimmed: true) == ["( ) 1  Alice", "(•) 2  Bob", "(✗) 3  an", "       error"])
    #expect(buffer.cursor == Point(x: 0, y: 1))
    #expect(list.choice(at: Point(x: 3, y: 3), in: buffer.bounds) == 2)
    #expect(list.choice(at: Point(x: 3, y: 9), in: buffer.bounds) == nil)
  }

  @Test func keyHintsAreNeverCut() {
    let hints = KeyHints(
      [.init("→", "step", priority: 2), .init("b", "branch"), .init("?", "help", priority: 3)],
      trailing: "more")
    #expect(draw(hints, 40, 1).text(trimmed: true)[0] == " → step  b branch  ? help          more")
    #expect(draw(hints, 20, 1).text(trimmed: true)[0] == " ? help        more")
    #expect(draw(hints, 9, 1).text(trimmed: true)[0] == " ? help")
    #expect(draw(hints, 5, 1).text(trimmed: true)[0] == "")
    for width in 0...40 {
      let text = draw(hints, width, 1).text(trimmed: true)[0]
      for word in text.split(separator: " ") {
        #expect(["→", "step", "b", "branch", "?", "help", "more"].contains(word))
      }
    }
  }

  @Test func textInput() {
    var input = TextInput("set lag")
    func press(_ keys: Key...) -> Bool {
      var edited = true
      for key in keys { edited = input.handle(key) && edited }
      return edited
    }
    #expect(press(.left, .left, .left, Key("x"), .home, .delete, .end, Key("é")))
    #expect(input.text == "et xlagé")
    #expect(press(.control("w")))
    #expect(input.text == "et ")
    #expect(press(.control("u")))
    #expect(input.isEmpty)
    for key in [Key.enter, .escape, .up, .tab, .control("c")] { #expect(!press(key)) }
    input.insert("a\nb\te")
    #expect(press(Key("\u{301}")))
    #expect(input.text == "a b e\u{301}" && input.position == 5)
    #expect(press(.backspace))
    #expect(input.text == "a b ")
    #expect(press(.backspace, .control("a"), .backspace))
    #expect(input.text == "a b" && input.position == 0)
    #expect(press(.alt("f")))
    #expect(input.position == 1)
  }

  @Test func textField() {
    let short = draw(TextField(prompt: ": ", TextInput("cut"), suggestion: " P"), 12, 1)
    #expect(short.text(trimmed: true) == [": cut P"])
    #expect(short.cursor == Point(x: 5, y: 0))
    let long = draw(TextField(prompt: ": ", TextInput("abcdefghij")), 8, 1)
    #expect(long.text() == [": fghij "] && long.cursor == Point(x: 7, y: 0))
    #expect(draw(TextField(prompt: "prompt", TextInput("x")), 1, 1).cursor == .zero)
  }

  @Test func completionList() {
    var buffer = CellBuffer(width: 20, height: 8)
    let list = CompletionList(
      [.init("cut", detail: "links"), .init("crash")], selection: 1, maximumRows: 5)
    list.draw(into: &buffer, anchor: Point(x: 12, y: 7), within: buffer.bounds)
    #expect(
      buffer.text(trimmed: true)[3...6] == [
        "    ┌──────────────┐", "    │ cut    links │", "    │ crash        │",
        "    └──────────────┘",
      ])
    #expect(list.frame(anchor: Point(x: 0, y: 0), within: buffer.bounds)?.y == 1)
    #expect(list.frame(anchor: .zero, within: Rect(x: 0, y: 0, width: 4, height: 2)) == nil)
  }

  @Test func modal() {
    var buffer = CellBuffer(width: 24, height: 9)
    buffer.fill(buffer.bounds, scalar: "x")
    let modal = Modal(
      title: "Quit?", text: Paragraph(markup: "Two runs are lost."), width: 12,
      hints: [.init("y", "yes")])
    let content = modal.draw(into: &buffer, within: buffer.bounds)
    buffer.draw(Paragraph(markup: "Two runs are lost."), in: content)
    #expect(
      buffer.text() == [
        "xxxxxxxxxxxxxxxxxxxxxxxx", "xxxx┌ Quit? ───────┐xxxx", "xxxx│ Two runs are │xxxx",
        "xxxx│ lost.        │xxxx", "xxxx│              │xxxx", "xxxx│ y yes        │xxxx",
        "xxxx└──────────────┘xxxx", "xxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxxxxxxx",
      ])
  }

  @Test func tooSmall() {
    let notice = TooSmallNotice(needed: Size(width: 80, height: 24))
    #expect(draw(notice, 30, 5).text(trimmed: true)[2] == "        It has 30 x 5,")
    _ = draw(notice, 1, 1)
  }

  /// No widget draws outside its rectangle, whatever the rectangle.
  @Test func widgetsStayInside() {
    let hostile = "a\u{1B}漢\u{301}\u{202E} very long text that does not fit anywhere"
    let line = TextLine(hostile)
    let widgets: [any Widget] = [
      Paragraph([line, line], hanging: 4), PanelFrame(title: line, note: line),
      PanelFrame(tabs: [.init(hostile), .init(hostile)]),
      Table(
        [.init(hostile), .init("b", grows: true)], rows: [[line, line], [line]], selection: 1),
      SelectionList([line, line, line], selection: 2, isFocused: true), Sparkline([1, 2, 3, 4]),
      Bar(1, of: 3), Checklist([.init(.holds, line, reason: line)], selection: 0, isFocused: true),
      ChoiceList([.init(line), .init(line)], selection: 1, isFocused: true),
      KeyHints([.init(hostile, hostile)], trailing: line),
      TextField(prompt: line, TextInput(hostile), suggestion: hostile),
      TooSmallNotice(needed: .zero),
    ]
    for widget in widgets {
      for width in [0, 1, 2, 3, 5, 9, 17] {
        for height in [0, 1, 2, 4] {
          for origin in [Point(x: 3, y: 2), Point(x: -4, y: -1), Point(x: 17, y: 5)] {
            let rect = Rect(origin: origin, size: Size(width: width, height: height))
            var buffer = CellBuffer(width: 20, height: 7)
            buffer.draw(widget, in: rect)
            for y in 0..<7 {
              for x in 0..<20 where !rect.contains(Point(x: x, y: y)) {
                if buffer[x, y].scalar != " " || buffer[x, y].style != .plain {
                  Issue.record("\(type(of: widget)) drew at \(x),\(y) outside \(rect)")
                }
              }
            }
          }
        }
      }
    }
  }
}
