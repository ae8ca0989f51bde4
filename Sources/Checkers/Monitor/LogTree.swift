import Histories

/// A place in a log: the branch and the entry's index in it.
///
/// Dense and small, because the monitor keeps one for each write.
struct LogPlace: Hashable, Sendable {
  var log: Int32
  var branch: Int32
  var index: Int32
}

/// One replicated log as a tree of branches.
///
/// A log is a line until two leaders append after the same entry; then it forks, and an entry is
/// part of a replica's log exactly if it is on the line from the root to the replica's position.
/// A branch is a maximal line; a new one starts only where an entry follows another than the last.
///
/// Positions that no operation was placed at (the base of the log, an entry a leader adds of its
/// own) stand for the last placed entry at or below them: in the same epoch, else the entry with
/// the greatest lower LSN of the latest earlier epoch, as a new leader extends the most recent log.
///
/// Append and ancestry cost O(forks above the place), location O(log entries + epochs).
struct LogTree: Sendable {
  private struct Branch: Sendable {
    /// The entry after which the branch starts; nil at the base of the log.
    var parent: (branch: Int32, index: Int32)?
    /// How many entries stand before the branch on its line.
    var depth: Int
    /// The write at each index.
    var writes: [Int32]
  }

  /// The entries of one epoch by ascending LSN.
  private struct Epoch: Sendable {
    let number: Int32
    var entries: [(lsn: Int64, branch: Int32, index: Int32)] = []

    /// How many entries have at most this LSN. O(log entries), O(1) near the end.
    func count(through lsn: Int64) -> Int {
      if let last = entries.last, last.lsn <= lsn { return entries.count }
      return entries.partitioningIndex { $0.lsn > lsn }
    }
  }

  private let log: Int32
  private var branches: [Branch] = []
  private var epochs: [Epoch] = []

  init(log: LogID) { self.log = log.index }

  /// Appends a write after `previous`. Returns its place, or nil if the position is taken.
  mutating func append(
    _ write: Int32, at position: LogPosition, after previous: LogPosition
  ) -> LogPlace? {
    let epoch = epochIndex(position.epoch)
    let slot = epochs[epoch].count(through: position.lsn)
    if slot > 0, epochs[epoch].entries[slot - 1].lsn == position.lsn { return nil }
    let place = extend(after: locate(previous), with: write)
    epochs[epoch].entries.insert((position.lsn, place.branch, place.index), at: slot)
    return place
  }

  /// The last placed entry at or below a position; nil if that is the base of the log.
  func locate(_ position: LogPosition) -> LogPlace? {
    for epoch in epochs.reversed() where epoch.number <= position.epoch {
      let own = epoch.number == position.epoch
      let count = epoch.count(through: own ? position.lsn : position.lsn - 1)
      if count > 0 {
        let entry = epoch.entries[count - 1]
        return LogPlace(log: log, branch: entry.branch, index: entry.index)
      }
    }
    return nil
  }

  /// Whether `entry` is on the line from the base to `tip`, `tip` included.
  func line(to tip: LogPlace?, contains entry: LogPlace) -> Bool {
    guard let tip else { return false }
    var branch = tip.branch
    var index = tip.index
    // A branch is newer than the one it starts from.
    while branch > entry.branch {
      guard let parent = branches[Int(branch)].parent else { return false }
      (branch, index) = parent
    }
    return branch == entry.branch && entry.index <= index
  }

  /// What the line to `tip` has beyond what it shares with the line to `other`: how many entries,
  /// and the first of them; nil if there is nothing. O(forks).
  func excess(of tip: LogPlace, over other: LogPlace?) -> (entries: Int, first: Int32)? {
    var (branch, end) = (tip.branch, tip.index)
    var shared = other.map { ($0.branch, $0.index) }
    // The branch above, on the way from the tip.
    var above: Int32?
    while true {
      while let place = shared, place.0 > branch { shared = branches[Int(place.0)].parent }
      let common = shared.map { $0.0 == branch ? min($0.1, end) + 1 : 0 } ?? 0
      let here = branches[Int(branch)]
      if common > end {
        guard let above else { return nil }
        let first = branches[Int(above)]
        return (depth(of: tip) - first.depth, first.writes[0])
      }
      guard common == 0, let parent = here.parent else {
        return (depth(of: tip) - here.depth - Int(common), here.writes[Int(common)])
      }
      above = branch
      (branch, end) = parent
    }
  }

  /// How many entries are on the line to a place, itself included.
  private func depth(of place: LogPlace) -> Int {
    branches[Int(place.branch)].depth + Int(place.index) + 1
  }

  private mutating func extend(after parent: LogPlace?, with write: Int32) -> LogPlace {
    if let parent, branches[Int(parent.branch)].writes.count == parent.index + 1 {
      branches[Int(parent.branch)].writes.append(write)
      return LogPlace(log: log, branch: parent.branch, index: parent.index + 1)
    }
    branches.append(
      Branch(
        parent: parent.map { ($0.branch, $0.index) }, depth: parent.map { depth(of: $0) } ?? 0,
        writes: [write]))
    return LogPlace(log: log, branch: Int32(branches.count - 1), index: 0)
  }

  private mutating func epochIndex(_ number: Int32) -> Int {
    if let last = epochs.last, last.number == number { return epochs.count - 1 }
    let slot = epochs.partitioningIndex { $0.number >= number }
    if slot == epochs.count || epochs[slot].number != number {
      epochs.insert(Epoch(number: number), at: slot)
    }
    return slot
  }
}

extension Array {
  /// The index of the first element for which `belongs` is true, if it is false for all before it
  /// and true for all after. O(log count).
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
