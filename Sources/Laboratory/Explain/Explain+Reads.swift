import Checkers
import Histories
import Simulation

/// What a read was answered from, and what that lacked.
extension Trace {
  /// How a read was served.
  struct Serving {
    let node: NodeID
    /// The event that sent the answer.
    let event: Int
    let time: VirtualTime
    let value: String
    let visible: LogPosition?
    let log: LogID?
    let readsFrom: ReadsFrom
  }

  func serving(of read: OperationID) -> Serving? {
    guard let completion = completion(of: read), let observation = completion.observation,
      case .ok(let value) = completion.outcome
    else { return nil }
    // Without the answer on record its own instant says at which event it was served.
    let event =
      answer(to: read)?.record.sentEvent ?? recording.eventCount(at: observation.servedAt) - 1
    var (visible, log): (LogPosition?, LogID?)
    if case .prefix(let own, let position) = observation.visibility {
      (log, visible) = (own, position)
    }
    return Serving(
      node: observation.node, event: event, time: observation.servedAt, value: value.description,
      visible: visible, log: log, readsFrom: observation.readsFrom)
  }
}

extension ExplanationBuilder {
  /// A read that answered without a write that some guarantee says it had to reflect.
  mutating func explainMissing(
    _ write: OperationID, in read: OperationID, _ serving: Trace.Serving, saysToken: Bool
  ) {
    explainAsking(read, saysToken: saysToken)
    explainRivals(of: serving.node, in: serving.log, at: serving.event)
    explainAbsence(
      of: write, at: serving.node, after: serving.event, showing: serving.visible)
    explainAnswer(of: read, serving, lacking: write)
  }

  /// The answer, by what the replica held.
  mutating func explainAnswer(
    of read: OperationID, _ serving: Trace.Serving, lacking write: OperationID? = nil
  ) {
    let name = trace.names[serving.node]
    let source =
      trace.isReplica(serving.node) ? "from its log up to" : "from what it had fetched as of"
    let held = serving.visible.map { ", \(source) \(Self.words($0))" } ?? ""
    let lack = write.map { ", without \(trace.history[$0].call.summary)" } ?? ""
    add(
      "\(name) answered \(serving.value)\(held)\(lack).", at: serving.event, place: name,
      .operation(read))
    if let completion = trace.completion(of: read) {
      let client = trace.names[trace.history[read].process]
      add(
        "\(client) had the answer: \(serving.value).", at: completion.eventIndex, place: client,
        .operation(read), phase: .takesIn)
    }
  }

  /// A node that believed that it led while another led in a newer epoch.
  mutating func explainRivals(of node: NodeID, in log: LogID?, at event: Int) {
    let leaders = trace.run.branch.judgement.monitor.leaders(asOf: event)
      .filter { log == nil || $0.log == log }
    guard let own = leaders.first(where: { $0.node == node }),
      let newer = leaders.filter({ $0.node != own.node && $0.epoch > own.epoch }).max(by: {
        $0.epoch < $1.epoch
      })
    else { return }
    explainElection(of: newer.node, epoch: newer.epoch)
    let belief =
      event == trace.end - 1 ? "still believes that it leads" : "still believed that it led"
    add(
      "\(trace.names[own.node]) \(belief) (epoch \(own.epoch)).",
      at: event, place: trace.names[own.node], .event(event))
  }

  /// Where the value of a read that lacked nothing came from.
  mutating func explainSource(of read: OperationID, _ serving: Trace.Serving) {
    let sources: [OperationID] =
      switch serving.readsFrom {
      case .write(let id): [id]
      case .each(let parts): parts.compactMap { if case .write(let id) = $0 { id } else { nil } }
      default: []
      }
    for source in sources.prefix(3) {
      let placement = explainWrite(source, through: serving.event)
      if placement != nil, trace.commit(of: source).map({ $0.event > serving.event }) ?? true {
        let name = trace.names[serving.node]
        add(
          "\(name) shows what it has applied, though it was not committed then.", at: serving.event,
          place: name, .operation(read))
      }
      guard let placement, placement.node != serving.node,
        let copy = trace.copies(of: placement, to: serving.node).first(where: {
          $0.fate(events: trace.end) == .delivered && $0.decidedEvent <= serving.event
        })
      else { continue }
      explainJourney(of: copy, .copy, after: serving.event)
    }
  }
}
