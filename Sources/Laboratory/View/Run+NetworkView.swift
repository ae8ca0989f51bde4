import Histories
import Simulation

extension Run {
  func lags(_ states: [NodeState], _ options: ViewOptions) -> [LagView] {
    // Who has received most is asked first what is left of a log.
    let ahead = states.sorted { $0.inspection.progress.received > $1.inspection.progress.received }
    return states.map { state in
      let leader = leader(of: state.inspection.logID, states)
      let lag = self.lag(of: state, among: ahead)
      return LagView(
        name: names[state.id], isLeader: state.id == leader, status: state.status,
        linkDelay: leader.flatMap { leader in
          leader == state.id
            ? nil : simulation.network[Link(from: leader, to: state.id)].delay
        },
        entries: lag.entries, age: lag.age, queueMeter: state.inspection.queueMeter,
        heartbeatMeter: state.inspection.heartbeatMeter,
        history: lagHistory(of: state, among: ahead, options),
        answers: state.inspection.isReplica ? nil : state.inspection.cells.count)
    }
  }

  /// Who leads the log; of two that believe so the one of the newer epoch.
  private func leader(of log: LogID?, _ states: [NodeState]) -> NodeID? {
    let leading = states.filter {
      $0.inspection.role == "leader" && $0.inspection.logID == log
    }
    let newest = leading.map { $0.inspection.epoch ?? 0 }.max()
    return leading.first { ($0.inspection.epoch ?? 0) == newest }?.id
  }

  func cacheLag(
    of state: NodeState, in log: LogID, _ position: LogPosition
  ) -> (entries: Int, age: VirtualDuration) {
    var lag = (entries: 0, age: VirtualDuration.zero)
    for cell in state.inspection.cells {
      guard
        let missed = branch.judgement.staleness(
          of: cell.key, in: log, applied: cell.reflects ?? position, events: self.position,
          at: clock)
      else { continue }
      lag.entries += missed.versions
      lag.age = max(lag.age, missed.age)
    }
    return lag
  }

  /// The age of the oldest lacking entry at equal intervals up to now; empty for a cache, whose past
  /// answers are not recorded.
  private func lagHistory(
    of state: NodeState, among states: [NodeState], _ options: ViewOptions
  ) -> [Int] {
    guard case .prefix(let log, _) = state.inspection.visibility, state.inspection.isReplica,
      options.lagColumns > 0
    else {
      return []
    }
    let recording = simulation.recording
    let others = states.filter { received(by: $0, of: log) != nil }
    let step = max(options.lagSpan.milliseconds / Int64(options.lagColumns), 1)
    return (0..<options.lagColumns).reversed().compactMap { column in
      let time = clock - VirtualDuration(Int64(column) * step)
      guard time >= .zero,
        let sample = recording.sample(of: state.id, events: position, at: time)
      else { return nil }
      let count = min(recording.eventCount(at: time), position)
      let lag = lag(
        of: log, applied: sample.progress.applied,
        received: others.lazy.compactMap {
          recording.sample(of: $0.id, events: position, at: time)?.progress.received
        }, events: count, at: time)
      return Int(lag.age.milliseconds)
    }
  }

  func networkView(
    _ options: ViewOptions, _ inFlight: [MessageInFlight], _ states: [NodeState]
  ) -> NetworkView {
    let network = simulation.network
    var shown: [NetworkView.LinkView] = []
    let usual = LinkCondition(delay: scenario.clientDelay)
    for from in 0..<network.endpoints {
      for to in 0..<network.endpoints where from != to {
        let condition = network[Link(from: NodeID(from), to: NodeID(to))]
        let isBetweenServers = from < names.servers.count && to < names.servers.count
        let isClientPair = from >= names.servers.count && to >= names.servers.count
        if isClientPair || (!isBetweenServers && condition == usual) { continue }
        shown.append(linkView(NodeID(from), NodeID(to), condition))
      }
    }
    var messages: [MessageInFlight] = []
    var hidden: (labels: [String], count: Int) = ([], 0)
    for message in inFlight {
      // What a hand has taken off the wire is never hidden.
      if options.showsBackground || message.isForeground || message.due == nil {
        messages.append(message)
      } else {
        hidden.count += 1
        let name = message.label.name
        if !hidden.labels.contains(name) { hidden.labels.append(name) }
      }
    }
    return NetworkView(
      clientDelay: scenario.clientDelay, links: shown, cuts: shown.filter(\.isCut),
      cutGroups: cutGroups(), rules: ruleViews(),
      messages: messages.prefix(NetworkView.messagesMax).map { message in
        NetworkView.MessageView(
          id: message.id, from: names[message.link.from], to: names[message.link.to],
          label: message.label.description, due: message.due, isForeground: message.isForeground,
          danger: danger(to: message, states), sent: message.sent,
          copyOf: simulation.recording.copyOf(message.id))
      },
      messageCount: messages.count, hiddenLabels: hidden.labels, hiddenCount: hidden.count)
  }

  private func danger(
    to message: MessageInFlight, _ states: [NodeState]
  ) -> NetworkView.MessageView.Danger? {
    guard message.due != nil else { return nil }
    if simulation.network[message.link].isCut { return .cut }
    let receiver = Int(message.link.to.index)
    let isDown = states.indices.contains(receiver) && states[receiver].status == .crashed
    return isDown ? .receiverDown : nil
  }

  private func linkView(
    _ from: NodeID, _ to: NodeID, _ condition: LinkCondition
  ) -> NetworkView.LinkView {
    var troubles: [String] = []
    if condition.jitter > .zero { troubles.append("jitter \(condition.jitter) ms") }
    if condition.loss > .never { troubles.append("loss \(condition.loss.percentText)") }
    if condition.duplication > .never {
      troubles.append("duplicates \(condition.duplication.percentText)")
    }
    if !condition.keepsStreamsInOrder { troubles.append("out of order") }
    return NetworkView.LinkView(
      from: names[from], to: names[to], delay: condition.delay, troubles: troubles,
      isCut: condition.isCut,
      isBetweenNodes: max(Int(from.index), Int(to.index)) < names.servers.count)
  }
}

extension Probability {
  /// In per cent, with as many digits as it needs: `2.5%`.
  public var percentText: String {
    let whole = partsPerMillion / 10_000
    let rest = partsPerMillion % 10_000
    guard rest > 0 else { return "\(whole)%" }
    var digits = String(10_000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)%"
  }
}
