import Histories

/// The runs that an expression is evaluated in.
public struct GoalContext {
  /// The run, at the position that is judged.
  public var run: Run
  /// A named run of the lesson, at its end; nil when there is none of that name.
  public var namedRun: (String) -> Run?
  /// The same script from the start under another setting of a knob, at its end; nil when the knob
  /// does not take the value.
  public var variant: (String, Value) -> Run?

  public init(
    run: Run, namedRun: @escaping (String) -> Run? = { _ in nil },
    variant: @escaping (String, Value) -> Run? = { _, _ in nil }
  ) {
    self.run = run
    self.namedRun = namedRun
    self.variant = variant
  }
}

/// Why an expression has no value in a run.
enum GoalStop: Error {
  case pending(String)
  case unknown(String)
  case invalid(GoalSyntaxError)
}

extension GoalExpression {
  /// Whether the property holds in the run.
  public func evaluate(in context: GoalContext) -> GoalOutcome {
    do {
      let evaluator = GoalEvaluator(context: context)
      let (truth, witness) = try evaluator.truth(root)
      return GoalOutcome(truth ? .met : .unmet, witness)
    } catch {
      return switch error {
      case .pending(let why): GoalOutcome(.pending, why)
      case .unknown(let why): GoalOutcome(.unknown, why)
      case .invalid(let error): GoalOutcome(.unknown, error.message)
      }
    }
  }

  /// The value of the expression in the run, for predictions.
  /// - Throws: `GoalSyntaxError` when it has none there: the run has not come so far, a checker
  ///   cannot decide, or a name is unknown.
  public func value(in context: GoalContext) throws(GoalSyntaxError) -> GoalValue {
    do {
      return try GoalEvaluator(context: context).value(root)
    } catch {
      switch error {
      case .pending(let why): throw GoalSyntaxError(column: 1, why)
      case .unknown(let why): throw GoalSyntaxError(column: 1, why)
      case .invalid(let error): throw error
      }
    }
  }
}
