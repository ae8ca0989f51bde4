import Histories

extension Sharded {
  public static func format(_ id: NodeID, configuration: Configuration) -> Durable {
    PartState(P.format(id, configuration: own(id, configuration)))
  }

  public static func boot(
    _ id: NodeID, configuration: Configuration, durable: Durable
  ) -> Volatile {
    Volatile(
      part: PartState(P.boot(id, configuration: own(id, configuration), durable: durable.state)))
  }

  public static func receive(
    _ input: NodeInput<Self>, node: inout Node<Self>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<Self>
  ) {
    switch input {
    case .request(let request):
      if request.call.isGathered, configuration.shard(for: request.call) == nil {
        return gather(request, &node, at: now, configuration, &effects)
      }
      if let answer = misplaced(request, node.id, configuration) {
        return effects.reply(to: request, answer)
      }
    case .reply(let reply, let sender):
      if gathered(reply, from: sender, &node, &effects) { return }
    default: break
    }
    guard let own = input.part(of: P.self, message: { $0 }, timer: { $0 }) else { return }
    hand(own, &node, at: now, configuration, &effects)
  }

  /// Lets the node's own part handle an input. What the part answers to this node itself is its share
  /// of a gathered read.
  static func hand(
    _ input: NodeInput<P>, _ node: inout Node<Self>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<Self>
  ) {
    var asked = Effects<P>()
    var part = node.seen(
      as: P.self, durable: node.durable.moveOut(), volatile: node.volatile.part.moveOut())
    P.receive(
      input, node: &part, at: now, configuration: Self.own(node.id, configuration),
      effects: &asked)
    node.durable = PartState(part.durable)
    node.volatile.part = PartState(part.volatile)
    let shares = node.volatile.gathers.isEmpty ? [] : ownShares(&asked, of: node.id)
    effects.append(asked, message: { $0 }, timer: { $0 })
    for share in shares { _ = gathered(share, from: node.id, &node, &effects) }
  }

  /// The answer to a request that this node's shard cannot serve; nil when it can.
  private static func misplaced(
    _ request: ClientRequest, _ node: NodeID, _ configuration: Configuration
  ) -> ClientReply.Body? {
    guard let shard = configuration.shard(for: request.call) else {
      return .outcome(.fail(.notSupported), position: nil, observation: nil)
    }
    if shard == configuration.shard(of: node) { return nil }
    guard let target = candidates(for: request.call, configuration: configuration).first else {
      return .outcome(.fail(.noCandidate), position: nil, observation: nil)
    }
    return .redirect(target)
  }

  static func own(_ node: NodeID, _ configuration: Configuration) -> P.Configuration {
    configuration.shards[configuration.shard(of: node)].configuration
  }

  /// The node as a node of its shard's protocol.
  public static func part(_ node: Node<Self>) -> Node<P> {
    node.seen(as: P.self, durable: node.durable.state, volatile: node.volatile.part.state)
  }
}
