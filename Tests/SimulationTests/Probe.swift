import Histories
import Simulation
import TestWorlds

/// A protocol that does what its clients tell it and notes down everything that happens to it.
///
/// `write("datagram/2", n)` and `write("stream/2", n)` send `n` to node 2; `write("timer/a", d)` sets
/// a timer, `write("background/a", d)` one of the background, `delete("timer/a")` cancels it;
/// `enqueue("step", name)` reaches a named point; `acquire` is never answered; `write("ask/2", v)`
/// asks node 2 as a client, `pop` redirects to node 0; any other call is answered at once.
enum Probe: SimulatedProtocol {
  struct Configuration: Sendable {
    /// The delay of a timer set when the node starts, and nothing when zero.
    var startTimer: VirtualDuration = .zero
    var work: String?
  }

  struct Line: Hashable, Sendable, CanonicallyEncodable {
    var local: Int64
    var text: String
    func encode(into digest: inout Digest) {
      digest.combine(local)
      digest.combine(text)
    }
  }

  struct Durable: Sendable, CanonicallyEncodable {
    var lines: [Line] = []
    func encode(into digest: inout Digest) { digest.combine(contentsOf: lines) }
  }

  struct Volatile: Sendable {
    /// How many inputs this life of the node has seen.
    var inputs = 0
  }

  struct Message: Sendable {
    var number: Int64
    var isStream: Bool
  }
  typealias Timer = String

  static func format(_ id: NodeID, configuration: Configuration) -> Durable { Durable() }
  static func boot(_ id: NodeID, configuration: Configuration, durable: Durable) -> Volatile {
    Volatile()
  }

  static func receive(
    _ input: NodeInput<Self>, node: inout Node<Self>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<Self>
  ) {
    node.volatile.inputs += 1
    func note(_ text: String) {
      node.durable.lines.append(Line(local: now.milliseconds, text: text))
    }
    switch input {
    case .started:
      if configuration.startTimer > .zero {
        effects.setTimer("start", after: configuration.startTimer)
      }
    case .restarted: note("restarted")
    case .message(let message, let sender): note("\(message.number) from \(sender.index)")
    case .request(let request):
      note("\(request.call.name) \(request.call.argument ?? .absent)")
      serve(request, &effects)
    case .reply(let reply, let sender):
      if case .outcome(.ok(let value), _, _) = reply.body { note("\(value) of \(sender.index)") }
    case .timer(let name): note("timer \(name)")
    case .continued(let step, let ticket): note("after \(step) \(ticket)")
    case .reconfigured: note("reconfigured")
    case .linkRestored(let peer): note("link to \(peer.index)")
    }
  }

  private static func serve(_ request: ClientRequest, _ effects: inout Effects<Self>) {
    let words = request.call.key?.name.split(separator: "/").map(String.init) ?? []
    switch (request.call, words.first) {
    case (.acquire, _): return
    case (.pop, _): return effects.reply(to: request, .redirect(NodeID(0)))
    case (.write(_, .integer(let number)), "datagram"), (.write(_, .integer(let number)), "stream"):
      effects.send(
        Message(number: number, isStream: words[0] == "stream"), to: NodeID(Int(words[1])!))
    case (.write(_, .integer(let delay)), "timer"):
      effects.setTimer(words[1], after: VirtualDuration(delay))
    case (.write(_, .integer(let delay)), "background"):
      effects.setTimer(words[1], after: VirtualDuration(delay), .background)
    case (.delete, "timer"): effects.cancelTimer(words[1])
    case (.enqueue(_, .text(let name)), "step"):
      effects.step(StepName(name), ticket: request.correlation)
    case (.write, "ask"):
      var asked = request
      asked.origin = NodeID(0)
      effects.request(asked, of: NodeID(Int(words[1])!))
    default: break
    }
    effects.reply(
      to: request, .outcome(.ok(request.call.argument ?? .absent), position: nil, observation: nil))
  }

  static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    call.key == "nowhere" ? [] : [NodeID(0), NodeID(1)]
  }
  static func channel(of message: Message) -> Channel { message.isStream ? .stream(0) : .datagram }
  static func label(of message: Message) -> Label { Label("probe", message.number) }
  static func label(of timer: Timer) -> Label { Label(timer) }
  static func stateDigest(_ node: Node<Self>) -> UInt64 {
    var digest = Digest()
    digest.combine(node.durable)
    return digest.state
  }
  static func progress(_ node: Node<Self>) -> Progress { .none }
  static func outstandingWork(_ node: Node<Self>, configuration: Configuration) -> String? {
    configuration.work
  }
  static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection { NodeInspection(role: "probe", progress: .none, cells: []) }
  static func knobs(_ configuration: Configuration) -> [Knob] {
    [
      Knob(
        path: "work", summary: "what is left to do", domain: .choice(["none", "something"]),
        value: .text(configuration.work ?? "none"))
    ]
  }
  static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    configuration.work = value == "none" ? nil : value.description
  }
  static let steps: [StepName] = ["middle"]
}

/// Three probes and their clients; every link takes 1 ms between client and probe, 10 ms between
/// probes.
struct ProbeSetup {
  var seed: UInt64 = 1
  var tieOrder: TieOrder = .standard
  var timeout: VirtualDuration? = 1000
  var clients = 2
  var routing: RoutingPolicy = .preferred
  var configuration = Probe.Configuration()

  var world: World<Probe> {
    var network = Network(endpoints: 3 + clients, defaultDelay: 1)
    for a in 0..<3 {
      for b in 0..<3 where a != b { network[Link(from: NodeID(a), to: NodeID(b))].delay = 10 }
    }
    return World(
      WorldConfiguration(
        seed: seed, tieOrder: tieOrder, servers: 3,
        clients: (0..<clients).map {
          ClientConfiguration(session: SessionID($0), routing: routing, timeout: timeout)
        },
        network: network, configuration: configuration))
  }

  /// Runs a script of the test's making up to an instant.
  func run(
    through time: VirtualTime = 5000, _ script: (inout World<Probe>) -> Void
  ) -> Timeline<Probe> {
    var world = self.world
    script(&world)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: time)
    return timeline
  }
}

extension Timeline<Probe> {
  /// What a probe noted, as "local time: text".
  func lines(_ node: Int) -> [String] {
    world[node: NodeID(node)].durable.lines.map { "\($0.local): \($0.text)" }
  }
}

let p0 = NodeID(0)
let p1 = NodeID(1)
let p2 = NodeID(2)
