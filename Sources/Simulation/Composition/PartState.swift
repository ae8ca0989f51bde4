import Histories

/// The state of one part, held for a node of the composed world.
///
/// While the part handles an input its state is moved out and back, never copied: the part changes
/// its logs and maps in place. Outside of that there is always a state in it.
public struct PartState<State: Sendable>: Sendable {
  var held: State?

  init(_ state: State) { held = state }

  /// The state. Not asked for while it is moved out.
  public var state: State {
    guard let held else { preconditionFailure("the part handles an input and has its state") }
    return held
  }

  mutating func moveOut() -> State {
    guard let moved = held.take() else {
      preconditionFailure("the part handles an input and has its state")
    }
    return moved
  }
}

extension PartState: CanonicallyEncodable where State: CanonicallyEncodable {
  public func encode(into digest: inout Digest) { digest.combine(state) }
}

extension Node {
  /// This node as a part's protocol sees it: the same identity, clock and status, with the part's
  /// state. Timers and what waits for the node stay with the composed node.
  func seen<Part: SimulatedProtocol>(
    as part: Part.Type, durable: Part.Durable, volatile: Part.Volatile
  ) -> Node<Part> {
    var node = Node<Part>(id: id, durable: durable, volatile: volatile)
    node.status = status
    node.clock = clock
    node.incarnation = incarnation
    node.serviceTime = serviceTime
    node.busyUntil = busyUntil
    node.backlog = backlog
    node.requests = requests
    return node
  }
}

extension Effects {
  /// Appends what a part asked for, in its order and one for one, so that random draws are keyed as
  /// they would be without the composition.
  mutating func append<Part: SimulatedProtocol>(
    _ part: Effects<Part>, message: (Part.Message) -> P.Message, timer: (Part.Timer) -> P.Timer
  ) {
    list.reserveCapacity(list.count + part.list.count)
    for effect in part.list {
      switch effect {
      case .send(let body, let peer, let visit): list.append(.send(message(body), to: peer, visit))
      case .request(let request, let store): list.append(.request(request, to: store))
      case .reply(let reply, let origin): list.append(.reply(reply, to: origin))
      case .setTimer(let name, let duration, let visit):
        list.append(.setTimer(timer(name), after: duration, visit))
      case .cancelTimer(let name): list.append(.cancelTimer(timer(name)))
      case .step(let name, let ticket): list.append(.step(name, ticket: ticket))
      case .note(let note): list.append(.note(note))
      }
    }
  }
}

extension NodeInput {
  /// The input for a node of a part. Nil for a message or a timer that is not the part's.
  func part<Part: SimulatedProtocol>(
    of part: Part.Type, message: (P.Message) -> Part.Message?, timer: (P.Timer) -> Part.Timer?
  ) -> NodeInput<Part>? {
    switch self {
    case .started: .started
    case .restarted: .restarted
    case .message(let body, let sender): message(body).map { .message($0, from: sender) }
    case .request(let request): .request(request)
    case .reply(let reply, let sender): .reply(reply, from: sender)
    case .timer(let name): timer(name).map { .timer($0) }
    case .continued(let step, let ticket): .continued(step, ticket: ticket)
    case .reconfigured: .reconfigured
    case .linkRestored(let peer): .linkRestored(to: peer)
    }
  }
}
