import Histories

/// Multi-key reads over several shards.
///
/// The node that is asked reads its own share and asks its neighbours for theirs, as their client. Each
/// share is read at its own instant, from the log of its own shard; the answer says for each log how
/// far it reflects it. A share that does not come leaves the read without an answer, and its client's
/// time-out decides. What waits is lost in a crash.
extension Sharded {
  /// A read that waits for its shares.
  struct Gather: Sendable {
    let request: ClientRequest
    /// One for each shard concerned, in the order of the keys.
    var shares: [Share]
  }

  /// What one shard has to answer.
  struct Share: Sendable {
    let shard: Int
    let keys: [Key]
    /// Who was asked last, and how many times it was redirected.
    var node: NodeID
    var redirects = 0
    var answer: Answer?
  }

  struct Answer: Sendable {
    let values: [Value]
    let position: LogPosition?
    let observation: Observation?
  }

  static func gather(
    _ request: ClientRequest, _ node: inout Node<Self>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<Self>
  ) {
    var shares: [Share] = []
    for key in request.call.keys {
      let shard = configuration.shard(of: key)
      if shares.contains(where: { $0.shard == shard }) { continue }
      shares.append(
        Share(
          shard: shard, keys: request.call.keys.filter { configuration.shard(of: $0) == shard },
          node: shard == configuration.shard(of: node.id)
            ? node.id : configuration.neighbour(of: node.id, on: shard)))
    }
    // Its origin asks one thing at a time: it has given up what it asked before.
    node.volatile.gathers.removeAll { $0.request.origin == request.origin }
    node.volatile.gathers.append(Gather(request: request, shares: shares))
    for share in shares where share.node != node.id {
      effects.request(part(of: request, share.keys, for: node.id), of: share.node)
    }
    for share in shares where share.node == node.id {
      hand(
        .request(part(of: request, share.keys, for: node.id)), &node, at: now, configuration,
        &effects)
    }
  }

  /// The request for one share.
  private static func part(
    of request: ClientRequest, _ keys: [Key], for node: NodeID
  ) -> ClientRequest {
    var part = request
    part.origin = node
    part.call = .readMany(keys)
    part.minimumPosition = nil
    return part
  }

  /// Takes the answers out of what the node's own part asks for.
  static func ownShares(_ effects: inout Effects<P>, of node: NodeID) -> [ClientReply] {
    var shares: [ClientReply] = []
    effects.list.removeAll { effect in
      guard case .reply(let reply, let origin) = effect, origin == node else { return false }
      shares.append(reply)
      return true
    }
    return shares
  }

  /// Takes in an answer; false when nobody waits for it.
  static func gathered(
    _ reply: ClientReply, from sender: NodeID, _ node: inout Node<Self>,
    _ effects: inout Effects<Self>
  ) -> Bool {
    guard
      let place = node.volatile.gathers.firstIndex(where: {
        $0.request.operation == reply.operation && $0.request.attempt == reply.attempt
      }),
      let share = node.volatile.gathers[place].shares.firstIndex(where: {
        $0.node == sender && $0.answer == nil
      })
    else { return false }
    let request = node.volatile.gathers[place].request
    switch reply.body {
    case .redirect(let target):
      node.volatile.gathers[place].shares[share].node = target
      node.volatile.gathers[place].shares[share].redirects += 1
      guard node.volatile.gathers[place].shares[share].redirects < Hop.most else {
        return refuse(.notLeader, place, &node, &effects)
      }
      let keys = node.volatile.gathers[place].shares[share].keys
      effects.request(part(of: request, keys, for: node.id), of: target)
    case .outcome(.ok(.list(let values)), let position, let observation):
      node.volatile.gathers[place].shares[share].answer = Answer(
        values: values, position: position, observation: observation)
      guard node.volatile.gathers[place].shares.allSatisfy({ $0.answer != nil }) else {
        return true
      }
      let whole = node.volatile.gathers.remove(at: place)
      effects.list.append(.reply(whole.reply(from: node.id), to: request.origin))
    case .outcome(.fail(let reason), _, _): return refuse(reason, place, &node, &effects)
    case .outcome: return refuse(.notSupported, place, &node, &effects)
    }
    return true
  }

  private static func refuse(
    _ reason: FailureReason, _ place: Int, _ node: inout Node<Self>,
    _ effects: inout Effects<Self>
  ) -> Bool {
    let request = node.volatile.gathers.remove(at: place).request
    effects.reply(to: request, .outcome(.fail(reason), position: nil, observation: nil))
    return true
  }
}

extension Sharded.Gather {
  /// The answer to the client, when every share is there.
  fileprivate func reply(from node: NodeID) -> ClientReply {
    let observation = Observation(
      node: node, servedAt: .zero, visibility: visibility,
      readsFrom: .each(keys { answer, index in sources(answer.observation, index) }))
    var reply = ClientReply(
      to: request,
      .outcome(
        .ok(.list(keys { $0.values.indices.contains($1) ? $0.values[$1] : .absent })),
        position: nil, observation: observation))
    for share in shares {
      guard let position = share.answer?.position else { continue }
      reply.positions.join(LogPrefix(of: LogID(share.shard), through: position))
    }
    return reply
  }

  /// Something of the answer that holds each key, in the order of the call.
  private func keys<T>(_ pick: (Sharded.Answer, Int) -> T) -> [T] {
    request.call.keys.compactMap { key in
      for share in shares {
        if let index = share.keys.firstIndex(of: key), let answer = share.answer {
          return pick(answer, index)
        }
      }
      return nil
    }
  }

  private func sources(_ observation: Observation?, _ index: Int) -> ReadsFrom {
    guard case .each(let parts)? = observation?.readsFrom, parts.indices.contains(index) else {
      return .unknown
    }
    return parts[index]
  }

  /// What each log showed; unknown when a shard does not show a prefix of one.
  private var visibility: Visibility {
    var vector = PositionVector()
    for share in shares {
      guard case .prefix(let log, let position)? = share.answer?.observation?.visibility else {
        return .unknown
      }
      vector.join(LogPrefix(of: log, through: position))
    }
    return .prefixes(vector)
  }
}

extension Call {
  /// Whether it can be put together from answers of several shards.
  var isGathered: Bool { if case .readMany = self { true } else { false } }
}
