import Histories

/// Decides whether reads and writes of registers are linearizable, where every value is written at
/// most once: by zones (Gibbons and Korach 1997, §4). O(n log n) for each key, plus the square of the
/// number of values that were read.
///
/// A value's operations are its write and the reads that returned it. Its zone reaches from their
/// first end to their last start. When that goes forward in time, the register certainly held the value
/// throughout. The history is linearizable exactly when no read ends before its write starts, no two
/// forward zones overlap, and no backward zone lies within a forward one. A write of unknown
/// outcome never ends; one that nobody has read does not count.
public enum RegisterCheck {
  /// What is wrong with the history, or nil.
  public static func problem(in history: History) -> String? {
    var keys: [Key] = []
    for operation in history.operations {
      guard let key = operation.call.key, !keys.contains(key) else { continue }
      keys.append(key)
    }
    for key in keys {
      if let problem = problem(of: key, in: history) { return "\(key): \(problem)" }
    }
    return nil
  }

  private struct Cluster {
    let value: Value
    /// When the write started; the initial value was there before everything.
    var writeStart = Int.min
    var firstEnd = Int.max
    var lastStart = Int.min
    var reads = 0

    var isForward: Bool { firstEnd < lastStart }

    mutating func add(_ operation: Operation) {
      lastStart = max(lastStart, start(of: operation))
      firstEnd = min(firstEnd, end(of: operation))
    }
  }

  // A client's next operation may start at the event at which the last one ends, and after it.
  private static func start(of operation: Operation) -> Int { 2 * operation.invokedEvent + 1 }

  private static func end(of operation: Operation) -> Int {
    guard case .ok? = operation.completion?.outcome, let completion = operation.completion else {
      return Int.max
    }
    return 2 * completion.eventIndex
  }

  private static func problem(of key: Key, in history: History) -> String? {
    let initial = history.initialValue(of: key)
    var clusters = [Cluster(value: initial, firstEnd: -1)]
    var places: [Value: Int] = [initial: 0]
    for operation in history.operations where operation.call.key == key && !operation.isFailed {
      guard case .write(_, let value) = operation.call else { continue }
      precondition(places[value] == nil, "every value is written once")
      places[value] = clusters.count
      clusters.append(Cluster(value: value, writeStart: start(of: operation)))
      clusters[clusters.count - 1].add(operation)
    }
    for operation in history.operations {
      guard operation.call == .read(key), let value = operation.result else { continue }
      guard let place = places[value] else { return "\(value) was read and never written" }
      guard end(of: operation) > clusters[place].writeStart else {
        return "\(value) was read before it was written"
      }
      clusters[place].add(operation)
      clusters[place].reads += 1
    }
    return conflict(among: clusters.filter { $0.reads > 0 || $0.firstEnd < Int.max })
  }

  private static func conflict(among clusters: [Cluster]) -> String? {
    for (place, one) in clusters.enumerated() where one.isForward {
      for (other, two) in clusters.enumerated() where other != place {
        if two.isForward {
          if one.firstEnd < two.lastStart, two.firstEnd < one.lastStart {
            return "\(one.value) and \(two.value) were both there"
          }
        } else if two.lastStart > one.firstEnd, two.firstEnd < one.lastStart {
          return "\(two.value) was written and read while \(one.value) was there"
        }
      }
    }
    return nil
  }
}
