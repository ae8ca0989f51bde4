import Curriculum
import Histories

/// What the board panel shows of a `history` round, in plain values.
public struct BoardPage: Hashable, Sendable {
  public var board: HistoryBoard
  public var verdicts: [BoardVerdict]
  /// Why no point can be moved now; nil when one can.
  public var refusal: String?
  /// Whether the task that is worked on here was met, wherever its points are now.
  public var isTaskMet: Bool

  public init(
    board: HistoryBoard, verdicts: [BoardVerdict], refusal: String? = nil, isTaskMet: Bool = false
  ) {
    self.isTaskMet = isTaskMet
    self.board = board
    self.verdicts = verdicts
    self.refusal = refusal
  }

  /// What the objects hold before the first operation: `x = 0 at the start`; empty where it is nothing.
  var beginning: String {
    guard !board.initial.isEmpty else { return "" }
    return board.initial.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
      + " at the start"
  }

  /// The instants of the axis: all bars and points, with room behind the last one to put points in.
  public var axis: ClosedRange<Int64> {
    let points = board.points.compactMap(\.self)
    let first = min(reach.lowerBound, points.min() ?? reach.lowerBound)
    return first...max(reach.upperBound, points.max() ?? first)
  }

  /// Where keys put points: from a little before the first bar to behind the last one.
  var reach: ClosedRange<Int64> {
    let instants =
      board.bars.flatMap { [$0.invoked, $0.completed ?? $0.invoked] }.map(\.milliseconds)
    let first = instants.min() ?? 0
    let last = max(first, instants.max() ?? first)
    let room = max(2, (last - first) / 8)
    return (first - max(1, room / 4))...(last + room)
  }

  /// How far one key moves a point: fine enough for every gap between two bounds of bars.
  public var step: Int64 { max(1, (reach.upperBound - reach.lowerBound) / 40) }

  public var pointCount: Int { board.points.compactMap(\.self).count }

  /// The bars that a model forbids whatever the points are, and why.
  var forbidden: (edges: [ForbiddenEdge], bars: [Int])? {
    guard let verdict = weakestImpossible, case .impossible(let edges, let bars) = verdict.state
    else { return nil }
    return (edges, bars)
  }

  /// The weakest of the models that no points can show: what forbids it forbids the stronger ones too.
  private var weakestImpossible: BoardVerdict? {
    verdicts.last { if case .impossible = $0.state { true } else { false } }
  }

  /// A bar and its point as one line: `W  c1 write x = 1  0-2  point at 1`.
  func words(_ index: Int) -> String {
    let bar = board.bars[index]
    let end = bar.completed.map { "\($0)" } ?? "?"
    let point = board.points[index].map { "point at \($0)" } ?? "no point"
    return "\(bar.name): \(bar.process) \(bar.words), from \(bar.invoked) to \(end), \(point)"
  }

  /// What the board says of a model, in words; of several forbidden pairs that of the selected bar.
  func sentence(_ verdict: BoardVerdict, selected: Int? = nil) -> String {
    let name = verdict.model.words
    switch verdict.state {
    case .asked: return "\(name): answer first"
    case .explained: return "\(name): these points explain it"
    case .notYet(let reason):
      return "\(name): \(reason)" + (isTaskMet ? ". Your task stays met" : "")
    case .impossible where verdict != weakestImpossible: return "\(name): no points can"
    case .impossible(let edges, let bars):
      let edge = edges.first { $0.first == selected || $0.second == selected } ?? edges.first
      let why =
        edge.map { board.sentence($0, under: verdict.model, bars: bars) }
        ?? board.sentence(bars: bars)
      return "\(name): no points can. \(why)"
    case .holds: return "\(name): holds"
    case .violated(let bars):
      return "\(name): violated by " + bars.map { board.bars[$0].name }.joined(separator: ", ")
    case .unknown(let reason): return "\(name): unknown, \(reason)"
    }
  }
}
