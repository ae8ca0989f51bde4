import Checkers
import Histories
import Simulation

extension SpaceTimeDiagram {
  /// The diagram of a run as of its shown position: what happened at or after `from`.
  ///
  /// O(messages + operations + rows * lanes).
  /// - Parameter showsBackground: whether heartbeats, retransmissions and idle gossip are drawn.
  /// - Throws: `DiagramTooLarge`.
  public init(
    of run: Run, from: VirtualTime = .zero, showsBackground: Bool = false
  ) throws(DiagramTooLarge) {
    var builder = DiagramBuilder(run, from: from, showsBackground)
    builder.collect()
    let rows = builder.rows()
    guard rows.count <= Self.rowsMax else { throw DiagramTooLarge(rows: rows.count) }
    title = run.scenario.title
    subtitle =
      "\(run.scenario.protocolName), seed \(run.scenario.seed), branch \(run.branch.name), "
      + "t=\(from) to \(run.clock) ms, digest \(run.simulation.digest.hexadecimal)"
    self.from = from
    to = run.clock
    lanes =
      run.names.clients.map { Lane(name: $0, isClient: true) }
      + run.names.servers.map { Lane(name: $0, isClient: false) }
    self.rows = rows
    let course = LaneCourse(run, lanes: lanes.count)
    firstStates = course.states(after: builder.events.lowerBound - 1)
    states = rows.map { course.states(after: $0.event) }
    onTheWay = builder.onTheWay.map { flight in
      var flight = flight
      flight.sentRow = flight.sentRow.flatMap { DiagramBuilder.row(of: $0, in: rows) }
      return flight
    }
    verdicts = Self.verdicts(of: run)
  }

  private static func verdicts(of run: Run) -> [String] {
    var lines: [String] = []
    var others: [(words: String, names: [String])] = [
      ("holds", []), ("not yet decided", []), ("unknown", []),
    ]
    for checker in CheckerName.allCases {
      switch run.verdict(of: checker) {
      case .violated(let witnesses):
        let first = witnesses.first.map { ": " + run.describe($0) } ?? ""
        lines.append("violated  \(checker.words)\(first)")
      case .holds: others[0].names.append(checker.words)
      case .pending: others[1].names.append(checker.words)
      case .unknown: others[2].names.append(checker.words)
      }
    }
    return lines
      + others.filter { !$0.names.isEmpty }.map {
        "\($0.words)  \($0.names.joined(separator: ", "))"
      }
  }
}

/// Collects what is to be seen of a run, each with its event, and makes rows of it.
struct DiagramBuilder {
  private enum Content {
    case flight(SpaceTimeDiagram.Flight)
    case point(SpaceTimeDiagram.Point)
    /// A message was sent here.
    case departure
  }

  private let run: Run
  private let showsBackground: Bool
  private let recording: Recording
  /// The events of the diagram.
  let events: Range<Int>
  private var entries: [(event: Int, content: Content)] = []
  private(set) var onTheWay: [SpaceTimeDiagram.Flight] = []

  init(_ run: Run, from: VirtualTime, _ showsBackground: Bool) {
    self.run = run
    self.showsBackground = showsBackground
    recording = run.simulation.recording
    let first = recording.events.bisect { $0.time < from }
    events = min(first, run.position)..<run.position
  }

  mutating func collect() {
    collectOperations()
    collectMessages()
    collectChanges()
    collectInterventions()
    collectLeaders()
    collectViolations()
  }

  /// The entries by event, each row's in the order in which they were collected.
  func rows() -> [SpaceTimeDiagram.Row] {
    let order = entries.indices.sorted {
      (entries[$0].event, $0) < (entries[$1].event, $1)
    }
    var rows: [SpaceTimeDiagram.Row] = []
    for index in order {
      let entry = entries[index]
      if rows.last?.event != entry.event {
        rows.append(.init(event: entry.event, time: recording.events[entry.event].time))
      }
      switch entry.content {
      case .flight(var flight):
        // Until here it held the event at which the message was sent.
        flight.sentRow = flight.sentRow.flatMap { Self.row(of: $0, in: rows) }
        rows[rows.count - 1].flights.append(flight)
      case .point(let point): rows[rows.count - 1].points.append(point)
      case .departure: break
      }
    }
    return rows
  }

  static func row(of event: Int, in rows: [SpaceTimeDiagram.Row]) -> Int? {
    let index = rows.bisect { $0.event < event }
    return index < rows.count && rows[index].event == event ? index : nil
  }

  // MARK: Collecting

  private func lane(_ node: NodeID) -> Int {
    let index = Int(node.index)
    let (servers, clients) = (run.names.servers.count, run.names.clients.count)
    return index < servers ? clients + index : index - servers
  }

  private mutating func add(
    _ kind: SpaceTimeDiagram.Point.Kind, _ lanes: [Int], _ text: String, at event: Int
  ) {
    guard events.contains(event) else { return }
    entries.append((event, .point(.init(lanes: lanes, kind: kind, text: text))))
  }

  private mutating func collectOperations() {
    for operation in recording.history.operations {
      guard operation.invokedEvent < events.upperBound else { break }
      let lane = Int(operation.process.index)
      let call = operation.call.summary
      add(.asked, [lane], call, at: operation.invokedEvent)
      guard let completion = operation.completion else { continue }
      switch completion.outcome {
      case .ok(let value):
        let isAnswer = operation.call.isReadOnly || value != .absent
        add(.ok, [lane], call + (isAnswer ? " -> \(value)" : ": ok"), at: completion.eventIndex)
      case .fail(let reason):
        add(.refused, [lane], "\(call): refused, \(reason.rawValue)", at: completion.eventIndex)
      case .info(let reason):
        add(
          .timedOut, [lane], "\(call): \(reason.rawValue), outcome unknown",
          at: completion.eventIndex)
      }
    }
  }

  private mutating func collectMessages() {
    let due = run.simulation.messagesInFlight.map { ($0.id, $0.due) }
    var instants: [MessageID: VirtualTime] = [:]
    for case (let id, let time?) in due { instants[id] = time }
    for message in recording.messages {
      let record = message.record
      guard record.sentEvent < events.upperBound else { break }
      guard showsBackground || record.isForeground else { continue }
      let wasSentHere = events.contains(record.sentEvent)
      var flight = SpaceTimeDiagram.Flight(
        id: record.id, from: lane(record.from), to: lane(record.to),
        label: record.label.description, sent: record.sent,
        sentRow: wasSentHere ? record.sentEvent : nil, fate: message.fate(events: run.position))
      let isSeen = flight.fate == nil || events.contains(message.decidedEvent)
      if wasSentHere { entries.append((record.sentEvent, .departure)) }
      guard isSeen else { continue }
      if flight.fate == nil {
        flight.due = instants[record.id]
        onTheWay.append(flight)
      } else {
        entries.append((message.decidedEvent, .flight(flight)))
      }
    }
  }

  /// Where what a server holds moved on, or back.
  private mutating func collectChanges() {
    for (server, samples) in recording.samples.enumerated() {
      let lane = run.names.clients.count + server
      for (index, sample) in samples.enumerated() where index > 0 {
        guard sample.eventIndex < events.upperBound else { break }
        let before = samples[index - 1].progress.applied
        guard sample.progress.applied != before else { continue }
        add(.applied, [lane], "applies lsn \(sample.progress.applied.lsn)", at: sample.eventIndex)
      }
    }
  }

  private mutating func collectInterventions() {
    let printer = ActionPrinter(names: run.names)
    var armed: [(node: NodeID, step: String, event: Int)] = []
    var cut: [Link] = []
    for recorded in recording.interventions where recorded.eventIndex < events.upperBound {
      let intervention = recorded.intervention
      if case .invoke = intervention { continue }
      if case .armCrash(let node, let step) = intervention {
        armed.append((node, step.name, recorded.eventIndex))
      }
      add(
        intervention.isRepair ? .repair : .fault, lanes(of: intervention, &cut),
        printer.text(intervention), at: recorded.eventIndex)
    }
    for one in armed {
      guard let event = recording.crash(of: one.node, at: one.step, after: one.event) else {
        continue
      }
      add(.fault, [lane(one.node)], "\(run.names[one.node]) crashes at \(one.step)", at: event)
    }
  }

  /// The node that an intervention is about, or the ends of the links that it changes.
  private func lanes(of intervention: Intervention, _ cut: inout [Link]) -> [Int] {
    if let node = intervention.node { return [lane(node)] }
    var links: [Link] = []
    switch intervention {
    case .cut(let new):
      links = new
      cut += new
    case .heal(let healed):
      links = healed ?? cut
      cut.removeAll { links.contains($0) }
    case .setDelay(let some, _), .setJitter(let some, _), .setLoss(let some, _),
      .setDuplication(let some, _), .setOrdering(let some, _):
      links = some
    case .addRule(let rule): links = [rule.link]
    case .treat(let message, _):
      let record = recording.messages[Int(message.number) - 1].record
      links = [Link(from: record.from, to: record.to)]
    default: break
    }
    let ends = links.flatMap { [lane($0.from), lane($0.to)] }.sorted()
    return ends.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  private mutating func collectLeaders() {
    for change in run.branch.judgement.leaderChanges {
      let node = run.names[change.node]
      if change.begins {
        add(
          .elected, [lane(change.node)], "\(node) leads, epoch \(change.epoch)",
          at: change.eventIndex)
      } else {
        add(.steppedDown, [lane(change.node)], "\(node) leads no more", at: change.eventIndex)
      }
    }
    for line in run.branch.judgement.rollbacks.lines(events: run.position) {
      let write = recording.history[line.operation].call.assignment
      add(.rolledBack, [lane(line.node)], "rolled back: \(write)", at: line.eventIndex)
    }
  }

  private mutating func collectViolations() {
    let violations = run.branch.judgement.monitor.violations
    for witness in violations where events.contains(witness.eventIndex) {
      let name = witness.checker == .staleRead ? "stale read" : "breaks \(witness.checker.words)"
      add(.broken, witness.process.map { [Int($0.index)] } ?? [], name, at: witness.eventIndex)
    }
  }
}

extension Recording {
  /// The event at which a node that was told to crash at a point reached that point.
  func crash(of node: NodeID, at step: String, after event: Int) -> Int? {
    guard event + 1 < events.count else { return nil }
    return events[(event + 1)...].firstIndex {
      $0.kind == .step && $0.node == node && $0.label.name == step
    }
  }
}

extension Intervention {
  /// Whether it takes a fault back.
  var isRepair: Bool {
    switch self {
    case .heal, .restart, .resume, .setNemesis(nil), .setWorkload(nil): true
    case .treat(_, .release), .treat(_, .deliver): true
    default: false
    }
  }
}
