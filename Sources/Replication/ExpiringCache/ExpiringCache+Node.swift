import Histories
import Simulation

extension ExpiringCache {
  public static func format(_ id: NodeID, configuration: Configuration) -> Durable {
    var durable = Durable(last: LogPosition(epoch: 1, lsn: Int64(configuration.initial.count)))
    guard id == configuration.origin else { return durable }
    for (index, initial) in configuration.initial.enumerated() {
      durable.state.set(
        initial.key, initial.value, position: LogPosition(epoch: 1, lsn: Int64(index) + 1),
        writer: nil)
    }
    return durable
  }

  public static func boot(
    _ id: NodeID, configuration: Configuration, durable: Durable
  ) -> Volatile {
    Volatile()
  }

  public static func receive(
    _ input: NodeInput<ExpiringCache>, node: inout Node<ExpiringCache>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<ExpiringCache>
  ) {
    switch input {
    case .request(let request) where node.id == configuration.origin:
      serve(request, &node, configuration, &effects)
    case .request(let request):
      if case .read(let key) = request.call {
        read(key, request, &node, at: now, configuration, &effects)
      } else {
        // Writes, and reads of several keys at one instant, are the origin's.
        effects.reply(to: request, .redirect(configuration.origin))
      }
    case .message(.query(let key), let cache):
      let cell = node.durable.state[key]
      effects.send(
        .answer(
          key, cell?.value ?? .absent, writer: cell?.writer, reflects: node.durable.last),
        to: cache)
    case .message(.answer(let key, let value, let writer, let reflects), _):
      node.volatile.answers[key] = Answer(
        value: value, writer: writer, reflects: reflects,
        expires: now + configuration.timeToLive)
      answerWaiting(key, &node, configuration, &effects)
    case .linkRestored(let peer):
      // Only the way to the origin matters to a cache: it asks again what it still waits for.
      guard peer == configuration.origin else { break }
      for key in waitingKeys(node) { effects.send(.query(key), to: peer) }
    case .timer, .started, .restarted, .continued, .reconfigured, .reply: break
    }
  }

  // MARK: The origin

  private static func serve(
    _ request: ClientRequest, _ node: inout Node<ExpiringCache>, _ configuration: Configuration,
    _ effects: inout Effects<ExpiringCache>
  ) {
    let readsFrom = node.durable.state.readsFrom(request.call)
    let previous = node.durable.last
    let next = LogPosition(epoch: Int(previous.epoch), lsn: previous.lsn + 1)
    let before = node.durable.state.digest
    let outcome = node.durable.state.apply(
      request.call, at: next, by: request.operation, session: request.session)
    if node.durable.state.belongsInLog(request.call, outcome, since: before) {
      node.durable.last = next
      effects.note(
        .placed(request.operation, log: configuration.log, position: next, previous: previous))
      effects.note(.committed(request.operation))
    }
    reply(
      to: request, outcome, node.id, reflects: node.durable.last, readsFrom, configuration,
      &effects)
  }

  private static func reply(
    to request: ClientRequest, _ outcome: Outcome, _ node: NodeID, reflects: LogPosition,
    _ readsFrom: ReadsFrom, _ configuration: Configuration,
    _ effects: inout Effects<ExpiringCache>
  ) {
    effects.reply(
      to: request,
      .outcome(
        outcome, position: reflects,
        observation: Observation(
          node: node, servedAt: .zero,
          visibility: .prefix(of: configuration.log, through: reflects),
          readsFrom: readsFrom)))
  }

  // MARK: A cache

  private static func read(
    _ key: Key, _ request: ClientRequest, _ node: inout Node<ExpiringCache>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<ExpiringCache>
  ) {
    if let answer = node.volatile.answers[key], now < answer.expires {
      return give(answer, to: request, node.id, configuration, &effects)
    }
    node.volatile.answers[key] = nil
    let isAsked = waitingKeys(node).contains(key)
    node.volatile.waiting.append(request)
    if !isAsked { effects.send(.query(key), to: configuration.origin) }
  }

  private static func waitingKeys(_ node: Node<ExpiringCache>) -> [Key] {
    node.volatile.waiting.compactMap(\.call.key).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  private static func answerWaiting(
    _ key: Key, _ node: inout Node<ExpiringCache>, _ configuration: Configuration,
    _ effects: inout Effects<ExpiringCache>
  ) {
    guard let answer = node.volatile.answers[key] else { return }
    for request in node.volatile.waiting where request.call.key == key {
      give(answer, to: request, node.id, configuration, &effects)
    }
    node.volatile.waiting.removeAll { $0.call.key == key }
  }

  private static func give(
    _ answer: Answer, to request: ClientRequest, _ node: NodeID, _ configuration: Configuration,
    _ effects: inout Effects<ExpiringCache>
  ) {
    reply(
      to: request, .ok(answer.value), node, reflects: answer.reflects,
      answer.writer.map { .write($0) } ?? .initial, configuration, &effects)
  }
}
