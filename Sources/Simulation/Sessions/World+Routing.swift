import Histories

extension World {
  // MARK: What a session knows

  /// What a replica must reflect to serve a call of a client; nil when its reads carry no token, or
  /// none for the log of the call's keys.
  public func token(of client: Client, for call: Call) -> LogPosition? {
    let policy = sessionPolicy
    if policy.token == .none { return nil }
    return jar(of: client).token(
      policy.token, policy.shape,
      for: P.log(for: call, configuration: configuration) ?? LogID(0))
  }

  /// The token of a client as one position; nil without a token and for a vector.
  public func token(of client: Client) -> LogPosition? {
    let policy = sessionPolicy
    return policy.token == .none ? nil : jar(of: client).position(policy.token, policy.shape)
  }

  /// The jar that counts for a client: its session's, or its user's.
  public func jar(of client: Client) -> TokenJar {
    sessionPolicy.scope == .session
      ? sessions[Int(client.configuration.session.index)].jar
      : users[Int(client.configuration.user.index)]
  }

  /// Until when reads of a client go to the leader, at an instant: those of the call, or of some key.
  public func pinnedUntil(_ client: Client, for call: Call? = nil, at instant: VirtualTime)
    -> VirtualTime?
  {
    let policy = sessionPolicy
    guard policy.pinWindow > .zero else { return nil }
    return sessions[Int(client.configuration.session.index)].pin
      .end(for: call, at: instant, policy.pinBookkeeping)
  }

  /// A client was answered: from a position of one log, or from positions of several.
  mutating func remember(
    _ reply: ClientReply, _ position: LogPosition?, of call: Call, by place: Int
  ) {
    let configuration = clients[place].configuration
    func join(_ prefix: LogPrefix) {
      sessions[Int(configuration.session.index)].jar.join(prefix, of: call)
      users[Int(configuration.user.index)].join(prefix, of: call)
    }
    if let position {
      let log = P.log(for: call, configuration: self.configuration) ?? LogID(0)
      join(LogPrefix(of: log, through: position))
    }
    for prefix in reply.positions.prefixes { join(prefix) }
  }

  /// A client's write was acknowledged by a node.
  mutating func acknowledged(_ call: Call, by node: NodeID, to place: Int) {
    let window = sessionPolicy.pinWindow
    if window > .zero {
      let session = Int(clients[place].configuration.session.index)
      sessions[session].pin.acknowledged(call, at: now, window: window)
    }
    learn(node, for: call, place)
  }

  // MARK: Where a call goes

  /// The node for a call that names none, and why; nil when no node takes it or all refuse.
  mutating func route(_ call: Call, from place: Int, key: CausalKey) -> (NodeID, Hop.Reason)? {
    guard call.isReadOnly else {
      return believedLeader(for: call, place).map { ($0, .leader) }
    }
    if let end = pinnedUntil(clients[place], for: call, at: now),
      let leader = believedLeader(for: call, place)
    {
      return (leader, .pinned(until: end))
    }
    let pool = pool(for: call, place)
    guard !pool.isEmpty else { return nil }
    return choose(from: pool, call, place, key: key).map { heedingLag($0, call, place) }
  }

  /// The nodes that a client may read from, in its order of preference.
  func pool(for call: Call, _ place: Int) -> [NodeID] {
    let candidates = P.candidates(for: call, configuration: configuration)
    let among = clients[place].configuration.among
    return among.isEmpty ? candidates : among.filter { candidates.contains($0) }
  }

  /// One of the pool by the client's policy.
  private mutating func choose(
    from pool: [NodeID], _ call: Call, _ place: Int, key: CausalKey
  ) -> (node: NodeID, reason: Hop.Reason)? {
    switch clients[place].configuration.routing {
    case .preferred: return (preferred(pool, for: call, place), .preferred)
    case .any: return (pool[Int(random.below(Int64(pool.count), .routing, key))], .drawn)
    case .roundRobin:
      defer { clients[place].rotation += 1 }
      return (pool[clients[place].rotation % pool.count], .inTurn)
    case .nearest: return nearest(pool, to: clients[place].address).map { ($0, .nearest) }
    case .stickyModulo, .stickyRendezvous: return stuck(pool, place)
    }
  }

  func nearest(_ pool: [NodeID], to address: NodeID) -> NodeID? {
    pool.min { lhs, rhs in
      let a = network[Link(from: address, to: lhs)].delay
      let b = network[Link(from: address, to: rhs)].delay
      return (a, lhs) < (b, rhs)
    }
  }

  /// A connection to a crashed node is refused at once; one that is paused or cut off is not noticed.
  private func stuck(
    _ pool: [NodeID], _ place: Int
  ) -> (node: NodeID, reason: Hop.Reason)? {
    let client = clients[place].configuration
    let order = client.routing.order(of: pool, for: client.session)
    let up = order.first { !isServer($0) || nodes[Int($0.index)].status != .crashed }
    return up.map { ($0, $0 == order[0] ? .sticky : .failedOver(from: order[0])) }
  }

  /// The first of the pool; where the protocol puts the leader first, the one believed in.
  private func preferred(_ pool: [NodeID], for call: Call, _ place: Int) -> NodeID {
    guard !clients[place].beliefs.isEmpty, clients[place].configuration.among.isEmpty,
      leaders(for: call).first == pool[0]
    else { return pool[0] }
    return believedLeader(for: call, place) ?? pool[0]
  }

  // MARK: The leader that a client believes in

  /// The nodes that may order writes to the keys of a call, first the protocol's first choice.
  private func leaders(for call: Call) -> [NodeID] {
    P.candidates(
      for: call.isReadOnly ? .write(call.key ?? "", .absent) : call, configuration: configuration)
  }

  func believedLeader(for call: Call, _ place: Int) -> NodeID? {
    let candidates = leaders(for: call)
    guard !clients[place].beliefs.isEmpty else { return candidates.first }
    return candidates.first.map { clients[place].believed(insteadOf: $0) }
  }

  /// A client learns who orders the writes to the keys of a call.
  mutating func learn(_ leader: NodeID, for call: Call, _ place: Int) {
    let candidates = leaders(for: call)
    guard let first = candidates.first, candidates.contains(leader) else { return }
    clients[place].believe(leader, insteadOf: first)
  }

  /// The leader did not answer in time: the next candidate may be the leader now.
  mutating func doubt(_ node: NodeID, for call: Call, _ place: Int) {
    let candidates = leaders(for: call)
    guard candidates.count > 1, let first = candidates.first,
      clients[place].believed(insteadOf: first) == node,
      let index = candidates.firstIndex(of: node)
    else { return }
    clients[place].believe(candidates[(index + 1) % candidates.count], insteadOf: first)
  }
}

extension Client {
  /// Whom it believes to lead where the protocol names `first` first.
  fileprivate func believed(insteadOf first: NodeID) -> NodeID {
    beliefs.first { $0.first == first }?.leader ?? first
  }

  fileprivate mutating func believe(_ leader: NodeID, insteadOf first: NodeID) {
    if beliefs.isEmpty, leader == first { return }
    beliefs.removeAll { $0.first == first }
    if leader != first { beliefs.append(Belief(first: first, leader: leader)) }
  }
}
