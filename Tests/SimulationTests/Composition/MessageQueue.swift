import Histories
import Simulation

/// A message queue on one node, with visibility time-out and redelivery: at least once.
///
/// `enqueue` stores a message. `dequeue` hands out the oldest visible one as [number, delivery,
/// body] and hides it; with none visible, the answer waits. `remove` with the number acknowledges. A
/// message that is not acknowledged in time is visible again.
enum MessageQueue: SimulatedProtocol {
  struct Configuration: Sendable {
    var visibilityTimeout: VirtualDuration
  }

  struct Stored: Sendable, CanonicallyEncodable {
    let number: Int64
    let body: Value
    var deliveries: Int64 = 0
    func encode(into digest: inout Digest) {
      digest.combine(number)
      digest.combine(body)
      digest.combine(deliveries)
    }
  }

  struct Durable: Sendable, CanonicallyEncodable {
    var stored: [Stored] = []
    var accepted: Int64 = 0
    func encode(into digest: inout Digest) {
      digest.combine(contentsOf: stored)
      digest.combine(accepted)
    }
  }

  /// A restart makes every message visible again.
  struct Volatile: Sendable {
    var hidden: [Int64] = []
    var waiting: [ClientRequest] = []
  }

  typealias Message = NoMessage
  enum Timer: Sendable, Equatable { case visible(Int64) }

  static func format(_ id: NodeID, configuration: Configuration) -> Durable { Durable() }
  static func boot(_ id: NodeID, configuration: Configuration, durable: Durable) -> Volatile {
    Volatile()
  }

  static func receive(
    _ input: NodeInput<Self>, node: inout Node<Self>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<Self>
  ) {
    switch input {
    case .request(let request): serve(request, &node, &effects)
    case .timer(.visible(let number)): node.volatile.hidden.removeAll { $0 == number }
    default: return
    }
    handOut(&node, configuration, &effects)
  }

  private static func serve(
    _ request: ClientRequest, _ node: inout Node<Self>, _ effects: inout Effects<Self>
  ) {
    switch request.call {
    case .enqueue(_, let body):
      node.durable.accepted += 1
      node.durable.stored.append(Stored(number: node.durable.accepted, body: body))
      effects.reply(to: request, .outcome(.ok(.absent), position: nil, observation: nil))
    case .dequeue:
      // A consumer that asks again has forgotten its last question.
      node.volatile.waiting.removeAll { $0.origin == request.origin }
      node.volatile.waiting.append(request)
    case .remove(_, .integer(let number)):
      node.durable.stored.removeAll { $0.number == number }
      node.volatile.hidden.removeAll { $0 == number }
      effects.cancelTimer(.visible(number))
      effects.reply(to: request, .outcome(.ok(.absent), position: nil, observation: nil))
    default:
      effects.reply(to: request, .outcome(.fail(.notSupported), position: nil, observation: nil))
    }
  }

  private static func handOut(
    _ node: inout Node<Self>, _ configuration: Configuration, _ effects: inout Effects<Self>
  ) {
    while let request = node.volatile.waiting.first,
      let place = node.durable.stored.firstIndex(where: {
        !node.volatile.hidden.contains($0.number)
      })
    {
      node.volatile.waiting.removeFirst()
      node.durable.stored[place].deliveries += 1
      let message = node.durable.stored[place]
      node.volatile.hidden.append(message.number)
      effects.setTimer(.visible(message.number), after: configuration.visibilityTimeout)
      let handed: Value = [.integer(message.number), .integer(message.deliveries), message.body]
      effects.reply(to: request, .outcome(.ok(handed), position: nil, observation: nil))
    }
  }

  static func candidates(for call: Call, configuration: Configuration) -> [NodeID] { [] }
  static func label(of timer: Timer) -> Label { Label("visible again") }
  static func stateDigest(_ node: Node<Self>) -> UInt64 {
    var digest = Digest()
    digest.combine(node.durable)
    return digest.state
  }
  static func progress(_ node: Node<Self>) -> Progress { .none }
  static func outstandingWork(_ node: Node<Self>, configuration: Configuration) -> String? {
    node.durable.stored.isEmpty ? nil : "\(node.durable.stored.count) messages are not acknowledged"
  }
  static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection {
    NodeInspection(
      role: "queue", progress: .none,
      cells: [
        NodeInspection.Cell(
          key: "events", value: .list(node.durable.stored.map(\.body)),
          version: String(node.durable.accepted), writer: nil)
      ])
  }
  static func knobs(_ configuration: Configuration) -> [Knob] {
    [
      Knob(
        path: "visibility-timeout", summary: "ms until a message is delivered again",
        domain: .integer(1...100_000),
        value: .integer(configuration.visibilityTimeout.milliseconds))
    ]
  }
  static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    guard case .integer(let milliseconds) = value else { return }
    configuration.visibilityTimeout = VirtualDuration(milliseconds)
  }
  static let steps: [StepName] = []
}
