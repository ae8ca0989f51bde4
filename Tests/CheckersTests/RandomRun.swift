import Histories

/// A random run of one replicated log, with what a naive scan says of its reads.
struct RandomRun {
  private struct Entry {
    let id: OperationID
    let key: Key
    let position: LogPosition
    let parent: Int
    let committed: Int
    var isDiscarded = false
  }

  private var box = WhiteBox()
  private var entries: [Entry] = []
  private var tip = -1
  private var epoch = 1
  private var clock = 0
  private var generator: TestGenerator
  private var ownWrites: [String: [Int]] = [:]
  private var pastReads: [String: [Int]] = [:]

  private(set) var valueOwnViolations: [OperationID] = []
  private(set) var valueMonotonicViolations: [OperationID] = []
  private(set) var scannedVersions: [Int] = []
  private(set) var scannedAges: [Int64] = []

  var history: History { box.history }

  init(seed: UInt64, steps: Int) {
    generator = TestGenerator(seed: seed)
    for _ in 0..<steps {
      clock += 3
      switch generator.next(below: 12) {
      case 0: failOver()
      case 1...4: write()
      default: read()
      }
    }
  }

  private var someKey: Key { ["x", "y"][clock / 3 % 2] }

  private mutating func write() {
    let session = generator.next(below: 3)
    let lsn = tip < 0 ? 2 : entries[tip].position.lsn + 1
    let position = LogPosition(epoch: epoch, lsn: lsn)
    let previous = tip < 0 ? at(1) : entries[tip].position
    let id = box.write(
      session, someKey, .integer(Int64(entries.count)), at: clock, position, after: previous)
    ownWrites["\(session) \(someKey)", default: []].append(entries.count)
    entries.append(
      Entry(id: id, key: someKey, position: position, parent: tip, committed: clock + 1))
    tip = entries.count - 1
  }

  /// A new leader that lacks the last entries; some of them are discarded at once.
  private mutating func failOver() {
    epoch += 1
    for _ in 0..<generator.next(below: 3) where tip >= 0 {
      if generator.next(below: 2) == 0 {
        box.note(.discarded(entries[tip].id, at: NodeID(0)), at: clock)
        entries[tip].isDiscarded = true
      }
      tip = entries[tip].parent
    }
  }

  private mutating func read() {
    let session = generator.next(below: 3)
    var place = generator.next(below: 8) == 0 && !entries.isEmpty ? entries.count - 1 : tip
    for _ in 0..<generator.next(below: 5) where place >= 0 { place = entries[place].parent }
    let line = line(to: place)
    let source = line.last { entries[$0].key == someKey }
    let position = place < 0 ? at(1) : entries[place].position
    let id = box.read(
      session, .read(someKey), at: clock, seeing: .prefix(of: LogID(0), through: position),
      source.map { .integer(Int64($0)) } ?? nil)
    judge(id, "\(session) \(someKey)", source)
    let missed = entries.indices.filter {
      let entry = entries[$0]
      return entry.key == someKey && !entry.isDiscarded && !line.contains($0)
        && entry.committed < clock + 1
    }
    scannedVersions.append(missed.count)
    scannedAges.append(Int64(missed.map { clock + 1 - entries[$0].committed }.max() ?? 0))
  }

  /// By values: the read returned something strictly older than what the session wrote or read.
  private mutating func judge(_ id: OperationID, _ slot: String, _ source: Int?) {
    let isOlder = { [entries] (entry: Int) -> Bool in
      guard let source else { return true }
      var ancestor = entries[entry].parent
      while ancestor > source { ancestor = entries[ancestor].parent }
      return ancestor == source
    }
    if ownWrites[slot, default: []].contains(where: isOlder) { valueOwnViolations.append(id) }
    if pastReads[slot, default: []].contains(where: isOlder) { valueMonotonicViolations.append(id) }
    if let source { pastReads[slot, default: []].append(source) }
  }

  private func line(to place: Int) -> [Int] {
    var (line, place) = ([Int](), place)
    while place >= 0 {
      line.append(place)
      place = entries[place].parent
    }
    return line.reversed()
  }
}
