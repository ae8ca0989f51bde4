import CellGraphics
import Histories
import Laboratory

/// The Compare screen: two branches at one instant, and how they are looked at.
struct CompareState: Sendable {
  var comparison: Comparison
  /// The side that details are of, and that Enter shows.
  var side = Comparison.Side.left
  /// The selected line of the differences.
  var selection = 0
  var part = Part.all
  /// Both sides as they are drawn; extracted anew after each message.
  private(set) var left: LabView
  private(set) var right: LabView
  private(set) var rows: [CompareRow] = []
  /// What the checkers of whole histories say of each side, left and right.
  private var whole = [WholeHistoryVerdicts(), WholeHistoryVerdicts()]

  /// What has the screen.
  enum Part: CaseIterable, Hashable, Sendable {
    case all, timelines, differences

    var next: Part {
      switch self {
      case .all: .timelines
      case .timelines: .differences
      case .differences: .all
      }
    }
  }

  init(_ comparison: Comparison, _ options: ViewOptions) {
    self.comparison = comparison
    (left, right) = comparison.views(options)
    judge()
    rows = CompareRow.rows(comparison, left, right)
  }

  private mutating func judge() {
    whole[0].complete(&left.guarantees, of: comparison.showing(.left))
    whole[1].complete(&right.guarantees, of: comparison.showing(.right))
  }

  mutating func refresh(_ options: ViewOptions) {
    (left, right) = comparison.views(options)
    judge()
    rows = CompareRow.rows(comparison, left, right)
    selection = min(max(selection, 0), max(0, rows.count - 1))
  }

  /// Whether nothing at all is shown as a difference at this instant.
  var isAlike: Bool { rows.isEmpty && CompareReplicas.areAlike(left.replicas, right.replicas) }

  func view(_ side: Comparison.Side) -> LabView { side == .left ? left : right }
  func name(_ side: Comparison.Side) -> String { comparison.branch(side).name }
}

extension LabState {
  /// What a frame of Compare wants to see of each side: no curves, which it does not draw.
  var comparedOptions: ViewOptions {
    var options = viewOptions
    options.lagColumns = 0
    options.meterColumns = 0
    return options
  }
}
