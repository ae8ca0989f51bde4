import Histories
import Replication
import Simulation
import TestWorlds

/// Five roles in one world: a replicated store, a queue, the service that writes to both, the
/// consumer of the queue and the world outside.
typealias Shop = RoleSum<
  SingleLeader,
  RoleSum<MessageQueue, RoleSum<OrderService, RoleSum<QueueConsumer, ExternalSink>>>
>

struct ShopSetup {
  static let leader = NodeID(0)
  static let follower = NodeID(1)
  static let queue = NodeID(2)
  static let service = NodeID(3)
  static let consumer = NodeID(4)
  static let sink = NodeID(5)

  var seed: UInt64 = 1
  var tieOrder: TieOrder = .standard
  var jitter: VirtualDuration = .zero

  var configuration: Shop.Configuration {
    let store = SingleLeader.Configuration(
      log: LogID(0), members: [Self.leader, Self.follower], leader: Self.leader)
    let outside = RoleSum<QueueConsumer, ExternalSink>.Configuration(
      RolePart(
        "consumer", nodes: [Self.consumer], scope: .none,
        configuration: QueueConsumer.Configuration(queue: Self.queue, sink: Self.sink)),
      RolePart(
        "sink", nodes: [Self.sink], scope: .keys(["mail"]),
        configuration: ExternalSink.Configuration(node: Self.sink)))
    let services = RoleSum<OrderService, RoleSum<QueueConsumer, ExternalSink>>.Configuration(
      RolePart(
        "orders", nodes: [Self.service], scope: .prefixes(["order"]),
        configuration: OrderService.Configuration(
          node: Self.service, store: Self.leader, queue: Self.queue)),
      RolePart(nested: outside))
    return Shop.Configuration(
      RolePart(
        "store", nodes: [Self.leader, Self.follower], scope: .prefixes(["row/"]),
        configuration: store),
      RolePart(
        nested: .init(
          RolePart(
            "queue", nodes: [Self.queue], scope: .none,
            configuration: MessageQueue.Configuration(visibilityTimeout: 300)),
          RolePart(nested: services))))
  }

  var world: World<Shop> {
    var network = Network(endpoints: 7, defaultDelay: 1)
    for a in 0..<6 {
      for b in 0..<6 where a != b {
        network[Link(from: NodeID(a), to: NodeID(b))].delay = 5
        network[Link(from: NodeID(a), to: NodeID(b))].jitter = jitter
      }
    }
    return World(
      WorldConfiguration(
        seed: seed, tieOrder: tieOrder, servers: 6,
        clients: [
          ClientConfiguration(session: SessionID(0), routing: .preferred, timeout: 1000)
        ], network: network, configuration: configuration))
  }
}

extension Timeline<Shop> {
  /// What a panel shows of a node.
  func view(_ node: NodeID) -> NodeInspection {
    Shop.inspect(
      world[node: node], at: world[node: node].clock.reading(at: world.now),
      configuration: world.configuration)
  }

  /// The row of the order at both replicas.
  var rows: [Value?] {
    [ShopSetup.leader, ShopSetup.follower].map { node in
      view(node).cells.first { $0.key == "row/order" }?.value
    }
  }
  /// What the outside world has seen.
  var mail: Value { view(ShopSetup.sink).cells[0].value }
  /// What the queue holds.
  var queued: Value { view(ShopSetup.queue).cells[0].value }
}
