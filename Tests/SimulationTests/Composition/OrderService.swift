import Histories
import Simulation

/// A service that handles a write in two steps: the row to the store, then the event to the queue.
///
/// Nothing makes the two one: a crash between them leaves a row without its event (the dual write).
/// It is a client of both, and keeps what it is doing in memory. It does not retry.
enum OrderService: SimulatedProtocol {
  struct Configuration: Sendable {
    let node: NodeID
    let store: NodeID
    let queue: NodeID
  }

  struct Durable: Sendable, CanonicallyEncodable {
    /// Never used twice, so that an answer to an earlier life is recognised.
    var asked: Int64 = 0
    func encode(into digest: inout Digest) { digest.combine(asked) }
  }

  struct Volatile: Sendable {
    var orders = SortedMap<Int64, Order>()
  }

  struct Order: Sendable {
    var request: ClientRequest
    var isCommitted = false
  }

  typealias Message = NoMessage
  typealias Timer = NoTimer

  static func format(_ id: NodeID, configuration: Configuration) -> Durable { Durable() }
  static func boot(_ id: NodeID, configuration: Configuration, durable: Durable) -> Volatile {
    Volatile()
  }

  static func receive(
    _ input: NodeInput<Self>, node: inout Node<Self>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<Self>
  ) {
    switch input {
    case .request(let request):
      node.durable.asked += 1
      node.volatile.orders[node.durable.asked] = Order(request: request)
      commit(node.durable.asked, at: configuration.store, node, &effects)
    case .reply(let reply, _): answered(reply, &node, &effects)
    case .continued("after-commit", let ticket): effects.step("before-publish", ticket: ticket)
    case .continued("before-publish", let ticket):
      guard let order = node.volatile.orders[ticket] else { return }
      var request = order.request
      request.origin = node.id
      request.correlation = ticket
      request.call = .enqueue("events", request.call.argument ?? .absent)
      effects.request(request, of: configuration.queue)
    default: return
    }
  }

  private static func commit(
    _ ticket: Int64, at store: NodeID, _ node: Node<Self>, _ effects: inout Effects<Self>
  ) {
    guard let order = node.volatile.orders[ticket], let key = order.request.call.key else { return }
    var request = order.request
    request.origin = node.id
    request.correlation = ticket
    request.call = .write(Key("row/" + key.name), request.call.argument ?? .absent)
    effects.request(request, of: store)
  }

  private static func answered(
    _ reply: ClientReply, _ node: inout Node<Self>, _ effects: inout Effects<Self>
  ) {
    let ticket = reply.correlation
    guard let order = node.volatile.orders[ticket] else { return }
    switch reply.body {
    case .redirect(let target): commit(ticket, at: target, node, &effects)
    case .outcome(.ok, _, _) where !order.isCommitted:
      node.volatile.orders[ticket]?.isCommitted = true
      effects.step("after-commit", ticket: ticket)
    case .outcome(let outcome, _, _):
      node.volatile.orders[ticket] = nil
      effects.reply(to: order.request, .outcome(outcome, position: nil, observation: nil))
    }
  }

  static let steps: [StepName] = ["after-commit", "before-publish"]

  static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    [configuration.node]
  }
  static func stateDigest(_ node: Node<Self>) -> UInt64 { UInt64(node.durable.asked) }
  static func progress(_ node: Node<Self>) -> Progress { .none }
  static func outstandingWork(_ node: Node<Self>, configuration: Configuration) -> String? {
    node.volatile.orders.isEmpty ? nil : "an order is on its way"
  }
  static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection { NodeInspection(role: "service", progress: .none, cells: []) }
  static func knobs(_ configuration: Configuration) -> [Knob] { [] }
  static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {}
}
