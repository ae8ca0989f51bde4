import CellGraphics
import Checkers

/// What the words of the panels mean, in front of the lab.
enum WordsScreen {
  /// Words of replicas, lag, sessions and the network; the guarantees define themselves.
  static let glossary: [(word: String, meaning: String)] = [
    ("lsn 2", "log sequence number: the place of an entry in the leader's log, counted from 1"),
    ("lsn 3:2", "the same with its epoch, once there has been more than one leader"),
    ("epoch", "the term of office of a leader; each new leader begins the next one"),
    ("applied", "the newest entry that the replica's state contains"),
    ("received", "the newest entry that has arrived, applied or not"),
    ("hash", "a digest of a replica's whole state: equal hashes, equal states"),
    ("~ 48 ms", "stale: a newer version was committed 48 ms ago and is missing here"),
    (
      "behind",
      "what is truly missing: entries, and the age of the oldest of them; of a cache, newer versions "
        + "of what it holds"
    ),
    ("ttl 80 ms", "time to live: a cache answers with what it holds for so much longer"),
    ("queue", "the replica's own meter: how long the first entry in its apply queue has waited"),
    ("heartbeat", "the replica's own meter: how old the newest heartbeat is that it has seen"),
    ("ack", "acknowledgement: whoever sends it says that it has what was sent"),
    ("wrote", "the position of the client's last own acknowledged write"),
    ("has seen", "the newest position that an answer to the client reflected"),
    (
      "token",
      "what a replica must have reached to answer the client: a position, or one for each log"
    ),
    ("cancel", "a request is taken back: another node, asked as well, was faster"),
    ("routing", "how the client chooses the replica that it asks"),
    ("named", "asked because the one who asks named it, whatever the routing says"),
    (
      "stalest",
      "the most that an answer missed when it was served, even what was committed while it was "
        + "asked for; a read is stale only by what was committed before it began"
    ),
    (
      "states beyond one", "how many different states the replicas are in, less one: 0 is agreement"
    ),
    ("m8", "the message with the number 8, as commands name it: drop m8"),
    (
      "branch",
      "one course of events; acting in the past opens another one, and the old one stays"
    ),
    ("event 5/9", "the run is shown after its 5th event, and 9 have been seen"),
    (
      "acked",
      "acknowledged: a client was told that its write is done; rolled back: a replica then threw it away"
    ),
    ("holds", "true of everything so far; one more event may break it"),
    ("pending", "can only be judged when the run has come to rest"),
    ("unknown", "could not be decided: the reason stands in the row; not a success"),
  ]

  /// The marks of a board of bars and points, as they are drawn with a set of glyphs.
  static func boardMarks(_ glyphs: GlyphSet) -> [(word: String, meaning: String)] {
    func mark(_ marks: Glyph...) -> String { marks.map { glyphs.string($0) }.joined() }
    return [
      (
        mark(.teeRight, .horizontal, .horizontal, .teeLeft),
        "an operation of a process, from its beginning to its answer"
      ),
      (mark(.arrowRight), "at the end of a bar: no answer came"),
      (mark(.disc), "the point at which an operation is taken to have happened"),
      (mark(.circle), "a point outside its bar"),
      (
        mark(.fail, .dashedHorizontal, .dashedHorizontal, .dashedVertical),
        "what a model wants first is what the results want last: no points can show it"
      ),
      (mark(.check), "the points show that the model holds, or it holds as it is"),
      (mark(.hollowSquare), "no points show it yet"),
      (mark(.fail), "before a model: no points can show it, or it is violated"),
    ]
  }

  static func draw(_ row: Int, _ model: Model, into buffer: inout CellBuffer) {
    let modal = Modal(
      title: "Words on this screen",
      size: Size(width: min(100, buffer.width - 8), height: buffer.height - 6),
      hints: [
        .init(
          "\(Key.up.label(model.glyphs)) \(Key.down.label(model.glyphs))", "scroll", priority: 2),
        .init("Esc", "close", priority: 3),
      ])
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    let lines = lines(model, width: inner.width - 1)
    let window = ScrollWindow(total: lines.count, height: inner.height, offset: row)
    for (offset, index) in window.range.enumerated() {
      let line = inner.row(offset)
      buffer.put(lines[index], at: line.origin, width: line.width - 1)
    }
    window.drawBar(into: &buffer, x: inner.maxX - 1, y: inner.y, height: inner.height)
    buffer.cursor = inner.origin
  }

  /// The marks of the timeline, as they are drawn with a set of glyphs.
  static func marks(_ glyphs: GlyphSet) -> [(word: String, meaning: String)] {
    func mark(_ marks: Glyph...) -> String {
      marks.map { glyphs.string($0) }.joined(separator: " ")
    }
    let bar = [Glyph.disc, .doubleHorizontal, .disc].map { glyphs.string($0) }.joined()
    return [
      (bar, "an operation of a client, from the request to the answer"),
      (mark(.square), "a replica applied an entry, or a cache kept an answer"),
      (
        mark(.diagonalDown, .diagonalUp, .dashedVertical),
        "a message on its way, the steeper the faster; dotted where it is still to go"
      ),
      (mark(.arrowDown, .arrowUp), "a message arrived"),
      (mark(.circle), "a message is due there; where time runs down also: it was sent"),
      (mark(.hollowSquare), "a message is held by hand"),
      (mark(.fail), "a message was lost, or an operation broke a guarantee"),
      (mark(.cut), "a fault: a cut or a crash; \(mark(.check)) ends one"),
      (mark(.diamond), "a setting was changed by hand"),
      (mark(.arrowLeft), "a node threw an acknowledged write away: rolled back"),
      (mark(.crown, .hollowCrown), "a node began to lead; it ceased to"),
      (mark(.barEmpty), "a node is down"),
    ]
  }

  /// The words in general, the marks of the timeline, then the guarantees of this run.
  /// - Parameter hasMarks: whether marks are drawn at all; read aloud they are sentences.
  static func lines(_ model: Model, width: Int, hasMarks: Bool = true) -> [TextLine] {
    if model.lab?.session?.board != nil {
      return (hasMarks ? entries(boardMarks(model.glyphs), column: 12, width: width) + [""] : [])
        + [TextLine("Models", .title)]
        + entries(
          ModelMap.models.map { (word: $0.promise, meaning: meaning(of: $0)) }, column: 12,
          width: width)
    }
    let checkers = model.lab?.view.guarantees.map(\.checker) ?? []
    let promises = checkers.map { (word: $0.promise, meaning: meaning(of: $0)) }
    let tabs = [
      (
        word: "Lag" + model.glyphs.string(.disc),
        meaning: "the panel of this tab shows something else than when it was last on the screen"
      )
    ]
    let timeline =
      hasMarks
      ? ["", TextLine("Timeline", .title)] + entries(marks(model.glyphs), column: 12, width: width)
      : []
    return entries(glossary + (hasMarks ? tabs : []), column: 12, width: width) + timeline
      + ["", TextLine("Guarantees", .title)]
      + entries(promises, column: 12, width: width)
  }

  /// What a promise says, or by what it is broken where it is the name of an anomaly that there is none.
  static func meaning(of checker: CheckerName) -> String {
    if checker == .pram { return "pipelined RAM. " + checker.definition }
    // The definition of an anomaly says what breaks the promise that there is none.
    return checker.promise == checker.words
      ? checker.definition : "broken by this: " + checker.definition
  }

  private static func entries(
    _ entries: [(word: String, meaning: String)], column: Int, width: Int
  ) -> [TextLine] {
    entries.flatMap { entry -> [TextLine] in
      var line = TextLine(entry.word, .accent)
      line.append(String(repeating: " ", count: max(2, column - line.width)))
      line.append(entry.meaning)
      return line.wrapped(to: width, hanging: column)
    }
  }
}

extension Model {
  mutating func wordsTake(_ key: Key, _ row: Int) -> [Command] {
    let last = WordsScreen.lines(self, width: min(100, size.width - 8) - 5).count
    switch key {
    case .up: overlay = .words(max(0, row - 1))
    case .down: overlay = .words(min(last, row + 1))
    case .pageUp: overlay = .words(max(0, row - 10))
    case .pageDown, .space: overlay = .words(min(last, row + 10))
    case .home: overlay = .words(0)
    case .end: overlay = .words(max(0, last - (size.height - 8)))
    default: overlay = nil
    }
    return []
  }
}
