import Checkers
import Histories
import Simulation

extension Preset {
  /// Every preset, the default first.
  public static let all: [Preset] = [
    threeReplicas, farFollower, waitForAll, majority, linearizable, failoverAsync, splitBrain,
    nineReplicas, lossyNetwork, twoShards, singleNode,
  ]

  /// What the sandbox opens without being told more.
  public static let threeReplicas = Preset(
    name: "three-replicas", title: "Three replicas, two of them late",
    summary: "A leader that acknowledges at once, and followers 100 and 400 ms behind it.",
    scenario: cluster(
      servers: 3, title: "Three replicas, two of them late", serverDelay: 100, lags: [100, 400]))

  /// The cluster of the first lesson.
  static let farFollower = Preset(
    name: "async-far-follower", title: "One follower far away",
    summary: "Asynchronous replication to followers 40, 120 and 400 ms away from the leader.",
    scenario: cluster(
      servers: 4, title: "One follower far away", serverDelay: 40, lags: [40, 120, 400]))

  static let waitForAll = Preset(
    name: "wait-for-all", title: "Writes wait for everybody",
    summary: "A write is acknowledged when every follower has it, the far one included.",
    scenario: cluster(
      servers: 4, title: "Writes wait for everybody", serverDelay: 40, lags: [40, 120, 400],
      settings: [.init("acknowledgement", "all")]))

  static let majority = Preset(
    name: "majority", title: "Writes wait for a majority",
    summary: "Five replicas, of which three must have a write before it is acknowledged.",
    scenario: cluster(
      servers: 5, title: "Writes wait for a majority", serverDelay: 40,
      lags: [20, 40, 120, 400], settings: [.init("acknowledgement", "majority")]))

  static let nineReplicas = Preset(
    name: "nine-replicas", title: "Nine replicas",
    summary: "A leader and eight followers, each further away than the one before.",
    scenario: cluster(
      servers: 9, title: "Nine replicas", serverDelay: 50,
      lags: [10, 20, 40, 80, 120, 200, 300, 400]))

  static let lossyNetwork = Preset(
    name: "lossy-network", title: "A network that loses and repeats",
    summary: "Between the nodes a tenth of the messages is lost, some come twice, none on time.",
    scenario: cluster(
      servers: 3, title: "A network that loses and repeats", serverDelay: 40,
      script: [
        .init(time: .zero, intervention: .setLoss(betweenThree, Probability(percent: 10))),
        .init(time: .zero, intervention: .setDuplication(betweenThree, Probability(percent: 5))),
        .init(time: .zero, intervention: .setJitter(betweenThree, 60)),
      ]))

  static let singleNode = Preset(
    name: "single-node", title: "A single node",
    summary: "One copy, so nothing can differ: what every other cluster is compared with.",
    promises: CheckerName.inRuns,
    scenario: cluster(servers: 1, title: "A single node", serverDelay: 10))

  private static let betweenThree = LinkSet(
    from: .otherNodes, to: .otherNodes, isBothWays: true
  ).links(cluster(servers: 3, title: "", serverDelay: 0).names)
}
