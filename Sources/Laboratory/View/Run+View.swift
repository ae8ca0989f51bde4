import Checkers
import Histories
import Simulation

/// What a frame wants to see.
public struct ViewOptions: Hashable, Sendable {
  /// The first instant of the space-time diagram; nil follows the clock.
  public var timelineStart: VirtualTime?
  public var timelineSpan: VirtualDuration
  /// How many points each lag curve has, and how much time they cover.
  public var lagColumns: Int
  public var lagSpan: VirtualDuration
  /// How many points each curve of the load has, over the run so far; 0 for none.
  public var loadColumns: Int
  /// Whether heartbeats, retransmissions and idle gossip are shown.
  public var showsBackground: Bool
  /// How many points the curve of each meter has, from the start of the run to now; 0 for none.
  public var meterColumns: Int

  public init(
    timelineStart: VirtualTime? = nil, timelineSpan: VirtualDuration = 300, lagColumns: Int = 24,
    lagSpan: VirtualDuration = 1200, showsBackground: Bool = false, meterColumns: Int = 0,
    loadColumns: Int = 60
  ) {
    self.loadColumns = loadColumns
    self.meterColumns = meterColumns
    self.timelineStart = timelineStart
    self.timelineSpan = timelineSpan
    self.lagColumns = lagColumns
    self.lagSpan = lagSpan
    self.showsBackground = showsBackground
  }
}

extension Run {
  /// What panels may show at the shown position.
  ///
  /// O(nodes * keys + clients + window of the diagram), each with a logarithm of the run's length.
  public func view(_ options: ViewOptions = ViewOptions()) -> LabView {
    let states = simulation.nodeStates(at: clock)
    let inFlight = simulation.messagesInFlight
    return LabView(
      title: scenario.title, clock: clock, position: position, newest: newest,
      branch: branch.name, branches: branches.map(\.name), seed: scenario.seed,
      replicas: replicas(states), lags: lags(states, options),
      network: networkView(options, inFlight, states), timeline: timelineView(options, inFlight),
      load: loadView(states, options), sessions: sessions(), guarantees: guarantees(),
      rollbacks: rollbackViews(branch.judgement.rollbacks, most: LabView.rollbacksMax),
      meters: meters(options), knobs: simulation.knobs, workload: simulation.workload,
      nemesis: simulation.nemesis, unrest: simulation.unrest.map { describe($0) })
  }

  /// What keeps the world from rest, with names.
  public func describe(_ unrest: Unrest) -> String {
    switch unrest {
    case .cut(let link): "the link \(names[link.from]) -> \(names[link.to]) is cut"
    case .node(let node, .paused): "\(names[node]) is paused"
    case .node(let node, _): "\(names[node]) is down"
    case .client(let process): "\(names[process]) waits for an answer"
    case .work(let node, let work): "\(names[node]): \(work)"
    case .held, .pending, .generator: unrest.summary
    }
  }

  private func replicas(_ states: [NodeState]) -> [ReplicaView] {
    let keys = keysShown(states)
    let leaders = branch.judgement.monitor.leaders(asOf: position - 1)
    return states.map { state in
      let inspection = state.inspection
      return ReplicaView(
        id: state.id, name: names[state.id], role: inspection.role, status: state.status,
        clockOffset: state.clockOffset, serviceTime: state.serviceTime, backlog: state.backlog,
        applied: inspection.progress.applied, received: inspection.progress.received,
        stateDigest: state.stateDigest,
        cells: keys.map { cell($0, in: inspection, at: state.id, among: states) },
        details: inspection.details.map { "\($0.name): \($0.text)" }, epoch: inspection.epoch,
        leadsIn: leaders.filter { $0.node == state.id }.map(\.epoch).max(),
        hasRival: leaders.contains { own in
          own.node == state.id && leaders.contains { $0.node != own.node && $0.log == own.log }
        },
        logID: inspection.logID, shard: shards.name(of: state.id),
        log: inspection.log.map { logLine($0, of: state, among: states) },
        isCache: !inspection.isReplica)
    }
  }

  /// Every key that some replica holds, in ascending order.
  private func keysShown(_ states: [NodeState]) -> [Key] {
    var keys: [Key] = []
    for state in states { keys.append(contentsOf: state.inspection.cells.map(\.key)) }
    keys.sort()
    return keys.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  private func cell(
    _ key: Key, in inspection: NodeInspection, at node: NodeID, among states: [NodeState]
  ) -> ReplicaView.CellView {
    guard shards.holds(key, at: node) else {
      return ReplicaView.CellView(
        key: key.name, value: "", version: "", stale: nil, isElsewhere: true)
    }
    let held = inspection.cells.first { $0.key == key }
    var stale: ReplicaView.Staleness?
    if held != nil || inspection.isReplica,
      case .prefix(let log, let through) = inspection.visibility
    {
      stale = staleness(
        of: key, in: log, reflecting: held?.reflects ?? through, among: states
      ).map { ReplicaView.Staleness(versions: $0.versions, age: $0.age) }
    }
    return ReplicaView.CellView(
      key: key.name, value: held?.value.description ?? "nil", version: held?.version ?? "",
      stale: stale)
  }

  private func sessions() -> [SessionView] {
    let recording = simulation.recording
    return simulation.clients.map { client in
      let outstanding = client.outstanding
      let latest = branch.judgement.latestCompletion(of: client.id, events: position)
      let broken = latestOfEach(
        branch.judgement.witnesses(against: client.id, events: position, most: 20))
      let session = simulation.sessions[Int(client.configuration.session.index)]
      return SessionView(
        client: names[client.id], user: names[client.configuration.user],
        session: names[client.configuration.session],
        routing: client.configuration.routing.rawValue,
        among: client.configuration.among.map { names[$0] },
        usesToken: simulation.sessionPolicy.token != .none, token: simulation.token(of: client),
        tokenVector: simulation.tokenVector(of: client).map { parts($0) },
        pinnedUntil: simulation.pinnedUntil(client, at: clock),
        pinnedKeys: session.pin.keys(simulation.sessionPolicy.pinBookkeeping).map(\.name),
        trail: client.trail.map { hop($0) }, outstanding: outstanding.map { $0.call.summary },
        target: outstanding.map { names[$0.target] }, invoked: outstanding?.invoked,
        waiting: client.waiting.count, lastOwnWrite: session.jar.ownWrites,
        highWaterMark: session.jar.highWaterMark,
        context: session.context.prefixes.map {
          "\(shards.name(of: $0.log)) lsn \($0.through.lsn)"
        },
        latest: latest.map { recording.history[$0].summary(events: position, names: names) },
        broken: broken.map { describe($0) }, brokenGuarantees: broken.map(\.checker))
    }
  }

  /// `a 7` for each log.
  private func parts(_ vector: PositionVector) -> [String] {
    vector.prefixes.map { prefix in
      let shard = shards.name(of: prefix.log)
      return "\(shard.isEmpty ? "lsn" : shard) \(prefix.through.lsn)"
    }
  }

  private func hop(_ hop: Hop) -> SessionView.HopView {
    let reason =
      switch hop.reason {
      case .named: "named"
      case .preferred: "preferred"
      case .drawn: "drawn"
      case .inTurn: "in turn"
      case .nearest: "nearest"
      case .sticky: "sticky"
      case .leader: "the leader it knows"
      case .diverted(let node, let lag): "\(names[node]) lags \(lag) ms: over the limit"
      case .hedge(let delay): "second try after \(delay) ms"
      case .failedOver(let node): "failed over from \(names[node])"
      case .pinned(let end): "pinned until \(end)"
      case .redirected(let node, nil): "redirected by \(names[node]): not the leader"
      case .redirected(let node, let needs?): "redirected by \(names[node]): needs lsn \(needs.lsn)"
      }
    return SessionView.HopView(
      node: names[hop.node], sent: hop.sent, reason: reason, token: hop.token,
      isCancelled: hop.isCancelled,
      waited: hop.wait.map { ($0.end ?? clock) - $0.since },
      isWaiting: hop.wait.map { $0.end == nil } ?? false)
  }

  private func latestOfEach(_ witnesses: [Witness]) -> [Witness] {
    var result: [Witness] = []
    for witness in witnesses.reversed()
    where !result.contains(where: { $0.checker == witness.checker }) {
      result.append(witness)
    }
    return result.sorted { $0.checker < $1.checker }
  }

  /// A witness as one sentence with names.
  public func describe(_ witness: Witness) -> String {
    witness.sentence(
      in: simulation.recording.history,
      names: WitnessNames(process: { names[$0] }, node: { names[$0] }))
  }

  /// Why a verdict is open, with calls named by their clients and not by their ordinals.
  func describe(_ reason: UnknownReason) -> String {
    reason.words(
      operation: { id in
        let operation = simulation.recording.history[id]
        let parts =
          operation.call.keys.map(\.name) + (operation.call.argument.map { ["\($0)"] } ?? [])
        let call = ([operation.call.name] + parts).joined(separator: " ")
        return "\(names[operation.process])'s \(call) at \(operation.invoked)"
      }, key: \.name)
  }

  func guarantees() -> [GuaranteeView] {
    CheckerName.inRuns.map { checker in
      view(of: checker, shownVerdict(of: checker))
    }
  }

  /// A verdict as panels show it.
  func view(of checker: CheckerName, _ verdict: Verdict) -> GuaranteeView {
    let (state, reason): (GuaranteeView.State, String) =
      switch verdict {
      case .holds: (.holds, checker == .twoLeaders ? leaderWarning() : "")
      case .violated(let witnesses): (.violated, witnesses.first.map { describe($0) } ?? "")
      case .pending: (.pending, simulation.unrest.map { describe($0) } ?? "not judged yet")
      case .unknown(let why): (.unknown, describe(why))
      }
    return GuaranteeView(
      checker: checker, state: state, reason: reason, witnesses: verdict.witnesses,
      count: checker.method == .live
        ? branch.judgement.violationCount(of: checker, events: position) : verdict.witnesses.count,
      isWarning: state == .holds && checker == .twoLeaders && hasTwoLeaders)
  }

  /// The verdict; of a live checker with the first witness and the latest ones.
  private func shownVerdict(of checker: CheckerName) -> Verdict {
    guard checker.method == .live else { return branch.verdict(of: checker) }
    let most = GuaranteeView.witnessesMax
    var witnesses = branch.judgement.witnesses(of: checker, events: position, most: most)
    if witnesses.count == most,
      let first = branch.judgement.firstWitness(of: checker, events: position)
    {
      witnesses[0] = first
    }
    if !witnesses.isEmpty { return .violated(witnesses) }
    return branch.judgement.monitor.verdict(for: checker, asOf: position - 1)
  }

  /// The verdict of a checker at the shown position, with every witness.
  public func verdict(of checker: CheckerName) -> Verdict { branch.verdict(of: checker) }
}
