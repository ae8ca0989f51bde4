import Checkers
import Histories
import Simulation

extension Run {
  /// Why a mark came about, as of the shown position.
  ///
  /// O(chain), each link with a bisection or a walk of at most 50,000 lines; a handful of earlier moments
  /// is looked at, for each of which at most 2,047 events are stepped over on a copy.
  public func explain(_ mark: ExplainedMark) -> Explanation {
    let trace = Trace(self)
    switch mark {
    case .violation(let witness): return trace.explain(witness)
    case .operation(let id): return trace.explain(operation: id)
    default: return ExplanationBuilder(trace).explanation(title: "?", summary: "?")
    }
  }
}

extension Trace {
  func explain(_ witness: Witness) -> Explanation {
    var builder = ExplanationBuilder(self)
    let promise = "\u{201C}\(witness.checker.words)\u{201D}"
    var title = promise
    var summary = run.describe(witness)
    if let read = witness.operation, let missed = witness.missed, let serving = serving(of: read) {
      let client = names[history[read].process]
      title = "\(client)'s \(history[read].call.summary) at \(witness.at)"
      summary = "\(names[serving.node]) answered \(serving.value)"
      builder.explainMissing(missed, in: read, serving, saysToken: true)
    }
    return builder.explanation(title: title, summary: summary)
  }

  func explain(operation id: OperationID) -> Explanation {
    let builder = ExplanationBuilder(self)
    return builder.explanation(title: "", summary: "")
  }
}
