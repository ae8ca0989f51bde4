import Histories
import Simulation

/// Where a node began or ceased to believe that it leads.
struct LeaderChange: Sendable {
  let node: NodeID
  let epoch: Int
  let begins: Bool
  let time: VirtualTime
  let eventIndex: Int
}

/// The acknowledged writes that replicas truncated, by event.
///
/// It only grows, so that the list at an earlier position is a prefix. An event costs amortised O(1).
struct RollbackIndex: Sendable {
  struct Line: Sendable {
    let operation: OperationID
    let acknowledged: VirtualTime
    let node: NodeID
    let time: VirtualTime
    /// By which both the acknowledgement and the truncation had happened.
    let eventIndex: Int
    /// Distinct writes through this line.
    let writes: Int
  }

  private var all: [Line] = []
  /// Truncated before the client had its answer; looked up, never iterated.
  private var open: [OperationID: [(node: NodeID, time: VirtualTime)]] = [:]
  /// Looked up, never iterated.
  private var rolledBack: Set<OperationID> = []

  /// A replica truncated the write.
  mutating func discard(_ operation: Operation, at node: NodeID, _ event: HistoryEvent) {
    guard let completion = operation.completion, completion.eventIndex <= event.eventIndex else {
      open[operation.id, default: []].append((node, event.time))
      return
    }
    append(operation, completion, node, event.time, event.eventIndex)
  }

  /// An operation came to its end.
  mutating func complete(_ operation: Operation) {
    guard !open.isEmpty, let completion = operation.completion,
      let truncations = open.removeValue(forKey: operation.id)
    else { return }
    for (node, time) in truncations {
      append(operation, completion, node, time, completion.eventIndex)
    }
  }

  private mutating func append(
    _ operation: Operation, _ completion: Completion, _ node: NodeID, _ time: VirtualTime,
    _ eventIndex: Int
  ) {
    guard case .ok = completion.outcome else { return }
    rolledBack.insert(operation.id)
    all.append(
      Line(
        operation: operation.id, acknowledged: completion.time, node: node, time: time,
        eventIndex: eventIndex, writes: rolledBack.count))
  }

  /// Those of the first `count` events. O(log lines).
  func lines(events count: Int) -> ArraySlice<Line> {
    all[..<all.bisect { $0.eventIndex < count }]
  }

  /// How many distinct writes they are. O(log lines).
  func writes(events count: Int) -> Int { lines(events: count).last?.writes ?? 0 }
}
