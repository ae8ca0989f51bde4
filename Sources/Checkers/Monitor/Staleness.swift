import Histories

/// How stale a read was, whether or not that violates anything.
public struct StalenessMeasure: Hashable, Sendable {
  public let read: OperationID
  /// The event of the run that completed the read.
  public let eventIndex: Int
  /// k: newer versions missed, committed strictly before the serving instant. Of several keys, the
  /// largest.
  public let versions: Int
  /// t: the serving instant minus the commit of the oldest version missed. Of several keys, the
  /// largest. Zero exactly if `versions` is.
  public let age: VirtualDuration
  /// The version missed that was committed first.
  public let oldestMissed: OperationID?
}

/// The measures of all judged reads, in order of completion, with their maxima so far.
struct StalenessJournal: Sendable {
  private(set) var measures: [StalenessMeasure] = []
  private var maxima: [(versions: Int, age: VirtualDuration)] = []

  mutating func append(_ measure: StalenessMeasure) {
    let last = maxima.last ?? (0, .zero)
    measures.append(measure)
    maxima.append((max(last.versions, measure.versions), max(last.age, measure.age)))
  }

  /// The maxima through an event. O(log reads).
  func maximum(asOf eventIndex: Int) -> (versions: Int, age: VirtualDuration) {
    let count = measures.partitioningIndex { $0.eventIndex > eventIndex }
    return count == 0 ? (0, .zero) : maxima[count - 1]
  }
}
