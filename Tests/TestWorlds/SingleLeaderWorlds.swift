import Histories
import Replication
import Simulation

/// A single-leader cluster with its clients, ready to be scripted.
public struct SingleLeaderSetup: Sendable {
  public var name = "asynchronous"
  public var seed: UInt64 = 1
  public var tieOrder: TieOrder = .standard
  /// The one-way lag of each follower.
  public var lags: [VirtualDuration] = [40, 120, 400]
  public var clients = 2
  public var timeout: VirtualDuration? = 5000
  public var acknowledgement: SingleLeader.Acknowledgement = .none
  public var visibility: SingleLeader.ReadVisibility = .onApply
  public var applyTime: VirtualDuration = .zero
  public var initial: [History.InitialValue] = []
  public var jitter: VirtualDuration = .zero
  public var routing: RoutingPolicy = .preferred
  public var among: [NodeID] = []
  public var sessionPolicy = SessionPolicy()

  public init() {}

  public var servers: Int { lags.count + 1 }
  public var leader: NodeID { NodeID(0) }
  public var members: [NodeID] { (0..<servers).map { NodeID($0) } }

  public var configuration: SingleLeader.Configuration {
    var configuration = SingleLeader.Configuration(
      log: LogID(0), members: members, leader: leader)
    configuration.acknowledgement = acknowledgement
    configuration.visibility = visibility
    configuration.applyTime = applyTime
    configuration.initial = initial
    return configuration
  }

  public var world: World<SingleLeader> {
    var network = Network(endpoints: servers + clients, defaultDelay: 1)
    for (index, lag) in lags.enumerated() {
      for link in between(leader, NodeID(index + 1)) {
        network[link].delay = lag
        network[link].jitter = jitter
      }
    }
    return World(
      WorldConfiguration(
        seed: seed, tieOrder: tieOrder, servers: servers,
        clients: (0..<clients).map {
          ClientConfiguration(
            session: SessionID($0), routing: routing, among: among, timeout: timeout)
        },
        network: network, configuration: configuration, sessionPolicy: sessionPolicy))
  }

  public var timeline: Timeline<SingleLeader> { Timeline(world, initial: initial) }

  /// Every configuration that the fault campaigns run over.
  public static var all: [SingleLeaderSetup] {
    var asynchronous = SingleLeaderSetup()
    asynchronous.lags = [5, 20, 60]
    asynchronous.clients = 3
    asynchronous.jitter = 7
    asynchronous.timeout = 300
    asynchronous.routing = .any
    var semisynchronous = asynchronous
    semisynchronous.name = "one follower acknowledges"
    semisynchronous.acknowledgement = .followers(1)
    var majority = asynchronous
    majority.name = "majority, reads of committed entries"
    majority.acknowledgement = .majority
    majority.visibility = .onCommit
    var everybody = asynchronous
    everybody.name = "all acknowledge, slow appliers"
    everybody.acknowledgement = .all
    everybody.applyTime = 15
    return [asynchronous, semisynchronous, majority, everybody]
  }
}

extension World {
  /// Schedules a call.
  public mutating func plan(
    _ call: Call, at time: VirtualTime, by process: Int, on target: NodeID? = nil
  ) {
    schedule(PlannedCall(call: call, target: target, intended: time), of: ProcessID(process))
  }
}
