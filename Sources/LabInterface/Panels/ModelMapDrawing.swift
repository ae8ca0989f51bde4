import CellGraphics
import Checkers
import Laboratory

/// The map of models: a name for each, the stronger above the weaker, with a line for each step.
/// What holds is lit, what is violated is dark with a mark.
struct ModelMapDrawing {
  let context: PanelContext
  let selection: Int?

  /// The narrowest panel that the map fits into; below, its models are listed.
  static let columnsMin = 74
  /// The names, two rows of lines between each two of them, and the words on the selected one.
  static let rowsMin = ModelMap.rows * 3 - 2 + 2

  static func fits(_ size: Size) -> Bool {
    size.width >= columnsMin && size.height >= rowsMin
  }

  /// What the run says of a model of the map; nil where it is not judged.
  static func view(of model: CheckerName, _ context: PanelContext) -> GuaranteeView? {
    context.view.guarantees.first { $0.checker == model }
  }

  /// The width of a column from which on the longer names fit.
  private static let roomyCell = 22

  func draw(into buffer: inout CellBuffer, in rect: Rect) {
    let cell = rect.width / ModelMap.columns
    var names: [Rect] = []
    for (index, model) in ModelMap.models.enumerated() {
      guard let place = ModelMap.place(of: model) else { continue }
      let area = Rect(
        x: rect.x + place.column * cell, y: rect.y + place.row * 3, width: cell - 1, height: 1)
      let name = Self.name(model, context, isRoomy: cell >= Self.roomyCell)
      buffer.put(name, at: area.origin, width: area.width)
      let used = Rect(x: area.x, y: area.y, width: min(name.width, area.width), height: 1)
      names.append(used)
      buffer.note(.row(index), in: used)
      guard index == selection else { continue }
      buffer.addAttributes(.reverse, in: used)
      buffer.cursor = used.origin
    }
    drawSteps(cell: cell, around: names, into: &buffer, in: rect)
    let top = rect.y + ModelMap.rows * 3 - 2
    // What the marks mean stands below, where the words on a model leave room.
    let hasLegend = rect.height >= Self.rowsMin + 4
    drawWords(into: &buffer, in: rect.inset(top: top - rect.y, bottom: hasLegend ? 2 : 0))
    guard hasLegend else { return }
    buffer.put(legend, at: rect.row(rect.height - 1).origin, width: rect.width)
  }

  private var legend: TextLine {
    let states: [GuaranteeView.State?] = [.holds, .violated, .pending, .unknown, nil]
    var line = TextLine()
    for state in states {
      let (mark, style, word) = Self.look(state)
      line.append(context.glyphs.string(mark), state == .violated ? .bad : style)
      line.append(" \(word)   ", .dim)
    }
    line.append("Lines lead to weaker models.", .dim)
    return line
  }

  /// A step leaves the stronger name at its middle and runs above the row of the weaker one. Steps over
  /// several rows are told in words alone; what holds of the definitions only, so that no verdict
  /// follows, is left out.
  private func drawSteps(
    cell: Int, around names: [Rect], into buffer: inout CellBuffer, in rect: Rect
  ) {
    var lines = LineGrid()
    for step in ModelMap.implications where step.proviso != .definitionsOnly {
      guard let above = ModelMap.place(of: step.stronger),
        let below = ModelMap.place(of: step.weaker), below.row == above.row + 1
      else { continue }
      let from = Point(x: rect.x + above.column * cell + 5, y: rect.y + above.row * 3)
      let side = (above.column - below.column).signum() * 3
      let to = Point(x: rect.x + below.column * cell + 5 + side, y: rect.y + below.row * 3)
      // From the far right a step has the upper of the two rows, so that it is told from the others.
      let turn = from.y + (above.column > below.column + 1 ? 1 : 2)
      let path = [from, Point(x: from.x, y: turn), Point(x: to.x, y: turn)]
      let net = ModelMap.models.firstIndex(of: step.stronger) ?? 0
      lines.add(path + [to], net: net)
    }
    lines.draw(into: &buffer, in: rect, style: .border, around: names)
  }

  /// What the selected model is, and what the run says of it.
  private func drawWords(into buffer: inout CellBuffer, in rect: Rect) {
    var words: [TextLine] = []
    if let selection, ModelMap.models.indices.contains(selection) {
      words = Self.words(ModelMap.models[selection], context)
    } else {
      words = [TextLine("Each model implies those below it that a line leads to.", .dim)]
    }
    let rows = words.flatMap { $0.wrapped(to: rect.width, hanging: 2) }
    for (row, line) in rows.prefix(rect.height).enumerated() {
      buffer.put(line, at: Point(x: rect.x, y: rect.y + row), width: rect.width)
    }
  }

  /// The state in words with its reason, then the definition.
  static func words(_ model: CheckerName, _ context: PanelContext) -> [TextLine] {
    let (mark, style, word) = look(view(of: model, context)?.state)
    var line = TextLine(context.glyphs.string(mark) + " ", style)
    line.append(model.words, Style.plain.bold)
    line.append(": " + word, style)
    let reason = view(of: model, context)?.reason ?? ""
    if !reason.isEmpty { line.append(", " + reason, .plain) }
    let weaker = ModelMap.implications.filter {
      $0.stronger == model && $0.proviso != .definitionsOnly
    }
    let implied = weaker.map { roomyName($0.weaker) }.joined(separator: ", ")
    let hasMore = weaker.contains { step in
      ModelMap.implications.contains {
        $0.stronger == step.weaker && $0.proviso != .definitionsOnly
      }
    }
    let more = hasMore ? ", and what " + (weaker.count > 1 ? "these imply" : "that implies") : ""
    let steps = weaker.isEmpty ? [] : [TextLine("  implies " + implied + more, .info)]
    return [line] + steps + [TextLine(model.definition, .dim)]
  }

  static func look(_ state: GuaranteeView.State?) -> (Glyph, Style, String) {
    switch state {
    case .holds: (.check, Style.good.bold, "holds")
    case .violated: (.fail, Style(.dim), "violated")
    case .pending: (.pending, .info, "pending")
    case .unknown: (.unknown, .warning, "unknown")
    case nil: (.dot, .dim, "says nothing of this run")
    }
  }

  /// `✓ linearizable`, in the style of its state.
  static func name(
    _ model: CheckerName, _ context: PanelContext, isRoomy: Bool = false
  ) -> TextLine {
    let (mark, style, _) = look(view(of: model, context)?.state)
    let isViolated = view(of: model, context)?.state == .violated
    var line = TextLine(context.glyphs.string(mark) + " ", isViolated ? .bad : style)
    line.append(isRoomy ? roomyName(model) : shortName(model), style)
    return line
  }

  /// A name of at most nineteen letters, as it is read elsewhere.
  static func roomyName(_ model: CheckerName) -> String {
    switch model {
    case .strictSerializability: "strict serializable"
    case .regularRegister, .safeRegister, .boundedStaleness, .consistentPrefix, .readYourWrites,
      .monotonicReads, .monotonicWrites, .writesFollowReads:
      model.words
    case .strongEventualConsistency: "strong eventual"
    default: shortName(model)
    }
  }

  /// A name of at most twelve letters.
  static func shortName(_ model: CheckerName) -> String {
    switch model {
    case .strictSerializability: "strict ser."
    case .linearizability: "linearizable"
    case .sequentialConsistency: "sequential"
    case .regularRegister: "regular"
    case .causalPlus: "causal+"
    case .serializability: "serializable"
    case .causalConsistency: "causal (CM)"
    case .causalConvergence: "causal (CCv)"
    case .safeRegister: "safe"
    case .strongEventualConsistency: "strong ev."
    case .consistentPrefix: "prefix"
    case .weakCausalConsistency: "causal (CC)"
    case .boundedStaleness: "bounded"
    case .eventualConsistency: "eventual"
    case .readYourWrites: "own writes"
    case .monotonicReads: "monot. reads"
    case .monotonicWrites: "mon. writes"
    case .writesFollowReads: "w. after r."
    case .convergence: "converged"
    default: model.words
    }
  }
}
