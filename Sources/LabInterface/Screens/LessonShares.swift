import CellGraphics

/// How the panels beside a lesson share a column: what the text is about comes first and gets the rows
/// that it needs; others are added as they fit; what is left over goes to a panel with more to show.
struct LessonShares {
  /// A panel that may be shown.
  struct Candidate {
    let id: PanelID
    /// The rows of content that it needs at least, and those that it would use.
    let rows: ClosedRange<Int>
    var isCovered = false
    /// Whether more rows tell no more, but the same with more room: it takes what is left over.
    var isElastic = false
  }

  /// The rows of the column without its upper border; a panel takes its content and a border.
  let height: Int
  /// In the order of the screen.
  let candidates: [Candidate]
  /// What is looked at and what the text is about, the most important first.
  let leads: [PanelID]
  /// In which order others are added.
  let order: [PanelID]

  /// The chosen panels in the order of the screen, with the rows of their content. They fill the column,
  /// unless nothing in it can use more. O(panels squared).
  func found() -> [(id: PanelID, rows: Int)] {
    var rows: [PanelID: Int] = [:]
    var free = height
    func place(_ panel: Candidate) {
      guard rows[panel.id] == nil else { return }
      let least = panel.rows.lowerBound
      guard least + 1 <= free || rows.isEmpty else { return }
      let given = max(1, min(least, free - 1))
      rows[panel.id] = given
      free -= given + 1
    }
    func grow(_ panel: Candidate, upTo most: Int) {
      guard let old = rows[panel.id] else { return }
      let more = max(0, min(free, min(panel.rows.upperBound, most) - old))
      rows[panel.id] = old + more
      free -= more
    }
    let leading = leads.compactMap { id in candidates.first { $0.id == id } }
    for panel in leading { place(panel) }
    // One that could fill the column leaves room for another; several grow together.
    if leading.count == 1 { grow(leading[0], upTo: height * 2 / 3) }
    while leading.count > 1, free > 0, let panel = neediest(leading, rows) {
      grow(panel, upTo: (rows[panel.id] ?? 0) + 1)
    }
    let others = order.compactMap { id in candidates.first { $0.id == id && !$0.isCovered } }
    // A whole panel is worth more than the first rows of two.
    for panel in others {
      place(panel)
      if !panel.isElastic { grow(panel, upTo: height) }
    }
    let chosen = candidates.filter { rows[$0.id] != nil }
    for panel in leading { grow(panel, upTo: height) }
    // What nobody asks for goes to the diagram, or stays below the last.
    if free > 0, let panel = chosen.first(where: \.isElastic) ?? chosen.last {
      rows[panel.id, default: 0] += free
    }
    return chosen.map { ($0.id, rows[$0.id] ?? 1) }
  }

  /// The one that has got the least more than it needs, of those that would use more.
  private func neediest(_ panels: [Candidate], _ rows: [PanelID: Int]) -> Candidate? {
    func surplus(_ panel: Candidate) -> Int { (rows[panel.id] ?? 0) - panel.rows.lowerBound }
    return panels.filter { rows[$0.id] != nil && surplus($0) < $0.rows.count - 1 }
      .min { surplus($0) < surplus($1) }
  }
}
