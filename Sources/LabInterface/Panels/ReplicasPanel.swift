import CellGraphics
import Laboratory

/// Who holds which value, who runs, and how far each replica has come.
public enum ReplicasPanel: Panel {
  public static let id = PanelID("replicas")
  public static let title = "Replicas"
  public static let purpose = "Who holds which value, who is up, and whose value is stale."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let count = context.view.replicas.count + (rivals(context).isEmpty ? 0 : 1)
    return min(8, count + 1)...(count + 1)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let hasStale = context.view.replicas.contains { $0.cells.contains { $0.stale != nil } }
    return hasStale ? "~ stale: newer is committed" : ""
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.replicas.map { "\($0.stateDigest)\($0.status)\($0.applied)\($0.leadsIn ?? 0)" }
      .joined()
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let replicas = shown(context)
    guard !replicas.isEmpty else {
      buffer.put(TextLine("no replica matches the filter", .dim), at: rect.origin, clip: rect)
      return
    }
    let selection = context.selection(of: replicas.count)
    var rect = rect
    let rivals = rivals(context)
    if !rivals.isEmpty {
      let line = rect.row(rect.height - 1)
      buffer.put(warning(rivals, context.glyphs), at: line.origin, width: line.width)
      rect = rect.inset(bottom: 1)
    }
    var table = rect
    // What is left below the table tells more of the selected replica.
    if let selection, rect.height >= replicas.count + 3 {
      let lines = details(replicas[selection])
      let height = min(rect.height - replicas.count - 2, 6)
      table = rect.inset(bottom: height + 1)
      let space = Rect(x: rect.x, y: table.maxY + 1, width: rect.width, height: height)
      buffer.draw(Paragraph([lines], hanging: 2), in: space)
    }
    let keys = keyNames(replicas)
    buffer.draw(
      Table(
        columns(context, keys, width: rect.width),
        rows: replicas.map { row($0, keys, context, width: rect.width) },
        selection: selection, isFocused: context.isFocused),
      in: table)
  }

  static func shown(_ context: PanelContext) -> [ReplicaView] {
    context.view.replicas.filter { replica in
      context.shows(
        replica.name + " " + replica.role + " "
          + replica.cells.map { "\($0.key) \($0.value)" }.joined(separator: " "))
    }
  }

  /// Those that believe that they lead what another believes to lead.
  private static func rivals(_ context: PanelContext) -> [ReplicaView] {
    context.view.replicas.filter(\.hasRival)
  }

  private static func warning(_ leaders: [ReplicaView], _ glyphs: GlyphSet) -> TextLine {
    let names = leaders.map { "\($0.name) (epoch \($0.leadsIn ?? 0))" }
    let count = leaders.count == 2 ? "two" : "\(leaders.count)"
    return TextLine(
      "\(glyphs.string(.warning)) \(count) leaders: " + names.joined(separator: ", "), .warning)
  }

  private static func keyNames(_ replicas: [ReplicaView]) -> [String] {
    var keys: [String] = []
    for replica in replicas {
      for cell in replica.cells where !keys.contains(cell.key) { keys.append(cell.key) }
    }
    return keys
  }

  private static func columns(
    _ context: PanelContext, _ keys: [String], width: Int
  ) -> [Table.Column] {
    let names =
      context.view.replicas.map {
        Wording.crowned($0, context.glyphs, showsEpochs: hasEpochs(context)).width
      }.max().map { min(12, max(4, $0)) } ?? 4
    var columns: [Table.Column] = [
      .init("", priority: 9, minimum: names)
    ]
    if hasShards(context) { columns.append(.init("shard", priority: 6, minimum: 5)) }
    columns += [
      .init("role", priority: 2, minimum: 8),
      .init("state", priority: 8, minimum: 8),
      .init("applied", priority: 4, minimum: 12),
    ]
    if hasSkew(context) { columns.append(.init("clock", priority: 5, minimum: 8)) }
    for (index, key) in keys.enumerated() {
      // A set of a single key is worth more than the role.
      let minimum = keys.count == 1 ? 12 : leastWidth(of: key, context)
      columns.append(.init(key, priority: 7 - min(index, 4), minimum: minimum))
    }
    if keys.count == 1 {
      columns.append(.init("version", priority: 1, minimum: 8))
      columns.append(.init("", priority: 6, minimum: 30))
    }
    columns.append(.init("hash", priority: 0))
    return columns
  }

  /// The columns that a person cannot do without, and the gaps between them.
  private static func needed(_ context: PanelContext) -> Int {
    context.view.replicas.map { replica in
      let value = replica.cells.first?.value ?? ""
      let name = Wording.crowned(replica, context.glyphs, showsEpochs: hasEpochs(context)).width
      return max(4, name) + 2 + 8 + 2 + DisplayWidth.of(Wording.applied(replica)) + 2
        + min(12, max(4, DisplayWidth.of(value))) + 2
    }.max() ?? 0
  }

  /// Room for the value and how stale it is, where there are several keys.
  private static func leastWidth(of key: String, _ context: PanelContext) -> Int {
    let stale = context.view.replicas.compactMap { replica in
      replica.cells.first { $0.key == key }.flatMap { cell in
        cell.stale.map { DisplayWidth.of("\(cell.value) ~\($0.age) ms") }
      }
    }
    return min(14, max(6, stale.max() ?? 0))
  }

  private static func row(
    _ replica: ReplicaView, _ keys: [String], _ context: PanelContext, width: Int
  ) -> [TextLine] {
    var row: [TextLine] = [
      Wording.crowned(replica, context.glyphs, showsEpochs: hasEpochs(context))
    ]
    if hasShards(context) { row.append(TextLine(replica.shard ?? "")) }
    row += [
      TextLine(replica.role, .dim),
      Wording.status(replica.status, context.glyphs),
      TextLine(Wording.applied(replica), replica.isCache ? .dim : .plain),
    ]
    if hasSkew(context) {
      let offset = replica.clockOffset
      row.append(TextLine(Wording.signed(offset), offset == .zero ? .dim : .warning))
    }
    for key in keys {
      let cell = replica.cells.first { $0.key == key }
      if cell?.isElsewhere == true {
        row.append(TextLine(context.glyphs.string(.dot), .dim))
        continue
      }
      var line = TextLine(cell?.value ?? "nil", cell?.stale == nil ? .plain : .warning)
      if keys.count > 1, let stale = cell?.stale {
        line.append(" \(context.glyphs.string(.approximately))\(stale.age) ms", .warning)
      }
      row.append(line)
    }
    if keys.count == 1 {
      let cell = replica.cells.first { $0.key == keys[0] }
      row.append(TextLine(cell?.version ?? "", .dim))
      row.append(freshness(cell?.stale, room: width - needed(context)))
    }
    row.append(TextLine(Wording.hash(replica.stateDigest), .dim))
    return row
  }

  /// The longest form that fits.
  private static func freshness(_ stale: ReplicaView.Staleness?, room: Int) -> TextLine {
    guard let stale else { return "" }
    let versions = stale.versions > 1 ? ", \(stale.versions) versions" : ""
    let forms = ["~ stale \(stale.age) ms\(versions)", "~ stale \(stale.age) ms"]
    let fitting = forms.first { $0.count <= room }
    return TextLine(fitting ?? "~ \(stale.age) ms", .warning)
  }

  private static func hasShards(_ context: PanelContext) -> Bool {
    context.view.replicas.contains { $0.shard != nil }
  }

  private static func hasEpochs(_ context: PanelContext) -> Bool {
    context.view.replicas.contains { ($0.leadsIn ?? 0) > 1 || ($0.epoch ?? 0) > 1 }
  }

  private static func hasSkew(_ context: PanelContext) -> Bool {
    context.view.replicas.contains { $0.clockOffset != .zero }
  }

  private static func details(_ replica: ReplicaView) -> TextLine {
    var parts = replica.isCache ? [] : ["received \(Wording.position(replica.received))"]
    parts += [
      "clock \(Wording.signed(replica.clockOffset))", "state \(Wording.hash(replica.stateDigest))",
    ]
    if replica.serviceTime != .zero { parts.append("slow: \(replica.serviceTime) ms a request") }
    if replica.backlog > 0 { parts.append("\(replica.backlog) waiting") }
    for cell in replica.cells {
      if let stale = cell.stale {
        parts.append(
          "\(cell.key) lacks " + Wording.count(stale.versions, "version", "versions")
            + ", the oldest committed \(stale.age) ms ago")
      }
    }
    parts += replica.details
    var line = TextLine(replica.name + "  ", Style.plain.bold)
    line.append(parts.joined(separator: " · "), .dim)
    return line
  }
}
