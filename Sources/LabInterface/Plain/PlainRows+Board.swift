import Curriculum

/// Bars and points as sentences.
extension PlainRows {
  static func board(_ context: PanelContext) -> [String] {
    guard let page = context.board else { return [] }
    var lines = page.board.bars.indices.map { "\($0 + 1)) \(page.words($0))." }
    if !page.beginning.isEmpty { lines.insert(page.beginning + ".", at: 0) }
    lines += page.verdicts.filter { says($0, page) }.map { verdict(page, $0) }
    if page.pointCount == 0 { lines.append("No points are placed yet.") }
    lines.append(
      page.refusal.map { LabState.sentence($0) }
        ?? "place NAME at TIME puts a point, clear NAME takes it away, undo takes a move back.")
    return lines
  }

  /// Whether a verdict says something: that points do not show a model is nothing while there are none.
  private static func says(_ verdict: BoardVerdict, _ page: BoardPage) -> Bool {
    if case .notYet = verdict.state { return page.pointCount > 0 }
    return true
  }

  static func verdict(_ page: BoardPage, _ verdict: BoardVerdict) -> String {
    let text = LabState.sentence(page.sentence(verdict))
    guard case .impossible(let edges, _) = verdict.state, !edges.isEmpty else { return text }
    let bars = page.board.bars
    let pairs = edges.map { "\(bars[$0.first].name) and \(bars[$0.second].name)" }
    return "Forbidden: " + pairs.joined(separator: "; ") + ". " + text
  }

  /// What the models say of the points otherwise than before.
  static func changes(from old: BoardPage?, to page: BoardPage) -> [String] {
    page.verdicts.filter { now in
      now.state != .asked && says(now, page) && !(old?.verdicts.contains(now) ?? false)
    }.map { verdict(page, $0) }
  }
}
