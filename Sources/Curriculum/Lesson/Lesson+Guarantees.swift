import Checkers

extension Lesson {
  /// The guarantees that the lesson is about: those that it lists itself, and those that its goals, its
  /// questions and the points of its story name. In the order of `CheckerName`. O(size of the lesson).
  public var taught: [CheckerName] {
    let beats = rounds.flatMap(\.beats)
    let points = beats.flatMap { [$0.point, $0.prediction?.reveal] }
    let violations = points.compactMap { point -> CheckerName? in
      if case .violation(let checker)? = point { checker } else { nil }
    }
    let goals =
      shows.map(\.goal) + tasks.map(\.goal) + predictions.flatMap(\.conditions)
      + hints.compactMap(\.mistake)
    let named = guarantees + violations + goals.flatMap(\.checkers)
    return CheckerName.allCases.filter { named.contains($0) }
  }
}

extension Prediction {
  /// What its answers are computed by.
  fileprivate var conditions: [BenchExpression] {
    switch form {
    case .choice(let choices): choices.map(\.condition)
    case .number(let value, _, _): [value]
    }
  }
}

extension BenchExpression {
  /// The checkers that it asks about; one may come twice.
  fileprivate var checkers: [CheckerName] {
    switch self {
    case .cluster(let expression): expression.checkers
    case .history(let goal): goal.models
    }
  }
}
