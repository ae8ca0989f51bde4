import Checkers
import Histories

/// A random history of three nodes that lead, cease, replicate and truncate as they please, with
/// ties, and what the definitions say of it by plain scans.
struct ForkedRun {
  struct Tenure {
    let leadership: Leadership
    let start: Int
    var end = Int.max
    var commits: [(entry: Int, time: Int)] = []
  }
  struct Pair: Hashable {
    let epochs: Set<Int>
  }
  private struct Entry {
    let id: OperationID
    let position: LogPosition
    let parent: Int
  }
  struct Probe {
    let event: Int
    let position: LogPosition
    let time: Int
    let missing: Int
  }

  private var box = WhiteBox()
  private var entries: [Entry] = []
  private var logs = [-1, -1, -1]
  private var leading: [Int?] = [nil, nil, nil]
  private(set) var tenures: [Tenure] = []
  private var committed: [(entry: Int, epoch: Int)] = []
  private(set) var probes: [Probe] = []
  private var epoch = 0
  private var clock = 1
  private var generator: TestGenerator

  var history: History { box.history }

  init(seed: UInt64, steps: Int) {
    generator = TestGenerator(seed: seed)
    for _ in 0..<steps {
      clock += generator.next(below: 3)
      let node = generator.next(below: 3)
      switch generator.next(below: 10) {
      case 0: elect(node)
      case 1: cease(node)
      case 2...5: write(at: node)
      case 6: commit(at: node)
      case 7: copy(to: node)
      default: read(at: node)
      }
    }
  }

  private mutating func elect(_ node: Int) {
    cease(node)
    epoch += 1
    leading[node] = tenures.count
    tenures.append(
      Tenure(leadership: .init(node: NodeID(node), log: LogID(0), epoch: epoch), start: clock))
    box.leads(node, epoch: epoch, at: clock)
  }

  private mutating func cease(_ node: Int) {
    guard let tenure = leading[node] else { return }
    tenures[tenure].end = clock
    leading[node] = nil
    box.ceases(node, epoch: tenures[tenure].leadership.epoch, at: clock)
  }

  private func position(_ place: Int) -> LogPosition {
    place < 0 ? at(1) : entries[place].position
  }

  private mutating func write(at node: Int) {
    guard let tenure = leading[node] else { return }
    let position = LogPosition(
      epoch: tenures[tenure].leadership.epoch, lsn: position(logs[node]).lsn + 1)
    let id = box.invoke(node, .write("x", .integer(Int64(entries.count))), at: clock)
    box.note(
      .placed(id, log: LogID(0), position: position, previous: self.position(logs[node])),
      at: clock, by: node)
    entries.append(Entry(id: id, position: position, parent: logs[node]))
    logs[node] = entries.count - 1
    if generator.next(below: 2) == 0 { commit(at: node) }
  }

  /// A leader commits everything in its log, oldest first, also what is committed already.
  private mutating func commit(at node: Int) {
    guard let tenure = leading[node] else { return }
    for entry in line(to: logs[node]).suffix(2) {
      box.note(.committed(entries[entry].id), at: clock, by: node)
      if !tenures[tenure].commits.contains(where: { $0.entry == entry }) {
        tenures[tenure].commits.append((entry, clock))
      }
      committed.append((entry, tenures[tenure].leadership.epoch))
    }
  }

  /// A node that does not lead takes over another's log.
  private mutating func copy(to node: Int) {
    guard leading[node] == nil else { return }
    let source = logs[generator.next(below: 3)]
    let kept = Set(line(to: source))
    for entry in line(to: logs[node]).reversed() where !kept.contains(entry) {
      box.note(.discarded(entries[entry].id, at: NodeID(node)), at: clock, by: node)
    }
    logs[node] = source
  }

  private mutating func read(at node: Int) {
    let position = position(logs[node])
    let id = box.invoke(3, .read("x"), at: clock)
    box.ok(id, at: clock, seeing: .prefix(of: LogID(0), through: position), servedAt: clock)
    let lacking = Set(line(to: livingTip())).subtracting(line(to: logs[node]))
    probes.append(
      Probe(
        event: box.history.events.count - 1, position: position, time: clock,
        missing: lacking.count))
  }

  /// The line of the newest epoch in which a commit went beyond what was committed before.
  private func livingTip() -> Int {
    var (tip, newest) = (-1, 0)
    for (entry, epoch) in committed where epoch >= newest && !line(to: tip).contains(entry) {
      if epoch > newest || line(to: entry).contains(tip) || tip < 0 {
        (tip, newest) = (entry, epoch)
      }
    }
    return tip
  }

  private func line(to place: Int) -> [Int] {
    var (line, place) = ([Int](), place)
    while place >= 0 {
      line.append(place)
      place = entries[place].parent
    }
    return line.reversed()
  }

  /// The pairs of leaders that break TwoLeaders, by its definition.
  var conflicts: Set<Pair> {
    var result: Set<Pair> = []
    for (index, one) in tenures.enumerated() {
      for other in tenures[..<index] where one.leadership.node != other.leadership.node {
        let since = max(one.start, other.start)
        let until = min(one.end, other.end)
        // An overlap of which nothing later has been seen has no duration yet.
        let last = Int(history.events.last?.time.milliseconds ?? 0)
        guard since < min(until, last) else { continue }
        let overlap = since...until
        let clash = one.commits.contains { mine in
          other.commits.contains { theirs in
            (overlap.contains(mine.time) || overlap.contains(theirs.time))
              && !line(to: mine.entry).contains(theirs.entry)
              && !line(to: theirs.entry).contains(mine.entry)
          }
        }
        if clash {
          result.insert(Pair(epochs: [one.leadership.epoch, other.leadership.epoch]))
        }
      }
    }
    return result
  }
}
