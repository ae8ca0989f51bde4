import Histories
import Simulation

/// Clusters whose keys are divided among several leaders.
extension Preset {
  /// The two shards of the lesson on consistent prefix: a question and its answer.
  static let twoShards = Preset(
    name: "two-shards", title: "Two shards, one far behind",
    summary: "Two leaders, each with a part of the keys; one follower is 400 ms behind, one 50.",
    promises: [.convergence, .twoLeaders],
    scenario: shards(title: "Two shards, one far behind", lags: [400, 50]))

  /// A leader S1, S2, … and a follower F1, F2, … for each shard s1, s2, …; the followers are
  /// neighbours. `q` lies on the first shard, `a` on the second.
  private static func shards(title: String, lags: [VirtualDuration]) -> Scenario {
    var servers: [String] = []
    var delays: [Scenario.LinkDelay] = []
    var shards: [Scenario.Shard] = []
    for (index, lag) in lags.enumerated() {
      let (leader, follower) = ("S\(index + 1)", "F\(index + 1)")
      servers += [leader, follower]
      shards.append(
        Scenario.Shard(
          name: "s\(index + 1)", nodes: [leader, follower],
          keys: index < 2 ? [["q"], ["a"]][index] : []))
      delays += [
        .init(from: leader, to: follower, delay: lag),
        .init(from: follower, to: leader, delay: lag),
      ]
    }
    for one in servers.indices {
      // Neighbours: the leaders with each other, and the followers with each other.
      for other in servers.indices where one != other && one % 2 == other % 2 {
        delays.append(.init(from: servers[one], to: servers[other], delay: .zero))
      }
    }
    let followers = servers.indices.filter { $0 % 2 == 1 }.map { servers[$0] }
    return Scenario(
      title: title, protocolName: "sharded", servers: servers, shards: shards,
      clients: [
        .init(name: "c1", routing: .preferred, timeout: 5000),
        .init(name: "c2", routing: .roundRobin, timeout: 5000),
        .init(name: "c3", routing: .preferred, among: followers, timeout: 5000),
      ], serverDelay: 50, clientDelay: 1, delays: delays, seed: 1)
  }
}
