import Histories

extension World {
  /// Why the world is not quiescent, or nil when it is: no foreground message in flight, no timer
  /// armed but periodic ones with nothing to do, all links healed, all nodes up, all queues empty.
  public var unrest: Unrest? {
    if let link = network.cuts.first { return .cut(link) }
    if let node = nodes.first(where: { $0.status != .up }) { return .node(node.id, node.status) }
    if !held.isEmpty { return .held(held.count) }
    if let client = clients.first(where: { $0.outstanding != nil || !$0.waiting.isEmpty }) {
      return .client(client.id)
    }
    if foregroundPending > 0 { return .pending(foregroundPending) }
    if workload != nil || nemesis != nil { return .generator }
    for node in nodes {
      if let work = P.outstandingWork(node, configuration: configuration) {
        return .work(node.id, work)
      }
    }
    return nil
  }

  /// Whether a generator will do something yet: a nemesis that has faults to choose from, or a workload of which
  /// some client is free, or asks whether or not it is.
  public var generatesMore: Bool {
    if let nemesis, !nemesis.kinds.isEmpty { return true }
    guard let workload, !workload.keys.isEmpty else { return false }
    return workload.clients.contains {
      workload.isSteady || clients[Int($0.index)].outstanding == nil
    }
  }

  /// Whether some node that is up will come to act by itself, or a background message on the wire tells one
  /// something new, though the world may not be whole. O(nodes squared + pending).
  public var mayStir: Bool {
    nodes.contains { node in
      node.status == .up
        && P.mayStir(
          node, configuration: configuration,
          reachable: { self.isOpen(from: $0, to: node.id) ? self.hearing(node.id, $0) : nil },
          hearing: { self.hearing(node.id, $0) })
    } || queue.inOrder.contains { isNews(queue[$0].occurrence) }
  }

  private func isOpen(from sender: NodeID, to receiver: NodeID) -> Bool {
    !network[Link(from: sender, to: receiver)].isCut
  }

  /// A node, if it is up and hears another.
  private func hearing(_ sender: NodeID, _ receiver: NodeID) -> Node<P>? {
    let node = nodes[Int(receiver.index)]
    return node.status == .up && isOpen(from: sender, to: receiver) ? node : nil
  }

  private func isNews(_ occurrence: Occurrence<P>) -> Bool {
    guard case .delivery(let envelope) = occurrence, case .peer(let message) = envelope.payload,
      !envelope.doomed, isServer(envelope.to)
    else { return false }
    let node = nodes[Int(envelope.to.index)]
    return node.status == .up
      && (envelope.hasArrived || isOpen(from: envelope.from, to: envelope.to))
      && P.isNews(message, to: node, configuration: configuration)
  }

  /// Whether nothing but background activity is pending.
  public var hasForegroundPending: Bool {
    foregroundPending > 0
      || clients.contains { client in
        guard let outstanding = client.outstanding else { return false }
        return client.configuration.timeout != nil || outstanding.hedgeToken != nil
      }
  }
}

/// What keeps a world from being quiescent.
public enum Unrest: Hashable, Sendable {
  case cut(Link)
  case node(NodeID, NodeStatus)
  case held(Int)
  case client(ProcessID)
  case pending(Int)
  case generator
  case work(NodeID, String)
}
