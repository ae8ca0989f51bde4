import Histories
import Simulation

/// The world outside: mail that is sent, cards that are charged. What it has done is never undone.
/// It recognises a repeated intent only when it supports keys.
enum ExternalSink: SimulatedProtocol {
  struct Configuration: Sendable {
    let node: NodeID
    var recognisesKeys = false
  }

  struct Durable: Sendable, CanonicallyEncodable {
    var effects: [Value] = []
    var intents: [Int64] = []
    func encode(into digest: inout Digest) {
      digest.combine(contentsOf: effects)
      for intent in intents { digest.combine(intent) }
    }
  }

  struct Volatile: Sendable {}
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
    guard case .request(let request) = input else { return }
    var result = Value.absent
    if case .append(_, let value) = request.call {
      let isKnown = node.durable.intents.contains(request.intent.number)
      if !(configuration.recognisesKeys && isKnown) {
        node.durable.effects.append(value)
        node.durable.intents.append(request.intent.number)
      }
    } else {
      result = .list(node.durable.effects)
    }
    effects.reply(to: request, .outcome(.ok(result), position: nil, observation: nil))
  }

  static let steps: [StepName] = []

  static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    [configuration.node]
  }
  static func stateDigest(_ node: Node<Self>) -> UInt64 {
    var digest = Digest()
    digest.combine(node.durable)
    return digest.state
  }
  static func progress(_ node: Node<Self>) -> Progress { .none }
  static func outstandingWork(_ node: Node<Self>, configuration: Configuration) -> String? { nil }
  static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection {
    NodeInspection(
      role: "sink", progress: .none,
      cells: [
        NodeInspection.Cell(
          key: "mail", value: .list(node.durable.effects),
          version: String(node.durable.effects.count), writer: nil)
      ])
  }
  static func knobs(_ configuration: Configuration) -> [Knob] {
    [
      Knob(
        path: "keys", summary: "whether a repeated intent is recognised",
        domain: .choice([0, 1]), value: configuration.recognisesKeys ? 1 : 0)
    ]
  }
  static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    configuration.recognisesKeys = value == 1
  }
}
