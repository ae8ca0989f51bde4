import Checkers
import Histories
import Simulation

/// What the live checks and the counters say of a branch, found by event.
///
/// Like the recording it only grows, so that the state of judgement at an earlier position is a
/// prefix. Each event is taken in once, at amortised O(1) plus what the checks cost.
struct LiveJudgement: Sendable {
  /// The counters after the completion of an operation.
  private struct Tally: Sendable {
    var eventIndex: Int
    var completed = 0
    var indeterminate = 0
    var refused = 0
    var latencyMax: Int64 = 0
  }

  private(set) var monitor = GuaranteeMonitor(scope: .wholeReplica)
  private(set) var rollbacks = RollbackIndex()
  /// Where a node began or ceased to lead, with the index of the history's event.
  private(set) var leaderChanges: [LeaderChange] = []
  private var tallies: [Tally] = []
  /// The events at which messages were lost or dropped.
  private var losses: [Int] = []
  /// The indices of the violations of each checker; looked up, never iterated.
  private var byChecker: [CheckerName: [Int]] = [:]
  /// The indices of the violations of each process; looked up, never iterated.
  private var byProcess: [ProcessID: [Int]] = [:]
  /// The operations of each process in the order of completion, with the event.
  private var completions: [ProcessID: [(operation: OperationID, eventIndex: Int)]] = [:]
  private var historyConsumed = 0
  private var eventsConsumed = 0
  private var violationsConsumed = 0

  mutating func advance(over recording: Recording) {
    let history = recording.history
    monitor.advance(over: history)
    while historyConsumed < history.events.count {
      let event = history.events[historyConsumed]
      switch event.kind {
      case .invoke: break
      case .complete(let id):
        count(history[id])
        rollbacks.complete(history[id])
      case .note(let note): take(note, event, history)
      }
      historyConsumed += 1
    }
    while eventsConsumed < recording.events.count {
      if recording.events[eventsConsumed].kind == .loss { losses.append(eventsConsumed) }
      eventsConsumed += 1
    }
    while violationsConsumed < monitor.violations.count {
      let witness = monitor.violations[violationsConsumed]
      byChecker[witness.checker, default: []].append(violationsConsumed)
      // That two leaders committed wrongs everybody, not the session whose write showed it.
      if let process = witness.process, witness.checker != .twoLeaders {
        byProcess[process, default: []].append(violationsConsumed)
      }
      violationsConsumed += 1
    }
  }

  private mutating func take(_ note: Note, _ event: HistoryEvent, _ history: History) {
    switch note {
    case .leads(let node, _, let epoch):
      leaderChanges.append(
        LeaderChange(
          node: node, epoch: epoch, begins: true, time: event.time, eventIndex: event.eventIndex))
    case .ceases(let node, _, let epoch):
      leaderChanges.append(
        LeaderChange(
          node: node, epoch: epoch, begins: false, time: event.time,
          eventIndex: event.eventIndex))
    case .discarded(let id, let node):
      // Outside logs a write loses its arbitration; nothing is rolled back.
      if monitor.isInLog(id) { rollbacks.discard(history[id], at: node, event) }
    case .placed, .committed: break
    }
  }

  private mutating func count(_ operation: Operation) {
    guard let completion = operation.completion else { return }
    var tally = tallies.last ?? Tally(eventIndex: 0)
    tally.eventIndex = completion.eventIndex
    switch completion.outcome {
    case .ok:
      tally.completed += 1
      tally.latencyMax = max(
        tally.latencyMax, (completion.time - operation.invoked).milliseconds)
    case .fail: tally.refused += 1
    case .info: tally.indeterminate += 1
    }
    tallies.append(tally)
    completions[operation.process, default: []].append((operation.id, completion.eventIndex))
  }

  // MARK: As of an event count

  private func tally(events count: Int) -> Tally {
    let end = tallies.bisect { $0.eventIndex < count }
    return end == 0 ? Tally(eventIndex: 0) : tallies[end - 1]
  }

  func completed(events count: Int) -> Int {
    let tally = tally(events: count)
    return tally.completed + tally.refused + tally.indeterminate
  }

  func latestCompletion(of process: ProcessID, events count: Int) -> OperationID? {
    guard let list = completions[process] else { return nil }
    let end = list.bisect { $0.eventIndex < count }
    return end == 0 ? nil : list[end - 1].operation
  }

  /// The violations found by one checker, oldest first; at most the latest `most`.
  func witnesses(of checker: CheckerName, events count: Int, most: Int = .max) -> [Witness] {
    select(byChecker[checker], events: count, most: most)
  }

  /// The first violation found by one checker.
  func firstWitness(of checker: CheckerName, events count: Int) -> Witness? {
    byChecker[checker]?.first.map { monitor.violations[$0] }.flatMap {
      $0.eventIndex < count ? $0 : nil
    }
  }

  /// The violations that broke a promise to one process; at most the latest `most`.
  func witnesses(against process: ProcessID, events count: Int, most: Int) -> [Witness] {
    select(byProcess[process], events: count, most: most)
  }

  func violationCount(of checker: CheckerName, events count: Int) -> Int {
    byChecker[checker]?.bisect { monitor.violations[$0].eventIndex < count } ?? 0
  }

  /// How far a replica that has applied `position` is behind at an instant: the committed entries
  /// of the living line that it lacks, and the age of the oldest. O(log entries + forks).
  func lag(
    of log: LogID, applied position: LogPosition, events count: Int, at instant: VirtualTime
  ) -> (entries: Int, age: VirtualDuration) {
    let backlog = monitor.backlog(of: log, applied: position, asOf: count - 1, at: instant)
    return (backlog?.entries ?? 0, Self.age(of: backlog, at: instant))
  }

  /// The committed writes of a key that it lacks: how many, and the age of the oldest.
  func staleness(
    of key: Key, in log: LogID, applied position: LogPosition, events count: Int,
    at instant: VirtualTime
  ) -> (versions: Int, age: VirtualDuration)? {
    monitor.backlog(of: key, in: log, applied: position, asOf: count - 1, at: instant).map {
      ($0.entries, Self.age(of: $0, at: instant))
    }
  }

  private static func age(of backlog: Backlog?, at instant: VirtualTime) -> VirtualDuration {
    backlog?.oldestCommit.map { instant - $0 } ?? .zero
  }

  private func select(_ indices: [Int]?, events count: Int, most: Int) -> [Witness] {
    guard let indices else { return [] }
    let end = indices.bisect { monitor.violations[$0].eventIndex < count }
    return indices[max(0, end - most)..<end].map { monitor.violations[$0] }
  }

  /// The counters that need no final state. Nil for the others.
  func value(of measure: Measure, recording: Recording, events count: Int) -> Int64? {
    let tally = tally(events: count)
    return switch measure {
    case .operations: Int64(tally.completed)
    case .indeterminate: Int64(tally.indeterminate)
    case .refused: Int64(tally.refused)
    case .latencyMax: tally.latencyMax
    case .staleReads: Int64(violationCount(of: .staleRead, events: count))
    case .stalenessVersionsMax: Int64(monitor.maximumStaleness(asOf: count - 1).versions)
    case .stalenessAgeMax: monitor.maximumStaleness(asOf: count - 1).age.milliseconds
    case .messagesSent: Int64(recording.messages.bisect { $0.record.sentEvent < count })
    case .messagesLost: Int64(losses.bisect { $0 < count })
    case .rolledBack: Int64(rollbacks.writes(events: count))
    case .acknowledgedLost, .divergence: nil
    }
  }
}
