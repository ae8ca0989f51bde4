/// The near future, as a ring of lanes: one for each millisecond and tie class, in that order.
///
/// A lane is a chain through the queue's records, first in, first out. A bit for each lane, and one
/// for each word of those bits, find the next lane that holds something in O(1).
struct TimingWheel: Sendable {
  /// The window is `start..<start + span`.
  var start: Int64 = 0

  private var lanes = ContiguousArray(repeating: Lane(), count: laneCount)
  private var words = ContiguousArray<UInt64>(repeating: 0, count: laneCount >> 6)
  /// A bit for each of `words` that is not zero.
  private var summary: UInt64 = 0

  private static var span: Int64 { 256 }
  private static var laneCount: Int { Int(span) * 4 }

  private struct Lane: Sendable {
    var head: Int32 = -1
    var tail: Int32 = -1
  }

  /// Instants before the window wrap round to huge distances. They, and those behind it, do not
  /// belong here.
  @inline(__always)
  func covers(_ time: Int64) -> Bool {
    UInt64(bitPattern: time &- start) < UInt64(Self.span)
  }

  @inline(__always)
  static func lane(of record: QueueRecord) -> Int {
    Int(record.time & (span - 1)) << 2 | Int(record.order >> 62)
  }

  @inline(__always)
  func head(of lane: Int) -> Int32 { lanes[lane].head }

  /// The lane of the earliest instant and its first tie class that holds something.
  @inline(__always)
  var firstLane: Int? {
    guard summary != 0 else { return nil }
    let origin = Int(start & (Self.span - 1)) << 2
    let word = origin >> 6
    let rest = words[word] & (~0 << UInt64(origin & 63))
    if rest != 0 { return word << 6 | rest.trailingZeroBitCount }
    // Behind that word, and round again from the first: the word itself comes last.
    let behind = summary & (~1 << UInt64(word))
    let next = (behind != 0 ? behind : summary).trailingZeroBitCount
    return next << 6 | words[next].trailingZeroBitCount
  }

  @inline(__always)
  mutating func append(_ slot: Int32, at lane: Int, _ records: inout ContiguousArray<QueueRecord>) {
    let tail = lanes[lane].tail
    lanes[lane].tail = slot
    if tail >= 0 {
      records[Int(tail)].next = slot
    } else {
      lanes[lane].head = slot
      words[lane >> 6] |= 1 << UInt64(lane & 63)
      summary |= 1 << UInt64(lane >> 6)
    }
  }

  @inline(__always)
  mutating func removeFirst(of lane: Int, _ records: ContiguousArray<QueueRecord>) {
    let next = records[Int(lanes[lane].head)].next
    lanes[lane].head = next
    if next < 0 { empty(lane) }
  }

  /// Takes a slot out of the middle of a chain. O(length of the lane).
  mutating func remove(
    _ slot: Int32, from lane: Int, _ records: inout ContiguousArray<QueueRecord>
  ) {
    if lanes[lane].head == slot { return removeFirst(of: lane, records) }
    var before = lanes[lane].head
    while records[Int(before)].next != slot { before = records[Int(before)].next }
    records[Int(before)].next = records[Int(slot)].next
    if lanes[lane].tail == slot { lanes[lane].tail = before }
  }

  @inline(__always)
  private mutating func empty(_ lane: Int) {
    lanes[lane].tail = -1
    words[lane >> 6] &= ~(1 << UInt64(lane & 63))
    if words[lane >> 6] == 0 { summary &= ~(1 << UInt64(lane >> 6)) }
  }

  /// Calls `body` with every slot. O(lanes + slots).
  func forEach(_ records: ContiguousArray<QueueRecord>, _ body: (Int32) -> Void) {
    guard summary != 0 else { return }
    for lane in lanes {
      var slot = lane.head
      while slot >= 0 {
        body(slot)
        slot = records[Int(slot)].next
      }
    }
  }
}
