/// The committed writes of one key, in the order of their commits.
///
/// It answers which of them a replica missed. Against a position of a log it searches by halves
/// within runs: maximal stretches in which each write follows the one before on the same line.
/// Commits come in log order except across forks, so that there is usually one run.
struct CommitIndex: Sendable {
  struct Commit: Hashable, Sendable {
    var write: Int32
    /// The instant of the commit, in milliseconds. Never decreasing.
    var time: Int64
  }

  /// What a read missed of one key, and the newest it saw.
  struct Missed: Sendable {
    var count = 0
    var oldest: Commit?
    var newestVisible: Commit?
  }

  private(set) var commits: [Commit] = []
  /// The index at which each run starts; the first is 0.
  private var runStarts: [Int] = []

  /// Adds a commit. `follows` says whether the new write's line contains the given one. O(1).
  mutating func append(_ commit: Commit, follows: (Int32) -> Bool) {
    if let last = commits.last, follows(last.write) {
      commits.append(commit)
    } else {
      runStarts.append(commits.count)
      commits.append(commit)
    }
  }

  /// Removes a write that no longer counts. O(writes committed after it), O(commits) on a fork.
  mutating func remove(_ write: Int32, follows: (_ later: Int32, _ earlier: Int32) -> Bool) {
    guard let index = commits.lastIndex(where: { $0.write == write }) else { return }
    commits.remove(at: index)
    while let start = runStarts.last, start >= index { runStarts.removeLast() }
    for position in index..<commits.count
    where position == 0 || !follows(commits[position].write, commits[position - 1].write) {
      runStarts.append(position)
    }
  }

  /// What is missed at a position of a log, of the commits strictly before `time`.
  /// O(runs * log commits).
  func missed(before time: Int64, inLog isVisible: (Int32) -> Bool) -> Missed {
    var result = Missed()
    var end = commits.count
    for start in runStarts.reversed() {
      let first = firstInvisible(from: start, to: end, isVisible)
      if first > start && result.newestVisible == nil {
        result.newestVisible = commits[first - 1]
      }
      let last = firstCommit(notBefore: time, from: first, to: end)
      if last > first {
        result.count += last - first
        result.oldest = commits[first]
      }
      end = start
    }
    return result
  }

  /// What of the writes on one line is not on another: how many, and the first.
  /// O(runs * log commits).
  func missed(
    onLine isLiving: (Int32) -> Bool, inLog isVisible: (Int32) -> Bool
  ) -> (count: Int, first: Int32)? {
    var result: (count: Int, first: Int32)?
    var end = commits.count
    for start in runStarts.reversed() {
      let first = firstInvisible(from: start, to: end, isVisible)
      let last = firstInvisible(from: start, to: end, isLiving)
      if last > first {
        result = ((result?.count ?? 0) + last - first, commits[first].write)
      }
      end = start
    }
    return result
  }

  /// What is missing from a set, of the commits strictly before `time`. `visible` are the commits
  /// of this key in the set, in any order. O(set * log set).
  func missed(before time: Int64, visible: [Commit], inSet isVisible: (Int32) -> Bool) -> Missed {
    var result = Missed()
    result.count = firstCommit(notBefore: time, from: 0, to: commits.count)
    for commit in visible {
      result.newestVisible = Self.later(result.newestVisible, commit)
      if commit.time < time { result.count -= 1 }
    }
    if result.count > 0 {
      result.oldest = commits.first { !isVisible($0.write) }
    }
    return result
  }

  /// The newest write on the line to a position of a log. O(runs * log commits), usually O(1).
  func newestVisible(inLog isVisible: (Int32) -> Bool) -> Int32? {
    var end = commits.count
    for start in runStarts.reversed() {
      let first = firstInvisible(from: start, to: end, isVisible)
      if first > start { return commits[first - 1].write }
      end = start
    }
    return nil
  }

  private static func later(_ one: Commit?, _ other: Commit) -> Commit {
    guard let one, one.time > other.time else { return other }
    return one
  }

  private func firstInvisible(from start: Int, to end: Int, _ isVisible: (Int32) -> Bool) -> Int {
    if end > start, isVisible(commits[end - 1].write) { return end }
    var low = start
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if isVisible(commits[middle].write) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func firstCommit(notBefore time: Int64, from start: Int, to end: Int) -> Int {
    if end > start, commits[end - 1].time < time { return end }
    var low = start
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if commits[middle].time >= time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
