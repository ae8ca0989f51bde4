import Histories

/// The writes that later operations of a session must find, in the order in which they became
/// requirements: the session's own acknowledged writes, or the writes its reads saw.
///
/// On one line of a log it is enough to find the highest; `high` and `skip` let a check against a
/// log step from line to line. A check against an explicit set visits every entry, newest first, and
/// stops at the first that is missing, so that it never costs more than the set given.
struct RequirementList: Sendable {
  struct Entry: Sendable {
    /// The required write.
    var write: Int32
    /// The operation by which it became a requirement: the write itself, or the read that saw it.
    var cause: Int32
    /// The ordinal in the history of that operation's completion.
    var order: Int
    /// The entry with the highest write on the same line, in the run of entries that ends here.
    var high: Int32
    /// The last entry before that run; -1 if none.
    var skip: Int32
  }

  private(set) var entries: [Entry] = []

  /// Appends a requirement. `extends` says whether the new write's line contains the given one,
  /// and `covers` whether the given one's line contains the new write.
  mutating func append(
    write: Int32, cause: Int32, order: Int, extends: (Int32) -> Bool, covers: (Int32) -> Bool
  ) {
    let index = Int32(entries.count)
    var entry = Entry(write: write, cause: cause, order: order, high: index, skip: index - 1)
    if let last = entries.last {
      let high = entries[Int(last.high)]
      if extends(high.write) {
        entry.skip = last.skip
      } else if covers(high.write) {
        entry.skip = last.skip
        entry.high = last.high
      }
    }
    entries.append(entry)
  }

  /// The highest requirement of the newest line; the one that a repeated read need not add again.
  var newest: Int32? { entries.last.map { entries[Int($0.high)].write } }

  /// How many entries became requirements before `order`. O(1) when all did.
  func count(before order: Int) -> Int {
    if let last = entries.last, last.order >= order {
      return entries.partitioningIndex { $0.order >= order }
    }
    return entries.count
  }

  /// The first entry that is missing, newest line first, in a log. O(lines).
  func firstMissing(inLogBefore order: Int, isVisible: (Int32) -> Bool) -> Entry? {
    var index = count(before: order) - 1
    while index >= 0 {
      let entry = entries[Int(entries[index].high)]
      if !isVisible(entry.write) { return entry }
      index = Int(entries[index].skip)
    }
    return nil
  }

  /// The newest entry that is missing from a set. O(entries found + 1).
  func firstMissing(inSetBefore order: Int, isVisible: (Int32) -> Bool) -> Entry? {
    var index = count(before: order) - 1
    while index >= 0 {
      if !isVisible(entries[index].write) { return entries[index] }
      index -= 1
    }
    return nil
  }
}
