import Histories

extension World {
  /// Carries out an intervention as the present event.
  mutating func intervene<O: WorldObserver>(
    _ intervention: Intervention, _ context: inout EventContext, _ observer: inout O
  ) {
    switch intervention {
    case .invoke(let process, let call, let target):
      let planned = PlannedCall(call: call, target: target, intended: now)
      var own = context
      own = EventContext(
        index: context.index, cause: context.cause, key: callKey(process, planned),
        isForeground: true)
      invoke(planned, by: process, own, &observer)
    case .choose(let sequence):
      choose(sequence, &context, &observer)
    default:
      record(.intervention, intervention.node, Label(intervention.name), context, &observer)
    }
    if O.isWatching { observer.intervened(intervention, index: context.index) }
    change(intervention, context, &observer)
  }

  private mutating func change(
    _ intervention: Intervention, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    switch intervention {
    case .cut(let links): for link in links { network[link].isCut = true }
    case .heal(let links): heal(links ?? network.cuts, context, &observer)
    case .setDelay(let links, let delay): for link in links { network[link].delay = delay }
    case .setJitter(let links, let jitter): for link in links { network[link].jitter = jitter }
    case .setLoss(let links, let loss): for link in links { network[link].loss = loss }
    case .setDuplication(let links, let rate):
      for link in links { network[link].duplication = rate }
    case .setOrdering(let links, let inOrder):
      for link in links { network[link].keepsStreamsInOrder = inOrder }
    case .treat(let message, let treatment): treat(message, treatment, context, &observer)
    case .addRule(let rule): network.rules.append(rule)
    case .removeRule(let rule):
      if let place = network.rules.firstIndex(of: rule) { network.rules.remove(at: place) }
    case .setRouting(let processes, let policy, let among):
      for process in processes {
        clients[Int(process.index)].configuration.routing = policy
        clients[Int(process.index)].configuration.among = among
      }
    case .configure(let path, let value): configure(path, value, context, &observer)
    case .setWorkload(let workload): setWorkload(workload, context)
    case .setNemesis(let nemesis): setNemesis(nemesis, context)
    case .invoke, .choose: break
    default: changeNode(intervention, context, &observer)
    }
  }

  private mutating func changeNode(
    _ intervention: Intervention, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    switch intervention {
    case .crash(let node, let losingDisk):
      crash(Int(node.index), losingDisk: losingDisk, context, &observer)
    case .armCrash(let node, let step): armedCrashes.append(ArmedCrash(node: node, step: step))
    case .restart(let node): restart(Int(node.index), context, &observer)
    case .pause(let node):
      guard nodes[Int(node.index)].status == .up else { return }
      nodes[Int(node.index)].status = .paused
      observer.turned(node, .paused, at: now, index: context.index)
    case .resume(let node): resume(Int(node.index), context, &observer)
    case .setServiceTime(let node, let time): nodes[Int(node.index)].serviceTime = time
    case .setClockOffset(let node, let offset):
      nodes[Int(node.index)].clock.set(offset: offset, at: now)
    case .stepClock(let node, let amount):
      nodes[Int(node.index)].clock.step(by: amount, at: now)
    case .setDrift(let node, let drift):
      nodes[Int(node.index)].clock.set(driftPartsPerMillion: drift, at: now)
    default: preconditionFailure("\(intervention.name) is not about a node")
    }
  }

  /// Opens links again; each end that is up learns that its connection is back.
  private mutating func heal(
    _ links: [Link], _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    let healed = links.filter { network[$0].isCut }
    for link in healed { network[link].isCut = false }
    for (ordinal, link) in healed.enumerated()
    where isServer(link.from) && isServer(link.to) && nodes[Int(link.from.index)].status == .up {
      feed(
        .linkRestored(to: link.to), to: Int(link.from.index),
        key: context.key.effect(ordinal), cause: context.index, &observer)
    }
  }

  private mutating func configure(
    _ path: String, _ value: Value, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    // How sessions are kept is no affair of the nodes: they are not told.
    if SessionPolicy.owns(path) { return sessionPolicy.turn(path, to: value) }
    var turned = configuration
    P.turn(path, to: value, in: &turned)
    configuration = turned
    for place in nodes.indices where nodes[place].status == .paused {
      nodes[place].missedConfiguration = true
    }
    for place in nodes.indices where nodes[place].status == .up {
      feed(
        .reconfigured, to: place, key: context.key.effect(place), cause: context.index, &observer)
    }
  }

  // MARK: Nodes

  /// Destroys a node's volatile state. What it has sent still travels.
  mutating func crash<O: WorldObserver>(
    _ place: Int, losingDisk: Bool, _ context: EventContext, _ observer: inout O
  ) {
    guard nodes[place].status != .crashed else { return }
    for timer in nodes[place].timers where timer.isForeground && timer.due != nil {
      foregroundPending -= 1
    }
    for scheduled in nodes[place].deferred {
      switch scheduled.occurrence {
      case .delivery(let envelope), .service(let envelope, _):
        observer.decided(envelope.id, .lostAtCrashedNode, at: now, index: context.index)
      default: break
      }
    }
    nodes[place].timers = []
    nodes[place].deferred = []
    loseParked(at: place)
    if O.isWatching {
      for note in P.notes(ofCrash: nodes[place], configuration: configuration) {
        observer.noted(note, at: now, index: context.index)
      }
    }
    nodes[place].status = .crashed
    observer.turned(nodes[place].id, .crashed, at: now, index: context.index)
    nodes[place].backlog = 0
    nodes[place].departing = 0
    if nodes[place].requests > 0 {
      accept(-nodes[place].requests, at: place, context.index, &observer)
    }
    nodes[place].busyUntil = now
    if losingDisk {
      nodes[place].durable = P.format(nodes[place].id, configuration: configuration)
    }
    nodes[place].volatile = P.boot(
      nodes[place].id, configuration: configuration, durable: nodes[place].durable)
    touch(place, cause: context.index, &observer)
  }

  private mutating func restart(
    _ place: Int, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    guard nodes[place].status == .crashed else { return }
    nodes[place].status = .up
    observer.turned(nodes[place].id, .up, at: now, index: context.index)
    nodes[place].incarnation += 1
    nodes[place].volatile = P.boot(
      nodes[place].id, configuration: configuration, durable: nodes[place].durable)
    feed(.restarted, to: place, key: context.key, cause: context.index, &observer)
  }

  /// Lets a paused node run: what waited for it happens now, in order.
  private mutating func resume(
    _ place: Int, _ context: EventContext, _ observer: inout some WorldObserver
  ) {
    guard nodes[place].status == .paused else { return }
    nodes[place].status = .up
    observer.turned(nodes[place].id, .up, at: now, index: context.index)
    let waiting = nodes[place].deferred
    nodes[place].deferred = []
    for scheduled in waiting {
      enqueue(
        scheduled.occurrence, at: now, cause: Int(scheduled.cause), key: scheduled.key,
        foreground: scheduled.isForeground)
    }
    guard nodes[place].missedConfiguration else { return }
    nodes[place].missedConfiguration = false
    feed(.reconfigured, to: place, key: context.key, cause: context.index, &observer)
  }
}
