import CellGraphics

/// A model of a terminal's screen, fed with what a program writes: enough of xterm and VT100 for
/// everything that ncurses emits under those names. Sequences that it does not know are kept in
/// ``unknownSequences``, so that a test can insist that there are none.
public struct VirtualScreen: Sendable {
  struct SavedCursor: Sendable {
    var x = 0
    var y = 0
    var attributes = ScreenAttributes()
    var lineDrawing = false
  }

  public internal(set) var isAlternateScreen = false
  public internal(set) var cursorVisible = true
  public internal(set) var cursor = Point.zero
  /// Private modes that are on, for example 2004 for bracketed paste.
  public internal(set) var modes: [Int] = [7]
  public internal(set) var unknownSequences: [String] = []
  public internal(set) var bellCount = 0
  /// The bytes taken so far.
  public private(set) var byteCount = 0

  var grid: ScreenGrid
  var hiddenGrid: ScreenGrid
  var attributes = ScreenAttributes()
  var saved = SavedCursor()
  var wrapPending = false
  var insertMode = false
  /// Whether G0 and G1 hold the line-drawing set, and which of them is in use.
  var lineDrawingSets = [false, false]
  var activeSet = 0
  var lastPrinted: Unicode.Scalar?
  private var parser = ControlParser()

  public init(size: Size) {
    grid = ScreenGrid(width: size.width, height: size.height)
    hiddenGrid = grid
  }

  public var size: Size { Size(width: grid.width, height: grid.height) }

  /// Takes output of the program.
  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    var tokens: [ControlToken] = []
    for byte in bytes {
      byteCount += 1
      parser.feed(CollectionOfOne(byte)) { tokens.append($0) }
    }
    for token in tokens { apply(token) }
  }

  /// Changes the size as a window does; content at the top left stays.
  public mutating func resize(_ size: Size) {
    grid.resize(width: size.width, height: size.height)
    hiddenGrid.resize(width: size.width, height: size.height)
    move(x: cursor.x, y: cursor.y)
  }

  /// The rows as text without the spaces at their ends.
  public var lines: [String] {
    grid.rows.map { row in
      var line = row.map(\.text).joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The whole screen as text.
  public var text: String { lines.joined(separator: "\n") }

  public func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// The cell at a position; blank outside.
  public subscript(x: Int, y: Int) -> ScreenCell {
    guard grid.rows.indices.contains(y), grid.rows[y].indices.contains(x) else {
      return ScreenCell()
    }
    return grid.rows[y][x]
  }

  mutating func move(x: Int, y: Int) {
    cursor = Point(
      x: min(max(0, x), grid.width - 1), y: min(max(0, y), grid.height - 1))
    wrapPending = false
  }

  /// A blank cell with the current background.
  var blank: ScreenCell {
    var cell = ScreenCell()
    cell.attributes.background = attributes.background
    return cell
  }
}

extension VirtualScreen {
  private mutating func apply(_ token: ControlToken) {
    switch token {
    case .print(let scalar): print(scalar)
    case .control(let byte): control(byte)
    case .escape(let intermediates, let final): escape(intermediates, final)
    case .sequence(let prefix, let parameters, let intermediates, let final):
      sequence(ControlSequence(prefix + intermediates, parameters, final))
    case .string: break
    }
  }

  mutating func print(_ scalar: Unicode.Scalar) {
    let shown = lineDrawingSets[activeSet] ? LineDrawing.scalar(scalar) : scalar
    let width = DisplayWidth.of(shown)
    if width == 0 {
      let x = wrapPending ? cursor.x : max(0, cursor.x - 1)
      let base = self[x, cursor.y].text.isEmpty ? max(0, x - 1) : x
      grid.combine(base, cursor.y, shown)
      return
    }
    lastPrinted = scalar
    if wrapPending || cursor.x + width > grid.width {
      if modes.contains(7) {
        cursor = Point(x: 0, y: cursor.y)
        lineFeed()
      }
      wrapPending = false
    }
    if insertMode { grid.insert(width, x: cursor.x, y: cursor.y, blank) }
    grid.set(
      cursor.x, cursor.y, ScreenCell(text: String(Character(shown)), attributes: attributes))
    if width == 2 { grid.setRightHalf(cursor.x + 1, cursor.y, attributes) }
    if cursor.x + width >= grid.width {
      cursor = Point(x: grid.width - 1, y: cursor.y)
      wrapPending = true
    } else {
      cursor = Point(x: cursor.x + width, y: cursor.y)
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x00: break
    case 0x07: bellCount += 1
    case 0x08: move(x: cursor.x - 1, y: cursor.y)
    case 0x09: move(x: (cursor.x / 8 + 1) * 8, y: cursor.y)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: move(x: 0, y: cursor.y)
    case 0x0E: activeSet = 1
    case 0x0F: activeSet = 0
    default: unknownSequences.append("control \(byte)")
    }
  }

  mutating func lineFeed() {
    if cursor.y == grid.bottom {
      grid.scrollUp(1, from: grid.top, blank)
    } else {
      move(x: cursor.x, y: cursor.y + 1)
    }
  }

  private mutating func escape(_ intermediates: String, _ final: UInt8) {
    switch (intermediates, final) {
    case ("(", _): lineDrawingSets[0] = final == UInt8(ascii: "0")
    case (")", _): lineDrawingSets[1] = final == UInt8(ascii: "0")
    case ("", UInt8(ascii: "7")):
      saved = SavedCursor(
        x: cursor.x, y: cursor.y, attributes: attributes, lineDrawing: lineDrawingSets[0])
    case ("", UInt8(ascii: "8")): restoreCursor()
    case ("", UInt8(ascii: "D")): lineFeed()
    case ("", UInt8(ascii: "E")):
      move(x: 0, y: cursor.y)
      lineFeed()
    case ("", UInt8(ascii: "M")):
      if cursor.y == grid.top {
        grid.scrollDown(1, from: grid.top, blank)
      } else {
        move(x: cursor.x, y: cursor.y - 1)
      }
    case ("", UInt8(ascii: "c")): self = VirtualScreen(size: size)
    case ("", UInt8(ascii: "=")), ("", UInt8(ascii: ">")), ("", UInt8(ascii: "H")): break
    default: unknownSequences.append("ESC \(intermediates)\(Unicode.Scalar(final))")
    }
  }

  mutating func restoreCursor() {
    move(x: saved.x, y: saved.y)
    attributes = saved.attributes
    lineDrawingSets[0] = saved.lineDrawing
  }
}
