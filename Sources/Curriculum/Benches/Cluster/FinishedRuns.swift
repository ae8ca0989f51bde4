import Laboratory

/// Runs that were played to their end while an expression was evaluated, so that it can be evaluated
/// again, further, with what one message may spend.
final class FinishedRuns {
  /// By what they were asked for. Looked up, never iterated.
  private(set) var runs: [String: Run]
  /// Whether a run was wanted that the budget did not allow.
  private(set) var isShort = false
  private var budget: Int

  init(_ runs: [String: Run], budget: Int) {
    self.runs = runs
    self.budget = budget
  }

  /// The run of a name, played if it is not known; nil if it cannot be played, or not now.
  func run(_ name: String, _ play: () -> Run?) -> Run? {
    if let known = runs[name] { return known }
    guard budget > 0 else {
      isShort = true
      return nil
    }
    budget -= 1
    let run = play()
    runs[name] = run
    return run
  }
}
