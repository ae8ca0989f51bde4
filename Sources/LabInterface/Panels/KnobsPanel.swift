import CellGraphics
import Histories
import Laboratory
import Simulation

/// The settings that can be turned while the run goes on.
public enum KnobsPanel: Panel {
  public static let id = PanelID("knobs")
  public static let title = "Knobs"
  public static let purpose =
    "The settings of the store, of sessions and the generators; Enter turns one."

  /// The rows: the knobs of the store, those of sessions, then the two generators.
  enum Row {
    case knob(Knob)
    case workload(Workload?)
    case nemesis(Nemesis?)

    var name: String {
      switch self {
      case .knob(let knob): knob.path
      case .workload: "workload"
      case .nemesis: "nemesis"
      }
    }

    /// The heading that it stands under.
    var group: String {
      switch self {
      case .knob(let knob): knob.section == .store ? "the store" : "sessions"
      case .workload, .nemesis: "at random"
      }
    }
  }

  public static func itemCount(_ context: PanelContext) -> Int { list(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let count = context.view.knobs.count + 2
    return min(4, count)...(count + 6)
  }

  /// The knobs that the task is about.
  public static func interest(_ context: PanelContext) -> [Int] {
    guard let knobs = context.lesson?.knobs, !knobs.isEmpty else { return [] }
    return list(context).map { knobs.contains($0.name) ? 1 : 0 }
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.knobs.map(\.value.description).joined(separator: ",")
      + "\(context.view.workload != nil)\(context.view.nemesis != nil)"
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let rows = list(context)
    let selection = context.selection(of: rows.count)
    var table = rect
    if let selection, rect.height >= 6 {
      let text = TextLine(explanation(rows[selection], context.keys), .dim).wrapped(to: rect.width)
      let height = min(text.count, 3)
      table = rect.inset(bottom: rect.height > 12 ? height + 1 : height)
      buffer.draw(
        Paragraph(text),
        in: Rect(x: rect.x, y: rect.maxY - height, width: rect.width, height: height))
    }
    let idle = idleKnobs(context.view.knobs)
    let (lines, places) = headed(rows, idle)
    buffer.draw(
      Table(
        [.init("", priority: 3), .init("", priority: 2), .init("", priority: 1)],
        rows: fitted(lines, width: table.width - 1), showsHeader: false,
        selection: selection.map { places[$0] },
        offset: interest(context).firstIndex(of: 1).map { places[$0] - 1 } ?? 0,
        isFocused: context.isFocused, items: places),
      in: table)
  }

  /// The rows under the names of their groups, and where each row then stands. Without names where
  /// there is one group only.
  private static func headed(_ rows: [Row], _ idle: [String]) -> ([[TextLine]], [Int]) {
    var lines: [[TextLine]] = []
    var places: [Int] = []
    var group = ""
    let hasGroups = rows.contains { $0.group != rows[0].group }
    for row in rows {
      if hasGroups, row.group != group {
        group = row.group
        lines.append([TextLine(group, Style(.accent, .bold)), "", ""])
      }
      places.append(lines.count)
      lines.append(self.row(row, isIdle: idle.contains(row.name), isIndented: hasGroups))
    }
    return (lines, places)
  }

  /// The knobs of sessions that change nothing as the others are set.
  private static func idleKnobs(_ knobs: [Knob]) -> [String] {
    func value(_ path: String) -> Value? { knobs.first { $0.path == path }?.value }
    var idle: [String] = []
    if value("pin-window") == 0 { idle.append("pin-bookkeeping") }
    if value("session-token") == "none" { idle += ["token-scope", "token-miss"] }
    if value("session-token") == "none" || value("token-miss") == "redirect" {
      idle += ["token-wait", "token-fallback"]
    }
    return idle
  }

  /// The rows without what does not fit as a whole: the value is worth more than its domain.
  private static func fitted(_ rows: [[TextLine]], width: Int) -> [[TextLine]] {
    let names = rows.map(\.[0].width).max() ?? 0
    let values = rows.map(\.[1].width).max() ?? 0
    let room = width - names - values - 4
    return rows.map { row in row[2].width <= room ? row : [row[0], row[1], ""] }
  }

  static func list(_ context: PanelContext) -> [Row] {
    let rows: [Row] =
      context.view.knobs.map { .knob($0) }
      + [.workload(context.view.workload), .nemesis(context.view.nemesis)]
    return rows.filter { context.shows($0.name) }
  }

  private static func row(_ row: Row, isIdle: Bool, isIndented: Bool) -> [TextLine] {
    let name = TextLine((isIndented ? "  " : "") + row.name, isIdle ? .dim : .plain)
    return switch row {
    case .knob(let knob):
      [
        name, TextLine(knob.value.description, isIdle ? .dim : Style.accent.bold),
        TextLine("of " + knob.domain.description, .dim),
      ]
    case .workload(let workload):
      [
        name, workload == nil ? TextLine("off", .dim) : TextLine("on", .accent),
        TextLine(workload.map(describe) ?? "random reads and writes by the clients", .dim),
      ]
    case .nemesis(let nemesis):
      [
        name, nemesis == nil ? TextLine("off", .dim) : TextLine("on", .warning),
        TextLine(nemesis.map(describe) ?? "random faults, each repaired after a while", .dim),
      ]
    }
  }

  private static func describe(_ workload: Workload) -> String {
    "every \(workload.meanGap) ms a client, \(workload.readPercent)% reads"
      + (workload.compareAndSetPercent > 0 ? ", \(workload.compareAndSetPercent)% cas" : "")
  }

  private static func describe(_ nemesis: Nemesis) -> String {
    nemesis.kinds.map(\.rawValue).joined(separator: ",")
      + " every \(nemesis.meanGap) ms for \(nemesis.meanDuration) ms"
  }

  private static func explanation(_ row: Row, _ keys: KeyLabels) -> String {
    let open = keys.atStart("open")
    return switch row {
    case .knob(let knob): "\(knob.path): \(knob.summary). \(open) sets it."
    case .workload: "workload: clients invoke operations by themselves. \(open) switches it."
    case .nemesis: "nemesis: cuts, crashes, pauses and skews at random. \(open) switches it."
    }
  }
}
