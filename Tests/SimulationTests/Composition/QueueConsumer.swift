import Histories
import Simulation

/// A consumer that takes a message, has its effect carried out by an external sink, and then
/// acknowledges. A crash between effect and acknowledgement has the effect carried out again.
enum QueueConsumer: SimulatedProtocol {
  struct Configuration: Sendable {
    let queue: NodeID
    let sink: NodeID
  }

  struct Durable: Sendable, CanonicallyEncodable {
    var asked: Int64 = 0
    func encode(into digest: inout Digest) { digest.combine(asked) }
  }

  struct Volatile: Sendable {
    enum Stage: Sendable { case receiving, effecting, acknowledging }
    var stage = Stage.receiving
    /// The number of the message in hand.
    var message: Int64 = 0
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
    case .started, .restarted: ask(.dequeue("events"), of: configuration.queue, &node, &effects)
    case .reply(let reply, _):
      guard reply.correlation == node.durable.asked,
        case .outcome(.ok(let value), _, _) = reply.body
      else { return }
      advance(value, &node, configuration, &effects)
    case .continued("after-effect", let ticket): effects.step("before-ack", ticket: ticket)
    case .continued("before-ack", let ticket):
      node.volatile.stage = .acknowledging
      ask(.remove("events", .integer(ticket)), of: configuration.queue, &node, &effects)
    default: return
    }
  }

  private static func advance(
    _ value: Value, _ node: inout Node<Self>, _ configuration: Configuration,
    _ effects: inout Effects<Self>
  ) {
    switch (node.volatile.stage, value) {
    case (.receiving, .list(let parts)):
      guard case .integer(let number) = parts[0] else { return }
      node.volatile.message = number
      node.volatile.stage = .effecting
      ask(.append("mail", parts[2]), of: configuration.sink, &node, &effects)
    case (.effecting, _): effects.step("after-effect", ticket: node.volatile.message)
    case (.acknowledging, _):
      node.volatile.stage = .receiving
      ask(.dequeue("events"), of: configuration.queue, &node, &effects)
    default: return
    }
  }

  private static func ask(
    _ call: Call, of store: NodeID, _ node: inout Node<Self>, _ effects: inout Effects<Self>
  ) {
    node.durable.asked += 1
    effects.request(
      ClientRequest(
        origin: node.id, correlation: node.durable.asked, operation: OperationID(-1),
        session: SessionID(-1), intent: IntentID(node.volatile.message), call: call), of: store)
  }

  static let steps: [StepName] = ["after-effect", "before-ack"]

  static func candidates(for call: Call, configuration: Configuration) -> [NodeID] { [] }
  static func stateDigest(_ node: Node<Self>) -> UInt64 { UInt64(node.durable.asked) }
  static func progress(_ node: Node<Self>) -> Progress { .none }
  static func outstandingWork(_ node: Node<Self>, configuration: Configuration) -> String? { nil }
  static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection { NodeInspection(role: "consumer", progress: .none, cells: []) }
  static func knobs(_ configuration: Configuration) -> [Knob] { [] }
  static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {}
}
