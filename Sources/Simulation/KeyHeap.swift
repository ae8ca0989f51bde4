/// What decides the turn of an occurrence, and where it is kept.
struct QueueKey: Sendable {
  var time: Int64
  /// Tie class in the upper two bits, order of scheduling below.
  var order: UInt64
  var slot: Int32

  @inline(__always)
  static func precedes(_ lhs: QueueKey, _ rhs: QueueKey) -> Bool {
    lhs.time != rhs.time ? lhs.time < rhs.time : lhs.order < rhs.order
  }
}

/// A 4-ary heap of keys, the earliest first. Insertion and removal of the first are O(log n).
struct KeyHeap: Sendable {
  private(set) var keys: ContiguousArray<QueueKey> = []

  @inline(__always)
  var first: QueueKey? { keys.first }

  mutating func insert(_ key: QueueKey) {
    keys.append(key)
    siftUp(keys.count - 1)
  }

  mutating func removeFirst() { remove(at: 0) }

  /// Removes the key of a slot, which is there. O(n).
  mutating func remove(_ slot: Int32) { remove(at: keys.firstIndex { $0.slot == slot }!) }

  private mutating func remove(at index: Int) {
    let last = keys.removeLast()
    guard index < keys.count else { return }
    keys[index] = last
    siftDown(index)
    siftUp(index)
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    let key = keys[child]
    while child > 0 {
      let parent = (child - 1) >> 2
      guard QueueKey.precedes(key, keys[parent]) else { break }
      keys[child] = keys[parent]
      child = parent
    }
    keys[child] = key
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    let key = keys[parent]
    while true {
      let first = parent << 2 + 1
      guard first < keys.count else { break }
      let end = min(first + 4, keys.count)
      var least = first
      var child = first + 1
      while child < end {
        if QueueKey.precedes(keys[child], keys[least]) { least = child }
        child += 1
      }
      guard QueueKey.precedes(keys[least], key) else { break }
      keys[parent] = keys[least]
      parent = least
    }
    keys[parent] = key
  }
}
