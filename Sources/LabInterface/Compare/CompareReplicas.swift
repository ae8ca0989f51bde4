import CellGraphics
import Laboratory

/// The replicas of one side; what differs from the other side is marked.
enum CompareReplicas {
  static func draw(
    _ state: CompareState, _ side: Comparison.Side, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let isSelected = state.side == side
    let branch = state.comparison.branch(side)
    let note = CompareText.origin(branch, state.comparison.showing(side))
    buffer.draw(
      PanelFrame(
        title: TextLine(branch.name), note: TextLine(note), isFocused: isSelected), in: rect)
    let inner = PanelFrame.content(of: rect).inset(columns: 1, rows: 0)
    var table = inner
    if let text = CompareText.happening(state, side) {
      let isReached = (state.comparison.divergence?.time ?? .never) <= state.comparison.clock
      buffer.put(
        TextLine("\(buffer.glyphs.string(.differs)) \(text)", isReached ? .warning : .dim),
        at: inner.origin, width: inner.width)
      table = inner.inset(top: 1)
    }
    drawTable(state, side, into: &buffer, in: table)
  }

  /// Those that differ first where there is not room for all.
  private static func drawTable(
    _ state: CompareState, _ side: Comparison.Side, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let glyphs = buffer.glyphs
    let own = state.view(side).replicas
    let others = state.view(side.other).replicas
    let keys = keys(own, others)
    var rows: [(isEqual: Bool, line: [TextLine])] = own.map { replica in
      let other = others.first { $0.name == replica.name }
      let line = row(replica, other, keys, glyphs, isNarrow: rect.width < 46)
      return (!isMarked(line, glyphs), line)
    }
    var rect = rect
    let isCut = rows.count > rect.height - 1
    if isCut {
      let shown = max(0, rect.height - 2)
      let sorted = rows.filter { !$0.isEqual } + rows.filter(\.isEqual)
      let hidden = sorted.dropFirst(shown)
      let last = rect.row(rect.height - 1)
      let differing = hidden.filter { !$0.isEqual }.count
      let words = differing > 0 ? "\(differing) of them differ" : "alike on both sides"
      buffer.put(
        TextLine("\(hidden.count) more, \(words)", .dim), at: last.origin, width: last.width)
      rows = Array(sorted.prefix(shown))
      rect = rect.inset(bottom: 1)
    }
    let columns = columns(keys, names: own + others, glyphs, isNarrow: rect.width < 46)
    buffer.draw(Table(columns, rows: rows.map(\.line)), in: rect)
  }

  /// The same on both sides: what one side told and the other had no room for would look like a difference.
  private static func columns(
    _ keys: [String], names: [ReplicaView], _ glyphs: GlyphSet, isNarrow: Bool
  ) -> [Table.Column] {
    let longest = names.map { replica in
      Wording.crowned(replica, glyphs, showsEpochs: (replica.epoch ?? 0) > 1).width + 1
    }.max()
    var columns: [Table.Column] = [
      .init("", priority: 9, minimum: min(12, longest ?? 4)),
      .init(" state", priority: 5, minimum: 7),
      .init(" applied", priority: 6, minimum: 8),
    ]
    for (index, key) in keys.enumerated() {
      columns.append(.init(" \(key)", priority: 8 - min(index, 4), minimum: 7))
    }
    return isNarrow ? columns : columns + [.init(" hash", priority: 1, minimum: 5)]
  }

  /// Every key of both sides, those first that differ somewhere.
  private static func keys(_ own: [ReplicaView], _ others: [ReplicaView]) -> [String] {
    var keys: [String] = []
    for replica in own + others {
      for cell in replica.cells where !keys.contains(cell.key) { keys.append(cell.key) }
    }
    keys.sort()
    let differing = keys.filter { key in
      zip(own, others).contains { value($0, key) != value($1, key) }
    }
    return differing + keys.filter { !differing.contains($0) }
  }

  private static func value(_ replica: ReplicaView?, _ key: String) -> String {
    replica?.cells.first { $0.key == key }?.value ?? "nil"
  }

  private static func row(
    _ replica: ReplicaView, _ other: ReplicaView?, _ keys: [String], _ glyphs: GlyphSet,
    isNarrow: Bool
  ) -> [TextLine] {
    func marked(_ line: TextLine, _ differs: Bool) -> TextLine {
      differs
        ? TextLine(glyphs.string(.differs), .warning) + line.adding(.bold) : TextLine(" ") + line
    }
    let showsEpochs = (replica.epoch ?? 0) > 1
    var row = [
      marked(
        Wording.crowned(replica, glyphs, showsEpochs: showsEpochs),
        replica.leadsIn != other?.leadsIn),
      marked(Wording.status(replica.status, glyphs), replica.status != other?.status),
      marked(TextLine(Wording.applied(replica)), replica.applied != other?.applied),
    ]
    for key in keys {
      let isStale = replica.cells.first { $0.key == key }?.stale != nil
      let isOtherStale = other?.cells.first { $0.key == key }?.stale != nil
      let sign = glyphs.string(.approximately) + (isNarrow ? "" : " stale")
      let value = value(replica, key)
      var cell = marked(
        TextLine(value, isStale ? .warning : .plain), value != self.value(other, key))
      if value == self.value(other, key), isStale != isOtherStale {
        cell.append(" ")
        cell += marked(TextLine(isStale ? sign : isNarrow ? "" : "newest", .warning), true)
      } else if isStale {
        cell.append(" " + sign, .warning)
      }
      row.append(cell)
    }
    row.append(
      marked(
        TextLine(Wording.hash(replica.stateDigest), .dim),
        replica.stateDigest != other?.stateDigest))
    return row
  }

  /// Whether no cell of the two tables would be marked.
  static func areAlike(_ left: [ReplicaView], _ right: [ReplicaView]) -> Bool {
    let keys = keys(left, right)
    return left.count == right.count
      && zip(left, right).allSatisfy { one, other in
        !isMarked(row(one, other, keys, .ascii, isNarrow: true), .ascii)
      }
  }

  private static func isMarked(_ row: [TextLine], _ glyphs: GlyphSet) -> Bool {
    row.contains { $0.spans.contains { $0.text == glyphs.string(.differs) } }
  }

  /// A replica in words.
  static func sentence(_ replica: ReplicaView) -> String {
    let status = Wording.status(replica.status, .ascii).text
    let role = replica.leadsIn != nil ? "leads, " : ""
    let cells = replica.cells.map { cell in
      "\(cell.key)=\(cell.value)" + (cell.stale != nil ? " (stale)" : "")
    }
    let applied = replica.isCache ? "" : "\(Wording.position(replica.applied)), "
    return "\(role)\(status), " + applied
      + cells.joined(separator: ", ")
  }
}
