import Checkers
import Histories
import Laboratory
import Simulation

/// A round brought to its end without a screen, on whichever bench it is.
public enum BenchRun: Sendable {
  case cluster(Run)
  case history(HistoryBoard)

  /// Runs a round with some moves made on it to its end.
  public static func finished(
    _ setup: BenchSetup, _ moves: [Move]
  ) throws(BenchError) -> BenchRun {
    switch setup {
    case .cluster(let scenario): return .cluster(try ClusterBench.finished(scenario, moves))
    case .history(var board):
      for (index, move) in moves.enumerated() {
        guard case .place(let bar, let instant) = move else {
          throw BenchError(.move(index), "the history bench takes `place BAR at TIME` only")
        }
        do { try board.place(bar, at: instant) } catch {
          throw BenchError(.move(index), error.message)
        }
      }
      return .history(board)
    }
  }

  /// Judges a goal. A goal of another bench is unknown here.
  public func judge(
    _ goal: BenchExpression, _ timing: GoalTiming, _ named: NamedRuns
  ) -> GoalOutcome {
    switch (self, goal) {
    case (.cluster(let run), .cluster(let goal)):
      ClusterBench.judge(goal, timing, of: run, named)
    case (.history(let board), .history(let goal)): goal.evaluate(on: board)
    default: GoalOutcome(.unknown, "the goal belongs to another bench")
    }
  }

  /// The value of an expression, for predictions.
  public func value(
    _ expression: BenchExpression, _ named: NamedRuns
  ) throws(BenchError) -> GoalValue {
    switch (self, expression) {
    case (.cluster(let run), .cluster(let expression)):
      do { return try expression.value(in: named.context(of: run)) } catch {
        throw BenchError(.expression, error.description)
      }
    case (.history(let board), .history(let goal)):
      return .truth(goal.evaluate(on: board).state == .met)
    default: throw BenchError(.expression, "the expression belongs to another bench")
    }
  }

  /// A digest of everything that happened; equal in every process for equal input.
  public var digest: String {
    switch self {
    case .cluster(let run): return run.simulation.digest.hexadecimal
    case .history(let board):
      var digest = Digest()
      for (bar, point) in zip(board.bars, board.points) {
        digest.combine(bar.name)
        digest.combine(bar.invoked.milliseconds)
        digest.combine(point ?? -1)
      }
      return digest.hexadecimal
    }
  }
}
