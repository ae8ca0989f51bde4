import Histories
import Simulation

/// When each entry of a log was placed and committed, found by position: what true lag and the age
/// of a stale value are measured with.
///
/// It only grows, and knows the event of each line, so it can be asked about any earlier moment.
struct CommitIndex: Sendable {
  struct Line: Sendable {
    let operation: OperationID
    let position: LogPosition
    let placedEvent: Int
    var committedAt: VirtualTime = .never
    var committedEvent = Int.max
  }

  /// The entries of each log in the order in which they were placed.
  private var logs: [[Line]] = []
  /// Where an operation's line is; looked up, never iterated.
  private var places: [OperationID: (log: Int, index: Int)] = [:]
  /// The lines of each key in order of placing; looked up, never iterated.
  private var keys: [Key: [(log: Int, index: Int)]] = [:]
  private var consumed = 0

  /// Takes in what is new in the history. Amortised O(1) an event.
  mutating func advance(over history: History) {
    let events = history.events
    while consumed < events.count {
      let event = events[consumed]
      consumed += 1
      guard case .note(let note) = event.kind else { continue }
      switch note {
      case .placed(let operation, let log, let position, _):
        place(operation, log, position, event, history)
      case .committed(let operation):
        guard let place = places[operation],
          logs[place.log][place.index].committedEvent == .max
        else { continue }
        logs[place.log][place.index].committedAt = event.time
        logs[place.log][place.index].committedEvent = event.eventIndex
      case .discarded, .leads, .ceases: break
      }
    }
  }

  private mutating func place(
    _ operation: OperationID, _ log: LogID, _ position: LogPosition, _ event: HistoryEvent,
    _ history: History
  ) {
    let number = Int(log.index)
    while logs.count <= number { logs.append([]) }
    let place = (log: number, index: logs[number].count)
    logs[number].append(
      Line(operation: operation, position: position, placedEvent: event.eventIndex))
    places[operation] = place
    for key in history[operation].call.keys { keys[key, default: []].append(place) }
  }

  /// How far a replica that has applied `position` is behind at an instant: the committed entries
  /// that it lacks, and the age of the oldest. O(log entries).
  func lag(
    of log: LogID, applied position: LogPosition, events count: Int, at instant: VirtualTime
  ) -> (entries: Int, age: VirtualDuration) {
    guard Int(log.index) < logs.count else { return (0, .zero) }
    let lines = logs[Int(log.index)]
    // Within one log, entries are committed in the order of their positions.
    let start = lines.bisect { $0.position <= position }
    let end = lines.bisect { $0.committedEvent < count }
    guard start < end else { return (0, .zero) }
    return (end - start, instant - lines[start].committedAt)
  }

  /// The oldest committed write of a key that a replica at `position` lacks, with its age.
  func staleness(
    of key: Key, applied position: LogPosition, events count: Int, at instant: VirtualTime
  ) -> (versions: Int, age: VirtualDuration)? {
    guard let places = keys[key] else { return nil }
    let start = places.bisect { logs[$0.log][$0.index].position <= position }
    let end = places.bisect { logs[$0.log][$0.index].committedEvent < count }
    guard start < end else { return nil }
    let oldest = logs[places[start].log][places[start].index].committedAt
    return (end - start, instant - oldest)
  }
}
