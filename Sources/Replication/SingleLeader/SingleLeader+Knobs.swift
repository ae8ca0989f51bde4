import Histories
import Simulation

extension SingleLeader {
  public static func knobs(_ configuration: Configuration) -> [Knob] {
    let followers = Int64(configuration.members.count - 1)
    return [
      Knob(
        path: "acknowledgement",
        summary: "whose copy a write waits for before it is acknowledged",
        domain: .choice(
          ["none"] + (followers > 0 ? (1...followers).map { .integer($0) } : [])
            + ["majority", "all"]),
        value: configuration.acknowledgement.value),
      Knob(
        path: "visibility", summary: "when a replica's reads begin to see an entry",
        domain: .choice(ReadVisibility.allCases.map { .text($0.rawValue) }),
        value: .text(configuration.visibility.rawValue)),
      Knob(
        path: "heartbeat-interval", summary: "ms between two heartbeat rows; 0 switches them off",
        domain: .integer(0...100_000),
        value: .integer(configuration.heartbeatInterval.milliseconds)),
      Knob(
        path: "retransmission-timeout",
        summary: "ms without an acknowledgement before the leader sends entries again",
        domain: .integer(1...1_000_000),
        value: .integer(configuration.retransmissionTimeout.milliseconds)),
      Knob(
        path: "apply-time", summary: "ms a follower takes to apply an entry it has received",
        domain: .integer(0...100_000), value: .integer(configuration.applyTime.milliseconds)),
    ]
  }

  public static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    switch (knob, value) {
    case ("acknowledgement", .integer(let count)):
      configuration.acknowledgement = .followers(Int(count))
    case ("acknowledgement", "majority"): configuration.acknowledgement = .majority
    case ("acknowledgement", "all"): configuration.acknowledgement = .all
    case ("acknowledgement", "none"): configuration.acknowledgement = .none
    case ("visibility", .text(let word)):
      configuration.visibility = ReadVisibility(rawValue: word) ?? configuration.visibility
    case ("heartbeat-interval", .integer(let milliseconds)):
      configuration.heartbeatInterval = VirtualDuration(milliseconds)
    case ("retransmission-timeout", .integer(let milliseconds)):
      configuration.retransmissionTimeout = VirtualDuration(milliseconds)
    case ("apply-time", .integer(let milliseconds)):
      configuration.applyTime = VirtualDuration(milliseconds)
    default: preconditionFailure("no knob \(knob) takes \(value)")
    }
  }
}

extension SingleLeader.Acknowledgement {
  /// As it stands in scripts: `none`, a number of followers, `majority`, `all`.
  public var value: Value {
    switch self {
    case .none: "none"
    case .followers(let count): .integer(Int64(count))
    case .majority: "majority"
    case .all: "all"
    }
  }
}
