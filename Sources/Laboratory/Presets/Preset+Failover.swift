import Checkers
import Histories
import Simulation

/// Clusters in which another node takes over when the leader is not heard any more.
extension Preset {
  /// The strongest that a single leader gives, failover included.
  static let linearizable = Preset(
    name: "linearizable", title: "Failover that keeps every promise",
    summary: "Votes, fencing, a majority for every write, and reads that are confirmed.",
    promises: CheckerName.inRuns,
    scenario: failover(title: "Failover that keeps every promise", acknowledgement: "majority"))

  /// The same with writes that are acknowledged before anybody else has them.
  static let failoverAsync = Preset(
    name: "failover-async", title: "Failover that forgets",
    summary: "Votes and fencing, but a write is acknowledged before a follower has it.",
    promises: [.convergence],
    scenario: failover(title: "Failover that forgets", acknowledgement: "none"))

  /// The same with nodes that still listen to a leader that was voted out.
  static let splitBrain = Preset(
    name: "split-brain", title: "Two leaders that are both believed",
    summary: "Failover without fencing: followers obey a leader of an older epoch too.",
    promises: [.convergence],
    scenario: failover(
      title: "Two leaders that are both believed", acknowledgement: "majority", fencing: "off"))

  private static func failover(
    title: String, acknowledgement: Value, fencing: Value = "on"
  ) -> Scenario {
    cluster(
      servers: 3, title: title, serverDelay: 10,
      settings: [
        .init("acknowledgement", acknowledgement), .init("visibility", "commit"),
        .init("leader-reads", "read-index"), .init("follower-reads", "sync"),
        .init("failover", "majority-vote"), .init("fencing", fencing), .init("step-down", "on"),
        .init("log-check", "on"), .init("heartbeat-interval", 20), .init("detector-timeout", 100),
      ],
      // Twice the time in which a failure is noticed: clients move on while a new leader is chosen.
      timeout: 200)
  }
}
