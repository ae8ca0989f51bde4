import Histories

/// Judges a growing history from white-box evidence: stale reads, the four session guarantees,
/// consistent prefix, two leaders; and, once told the final state, lost writes and convergence.
///
/// The monitor consumes each event once. What it finds is appended and never revised, so that the
/// verdict as of an earlier event is a prefix, equal to that of a monitor which saw only the prefix
/// of the history.
///
/// Definitions. *Visible* is the observation's visibility at the serving replica, projected onto the
/// keys read. *Arbitration* is log order: a log is a tree, and a write precedes another if it is on
/// its line to the base. Outside logs, arbitration is known only where a read returned one of two
/// visible overwriting writes. Read-side guarantees are Terry's server-set definitions; monotonic
/// writes and writes-follow-reads are judged by arbitration *and* by Terry's sets, and the
/// witness's relation says which. A session's requirements are its acknowledged writes and its
/// completed reads before the invocation, in the order of the history.
///
/// Not guaranteed: a violation that only a later event would show (the commit, after the read, of a
/// write that the read saw) is not attributed to the read.
///
/// An event costs O(1) amortised, plus O(log writes of the key) for a stale read in a log, plus
/// O(set) for a read whose visibility is an explicit set. (Terry et al. 1994; Viotti and Vukolic
/// 2016 for the relations.)
public struct GuaranteeMonitor: Sendable {
  /// Which of a server's writes the write-side guarantees are judged on, when a read shows them as
  /// an explicit set.
  public enum ServerScope: Hashable, Sendable {
    /// All: every replica is meant to hold every key.
    case wholeReplica
    /// Those to the keys read: for sharded stores, whose servers hold only their own keys.
    case keysRead
  }

  let scope: ServerScope
  /// How many events of the history were consumed.
  private(set) var consumed = 0
  /// The event of the run up to which the history was consumed; -1 before the first.
  private(set) var lastEventIndex = -1
  var evidence = Evidence()
  var sessions = SessionTable()
  var journal = StalenessJournal()
  var gaps = EvidenceGaps()
  var leaders = LeaderTable()
  var settlements: [Settlement] = []

  /// The violations found while the history grew, ordered by the event at which they became known.
  public internal(set) var violations: [Witness] = []

  public init(scope: ServerScope) { self.scope = scope }

  /// Consumes the events of `history` that were not consumed yet.
  ///
  /// - Precondition: `history` continues the history that was passed before.
  public mutating func advance(over history: History) {
    precondition(history.events.count >= consumed, "the history was cut; start a new monitor")
    while consumed < history.events.count {
      let event = history.events[consumed]
      if event.eventIndex > lastEventIndex { begin(event.eventIndex) }
      ripenOverlaps(before: event, history)
      switch event.kind {
      case .invoke(let id): invoke(history[id])
      case .complete(let id): complete(history[id], event, history)
      case .note(let note): consume(note, event, history)
      }
      consumed += 1
    }
  }

  private mutating func begin(_ eventIndex: Int) {
    lastEventIndex = eventIndex
    guard let last = settlements.indices.last, settlements[last].supersededAt == nil else { return }
    if eventIndex > settlements[last].eventIndex { settlements[last].supersededAt = eventIndex }
  }

  private mutating func invoke(_ operation: Operation) {
    evidence.invoke(operation, order: consumed)
    sessions.invoke(&evidence[operation.id.index])
  }

  private mutating func complete(
    _ operation: Operation, _ event: HistoryEvent, _ history: History
  ) {
    guard let completion = operation.completion, case .ok(let result) = completion.outcome else {
      return
    }
    if operation.call.returnsState { judge(operation, completion, history) }
    if operation.call.takesEffect(returning: result) {
      if evidence[operation.id.index].commitTime == .max {
        judgePlacement(of: operation, eventIndex: event.eventIndex)
      }
      acknowledge(operation.id.index, eventIndex: event.eventIndex)
    }
  }

  private mutating func consume(_ note: Note, _ event: HistoryEvent, _ history: History) {
    switch note {
    case .placed(let id, let log, let position, let previous):
      let place = evidence.place(
        id.index, log: log, at: position, after: previous, time: event.time)
      guard place != nil else {
        let reason = UnknownReason.ambiguousPosition(position, in: log)
        for name in CheckerName.allCases where name.method == .live {
          gaps.note(name, reason, eventIndex: event.eventIndex)
        }
        return
      }
      if let tenure = leaders.tenure(of: event.node, log: log, epoch: position.epoch) {
        leaders.hold(id.index, by: tenure)
      }
    case .committed(let id):
      let isNew = evidence[id.index].commitTime == .max
      evidence.commit(
        id.index, by: epoch(committing: id, event), time: event.time,
        eventIndex: event.eventIndex)
      if isNew { judgePlacement(of: history[id], eventIndex: event.eventIndex) }
      judgeCommit(of: id, event, history)
    case .discarded(let id, let node):
      evidence.discard(
        id.index, at: node, survives: isHeld(id.index, byLeaderOtherThan: node))
    case .leads(let node, let log, let epoch):
      leaders.begin(
        Leadership(node: node, log: log, epoch: epoch), time: event.time,
        eventIndex: event.eventIndex)
    case .ceases(let node, let log, _):
      leaders.end(node, log, time: event.time, eventIndex: event.eventIndex)
    }
  }

  /// The epoch in which the noting leader leads; that of the entry where nobody is known to lead.
  private func epoch(committing id: OperationID, _ event: HistoryEvent) -> Int32 {
    let own = evidence[id.index].epoch
    guard let place = evidence[id.index].place,
      let tenure = leaders.tenure(of: event.node, log: LogID(Int(place.log)), epoch: own)
    else { return own }
    return Int32(leaders.tenures[tenure].leadership.epoch)
  }

  /// An acknowledged write becomes a requirement of its session.
  private mutating func acknowledge(_ write: Int32, eventIndex: Int) {
    evidence[write].acknowledgedOrder = consumed
    if evidence[write].commitTime == .max {
      let reason = UnknownReason.missingCommit(of: OperationID(Int(write)))
      gaps.note(.staleRead, reason, eventIndex: eventIndex)
      gaps.note(.consistentPrefix, reason, eventIndex: eventIndex)
    }
    if evidence[write].place == nil { gaps.noteUnplaced(eventIndex: eventIndex) }
    let key = evidence[write].key
    if key >= 0 {
      sessions.acknowledge(write, key: key, order: consumed, evidence: evidence)
    } else {
      for key in evidence.keysWritten(by: write) {
        sessions.acknowledge(write, key: key, order: consumed, evidence: evidence)
      }
    }
    sessions.acknowledge(write, order: consumed, evidence: evidence)
  }
}
