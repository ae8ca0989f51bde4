import CellGraphics
import Histories
import Laboratory

extension LogsPanel {
  /// The shards in the order of their replicas; a single nil where there are none.
  static func shards(_ replicas: [ReplicaView]) -> [String?] {
    replicas.map(\.shard).withoutRepetition
  }

  /// What entries of one shard depend on in another, at each follower that has them.
  static func dependencies(_ replicas: [ReplicaView], _ glyphs: GlyphSet) -> [TextLine] {
    replicas.flatMap { replica in
      replica.log.flatMap { entry in
        entry.dependencies.map { line(entry, $0, at: replica.name, glyphs) }
      }
    }
  }

  /// `q=1 ╌▶ a=2  F2 shows a=2, and F1 lacks q=1 (s1 lsn 1)`.
  private static func line(
    _ entry: LogLineView, _ dependency: DependencyView, at node: String, _ glyphs: GlyphSet
  ) -> TextLine {
    let place = "\(dependency.shard) lsn \(dependency.position.lsn)"
    let cause = dependency.write ?? place
    let full = dependency.write.map { "\($0) (\(place))" } ?? place
    let (mark, style, text): (Glyph, Style, String) =
      if entry.isHeld {
        (
          .pending, .warning,
          "\(node) holds it back"
            + (dependency.isShown ? "" : " until \(dependency.neighbour) shows \(full)")
        )
      } else if dependency.isShown {
        (.check, .good, "\(dependency.neighbour) shows the one, \(node) the other")
      } else {
        (.fail, .bad, "\(node) shows it, but \(dependency.neighbour) lacks \(full)")
      }
    let arrow = dependency.isShown ? Glyph.horizontal : .dashedHorizontal
    var line = TextLine(glyphs.string(mark) + " ", style)
    line.append(
      "\(cause) \(glyphs.string(arrow))\(glyphs.string(.headRight)) \(entry.text)  ", style)
    line.append(text, style)
    return line
  }
}
