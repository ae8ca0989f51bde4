import Histories

extension RoleSum {
  public static func format(_ id: NodeID, configuration: Configuration) -> Durable {
    if configuration.playsFirst(id) {
      .first(PartState(First.format(id, configuration: configuration.first.configuration)))
    } else {
      .second(PartState(Second.format(id, configuration: configuration.second.configuration)))
    }
  }

  public static func boot(
    _ id: NodeID, configuration: Configuration, durable: Durable
  ) -> Volatile {
    switch durable {
    case .first(let own):
      .first(
        PartState(
          First.boot(id, configuration: configuration.first.configuration, durable: own.state)))
    case .second(let own):
      .second(
        PartState(
          Second.boot(id, configuration: configuration.second.configuration, durable: own.state)))
    }
  }

  public static func receive(
    _ input: NodeInput<Self>, node: inout Node<Self>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<Self>
  ) {
    if configuration.playsFirst(node.id) {
      receiveFirst(input, &node, now, configuration.first.configuration, &effects)
    } else {
      receiveSecond(input, &node, now, configuration.second.configuration, &effects)
    }
  }

  private static func receiveFirst(
    _ input: NodeInput<Self>, _ node: inout Node<Self>, _ now: LocalTime,
    _ configuration: First.Configuration, _ effects: inout Effects<Self>
  ) {
    guard
      let own = input.part(of: First.self, message: { $0.first }, timer: { $0.first })
    else { preconditionFailure("a role sends its messages to nodes of its own") }
    var asked = Effects<First>()
    var part = node.seen(
      as: First.self, durable: node.durable.moveOutFirst(), volatile: node.volatile.moveOutFirst())
    First.receive(
      own, node: &part, at: now, configuration: configuration, effects: &asked)
    node.durable = .first(PartState(part.durable))
    node.volatile = .first(PartState(part.volatile))
    effects.append(asked, message: { .first($0) }, timer: { .first($0) })
  }

  private static func receiveSecond(
    _ input: NodeInput<Self>, _ node: inout Node<Self>, _ now: LocalTime,
    _ configuration: Second.Configuration, _ effects: inout Effects<Self>
  ) {
    guard
      let own = input.part(of: Second.self, message: { $0.second }, timer: { $0.second })
    else { preconditionFailure("a role sends its messages to nodes of its own") }
    var asked = Effects<Second>()
    var part = node.seen(
      as: Second.self, durable: node.durable.moveOutSecond(),
      volatile: node.volatile.moveOutSecond())
    Second.receive(
      own, node: &part, at: now, configuration: configuration, effects: &asked)
    node.durable = .second(PartState(part.durable))
    node.volatile = .second(PartState(part.volatile))
    effects.append(asked, message: { .second($0) }, timer: { .second($0) })
  }
}

extension RoleSum.Either {
  /// Moves the state out, so that nothing else refers to it while the part changes it.
  fileprivate mutating func moveOutFirst<State>() -> State where A == PartState<State> {
    guard case .first(var own) = self else { preconditionFailure("the node plays the first role") }
    self = .first(own.emptied())
    return own.moveOut()
  }

  fileprivate mutating func moveOutSecond<State>() -> State where B == PartState<State> {
    guard case .second(var own) = self else {
      preconditionFailure("the node plays the second role")
    }
    self = .second(own.emptied())
    return own.moveOut()
  }
}

extension PartState {
  /// A place without a state, to be filled before anybody looks.
  fileprivate func emptied() -> PartState {
    var copy = self
    copy.held = nil
    return copy
  }
}
