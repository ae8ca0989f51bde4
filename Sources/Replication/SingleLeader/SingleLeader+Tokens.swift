import Histories
import Simulation

extension SingleLeader {
  /// Reads see the log up to what is applied, or up to what is visible where they wait for commitment.
  public static func reflects(
    _ position: LogPosition, for call: Call, node: Node<SingleLeader>,
    configuration: Configuration
  ) -> Bool {
    let seen =
      configuration.visibility == .onCommit ? node.volatile.visible : node.volatile.applied
    return seen >= position
  }
}
