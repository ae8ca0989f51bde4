import Histories

/// The pending occurrences of a world, earliest first.
///
/// The order is (time, tie class, order of scheduling), total and the same everywhere. Occurrences
/// of the next 256 ms stand in a timing wheel, all others in a heap of small keys until the wheel
/// reaches them; the occurrences themselves stay in one slab. Insertion and removal of the earliest
/// are O(1) within the wheel and O(log n) outside; removal of any other is O(n).
struct EventQueue<P: SimulatedProtocol>: Sendable {
  /// A place in the slab.
  typealias Slot = Int32

  private var records: ContiguousArray<QueueRecord> = []
  private var cargo: ContiguousArray<Cargo<P>> = []
  private var free: ContiguousArray<Slot> = []
  private var wheel = TimingWheel()
  /// What is due before the wheel's window or after it.
  private var outside = KeyHeap()
  private var nextSequence: UInt64 = 0

  private(set) var count = 0

  @inline(__always)
  subscript(slot: Slot) -> Scheduled<P> {
    Scheduled(records[Int(slot)], cargo[Int(slot)])
  }
  @inline(__always)
  func time(of slot: Slot) -> VirtualTime { VirtualTime(records[Int(slot)].time) }
  func sequence(of slot: Slot) -> UInt64 { records[Int(slot)].order & (1 << 62 - 1) }

  /// The earliest occurrence.
  @inline(__always)
  var first: Slot? {
    if let key = outside.first, key.time < wheel.start { return key.slot }
    if let lane = wheel.firstLane { return wheel.head(of: lane) }
    return outside.first?.slot
  }

  /// Takes the occurrence over. (`__owned` and not `consuming`, on which the compiler of Swift 6.3
  /// crashes where an indirect enum is inside.)
  @inline(__always)
  mutating func insert(_ scheduled: __owned Scheduled<P>, at time: VirtualTime) {
    let (record, cargo) = scheduled.packed(at: time, sequence: nextSequence)
    place(record, cargo)
  }

  private mutating func place(_ record: QueueRecord, _ content: __owned Cargo<P>) {
    nextSequence += 1
    count += 1
    let slot: Slot
    if free.isEmpty {
      slot = Slot(records.count)
      records.append(record)
      cargo.append(content)
    } else {
      slot = free.removeLast()
      records[Int(slot)] = record
      cargo[Int(slot)] = content
    }
    if wheel.covers(record.time) {
      wheel.append(slot, at: TimingWheel.lane(of: record), &records)
    } else {
      outside.insert(QueueKey(time: record.time, order: record.order, slot: slot))
    }
  }

  /// Removes the earliest occurrence, if there is one.
  @inline(__always)
  mutating func popFirst() -> (VirtualTime, Scheduled<P>)? {
    guard let slot = first else { return nil }
    let record = records[Int(slot)]
    advance(to: record.time)
    if wheel.covers(record.time) {
      wheel.removeFirst(of: TimingWheel.lane(of: record), records)
    } else {
      outside.removeFirst()
    }
    return (VirtualTime(record.time), vacate(slot, record))
  }

  /// Removes one of the occurrences of the earliest instant. O(pending).
  mutating func removeTie(_ slot: Slot) -> (VirtualTime, Scheduled<P>) {
    let time = records[Int(slot)].time
    advance(to: time)
    return (VirtualTime(time), remove(slot))
  }

  /// Removes the occurrence at a place of the slab. O(pending).
  mutating func remove(_ slot: Slot) -> Scheduled<P> {
    let record = records[Int(slot)]
    if wheel.covers(record.time) {
      wheel.remove(slot, from: TimingWheel.lane(of: record), &records)
    } else {
      outside.remove(slot)
    }
    return vacate(slot, record)
  }

  /// The occurrence moves out; what it leaves owns nothing.
  @inline(__always)
  private mutating func vacate(_ slot: Slot, _ record: QueueRecord) -> Scheduled<P> {
    count -= 1
    free.append(slot)
    var content = Cargo<P>.nothing
    swap(&content, &cargo[Int(slot)])
    return Scheduled(record, content)
  }

  /// Nothing is due before `time` any more: moves the wheel's window there. What comes into it was
  /// scheduled before anything that can be scheduled there later, so that order is kept. Nothing
  /// outside is then due before the window, so that the first key outside is the next to come in.
  @inline(__always)
  private mutating func advance(to time: Int64) {
    guard time > wheel.start else { return }
    wheel.start = time
    while let key = outside.first, wheel.covers(key.time) {
      outside.removeFirst()
      wheel.append(key.slot, at: TimingWheel.lane(of: records[Int(key.slot)]), &records)
    }
  }

  // MARK: Looking at all of it

  /// The places of all pending occurrences, earliest first. O(pending log pending).
  var inOrder: [Slot] {
    keys.sorted(by: QueueKey.precedes).map(\.slot)
  }

  /// The occurrences of the earliest instant, in order. O(pending).
  var ties: [Slot] {
    guard let first else { return [] }
    let time = records[Int(first)].time
    return keys.filter { $0.time == time }.sorted(by: QueueKey.precedes).map(\.slot)
  }

  func firstSlot(where isWanted: (Slot) -> Bool) -> Slot? {
    keys.first { isWanted($0.slot) }?.slot
  }

  private var keys: [QueueKey] {
    var keys = outside.keys.map { $0 }
    wheel.forEach(records) { slot in
      let record = records[Int(slot)]
      keys.append(QueueKey(time: record.time, order: record.order, slot: slot))
    }
    return keys
  }
}
