import CellGraphics
import Histories
import Laboratory

/// The replicas' logs side by side by LSN: where they agree, where they fork, what was rolled back.
public enum LogsPanel: Panel {
  public static let id = PanelID("logs")
  public static let title = "Logs"
  public static let purpose =
    "The replicas' logs by LSN, with the epoch of each entry; where they differ; what was rolled back."

  public static func itemCount(_ context: PanelContext) -> Int { items(context) }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let count = lines(context, width: width).count
    return min(count, context.view.replicas.count + 1)...max(1, count)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let count = conflicts(context.view.replicas).count
    if count > 0 {
      return TextLine("they differ at " + Wording.count(count, "lsn", "lsns"), .bad)
    }
    let broken = context.view.replicas.flatMap(\.log).count {
      !$0.isHeld && !$0.dependencies.allSatisfy(\.isShown)
    }
    if broken > 0 {
      return TextLine(Wording.count(broken, "effect", "effects") + " before the cause", .bad)
    }
    if context.view.replicas.contains(where: { $0.log.contains(where: \.isHeld) }) {
      return TextLine(context.glyphs.string(.pending) + " not applied yet", .dim)
    }
    let isUncertain = context.view.replicas.contains { $0.log.contains { !$0.isCommitted } }
    return isUncertain ? TextLine("? commit not known there", .dim) : ""
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.replicas.map { "\($0.log.last?.position.lsn ?? 0)" }.joined(separator: ",")
      + "|\(context.view.rollbacks.last?.eventIndex ?? -1)"
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    ScrollingLines(
      lines: lines(context, width: rect.width), selection: context.selection(of: items(context)),
      marksWholeItem: false
    ).draw(into: &buffer, in: rect)
  }

  /// A place at which replicas of a log have entries of different epochs.
  struct Conflict: Hashable {
    let log: LogID?
    let lsn: Int64
  }

  /// In ascending order of LSNs. O(replicas * lines).
  static func conflicts(_ replicas: [ReplicaView]) -> [Conflict] {
    let all = replicas.lazy.flatMap(\.log).map(\.position.epoch)
    guard let one = all.first, all.contains(where: { $0 != one }) else { return [] }
    var epochs: [Conflict: Int32] = [:]
    var found: [Conflict] = []
    for replica in replicas {
      for line in replica.log {
        let place = Conflict(log: replica.logID, lsn: line.position.lsn)
        if let known = epochs[place], known != line.position.epoch {
          if !found.contains(place) { found.append(place) }
        } else {
          epochs[place] = line.position.epoch
        }
      }
    }
    return found.sorted { $0.lsn < $1.lsn }
  }

  // MARK: Lines

  /// A line each for the LSNs, the replicas, the differences, and what was rolled back. The replicas
  /// can be selected.
  private static func lines(
    _ context: PanelContext, width: Int
  ) -> [(item: Int, line: TextLine)] {
    let replicas = shown(context)
    guard !replicas.isEmpty else { return [(-1, TextLine("no replica matches the filter", .dim))] }
    var result: [(item: Int, line: TextLine)] = []
    for shard in shards(replicas) {
      let own = replicas.filter { $0.shard == shard }
      let grid = LogGrid(own, context.glyphs, width: width - 1)
      result.append((-1, grid.header))
      for (item, replica) in replicas.enumerated() where replica.shard == shard {
        result.append((item, grid.row(replica)))
      }
      if grid.hidden > 0 {
        result.append(
          (-1, TextLine("and \(Wording.count(grid.hidden, "entry", "entries")) before", .dim)))
      }
    }
    let notes =
      dependencies(replicas, context.glyphs) + [difference(replicas)].compactMap(\.self)
      + rollbacks(context)
    for note in notes {
      result += note.wrapped(to: max(8, width - 1), hanging: 2).map { (-1, $0) }
    }
    return result
  }

  private static func items(_ context: PanelContext) -> Int { shown(context).count }

  static func shown(_ context: PanelContext) -> [ReplicaView] {
    context.view.replicas.filter { replica in
      context.shows(replica.name + " " + replica.log.map(\.text).joined(separator: " "))
    }
  }

  private static func difference(_ replicas: [ReplicaView]) -> TextLine? {
    let found = conflicts(replicas)
    guard let first = found.first else { return nil }
    let entries = replicas.filter { $0.logID == first.log }.compactMap { replica in
      replica.log.first { $0.position.lsn == first.lsn }.map {
        "\(replica.name) \($0.text) of epoch \($0.position.epoch)"
      }
    }
    return TextLine("lsn \(first.lsn) differs: " + entries.joined(separator: ", "), .bad)
  }

  /// The newest first.
  private static func rollbacks(_ context: PanelContext) -> [TextLine] {
    context.view.rollbacks.reversed().map { rollback in
      TextLine(
        "rolled back: \(rollback.write) (acknowledged to \(rollback.client) at "
          + "\(rollback.acknowledged)) at \(rollback.node), t=\(rollback.time)", .bad)
    }
  }
}

/// Which LSNs have a column, and how wide the columns are.
struct LogGrid {
  private let glyphs: GlyphSet
  /// The shard whose log it is; empty where there is one log.
  private let title: String
  private let names: Int
  private let columns: [Int64]
  private let cell: Int
  private let conflicts: [LogsPanel.Conflict]
  private let showsEpochs: Bool
  /// How many LSNs are left out at the front.
  let hidden: Int

  init(_ replicas: [ReplicaView], _ glyphs: GlyphSet, width: Int) {
    self.glyphs = glyphs
    conflicts = LogsPanel.conflicts(replicas)
    showsEpochs = replicas.contains { $0.log.contains { $0.position.epoch > 1 } }
    let labels = replicas.map { Wording.crowned($0, glyphs, showsEpochs: true).width }
    title = replicas.first?.shard ?? ""
    let heading = title.isEmpty ? 3 : DisplayWidth.of(title) + 4
    names = min(14, max(3, heading, labels.max() ?? 3)) + 2
    let entries = replicas.flatMap(\.log)
    let wanted = entries.map { DisplayWidth.of($0.text) }.max() ?? 0
    cell = min(14, max(6, wanted)) + (showsEpochs ? 3 : 0) + 4
    let all = Set(entries.map(\.position.lsn)).sorted()
    let room = max(1, (width - names) / cell)
    columns = all.suffix(room)
    hidden = all.count - columns.count
  }

  var header: TextLine {
    var line = TextLine(title.isEmpty ? "lsn" : title + " lsn", .dim).padded(to: names)
    for lsn in columns {
      let differs = conflicts.contains { $0.lsn == lsn }
      line += TextLine(
        differs ? "\(lsn) \(glyphs.string(.warning))" : "\(lsn)", differs ? .bad : .dim
      ).padded(to: cell)
    }
    return line
  }

  /// `P ♛2  x=0    e1  x=2!   e2`: the entry, `?` where the replica does not know that it is
  /// committed, `!` where others have another one there, and its epoch.
  func row(_ replica: ReplicaView) -> TextLine {
    var line = Wording.crowned(replica, glyphs, showsEpochs: showsEpochs).padded(to: names)
    for lsn in columns {
      guard let entry = replica.log.first(where: { $0.position.lsn == lsn }) else {
        line += TextLine(replica.log.isEmpty ? "" : glyphs.string(.dot), .dim).padded(to: cell)
        continue
      }
      let place = LogsPanel.Conflict(log: replica.logID, lsn: lsn)
      line += self.entry(entry, differs: conflicts.contains(place)).padded(to: cell)
    }
    return line
  }

  private func entry(_ entry: LogLineView, differs: Bool) -> TextLine {
    let epoch = Int(entry.position.epoch)
    var style = Style(.series(epoch - 1), entry.isCommitted ? .bold : [])
    if !showsEpochs { style = entry.isCommitted ? Style.plain : Style.dim }
    let room = cell - 3 - (showsEpochs ? 3 : 0)
    var line = TextLine(entry.text, style).truncated(to: max(2, room - 1))
    if entry.isHeld { line.append(glyphs.string(.pending), .warning) }
    if !entry.isCommitted { line.append("?", .warning) }
    if differs { line.append(glyphs.string(.warning), .bad) }
    if showsEpochs { line.append(" e\(epoch)", differs ? Style.bad : Style(.series(epoch - 1))) }
    return line
  }
}
