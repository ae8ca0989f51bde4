import Histories

/// A node that believes it leads a log, in an epoch.
public struct Leadership: Hashable, Sendable {
  public let node: NodeID
  public let log: LogID
  public let epoch: Int

  public init(node: NodeID, log: LogID, epoch: Int) {
    self.node = node
    self.log = log
    self.epoch = epoch
  }
}

/// Two nodes that led one log at the same time. Belief alone harms nobody.
public struct LeaderOverlap: Hashable, Sendable {
  /// The one that had begun to lead earlier, and the other.
  public let earlier: Leadership
  public let later: Leadership
  public let since: VirtualTime
  /// When the first of them ceased to lead; nil while both do.
  public let until: VirtualTime?
}

/// Who led which log when, and what was committed by whom.
///
/// A note costs O(nodes that lead the log at once), which is one nearly always.
struct LeaderTable: Sendable {
  struct Commit: Sendable {
    let write: Int32
    let time: VirtualTime
  }

  /// From where a node begins to lead to where it ceases.
  struct Tenure: Sendable {
    let leadership: Leadership
    let start: VirtualTime
    let startEvent: Int
    var end = VirtualTime.never
    var endEvent = Int.max
    /// The last committed write of each line: one, as a leader's log is a line.
    var heads: [Commit] = []
    /// The last write known to be in its log; -1 if none.
    var holds: Int32 = -1
    /// Tenures that overlap with this one and have not been found in conflict with it.
    var rivals: [Int] = []

    var isOpen: Bool { endEvent == .max }

    func lasts(asOf eventIndex: Int) -> Bool { isOpen || endEvent > eventIndex }
  }

  private struct Slot: Hashable {
    let node: NodeID
    let log: LogID
  }

  private struct Overlap: Sendable {
    let earlier: Int
    let later: Int
    /// The first event by which it had lasted for some time.
    let eventIndex: Int
  }

  private(set) var tenures: [Tenure] = []
  /// Those that last, in the order of their begin.
  private(set) var open: [Int] = []
  /// Pairs that began to overlap at this instant. An overlap without duration is none.
  private var forming: [(earlier: Int, later: Int)] = []
  private var overlaps: [Overlap] = []
  /// Tenures by node and log; `slots` is looked up, never iterated.
  private var slots: [Slot: Int] = [:]
  private var bySlot: [[Int]] = []

  // MARK: Notes

  mutating func begin(_ leadership: Leadership, time: VirtualTime, eventIndex: Int) {
    end(leadership.node, leadership.log, time: time, eventIndex: eventIndex)
    let index = tenures.count
    for other in open where tenures[other].leadership.log == leadership.log {
      forming.append((other, index))
    }
    tenures.append(Tenure(leadership: leadership, start: time, startEvent: eventIndex))
    open.append(index)
    let slot = Slot(node: leadership.node, log: leadership.log)
    if let known = slots[slot] {
      bySlot[known].append(index)
    } else {
      slots[slot] = bySlot.count
      bySlot.append([index])
    }
  }

  mutating func end(_ node: NodeID, _ log: LogID, time: VirtualTime, eventIndex: Int) {
    guard let place = open.firstIndex(where: { leads($0, node, log) }) else { return }
    let index = open.remove(at: place)
    tenures[index].end = time
    tenures[index].endEvent = eventIndex
  }

  /// Begins the overlaps that have come to last, as time is about to pass on. Returns them.
  mutating func ripen(before time: VirtualTime, eventIndex: Int) -> [(Int, Int)] {
    guard let first = forming.first, tenures[first.later].start < time else { return [] }
    let ripe = forming.filter { tenures[$0.earlier].end > tenures[$0.later].start }
      .filter { tenures[$0.later].end > tenures[$0.later].start }
    forming = []
    for pair in ripe {
      overlaps.append(Overlap(earlier: pair.earlier, later: pair.later, eventIndex: eventIndex))
      tenures[pair.earlier].rivals.append(pair.later)
      tenures[pair.later].rivals.append(pair.earlier)
    }
    return ripe
  }

  /// The tenure that notes of this node are about; without a node the one of the epoch.
  func tenure(of node: NodeID?, log: LogID, epoch: Int32) -> Int? {
    open.first { index in
      let leadership = tenures[index].leadership
      guard leadership.log == log else { return false }
      return node.map { leadership.node == $0 } ?? (leadership.epoch == Int(epoch))
    }
  }

  mutating func addHead(_ head: Commit, to tenure: Int, replacingLast: Bool) {
    if replacingLast { tenures[tenure].heads.removeLast() }
    tenures[tenure].heads.append(head)
  }

  mutating func hold(_ write: Int32, by tenure: Int) { tenures[tenure].holds = write }

  /// The pair needs no more looking at.
  mutating func settle(_ one: Int, _ other: Int) {
    tenures[one].rivals.removeAll { $0 == other }
    tenures[other].rivals.removeAll { $0 == one }
  }

  private func leads(_ tenure: Int, _ node: NodeID, _ log: LogID) -> Bool {
    tenures[tenure].leadership.node == node && tenures[tenure].leadership.log == log
  }
}

extension LeaderTable {
  // MARK: As of an event

  /// Who led as of an event, by node and log in the order in which they first led.
  /// O(nodes * logs * log tenures).
  func leaders(asOf eventIndex: Int) -> [Leadership] {
    tenures(asOf: eventIndex).map(\.leadership)
  }

  private func tenures(asOf eventIndex: Int) -> [Tenure] {
    bySlot.compactMap { list in
      let count = list.partitioningIndex { tenures[$0].startEvent > eventIndex }
      guard count > 0 else { return nil }
      let last = tenures[list[count - 1]]
      return last.lasts(asOf: eventIndex) ? last : nil
    }
  }

  /// Two that lead one log as of an event, the newest of them and the one before; if there are none,
  /// the last two that did for some time. O(nodes * logs * log tenures).
  func overlap(asOf eventIndex: Int) -> LeaderOverlap? {
    let leading = tenures(asOf: eventIndex).sorted { $0.startEvent < $1.startEvent }
    for later in leading.indices.reversed() {
      let earlier = leading[..<later].last { $0.leadership.log == leading[later].leadership.log }
      guard let earlier else { continue }
      return LeaderOverlap(
        earlier: earlier.leadership, later: leading[later].leadership,
        since: leading[later].start, until: nil)
    }
    let count = overlaps.partitioningIndex { $0.eventIndex > eventIndex }
    guard count > 0 else { return nil }
    let (earlier, later) = (
      tenures[overlaps[count - 1].earlier], tenures[overlaps[count - 1].later]
    )
    return LeaderOverlap(
      earlier: earlier.leadership, later: later.leadership, since: later.start,
      until: min(earlier.end, later.end))
  }
}
