import Histories

/// What the monitor keeps of an operation. A few words, because there is one for each.
struct OperationRecord: Sendable {
  /// The key addressed, as an ordinal; `none` or `several` otherwise.
  var key: Int32
  var session: Int32
  /// The ordinal in the history of the invocation.
  var invokeOrder: Int
  /// The ordinal of the acknowledgement; `.max` before.
  var acknowledgedOrder = Int.max
  /// The instant of the commit in milliseconds; `.max` before.
  var commitTime = Int64.max
  /// The first place it got in a log.
  var place: LogPlace?
  /// The epoch of the leader that placed it there.
  var epoch: Int32 = 0
  /// The session's last acknowledged write at the invocation; -1 if none.
  var previousWrite: Int32 = -1
  /// How many writes the session had read at the invocation.
  var readsBefore: Int32 = 0
  var isDiscarded = false
  var violatesMonotonicWrites = false
  var violatesWritesFollowReads = false

  static let none: Int32 = -1
  static let several: Int32 = -2
}

/// The writes that a read's replica had applied.
enum VisibleWrites: Sendable {
  /// The entries of one log on the line to `tip`; none if it is nil.
  case log(Int32, tip: LogPlace?)
  /// The same of several logs.
  case logs([Line])

  /// A log and a place in it.
  struct Line: Sendable {
    let log: Int32
    let tip: LogPlace?
  }

  /// These, ascending, and what lost arbitration at the node.
  case set([OperationID], at: NodeID)
}

/// The facts about writes: where they stand in logs, when they committed, where they lost.
struct Evidence: Sendable {
  private(set) var records: [OperationRecord] = []
  private(set) var commits: [CommitIndex] = []
  /// The placed writes of each key, with the instant of placement in the role of the commit's.
  private(set) var placements: [CommitIndex] = []
  private var keyOrdinals: [Key: Int32] = [:]
  private var severalKeys: [Int32: (read: [Int32], written: [Int32])] = [:]
  private(set) var logs: [LogTree] = []
  /// The living line of each log.
  private(set) var living: [LivingLine] = []
  /// The commits of writes that were thrown away and committed again, before the last one.
  private var earlierCommits: [Int32: [Int64]] = [:]
  /// Further places of writes that were placed more than once: a retry without deduplication.
  private var furtherPlaces: [Int32: [LogPlace]] = [:]
  /// The nodes at which a write outside any log lost arbitration.
  private var lostAt: [Int32: [NodeID]] = [:]

  subscript(write: Int32) -> OperationRecord {
    get { records[Int(write)] }
    _modify { yield &records[Int(write)] }
  }

  // MARK: Recording

  mutating func invoke(_ operation: Operation, order: Int) {
    var record = OperationRecord(
      key: OperationRecord.none, session: operation.session.index, invokeOrder: order)
    switch operation.call {
    case .readMany, .transaction:
      record.key = OperationRecord.several
      severalKeys[operation.id.index] = (
        operation.call.keysRead.map { ordinal(of: $0) },
        operation.call.keysWritten.map { ordinal(of: $0) }
      )
    default:
      if let key = operation.call.key { record.key = ordinal(of: key) }
    }
    records.append(record)
  }

  /// Notes a place. Returns it, or nil if the position was taken.
  mutating func place(
    _ write: Int32, log: LogID, at position: LogPosition, after previous: LogPosition,
    time: VirtualTime
  ) -> LogPlace? {
    while logs.count <= Int(log.index) {
      logs.append(LogTree(log: LogID(logs.count)))
      living.append(LivingLine())
    }
    guard let place = logs[Int(log.index)].append(write, at: position, after: previous) else {
      return nil
    }
    if self[write].place == nil {
      self[write].place = place
      self[write].epoch = position.epoch
    } else {
      furtherPlaces[write, default: []].append(place)
    }
    let key = self[write].key
    if key >= 0 {
      addPlacement(of: write, to: Int(key), time: time)
    } else {
      for key in keysWritten(by: write) { addPlacement(of: write, to: Int(key), time: time) }
    }
    return place
  }

  /// Notes a commit, by the leader of `epoch` if the write is in a log. A write that counts is not
  /// counted again: a new leader notes what becomes committed through it. One that a replica threw
  /// away counts again, from now; outside logs a lost arbitration is final.
  mutating func commit(_ write: Int32, by epoch: Int32, time: VirtualTime, eventIndex: Int) {
    if let place = self[write].place {
      var line = LivingLine()
      swap(&line, &living[Int(place.log)])
      line.commit(write, by: epoch, eventIndex: eventIndex) { self.line(of: $0, contains: $1) }
      swap(&line, &living[Int(place.log)])
    }
    let isNew = self[write].commitTime == .max
    let isBack = self[write].isDiscarded && self[write].place != nil
    guard isNew || isBack else { return }
    if !isNew { earlierCommits[write, default: []].append(self[write].commitTime) }
    self[write].commitTime = time.milliseconds
    if isBack { self[write].isDiscarded = false }
    guard !self[write].isDiscarded else { return }
    let key = self[write].key
    if key >= 0 {
      addCommit(of: write, to: Int(key), time: time)
    } else {
      for key in keysWritten(by: write) { addCommit(of: write, to: Int(key), time: time) }
    }
  }

  /// Notes that a node threw the write away: it does not count as committed any more, unless it
  /// survives in the log of a leader.
  mutating func discard(_ write: Int32, at node: NodeID, survives: Bool) {
    if self[write].place == nil { lostAt[write, default: []].append(node) }
    guard !self[write].isDiscarded, !survives else { return }
    self[write].isDiscarded = true
    guard self[write].commitTime != .max else { return }
    for key in keysWritten(by: write) {
      var commits = CommitIndex()
      swap(&commits, &self.commits[Int(key)])
      commits.remove(write) { line(of: $0, contains: $1) }
      swap(&commits, &self.commits[Int(key)])
    }
  }

  private mutating func addPlacement(of write: Int32, to key: Int, time: VirtualTime) {
    var index = CommitIndex()
    swap(&index, &placements[key])
    index.append(.init(write: write, time: time.milliseconds)) { line(of: write, contains: $0) }
    swap(&index, &placements[key])
  }

  // An index is taken out while it changes, so that it can ask the logs without being copied.
  private mutating func addCommit(of write: Int32, to key: Int, time: VirtualTime) {
    var index = CommitIndex()
    swap(&index, &commits[key])
    index.append(.init(write: write, time: time.milliseconds)) { line(of: write, contains: $0) }
    swap(&index, &commits[key])
  }

  private mutating func ordinal(of key: Key) -> Int32 {
    if let known = keyOrdinals[key] { return known }
    let next = Int32(keyOrdinals.count)
    keyOrdinals[key] = next
    commits.append(CommitIndex())
    placements.append(CommitIndex())
    return next
  }
}

extension Evidence {
  // MARK: Asking

  /// The keys that a multi-key operation reads.
  func keysRead(by operation: Int32) -> [Int32] { severalKeys[operation]?.read ?? [] }

  func keysWritten(by write: Int32) -> [Int32] {
    let key = self[write].key
    if key >= 0 { return [key] }
    return severalKeys[write]?.written ?? []
  }

  func writes(_ write: Int32, to key: Int32) -> Bool {
    let own = self[write].key
    return own == key
      || own == OperationRecord.several && keysWritten(by: write).contains(key)
  }

  func visible(_ observation: Observation) -> VisibleWrites? {
    switch observation.visibility {
    case .unknown: nil
    case .writes(let writes): .set(writes, at: observation.node)
    case .prefix(let log, let position): .log(log.index, tip: locate(position, in: log))
    case .prefixes(let vector):
      .logs(
        vector.prefixes.map { .init(log: $0.log.index, tip: locate($0.through, in: $0.log)) })
    }
  }

  private func locate(_ position: LogPosition, in log: LogID) -> LogPlace? {
    Int(log.index) < logs.count ? logs[Int(log.index)].locate(position) : nil
  }

  /// O(forks) in a log, O(log set) in a set.
  func isVisible(_ write: Int32, in visible: VisibleWrites) -> Bool {
    switch visible {
    case .log(let log, let tip): return isVisible(write, in: .init(log: log, tip: tip))
    case .logs(let lines): return lines.contains { isVisible(write, in: $0) }
    case .set(let writes, let node):
      return writes.containsSorted(OperationID(Int(write)))
        || !lostAt.isEmpty && (lostAt[write]?.contains(node) ?? false)
    }
  }

  private func isVisible(_ write: Int32, in line: VisibleWrites.Line) -> Bool {
    guard let place = self[write].place else { return false }
    if place.log == line.log && logs[Int(line.log)].line(to: line.tip, contains: place) {
      return true
    }
    return !furtherPlaces.isEmpty
      && (furtherPlaces[write] ?? []).contains {
        $0.log == line.log && logs[Int(line.log)].line(to: line.tip, contains: $0)
      }
  }

  /// Whether both are in one log and the line to the first contains the second.
  func line(of later: Int32, contains earlier: Int32) -> Bool {
    guard let tip = self[later].place, let entry = self[earlier].place, tip.log == entry.log else {
      return false
    }
    return logs[Int(tip.log)].line(to: tip, contains: entry)
  }

  func areInOneLog(_ one: Int32, _ other: Int32) -> Bool {
    guard let place = self[one].place else { return false }
    return place.log == self[other].place?.log
  }

  /// When the write was committed, as known at an instant.
  func commitTime(of write: Int32, at instant: VirtualTime) -> VirtualTime? {
    let times = (earlierCommits[write] ?? []) + [self[write].commitTime]
    return times.last { $0 <= instant.milliseconds }.map { VirtualTime($0) }
  }

  func ordinal(ofKnown key: Key) -> Int32? { keyOrdinals[key] }

  func hasLost(_ write: Int32, at node: NodeID) -> Bool { lostAt[write]?.contains(node) ?? false }
}

extension [OperationID] {
  /// Whether the element is in an ascending array. O(log count).
  func containsSorted(_ element: OperationID) -> Bool {
    let index = partitioningIndex { $0 >= element }
    return index < count && self[index] == element
  }
}
