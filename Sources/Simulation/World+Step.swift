import Histories

extension World {
  /// Lets the next occurrence happen: the earliest, ties broken by the tie order.
  /// Returns nil when nothing is left to happen.
  public mutating func step(_ observer: inout some WorldObserver) -> StepSummary? {
    // The audit may take another occurrence before a void one of the same instant. Void ones go
    // first, so that looking at the next instant, which discards them too, changes nothing.
    if tieOrder == .reversed { discardVoid() }
    while let (time, scheduled) = takeTurn() {
      guard admit(scheduled) else { continue }
      now = max(now, time)
      return perform(scheduled, &observer)
    }
    return nil
  }

  /// Lets the occurrence with this order number (of `enabled`) happen now, whatever its time.
  /// It does nothing when no such occurrence is enabled; the choice is an event all the same.
  public mutating func step(
    choosing sequence: Int64, _ observer: inout some WorldObserver
  ) -> StepSummary {
    apply(.choose(sequence: sequence), &observer)
  }

  /// Applies an intervention at once, as the next event.
  public mutating func apply(
    _ intervention: Intervention, _ observer: inout some WorldObserver
  ) -> StepSummary {
    let key = CausalKey(source: 3, ordinal: eventCount)
    return perform(
      Scheduled(
        occurrence: .intervention(intervention), cause: -1, key: key, isForeground: true),
      &observer)
  }

  /// Lets time pass up to an instant before which nothing is due.
  public mutating func advance(to time: VirtualTime) {
    precondition(nextTime.map { time <= $0 } ?? true, "nothing is due before that instant")
    now = max(now, time)
  }

  /// The instant of the next occurrence, void ones included; nil when nothing is left.
  public var nextTime: VirtualTime? { queue.first.map { queue.time(of: $0) } }

  /// Removes void occurrences from the front, so that `nextTime` is the time of a live one.
  public mutating func discardVoid() {
    while let first = queue.first, !isLive(queue[first].occurrence) {
      if let (_, void) = queue.popFirst() { _ = admit(void) }
    }
  }

  /// Takes a removed occurrence off the books; false when it is void. The entry of a timer or a
  /// time-out that was moved to a later instant goes back into the queue.
  private mutating func admit(_ scheduled: Scheduled<P>) -> Bool {
    if scheduled.isForeground { foregroundPending -= 1 }
    switch scheduled.occurrence {
    case .delivery: return true
    case .timer(let node, let token): return admitTimer(scheduled, Int(node.index), token)
    case .clientTimeout(let process, let token):
      return admitTimeout(scheduled, Int(process.index), token)
    default: return isLive(scheduled.occurrence)
    }
  }

  func isLive(_ occurrence: Occurrence<P>) -> Bool {
    switch occurrence {
    case .timer(let node, let token):
      nodes[Int(node.index)].timers.contains { $0.token == token && $0.due != nil }
    case .continuation(let node, _, _, let incarnation):
      nodes[Int(node.index)].incarnation == incarnation
        && nodes[Int(node.index)].status != .crashed
    case .clientTimeout(let process, let token):
      clients[Int(process.index)].timeoutEntry?.token == token
        && clients[Int(process.index)].outstanding?.deadline != nil
    case .patience(_, let token): parked.contains { $0.token == token }
    case .hedge(let process, let token):
      clients[Int(process.index)].outstanding?.hedgeToken == token
    case .departure(let departure, let incarnation):
      nodes[Int(departure.from.index)].incarnation == incarnation
        && nodes[Int(departure.from.index)].status != .crashed
    case .workload(_, _, let generation): workload != nil && generation == workloadGeneration
    case .nemesis(_, let generation): nemesis != nil && generation == nemesisGeneration
    case .intervention, .delivery, .service, .invocation: true
    }
  }

  /// Removes the occurrence whose turn it is.
  @inline(__always)
  private mutating func takeTurn() -> (VirtualTime, Scheduled<P>)? {
    if tieOrder == .standard { return queue.popFirst() }
    return reversedTie().map { queue.removeTie($0) }
  }

  /// Among the occurrences of the earliest instant, the last by (class, order) whose lane has no
  /// earlier one at that instant. O(pending): an audit mode.
  private func reversedTie() -> EventQueue<P>.Slot? {
    var taken: Set<Int64> = []
    var best: EventQueue<P>.Slot?
    for slot in queue.ties {
      let lane = self.lane(queue[slot].occurrence)
      if let lane, !taken.insert(lane).inserted { continue }
      best = slot
    }
    return best
  }

  /// What must stay in order even in the audit: a link, a client's program, the script.
  private func lane(_ occurrence: Occurrence<P>) -> Int64? {
    let stride = Int64(network.endpoints)
    switch occurrence {
    case .delivery(let envelope), .service(let envelope, _):
      return Int64(envelope.from.index) * stride + Int64(envelope.to.index)
    case .invocation(let process, _), .workload(let process, _, _):
      return -2 - Int64(process.index)
    case .departure(let departure, _):
      return Int64(departure.from.index) * stride + Int64(departure.to.index)
    case .intervention: return -1
    case .timer, .continuation, .clientTimeout, .patience, .hedge, .nemesis: return nil
    }
  }

  /// Carries out one occurrence as the next event.
  @inline(__always)
  private mutating func perform(
    _ scheduled: __owned Scheduled<P>, _ observer: inout some WorldObserver
  ) -> StepSummary {
    let index = eventCount
    eventDigest.combine(now.milliseconds)
    eventDigest.combine(scheduled.key.word)
    let cause = scheduled.cause < 0 ? nil : Int(scheduled.cause)
    var context = EventContext(
      index: index, cause: cause, key: scheduled.key, isForeground: scheduled.isForeground)
    dispatch(scheduled.occurrence, &context, &observer)
    eventCount += 1
    return StepSummary(index: index, time: now, isForeground: context.isForeground)
  }
}

/// The event being carried out.
struct EventContext {
  let index: Int
  let cause: Int?
  let key: CausalKey
  var isForeground: Bool
}
