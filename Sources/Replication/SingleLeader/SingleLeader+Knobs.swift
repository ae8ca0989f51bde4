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
        path: "heartbeat-interval",
        summary:
          "ms between two heartbeat rows, with failover at most a quarter of detector-timeout; "
          + "0 switches them off",
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
    ] + failoverKnobs(configuration) + readKnobs(configuration) + dependencyKnobs(configuration)
  }

  private static func dependencyKnobs(_ configuration: Configuration) -> [Knob] {
    guard !configuration.neighbours.isEmpty else { return [] }
    return [
      onOff(
        "dependency-check",
        "whether a follower holds a write back until its region shows what the writer had seen",
        configuration.checksDependencies)
    ]
  }

  private static func failoverKnobs(_ configuration: Configuration) -> [Knob] {
    [
      Knob(
        path: "failover", summary: "who takes over from a leader that is not heard any more",
        domain: .choice(Failover.allCases.map { .text($0.rawValue) }),
        value: .text(configuration.failover.rawValue)),
      Knob(
        path: "detector-timeout",
        summary: "ms after the last heartbeat at which a follower suspects its leader",
        domain: .integer(1...1_000_000),
        value: .integer(configuration.detectorTimeout.milliseconds)),
      Knob(
        path: "election-stagger",
        summary: "ms that a node waits longer before it stands for each node that goes before it",
        domain: .integer(0...100_000),
        value: .integer(configuration.electionStagger.milliseconds)),
      onOff(
        "fencing", "whether a node refuses messages of a leader of an older epoch",
        configuration.fencing),
      onOff(
        "step-down", "whether a leader that sees a newer epoch stops leading",
        configuration.stepDown),
      onOff(
        "log-check", "whether a candidate gets a vote only with a log at least as complete",
        configuration.logCheck),
    ]
  }

  private static func readKnobs(_ configuration: Configuration) -> [Knob] {
    [
      Knob(
        path: "leader-reads",
        summary:
          "whether a leader answers reads at once or after a majority confirms that it leads",
        domain: .choice(LeaderReads.allCases.map { .text($0.rawValue) }),
        value: .text(configuration.leaderReads.rawValue)),
      Knob(
        path: "follower-reads",
        summary:
          "whether a follower answers reads at once or after it has caught up with the leader",
        domain: .choice(FollowerReads.allCases.map { .text($0.rawValue) }),
        value: .text(configuration.followerReads.rawValue)),
    ]
  }

  private static func onOff(_ path: String, _ summary: String, _ isOn: Bool) -> Knob {
    Knob(
      path: path, summary: summary, domain: .choice(["on", "off"]), value: isOn ? "on" : "off")
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
    default: turnFailover(knob, to: value, in: &configuration)
    }
  }

  private static func turnFailover(
    _ knob: String, to value: Value, in configuration: inout Configuration
  ) {
    switch (knob, value) {
    case ("failover", .text(let word)):
      configuration.failover = Failover(rawValue: word) ?? configuration.failover
    case ("detector-timeout", .integer(let milliseconds)):
      configuration.detectorTimeout = VirtualDuration(milliseconds)
    case ("election-stagger", .integer(let milliseconds)):
      configuration.electionStagger = VirtualDuration(milliseconds)
    case ("fencing", .text(let word)): configuration.fencing = word == "on"
    case ("step-down", .text(let word)): configuration.stepDown = word == "on"
    case ("log-check", .text(let word)): configuration.logCheck = word == "on"
    case ("leader-reads", .text(let word)):
      configuration.leaderReads = LeaderReads(rawValue: word) ?? configuration.leaderReads
    case ("follower-reads", .text(let word)):
      configuration.followerReads = FollowerReads(rawValue: word) ?? configuration.followerReads
    case ("dependency-check", .text(let word)): configuration.checksDependencies = word == "on"
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
