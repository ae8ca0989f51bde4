import Histories
import Simulation

/// An action that cannot be done. Nothing has changed.
public struct ActionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The column of the text at fault, from 1; nil when it did not come from text.
  public var column: Int?
  public var message: String

  public init(column: Int? = nil, _ message: String) {
    self.column = column
    self.message = message
  }

  public var description: String { message }
}

extension Run {
  /// Whether an intervention makes sense now.
  func check(_ intervention: Intervention) throws(ActionError) {
    try intervention.checkBounds(names)
    let states = simulation.nodeStates(at: clock)
    func status(_ node: NodeID) -> NodeStatus { states[Int(node.index)].status }
    switch intervention {
    case .crash(let node, _) where status(node) == .crashed:
      throw ActionError("\(names[node]) is down already")
    case .restart(let node) where status(node) != .crashed:
      throw ActionError("\(names[node]) is not down; only a crashed node restarts")
    case .pause(let node) where status(node) != .up:
      throw ActionError("\(names[node]) does not run; only a running node can be paused")
    case .resume(let node) where status(node) != .paused:
      throw ActionError("\(names[node]) is not paused")
    case .heal where simulation.network.cutCount == 0:
      throw ActionError("no link is cut")
    case .treat(let message, _) where !simulation.isInFlight(message):
      throw ActionError("m\(message.number) is not in flight")
    case .removeRule(let rule) where !simulation.network.rules.contains(rule):
      throw ActionError("there is no such rule, or its message has come")
    case .configure(let path, let value): try check(path, value)
    case .choose(let sequence) where !simulation.enabled.contains { $0.sequence == sequence }:
      throw ActionError("nothing with the order number \(sequence) is pending")
    default: break
    }
  }

  private func check(_ path: String, _ value: Value) throws(ActionError) {
    let knobs = simulation.knobs
    guard let knob = knobs.first(where: { $0.path == path }) else {
      throw ActionError(
        "no knob is called \(path); there are " + knobs.map(\.path).joined(separator: ", "))
    }
    guard knob.allows(value) else {
      throw ActionError("\(path) cannot be \(value); it takes \(knob.domain.description)")
    }
  }
}

extension Knob.Domain: CustomStringConvertible {
  /// The values for a message: `none, 1, majority, all` or `0 to 1000`.
  public var description: String {
    switch self {
    case .choice(let values): values.map(\.description).joined(separator: ", ")
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    }
  }
}
