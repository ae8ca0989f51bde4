import CellGraphics

/// A control sequence with its parameters by position.
struct ControlSequence {
  let marks: String
  let parameters: [Int?]
  let final: Character

  init(_ marks: String, _ parameters: [Int?], _ final: UInt8) {
    self.marks = marks
    self.parameters = parameters
    self.final = Character(Unicode.Scalar(final))
  }

  /// The parameter at a position, or the default when it is left out.
  func value(_ index: Int, default fallback: Int = 0) -> Int {
    index < parameters.count ? parameters[index] ?? fallback : fallback
  }

  /// A count: left out and zero mean one.
  var count: Int { max(1, value(0, default: 1)) }

  var description: String {
    let numbers = parameters.map { $0.map(String.init) ?? "" }.joined(separator: ";")
    return "CSI \(marks)\(numbers)\(final)"
  }
}

extension VirtualScreen {
  mutating func sequence(_ sequence: ControlSequence) {
    switch sequence.marks {
    case "": if !motion(sequence), !edit(sequence) { unknown(sequence) }
    case "?":
      guard sequence.final == "h" || sequence.final == "l" else { return unknown(sequence) }
      for mode in sequence.parameters.compactMap({ $0 }) {
        setMode(mode, sequence.final == "h")
      }
    case "!" where sequence.final == "p": softReset()
    case ">", "=": break  // keyboard settings and queries
    default: unknown(sequence)
    }
  }

  private mutating func unknown(_ sequence: ControlSequence) {
    unknownSequences.append(sequence.description)
  }

  private mutating func motion(_ sequence: ControlSequence) -> Bool {
    let count = sequence.count
    switch sequence.final {
    case "A": move(x: cursor.x, y: cursor.y - count)
    case "B", "e": move(x: cursor.x, y: cursor.y + count)
    case "C", "a": move(x: cursor.x + count, y: cursor.y)
    case "D": move(x: cursor.x - count, y: cursor.y)
    case "E": move(x: 0, y: cursor.y + count)
    case "F": move(x: 0, y: cursor.y - count)
    case "G", "`": move(x: count - 1, y: cursor.y)
    case "d": move(x: cursor.x, y: count - 1)
    case "H", "f":
      move(x: max(1, sequence.value(1, default: 1)) - 1, y: count - 1)
    case "I": move(x: (cursor.x / 8 + count) * 8, y: cursor.y)
    case "Z": move(x: ((cursor.x + 7) / 8 - count) * 8, y: cursor.y)
    case "s": saved = SavedCursor(x: cursor.x, y: cursor.y, attributes: attributes)
    case "u": restoreCursor()
    default: return false
    }
    return true
  }

  private mutating func edit(_ sequence: ControlSequence) -> Bool {
    let count = sequence.count
    switch sequence.final {
    case "J": eraseDisplay(sequence.value(0))
    case "K": eraseLine(sequence.value(0))
    case "X":
      grid.erase(row: cursor.y, columns: cursor.x..<(cursor.x + count), blank)
    case "@": grid.insert(count, x: cursor.x, y: cursor.y, blank)
    case "P": grid.delete(count, x: cursor.x, y: cursor.y, blank)
    case "L": if isInRegion { grid.scrollDown(count, from: cursor.y, blank) }
    case "M": if isInRegion { grid.scrollUp(count, from: cursor.y, blank) }
    case "S": grid.scrollUp(count, from: grid.top, blank)
    case "T": grid.scrollDown(count, from: grid.top, blank)
    case "b":
      if let scalar = lastPrinted { for _ in 0..<min(count, 10_000) { print(scalar) } }
    case "r":
      setRegion(sequence.value(0, default: 1), sequence.value(1, default: grid.height))
    case "m": setAttributes(sequence.parameters)
    case "h", "l": if sequence.value(0) == 4 { insertMode = sequence.final == "h" }
    case "c", "n", "t", "g", "q": break  // queries, window operations, tab stops, lamps
    default: return false
    }
    return true
  }

  private var isInRegion: Bool { cursor.y >= grid.top && cursor.y <= grid.bottom }

  private mutating func setRegion(_ first: Int, _ last: Int) {
    let top = max(1, first) - 1
    let bottom = min(max(1, last), grid.height) - 1
    guard top < bottom else { return }
    grid.top = top
    grid.bottom = bottom
    move(x: 0, y: 0)
  }

  private mutating func eraseDisplay(_ kind: Int) {
    let all = 0..<grid.width
    switch kind {
    case 0:
      eraseLine(0)
      for y in (cursor.y + 1)..<max(cursor.y + 1, grid.height) {
        grid.erase(row: y, columns: all, blank)
      }
    case 1:
      eraseLine(1)
      for y in 0..<cursor.y { grid.erase(row: y, columns: all, blank) }
    case 2: for y in 0..<grid.height { grid.erase(row: y, columns: all, blank) }
    default: break  // the scroll-back
    }
  }

  private mutating func eraseLine(_ kind: Int) {
    switch kind {
    case 0: grid.erase(row: cursor.y, columns: cursor.x..<grid.width, blank)
    case 1: grid.erase(row: cursor.y, columns: 0..<(cursor.x + 1), blank)
    default: grid.erase(row: cursor.y, columns: 0..<grid.width, blank)
    }
  }

  private mutating func setMode(_ mode: Int, _ on: Bool) {
    modes.removeAll { $0 == mode }
    if on { modes.append(mode) }
    switch mode {
    case 25: cursorVisible = on
    case 47, 1047, 1049: setAlternate(on, mode)
    default: break
    }
  }

  private mutating func setAlternate(_ on: Bool, _ mode: Int) {
    guard on != isAlternateScreen else { return }
    if on, mode == 1049 {
      saved = SavedCursor(x: cursor.x, y: cursor.y, attributes: attributes)
    }
    swap(&grid, &hiddenGrid)
    isAlternateScreen = on
    if on { grid = ScreenGrid(width: grid.width, height: grid.height) }
    if !on, mode == 1049 { restoreCursor() }
  }

  private mutating func softReset() {
    attributes = ScreenAttributes()
    insertMode = false
    cursorVisible = true
    grid.top = 0
    grid.bottom = grid.height - 1
  }
}
