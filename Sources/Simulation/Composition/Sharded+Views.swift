import Histories

extension Sharded {
  /// The nodes of the shard that the call's keys lie on; of its first key for a read of several
  /// shards. None for another call across shards, which the kernel then refuses definitely.
  public static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    let first = call.isGathered ? call.key.map { configuration.shard(of: $0) } : nil
    guard let shard = configuration.shard(for: call) ?? first else { return [] }
    return P.candidates(for: call, configuration: configuration.shards[shard].configuration)
  }

  public static func channel(of message: Message) -> Channel { P.channel(of: message) }
  public static func label(of message: Message) -> Label { P.label(of: message) }
  public static func label(of timer: Timer) -> Label { P.label(of: timer) }
  public static func stateDigest(_ node: Node<Self>) -> UInt64 { P.stateDigest(part(node)) }
  public static func progress(_ node: Node<Self>) -> Progress { P.progress(part(node)) }
  public static var steps: [StepName] { P.steps }

  public static func outstandingWork(
    _ node: Node<Self>, configuration: Configuration
  ) -> String? {
    let shard = configuration.shards[configuration.shard(of: node.id)]
    return P.outstandingWork(part(node), configuration: shard.configuration)
      .map { "\(shard.name): \($0)" }
  }

  public static func mayStir(
    _ node: Node<Self>, configuration: Configuration, reachable: (NodeID) -> Node<Self>?,
    hearing: (NodeID) -> Node<Self>?
  ) -> Bool {
    P.mayStir(
      part(node), configuration: own(node.id, configuration),
      reachable: { reachable($0).map(part) }, hearing: { hearing($0).map(part) })
  }

  public static func isNews(
    _ message: Message, to node: Node<Self>, configuration: Configuration
  ) -> Bool {
    P.isNews(message, to: part(node), configuration: own(node.id, configuration))
  }

  public static func authority(asSeenBy node: Node<Self>, configuration: Configuration) -> NodeID? {
    P.authority(asSeenBy: part(node), configuration: own(node.id, configuration))
  }

  /// Positions are those of the shard of the call's keys.
  public static func reflects(
    _ position: LogPosition, for call: Call, node: Node<Self>, configuration: Configuration
  ) -> Bool {
    P.reflects(position, for: call, node: part(node), configuration: own(node.id, configuration))
  }

  public static func newestHeartbeat(seenBy node: Node<Self>) -> LocalTime? {
    P.newestHeartbeat(seenBy: part(node))
  }

  /// The shard of the keys has the log of the same number. Nil where there is one shard.
  public static func log(for call: Call, configuration: Configuration) -> LogID? {
    guard configuration.shards.count > 1 else { return nil }
    return configuration.shard(for: call).map { LogID($0) }
  }

  public static func notes(ofCrash node: Node<Self>, configuration: Configuration) -> [Note] {
    P.notes(ofCrash: part(node), configuration: own(node.id, configuration))
  }

  public static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection {
    let shard = configuration.shards[configuration.shard(of: node.id)]
    var view = P.inspect(part(node), at: now, configuration: shard.configuration)
    view.details = [("shard", shard.name)] + view.details
    return view
  }

  public static func knobs(_ configuration: Configuration) -> [Knob] {
    configuration.shards.flatMap { shard in
      P.knobs(shard.configuration).map { knob in
        var knob = knob
        knob.path = "\(shard.name).\(knob.path)"
        return knob
      }
    }
  }

  public static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    for index in configuration.shards.indices {
      let shard = configuration.shards[index]
      let own = P.knobs(shard.configuration).first { "\(shard.name).\($0.path)" == knob }
      guard let own else { continue }
      return P.turn(own.path, to: value, in: &configuration.shards[index].configuration)
    }
    preconditionFailure("no shard has a knob \(knob)")
  }
}
