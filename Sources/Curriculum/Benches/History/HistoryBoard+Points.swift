import Checkers
import Histories

extension HistoryBoard {
  /// Why the points do not explain the history under a model, or nil when they do.
  ///
  /// Every completed operation needs a point; an outstanding one may have one. At equal points the
  /// operation that was invoked earlier comes first. Only linearizability and sequential consistency
  /// have one order for all, so only they can be explained by points.
  public func objection(under model: CheckerName) -> String? {
    guard Self.takesPoints(model) else {
      return "\(model.words) has no single order, so points cannot show it"
    }
    for (bar, point) in zip(bars, points) where bar.completed != nil && point == nil {
      return "\(bar.name) has no point"
    }
    let order = placedInOrder
    if model == .linearizability {
      for (bar, point) in order {
        if point < bar.invoked.milliseconds {
          return "\(bar.name) would take effect before it was invoked"
        }
        if let completed = bar.completed, point > completed.milliseconds {
          return "\(bar.name) would take effect after it had returned"
        }
      }
    }
    return brokenProgramOrder(in: order.map(\.0)) ?? impossibleResult(in: order.map(\.0))
  }

  /// The bars that have a point, in the order of their points.
  public var order: [Bar] { placedInOrder.map(\.0) }

  private var placedInOrder: [(Bar, Int64)] {
    let placed = zip(bars, points).compactMap { bar, point in point.map { (bar, $0) } }
    return placed.enumerated().sorted { ($0.1.1, $0.0) < ($1.1.1, $1.0) }.map(\.1)
  }

  private func brokenProgramOrder(in order: [Bar]) -> String? {
    for (index, later) in order.enumerated() {
      for earlier in order[(index + 1)...]
      where earlier.process == later.process && earlier.invoked < later.invoked {
        return "\(later.name) stands before \(earlier.name), which \(later.process) did first"
      }
    }
    return nil
  }

  private func impossibleResult(in order: [Bar]) -> String? {
    let specification = ObjectMapSpecification(initial: initial)
    var state = specification.initial
    for bar in order {
      let process = ProcessID(processes.firstIndex(of: bar.process) ?? 0)
      let isJudged = bar.completed != nil
      guard
        let next = specification.step(
          state,
          SpecifiedOperation(
            call: bar.call, process: process, result: isJudged ? bar.result : nil))
      else {
        let found = bar.result.map { " \($0)" } ?? ""
        return "\(bar.name) could not have returned\(found) at its point"
      }
      state = next
    }
    return nil
  }
}
