import Histories
import Simulation

extension ExpiringCache {
  public static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    if case .read = call { return configuration.caches + [configuration.origin] }
    return [configuration.origin]
  }

  public static func channel(of message: Message) -> Channel { .datagram }

  public static func label(of message: Message) -> Label {
    switch message {
    case .query(let key): Label("query \(key)")
    case .answer(let key, _, _, let reflects): Label("answer \(key) lsn", reflects.lsn)
    }
  }

  public static func label(of timer: Timer) -> Label {}

  public static func stateDigest(_ node: Node<ExpiringCache>) -> UInt64 {
    var digest = Digest()
    for (key, answer) in node.volatile.answers.entries {
      digest.combine(key)
      digest.combine(answer.value)
      digest.combine(answer.reflects)
    }
    return digest.state &+ node.durable.state.digest
  }

  public static func progress(_ node: Node<ExpiringCache>) -> Progress {
    Progress(applied: node.durable.last, received: node.durable.last)
  }

  /// A cache answers from what it fetched, or asks the origin, whose answer reflects every position.
  /// One that has expired counts as what it is: by itself a node does not look at its clock.
  public static func reflects(
    _ position: LogPosition, for call: Call, node: Node<ExpiringCache>,
    configuration: Configuration
  ) -> Bool {
    guard node.id != configuration.origin, case .read(let key) = call else {
      return node.durable.last >= position
    }
    return node.volatile.answers[key].map { $0.reflects >= position } ?? true
  }

  public static func outstandingWork(
    _ node: Node<ExpiringCache>, configuration: Configuration
  ) -> String? {
    node.volatile.waiting.isEmpty
      ? nil : "\(node.volatile.waiting.count) reads wait for the origin"
  }

  public static func inspect(
    _ node: Node<ExpiringCache>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection {
    let isOrigin = node.id == configuration.origin
    var inspection = NodeInspection(
      role: isOrigin ? "origin" : "cache", progress: progress(node), cells: [],
      visibility: .prefix(of: configuration.log, through: node.durable.last))
    if isOrigin {
      inspection.cells = node.durable.state.cells.entries.map { key, cell in
        NodeInspection.Cell(
          key: key, value: cell.value, version: "lsn \(cell.position.lsn)", writer: cell.writer)
      }
      return inspection
    }
    inspection.isReplica = false
    let fresh = node.volatile.answers.entries.filter { now < $0.1.expires }
    inspection.cells = fresh.map { key, answer in
      NodeInspection.Cell(
        key: key, value: answer.value,
        version: "ttl \((answer.expires - now).milliseconds) ms", writer: answer.writer,
        reflects: answer.reflects)
    }
    inspection.details = [
      ("cached", String(fresh.count)), ("reads waiting", String(node.volatile.waiting.count)),
    ]
    return inspection
  }

  public static func knobs(_ configuration: Configuration) -> [Knob] {
    [
      Knob(
        path: "time-to-live", summary: "ms for which a cache keeps an answer",
        domain: .integer(0...1_000_000),
        value: .integer(configuration.timeToLive.milliseconds))
    ]
  }

  public static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    guard case .integer(let milliseconds) = value, knob == "time-to-live" else {
      preconditionFailure("no knob \(knob) takes \(value)")
    }
    configuration.timeToLive = VirtualDuration(milliseconds)
  }
}
