import Histories

/// The line of a log that counts: the one on which the newest leader that committed anything has
/// committed. What was committed elsewhere is superseded.
///
/// It knows the event of each change, so that it can be asked as of any earlier moment.
struct LivingLine: Sendable {
  private var epoch = Int32.min
  private var tips: [(eventIndex: Int, write: Int32)] = []

  /// Takes in a commit by the leader of an epoch. `line` says whether the line to the first write
  /// contains the second. Amortised O(1).
  mutating func commit(
    _ write: Int32, by epoch: Int32, eventIndex: Int, line: (Int32, Int32) -> Bool
  ) {
    guard let tip = tips.last?.write else { return move(to: write, epoch, eventIndex) }
    // A new leader commits what is committed already: nothing contradicts the line yet.
    guard epoch >= self.epoch, !line(tip, write) else { return }
    if epoch > self.epoch || line(write, tip) { move(to: write, epoch, eventIndex) }
  }

  private mutating func move(to write: Int32, _ epoch: Int32, _ eventIndex: Int) {
    self.epoch = epoch
    tips.append((eventIndex, write))
  }

  /// The last committed write of the line as of an event; nil before the first. O(log commits).
  func tip(asOf eventIndex: Int) -> Int32? {
    let count = tips.partitioningIndex { $0.eventIndex > eventIndex }
    return count == 0 ? nil : tips[count - 1].write
  }
}

/// What a replica lacks of the living line of its log.
public struct Backlog: Hashable, Sendable {
  public let entries: Int
  /// When the oldest of them was committed, as known at the instant asked about.
  public let oldestCommit: VirtualTime?
  /// The oldest of them.
  public let oldest: OperationID

  public init(entries: Int, oldestCommit: VirtualTime?, oldest: OperationID) {
    self.entries = entries
    self.oldestCommit = oldestCommit
    self.oldest = oldest
  }
}

extension GuaranteeMonitor {
  /// The committed entries that a replica at `position` lacks as of an event of the run. What was
  /// committed on a line that is superseded is not missed; a replica on such a line lacks what was
  /// committed on the living one. Nil if it lacks nothing.
  /// O(log entries + forks).
  public func backlog(
    of log: LogID, applied position: LogPosition, asOf eventIndex: Int, at instant: VirtualTime
  ) -> Backlog? {
    guard let tip = tip(of: log, asOf: eventIndex), let place = evidence[tip].place else {
      return nil
    }
    let tree = evidence.logs[Int(log.index)]
    return tree.excess(of: place, over: tree.locate(position)).map { entries, first in
      Backlog(
        entries: entries, oldestCommit: evidence.commitTime(of: first, at: instant),
        oldest: OperationID(Int(first)))
    }
  }

  /// The same for the writes of one key. O(forks * log writes of the key).
  public func backlog(
    of key: Key, in log: LogID, applied position: LogPosition, asOf eventIndex: Int,
    at instant: VirtualTime
  ) -> Backlog? {
    guard let tip = tip(of: log, asOf: eventIndex), let key = evidence.ordinal(ofKnown: key) else {
      return nil
    }
    let visible = VisibleWrites.log(log.index, tip: evidence.logs[Int(log.index)].locate(position))
    let missed = evidence.placements[Int(key)].missed(
      onLine: { evidence.line(of: tip, contains: $0) },
      inLog: { evidence.isVisible($0, in: visible) })
    return missed.map { count, first in
      Backlog(
        entries: count, oldestCommit: evidence.commitTime(of: first, at: instant),
        oldest: OperationID(Int(first)))
    }
  }

  private func tip(of log: LogID, asOf eventIndex: Int) -> Int32? {
    Int(log.index) < evidence.living.count
      ? evidence.living[Int(log.index)].tip(asOf: eventIndex) : nil
  }

  /// Whether a write is on the living line of its log as of an event: committed by the newest leader
  /// that has committed anything, or before what it has committed. O(forks).
  public func isLiving(_ write: OperationID, asOf eventIndex: Int) -> Bool {
    guard let place = evidence[write.index].place,
      let tip = tip(of: LogID(Int(place.log)), asOf: eventIndex)
    else { return false }
    return evidence.line(of: tip, contains: write.index)
  }

  /// Whether a log that ends at a position holds the write. O(log entries + forks).
  public func isHeld(_ write: OperationID, in log: LogID, through position: LogPosition) -> Bool {
    guard Int(log.index) < evidence.logs.count else { return false }
    let tip = evidence.logs[Int(log.index)].locate(position)
    return evidence.isVisible(write.index, in: .log(log.index, tip: tip))
  }

  /// Whether the write has a place in a log. O(1).
  public func isInLog(_ write: OperationID) -> Bool { evidence[write.index].place != nil }
}
