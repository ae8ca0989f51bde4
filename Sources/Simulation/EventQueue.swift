import Histories

/// The pending occurrences of a world, earliest first.
///
/// A 4-ary heap of small keys over a slab of payloads: sifting moves 24 bytes, whatever the
/// payload. The key is (time, tie class, order of scheduling), so the order is total and the same
/// everywhere. Insertion and removal of the earliest are O(log n); removal of any other O(n).
struct EventQueue<P: SimulatedProtocol>: Sendable {
  struct Entry: Sendable {
    var time: Int64
    /// Tie class in the upper two bits, order of scheduling below.
    var order: UInt64
    var slot: Int32

    @inline(__always)
    static func precedes(_ lhs: Entry, _ rhs: Entry) -> Bool {
      lhs.time != rhs.time ? lhs.time < rhs.time : lhs.order < rhs.order
    }
    var tieClass: UInt64 { order >> 62 }
    var sequence: UInt64 { order & (1 << 62 - 1) }
  }

  private(set) var heap: ContiguousArray<Entry> = []
  private var slots: ContiguousArray<Scheduled<P>?> = []
  private var free: ContiguousArray<Int32> = []
  private var nextSequence: UInt64 = 0

  var count: Int { heap.count }
  var first: Entry? { heap.first }

  func payload(_ entry: Entry) -> Scheduled<P> { slots[Int(entry.slot)]! }

  @discardableResult
  mutating func insert(_ scheduled: Scheduled<P>, at time: VirtualTime) -> UInt64 {
    let slot: Int32
    let order = scheduled.occurrence.tieClass << 62 | nextSequence
    if let reused = free.popLast() {
      slot = reused
      slots[Int(slot)] = scheduled
    } else {
      slot = Int32(slots.count)
      slots.append(scheduled)
    }
    nextSequence += 1
    heap.append(Entry(time: time.milliseconds, order: order, slot: slot))
    siftUp(heap.count - 1)
    return nextSequence - 1
  }

  mutating func removeFirst() -> Scheduled<P> { remove(at: 0) }

  /// Removes the entry at an index of `heap`.
  mutating func remove(at index: Int) -> Scheduled<P> {
    let removed = heap[index]
    let last = heap.removeLast()
    if index < heap.count {
      heap[index] = last
      siftDown(index)
      siftUp(index)
    }
    let scheduled = slots[Int(removed.slot)].take()!
    free.append(removed.slot)
    return scheduled
  }

  private mutating func siftUp(_ start: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      var child = start
      let entry = heap[child]
      while child > 0 {
        let parent = (child - 1) >> 2
        guard Entry.precedes(entry, heap[parent]) else { break }
        heap[child] = heap[parent]
        child = parent
      }
      heap[child] = entry
    }
  }

  private mutating func siftDown(_ start: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      var parent = start
      let entry = heap[parent]
      while true {
        let first = parent << 2 + 1
        guard first < heap.count else { break }
        var least = first
        for child in first + 1..<max(first + 1, min(first + 4, heap.count))
        where Entry.precedes(heap[child], heap[least]) {
          least = child
        }
        guard Entry.precedes(heap[least], entry) else { break }
        heap[parent] = heap[least]
        parent = least
      }
      heap[parent] = entry
    }
  }
}
