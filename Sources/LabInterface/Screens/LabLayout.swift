import CellGraphics

/// Where the panels of the lab screen are at a size: the same for drawing and for the marks of news.
struct LabLayout: Sendable {
  struct Placed: Sendable {
    let id: PanelID
    let rect: Rect
  }

  let header: Rect
  let footer: Rect
  /// Titles of the panels that take turns, where they have a place of their own.
  private(set) var tabs: Rect?
  private(set) var placed: [Placed] = []
  /// The panels that are not on the screen.
  private(set) var hidden: [PanelID] = []
  /// The panels that take turns in the wide part.
  let turns: [PanelID]

  /// What it was made for.
  private let size: Size
  private let focus: PanelID
  private let isFullScreen: Bool

  static let lessonColumns = 34

  /// The layout of a model: the one that was found after the latest message, if nothing has changed.
  static func of(_ model: Model) -> LabLayout {
    guard let lab = model.lab, let known = lab.layout, known.size == model.size,
      known.focus == lab.focus, known.isFullScreen == lab.isFullScreen
    else { return LabLayout(model) }
    return known
  }

  init(_ model: Model) {
    let bounds = Rect(size: model.size)
    size = model.size
    header = bounds.row(0)
    footer = bounds.row(bounds.height - 1)
    let body = bounds.inset(top: 1, bottom: 1)
    let order = model.panelOrder
    let hasLesson = model.lab?.page != nil
    let isNarrow = bounds.width < 110
    let side = Self.side(hasLesson: hasLesson, isNarrow: isNarrow).filter { order.contains($0) }
    turns = order.filter { !side.contains($0) }
    let focus = model.lab?.focus ?? ReplicasPanel.id
    self.focus = focus
    isFullScreen = model.lab?.isFullScreen ?? false
    if isFullScreen {
      placed = [Placed(id: focus, rect: body)]
      hidden = order.filter { $0 != focus }
      return
    }
    let sideWidth = Self.sideWidth(
      bounds.width, isPresenting: hasLesson && model.isPresenting)
    let columns = body.columns([.weight(1), .fixed(sideWidth)], spacing: -1)
    var main = columns[0]
    if isNarrow, turns.count > 1 {
      // The corners of the boxes to the right need the shared column.
      tabs = main.inset(right: 1, bottom: main.height - 2)
      main = main.inset(top: 2)
    }
    let shownFocus = turns.contains(focus) ? focus : model.lab?.lastTurn ?? turns[0]
    if hasLesson {
      let leads = Self.leads(model, turns, focus: focus)
      placed = Self.fillBesideLesson(main, turns, leads, model)
    } else if isNarrow {
      placed = Self.share(main, turns, [shownFocus], model)
    } else {
      placed = Self.fillMain(main, turns, focus: shownFocus, model)
    }
    let beside = side + (hasLesson && !isNarrow ? further(columns[1], side, model) : [])
    placed += Self.fill(columns[1], beside, focus: focus, model, isGenerous: false)
    let shown = placed.map(\.id)
    hidden = order.filter { !shown.contains($0) }
  }

  /// The columns of the right part; half of the screen where a lesson is shown to others.
  private static func sideWidth(_ width: Int, isPresenting: Bool) -> Int {
    if isPresenting { return min(max(40, width / 2), 72) }
    return width < 110 ? lessonColumns : width >= 160 ? 50 : 44
  }

  /// The panels of the right column.
  private static func side(hasLesson: Bool, isNarrow: Bool) -> [PanelID] {
    if hasLesson { return isNarrow ? [LessonPanel.id] : [LessonPanel.id, GuaranteesPanel.id] }
    return [GuaranteesPanel.id, MetersPanel.id, NextPanel.id]
  }

  /// What the person looks at, if it takes turns, then what the text is about; something in any case.
  private static func leads(_ model: Model, _ turns: [PanelID], focus: PanelID) -> [PanelID] {
    let wanted = [focus] + (model.lab?.subjects ?? [])
    let leads = wanted.enumerated().filter { index, id in
      turns.contains(id) && wanted.firstIndex(of: id) == index
    }.map(\.element)
    return leads.isEmpty ? [model.lab?.lastTurn ?? turns[0]] : leads
  }

  /// The wide part beside a lesson: one column, or two where there is room.
  private static func fillBesideLesson(
    _ rect: Rect, _ turns: [PanelID], _ leads: [PanelID], _ model: Model
  ) -> [Placed] {
    guard rect.width >= 108 else { return share(rect, turns, leads, model) }
    let columns = rect.columns([.weight(9), .weight(11)], spacing: -1)
    let wide = turns.filter { $0 == TimelinePanel.id || $0 == SessionsPanel.id }
    let rest = turns.filter { !wide.contains($0) }
    return share(columns[0], rest, leads, model) + share(columns[1], wide, leads, model)
  }

  private static func share(
    _ rect: Rect, _ ids: [PanelID], _ leads: [PanelID], _ model: Model
  ) -> [Placed] {
    guard rect.height >= 3, rect.width >= 8, !ids.isEmpty else { return [] }
    let candidates = ids.compactMap { id -> LessonShares.Candidate? in
      guard let panel = Panels.panel(id) else { return nil }
      let context = model.context(of: id)
      return LessonShares.Candidate(
        id: id, rows: context.isCovered ? 1...1 : panel.rows(context, width: rect.width - 4),
        isCovered: context.isCovered, isElastic: id == TimelinePanel.id)
    }
    let order = added.filter { rect.width < 60 || $0 != GuaranteesPanel.id }
    let shares = LessonShares(
      height: rect.height - 1, candidates: candidates, leads: leads, order: order)
    var y = rect.y
    return shares.found().map { id, rows in
      let placed = Placed(id: id, rect: Rect(x: rect.x, y: y, width: rect.width, height: rows + 2))
      y += rows + 1
      return placed
    }
  }

  /// What is added to the panels that are looked at, or that a text is about; the diagram tells of the
  /// network and of sessions too. Guarantees only where the column is narrow.
  private static let added = [
    ReplicasPanel.id, TimelinePanel.id, NetworkPanel.id, SessionsPanel.id, LagPanel.id,
    GuaranteesPanel.id, LogsPanel.id,
  ]

  /// A panel that has no place yet and fits as a whole below the text and the guarantees.
  private func further(_ rect: Rect, _ side: [PanelID], _ model: Model) -> [PanelID] {
    func rows(_ id: PanelID) -> Int {
      let context = model.context(of: id)
      let wanted = Panels.panel(id)?.rows(context, width: rect.width - 4).upperBound ?? 1
      return context.isCovered ? 1 : wanted
    }
    let free = rect.height - 1 - side.reduce(0) { $0 + rows($1) + 1 }
    let wanted = [SessionsPanel.id, LagPanel.id, MetersPanel.id].first { id in
      turns.contains(id) && !placed.contains { $0.id == id }
        && !model.context(of: id).isCovered && rows(id) + 1 <= free
    }
    return wanted.map { [$0] } ?? []
  }

  /// The wide part: one column, or two where there is room.
  private static func fillMain(
    _ rect: Rect, _ turns: [PanelID], focus: PanelID, _ model: Model
  ) -> [Placed] {
    guard rect.width >= 108 else {
      return fill(rect, turns, focus: focus, model, isGenerous: false)
    }
    let columns = rect.columns([.weight(9), .weight(11)], spacing: -1)
    let wide = turns.filter { $0 == TimelinePanel.id || $0 == SessionsPanel.id }
    let rest = turns.filter { !wide.contains($0) }
    return fill(columns[0], rest, focus: focus, model, isGenerous: true)
      + fill(columns[1], wide, focus: focus, model, isGenerous: false)
  }

  /// As many panels as fit, in their order, the focused one among them; the last ones get what is
  /// left over.
  private static func fill(
    _ rect: Rect, _ ids: [PanelID], focus: PanelID, _ model: Model, isGenerous: Bool
  ) -> [Placed] {
    guard rect.height >= 3, rect.width >= 8, !ids.isEmpty else { return [] }
    let wanted = ids.map { id -> ClosedRange<Int> in
      let rows = Panels.panel(id)?.rows(model.context(of: id), width: rect.width - 4) ?? 1...1
      // What the person looks at gets up to half of the column before others are fitted in; beside
      // the text that speaks of it, it takes what the text leaves.
      guard id == focus, id != TimelinePanel.id, !ids.contains(LessonPanel.id) else { return rows }
      return max(rows.lowerBound, min(rows.upperBound, rect.height / 2 - 1))...rows.upperBound
    }
    var first = 0
    var chosen = choose(ids, wanted, from: first, height: rect.height)
    if ids.contains(focus) {
      while !chosen.contains(where: { ids[$0] == focus }), first < ids.count - 1 {
        first += 1
        chosen = choose(ids, wanted, from: first, height: rect.height)
      }
    }
    let heights = share(
      rect.height - 1, chosen.map { wanted[$0] }, chosen.map { ids[$0] }, focus: focus)
    var y = rect.y
    return zip(chosen, heights).map { index, height in
      let placed = Placed(
        id: ids[index], rect: Rect(x: rect.x, y: y, width: rect.width, height: height + 2))
      y += height + 1
      return placed
    }
  }

  /// The panels from `first` on that fit with their least heights; always at least one.
  private static func choose(
    _ ids: [PanelID], _ wanted: [ClosedRange<Int>], from first: Int, height: Int
  ) -> [Int] {
    var used = 1
    var chosen: [Int] = []
    for index in first..<ids.count {
      let cost = wanted[index].lowerBound + 1
      if used + cost > height, !chosen.isEmpty { break }
      chosen.append(index)
      used += cost
    }
    // Room that is left is for those before.
    for index in (0..<first).reversed() where used + wanted[index].lowerBound + 1 <= height {
      chosen.insert(index, at: 0)
      used += wanted[index].lowerBound + 1
    }
    return chosen
  }

  /// Content heights that add up: the least first, then in turn up to what each wants, then the
  /// rest to the panel that can use any height.
  private static func share(
    _ height: Int, _ wanted: [ClosedRange<Int>], _ ids: [PanelID], focus: PanelID
  ) -> [Int] {
    var heights = wanted.map(\.lowerBound)
    var free = height - heights.reduce(0) { $0 + $1 + 1 }
    // A lesson's text first, up to two thirds of the column, or the one that the person looks at.
    let text = ids.firstIndex(of: LessonPanel.id)
    if let place = text ?? ids.firstIndex(of: focus), free > 0 {
      let most =
        text == nil ? wanted[place].upperBound : min(wanted[place].upperBound, height * 2 / 3)
      let more = max(0, min(free, most - heights[place]))
      heights[place] += more
      free -= more
    }
    while free > 0,
      let index = heights.indices.first(where: { heights[$0] < wanted[$0].upperBound })
    {
      let smallest =
        heights.indices.filter { heights[$0] < wanted[$0].upperBound }
        .min { heights[$0] - wanted[$0].lowerBound < heights[$1] - wanted[$1].lowerBound } ?? index
      heights[smallest] += 1
      free -= 1
    }
    let stretch = ids.firstIndex(of: TimelinePanel.id) ?? heights.count - 1
    if free != 0 { heights[stretch] = max(1, heights[stretch] + free) }
    return heights
  }
}
