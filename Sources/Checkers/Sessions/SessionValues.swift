import Histories

/// Read-your-writes and monotonic reads (Terry et al. 1994) from values alone.
///
/// A session breaks a guarantee with a read that returned a version of a key which is *older* than one
/// that the session had written (acknowledged before the read was invoked) or read (returned before it). Of two
/// versions of a key a session knows the older one
/// * if it is the initial value;
/// * if one session wrote both, in that order;
/// * if the session itself had read it, or a later write of its writer, before it wrote the other;
/// * if it read it, then the other without going back, and now reads it again (monotonic reads);
/// * if the log positions that the history notes say so.
///
/// These are the orders that PRAM lets no process see reversed: a history that satisfies PRAM breaks neither
/// guarantee. A store that arbitrates against session order (last writer wins, with clocks that
/// differ) breaks them by values though each write is visible where it must be; by visibility it then breaks monotonic
/// writes or writes-follow-reads instead.
///
/// A session whose operations overlap is judged by its processes, each by itself. Of a read of many keys at once at
/// most `findingsMax` are named. O(n) expected, and O(log n) where what was seen before a write must be looked up.
struct SessionValues {
  struct Finding {
    let guarantee: CheckerName
    let read: Int32
    let key: Int32
    let relation: Witness.Relation
    /// The newer version, and what else shows it.
    let newer: Int32
    let others: [Int32]
  }

  /// What a session did to a key.
  private struct OfKey {
    var lastWrite: Int32 = -1
    /// The last read that went back to nothing, and its version.
    var lastRead: Int32 = -1
    var lastSource = ReadsFromIndex.Source.none
    /// The newest of its own writes that it read.
    var lastOwnRead: Int32 = -1
    /// The last read that was found to go back.
    var wentBack: Int32 = -1
  }

  /// A read that showed a later write of a lane than all before it.
  private struct Step {
    let completed: Int32
    let place: Int32
    let read: Int32
  }

  /// A version that a read returned: writes of a lane up to a place are older.
  private struct Cover {
    let place: Int32
    let source: Int32
    let read: Int32
  }

  let index: ReadsFromIndex
  private let lanes: Lanes
  private let sessions: SessionSequences
  /// Whether, by log positions, the first write comes before the second.
  private let isPlaced: ((Int32, Int32) -> Bool)?
  private(set) var findings: [Finding] = []
  /// So many keys of one read are named at most, for each guarantee: each finding is shown with all that was read.
  static let findingsMax = 16
  /// Findings of the read at hand, by guarantee.
  private var found: [CheckerName: Int] = [:]

  private var slots: PairTable
  private var ofKeys: [OfKey] = []
  /// By session and lane the steps of what it saw of that lane.
  private var stairs = PairTable(expected: 64)
  private var steps: [[Step]] = []
  /// By slot and lane the read after which most of that lane is old.
  private var latest: PairTable
  private var covers: [Cover] = []
  /// By slot and source the first read of it; sources are numbered from the initial value.
  private var firstReads: PairTable
  /// Of operations with many accesses, by node and key the write that was read.
  private var updates = PairTable(expected: 0)
  private static let fewAccesses = 8

  init(_ index: ReadsFromIndex, _ history: History, isPlaced: ((Int32, Int32) -> Bool)?) {
    self.index = index
    self.isPlaced = isPlaced
    lanes = Lanes(index)
    sessions = SessionSequences(index, history)
    slots = PairTable(expected: index.keyCount)
    latest = PairTable(expected: index.keyCount)
    firstReads = PairTable(expected: index.count / 2)
    for node in 0..<index.count where index.accesses(of: node).count > Self.fewAccesses {
      for access in index.accesses(of: node) where index.sources[access] >= 0 {
        _ = updates.insert(Int32(node), index.keys[access], index.sources[access])
      }
    }
  }

  /// Judges all reads, in the order in which they returned.
  ///
  /// - Parameter isOver: asked now and then whether to stop; then the answer is false.
  mutating func walk(isOver: () -> Bool) -> Bool {
    for (step, node) in sessions.completed.enumerated() {
      if step & 4095 == 0 && isOver() { return false }
      let accesses = index.accesses(of: Int(node))
      if sessions.isRead[Int(node)] {
        if !found.isEmpty { found = [:] }
        for access in accesses where index.sources[access] >= ReadsFromIndex.Source.initial {
          judge(node, access)
        }
        for access in accesses where index.sources[access] >= ReadsFromIndex.Source.initial {
          remember(node, access)
        }
      }
      for access in accesses where index.sources[access] == ReadsFromIndex.Source.write {
        ofKeys[slot(node, access)].lastWrite = node
      }
    }
    return true
  }

  private mutating func slot(_ node: Int32, _ access: Int) -> Int {
    let session = sessions.number[Int(node)]
    if let known = slots.insert(session, index.keys[access], Int32(ofKeys.count)) {
      return Int(known)
    }
    ofKeys.append(OfKey())
    return ofKeys.count - 1
  }

  // MARK: Judging

  private mutating func judge(_ read: Int32, _ access: Int) {
    let slot = slot(read, access)
    let source = index.sources[access]
    let key = ofKeys[slot]
    if key.lastWrite >= 0 && key.lastWrite != source {
      judgeOwn(read, access, after: key.lastWrite)
    }
    if key.lastRead >= 0 && key.lastSource != source { judgeSeen(read, access, slot) }
  }

  /// Read-your-writes: of its own writes the last one is the newest.
  private mutating func judgeOwn(_ read: Int32, _ access: Int, after last: Int32) {
    let (key, source) = (index.keys[access], index.sources[access])
    guard var others = isOlder(source, than: last) else { return }
    // An update that read an earlier write of the session says no more than that one.
    var own = last
    while let earlier = updated(by: own, key), earlier != source,
      sessions.isInOrder(earlier, own), let shown = isOlder(source, than: earlier)
    {
      (own, others) = (earlier, shown)
    }
    find(
      Finding(
        guarantee: .readYourWrites, read: read, key: key, relation: .olderThanOwnWrite, newer: own,
        others: others))
  }

  private mutating func find(_ finding: Finding) {
    guard found[finding.guarantee, default: 0] < Self.findingsMax else { return }
    found[finding.guarantee, default: 0] += 1
    findings.append(finding)
  }

  /// What shows that a version is older than a write of the session; nil if nothing does.
  private func isOlder(_ source: Int32, than own: Int32) -> [Int32]? {
    if source < 0 || sessions.isInOrder(source, own) || isPlaced?(source, own) == true {
      return []
    }
    return readOf(source, before: own).map { [$0] }
  }

  /// The write of a key that a node read before it wrote the key itself; nil if it read none.
  private func updated(by node: Int32, _ key: Int32) -> Int32? {
    let accesses = index.accesses(of: Int(node))
    if accesses.count > Self.fewAccesses { return updates.number(node, key) }
    return accesses.first { index.keys[$0] == key && index.sources[$0] >= 0 }
      .map { index.sources[$0] }
  }

  /// Monotonic reads; what was read last is another version.
  private mutating func judgeSeen(_ read: Int32, _ access: Int, _ slot: Int) {
    let source = index.sources[access]
    let key = ofKeys[slot]
    var newer = key.lastSource
    var others: [Int32]?
    if source < 0 {
      others = [key.lastRead]
    } else if let place = latest.number(Int32(slot), lanes.lane[Int(source)]),
      covers[Int(place)].place >= lanes.place[Int(source)]
    {
      newer = covers[Int(place)].source
      others = [covers[Int(place)].read]
    } else if key.lastSource >= 0, isPlaced?(source, key.lastSource) == true {
      others = [key.lastRead]
    } else if key.lastOwnRead >= 0, key.lastOwnRead != source,
      let earlier = readOf(source, before: key.lastOwnRead)
    {
      newer = key.lastOwnRead
      let shown = firstReads.number(Int32(slot), key.lastOwnRead + 1)
      others = [earlier] + (shown.map { [$0] } ?? [])
    } else if let first = firstReads.number(Int32(slot), source + 1) {
      others = [first, key.lastRead]
    }
    guard let others else { return }
    ofKeys[slot].wentBack = read
    find(
      Finding(
        guarantee: .monotonicReads, read: read, key: index.keys[access],
        relation: .olderThanEarlierRead, newer: newer, others: others))
  }

  /// A read of the writer's session that showed the source, or a later write of its lane, before the
  /// session invoked one of its own writes.
  private func readOf(_ source: Int32, before own: Int32) -> Int32? {
    guard let place = stairs.number(sessions.number[Int(own)], lanes.lane[Int(source)]) else {
      return nil
    }
    let stair = steps[Int(place)]
    let first = stair.partitioningIndex { $0.place >= lanes.place[Int(source)] }
    guard first < stair.count, stair[first].completed < sessions.invoked[Int(own)] else {
      return nil
    }
    return stair[first].read
  }

  // MARK: Remembering

  private mutating func remember(_ read: Int32, _ access: Int) {
    let slot = slot(read, access)
    let source = index.sources[access]
    if ofKeys[slot].wentBack != read {
      ofKeys[slot].lastRead = read
      ofKeys[slot].lastSource = source
    }
    _ = firstReads.insert(Int32(slot), source + 1, read)
    guard source >= 0 else { return }
    let session = sessions.number[Int(read)]
    if sessions.number[Int(source)] == session {
      let known = ofKeys[slot].lastOwnRead
      if known < 0 || sessions.invoked[Int(known)] < sessions.invoked[Int(source)] {
        ofKeys[slot].lastOwnRead = source
      }
    }
    let (lane, place) = (lanes.lane[Int(source)], lanes.place[Int(source)])
    cover(slot, lane, Cover(place: place - 1, source: source, read: read))
    let completed = sessions.completedAt[Int(read)]
    see(session, lane, Step(completed: completed, place: place, read: read))
    // A pending write may have a lane of its own, and comes after what its process did before.
    let previous = index.previous[Int(source)]
    guard previous >= 0, lanes.lane[Int(previous)] != lane else { return }
    let before = lanes.place[Int(previous)]
    cover(slot, lanes.lane[Int(previous)], Cover(place: before, source: source, read: read))
    see(
      session, lanes.lane[Int(previous)], Step(completed: completed, place: before, read: read))
  }

  private mutating func cover(_ slot: Int, _ lane: Int32, _ cover: Cover) {
    if let place = latest.insert(Int32(slot), lane, Int32(covers.count)) {
      if covers[Int(place)].place < cover.place { covers[Int(place)] = cover }
    } else {
      covers.append(cover)
    }
  }

  private mutating func see(_ session: Int32, _ lane: Int32, _ step: Step) {
    guard let place = stairs.insert(session, lane, Int32(steps.count)) else {
      steps.append([step])
      return
    }
    if let last = steps[Int(place)].last, last.place < step.place {
      steps[Int(place)].append(step)
    }
  }
}
