import Histories
import Simulation

/// An operation that went otherwise on the two sides of a comparison.
public struct AnswerDifference: Hashable, Sendable {
  public struct Answer: Hashable, Sendable {
    public let invoked: VirtualTime
    /// Nil while it is outstanding.
    public let completed: VirtualTime?
    /// The value, `done`, or why not; empty while it is outstanding.
    public let text: String
    public let isOK: Bool
  }
  public let client: String
  public let call: String
  /// The instant at which it was asked for.
  public let intended: VirtualTime
  /// Nil where nobody asked for it.
  public let left: Answer?
  public let right: Answer?
}

extension Comparison {
  /// How many of the latest operations of each side are looked at.
  private static var window: Int { 200 }

  /// The latest operations that ended otherwise, took another time, or stand on one side only, in the
  /// order in which they were asked for. Operations are the same when one client asked the same at the
  /// same instant. O(window).
  public func differingAnswers(most: Int) -> [AnswerDifference] {
    var left = operations(.left)
    var right = operations(.right)
    // What is older than the window of the other side has no partner to be found.
    let start = max(start(left), start(right))
    left.removeAll { $0.intended < start }
    right.removeAll { $0.intended < start }
    var differences: [AnswerDifference] = []
    for operation in left {
      let place = right.firstIndex {
        $0.process == operation.process && $0.intended == operation.intended
          && $0.call == operation.call
      }
      let partner = place.map { right.remove(at: $0) }
      let one = answer(operation, .left)
      let other = partner.map { answer($0, .right) }
      guard one != other else { continue }
      differences.append(difference(operation, left: one, right: other))
    }
    differences += right.map { difference($0, left: nil, right: answer($0, .right)) }
    return differences.sorted { $0.intended < $1.intended }.suffix(most)
  }

  private func operations(_ side: Side) -> [Operation] {
    let simulation = branch(side).simulation
    let all = simulation.recording.history.operations
    let end = all.bisect { $0.invokedEvent < simulation.position }
    return Array(all[max(0, end - Self.window)..<end])
  }

  private func start(_ operations: [Operation]) -> VirtualTime {
    operations.count < Self.window ? .zero : operations.map(\.intended).min() ?? .zero
  }

  private func answer(_ operation: Operation, _ side: Side) -> AnswerDifference.Answer {
    let position = branch(side).simulation.position
    guard let completion = operation.completion, completion.eventIndex < position else {
      return .init(invoked: operation.invoked, completed: nil, text: "", isOK: false)
    }
    let text =
      switch completion.outcome {
      case .ok(let value):
        operation.call.isReadOnly || value != .absent ? "\(value)" : "done"
      case .fail(let reason): "refused: \(reason.rawValue)"
      case .info(let reason): reason.rawValue
      }
    return .init(
      invoked: operation.invoked, completed: completion.time, text: text, isOK: operation.isOK)
  }

  private func difference(
    _ operation: Operation, left: AnswerDifference.Answer?, right: AnswerDifference.Answer?
  ) -> AnswerDifference {
    AnswerDifference(
      client: names[operation.process], call: operation.call.summary,
      intended: operation.intended, left: left, right: right)
  }
}
