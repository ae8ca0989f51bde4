extension TextLine {
  /// Breaks the line at spaces into lines of at most `width` columns.
  ///
  /// A newline in the text always breaks; runs of spaces inside a line stay, spaces at a break
  /// vanish; a word that is longer than a line is broken where the line ends. `hanging` columns
  /// are left free at the start of every line but the first (at least two stay for text). The result has at least one line,
  /// and none when `width` is below one. O(length).
  public func wrapped(to width: Int, hanging: Int = 0) -> [TextLine] {
    guard width > 0 else { return [] }
    var wrapper = Wrapper(width: width, hanging: hanging.clamped(to: 0...max(0, width - 2)))
    for span in spans {
      for character in span.text {
        wrapper.add(character, style: span.style)
      }
    }
    return wrapper.finish()
  }
}

/// The state of a greedy word wrap.
private struct Wrapper {
  let width: Int
  let hanging: Int
  var lines: [TextLine] = []
  var line = TextLine()
  var lineWidth = 0
  var hasWord = false
  var word = TextLine()
  var wordWidth = 0
  var gap = TextLine()
  var gapWidth = 0

  init(width: Int, hanging: Int) {
    self.width = width
    self.hanging = hanging
  }

  mutating func add(_ character: Character, style: Style) {
    if character.isNewline {
      flushWord()
      breakLine(indented: false)
    } else if character == " " || character == "\t" {
      flushWord()
      gap.append(" ", style)
      gapWidth += 1
    } else {
      addToWord(character, style)
    }
  }

  private mutating func addToWord(_ character: Character, _ style: Style) {
    let text = String(character)
    let columns = DisplayWidth.of(text)
    // A word longer than a whole line is broken where the line ends.
    if wordWidth + columns > width - hanging, wordWidth > 0 {
      flushWord()
    }
    word.append(text, style)
    wordWidth += columns
  }

  private mutating func flushWord() {
    guard !word.isEmpty else { return }
    if lineWidth + gapWidth + wordWidth <= width {
      line += gap
      lineWidth += gapWidth
    } else if hasWord {
      breakLine(indented: true)
    }
    gap = TextLine()
    gapWidth = 0
    for span in word.spans { line.append(span.text, span.style) }
    lineWidth += wordWidth
    hasWord = true
    word = TextLine()
    wordWidth = 0
  }

  private mutating func breakLine(indented: Bool) {
    lines.append(line)
    line = TextLine()
    lineWidth = 0
    hasWord = false
    gap = TextLine()
    gapWidth = 0
    if indented, hanging > 0 {
      line.append(String(repeating: " ", count: hanging))
      lineWidth = hanging
    }
  }

  mutating func finish() -> [TextLine] {
    flushWord()
    lines.append(line)
    return lines
  }
}
