/// The yardstick: a discrete-event loop that does nothing but keep a binary heap in order.
enum HeapLoop {
  private struct Entry {
    var time: Int64
    var order: Int64
    var kind: Int64

    static func precedes(_ lhs: Entry, _ rhs: Entry) -> Bool {
      lhs.time != rhs.time ? lhs.time < rhs.time : lhs.order < rhs.order
    }
  }

  private struct Heap {
    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
      entries.append(entry)
      var child = entries.count - 1
      while child > 0 {
        let parent = (child - 1) / 2
        guard Entry.precedes(entries[child], entries[parent]) else { break }
        entries.swapAt(child, parent)
        child = parent
      }
    }

    mutating func pop() -> Entry {
      let first = entries[0]
      let last = entries.removeLast()
      guard !entries.isEmpty else { return first }
      entries[0] = last
      var parent = 0
      while true {
        var least = parent * 2 + 1
        guard least < entries.count else { break }
        if least + 1 < entries.count, Entry.precedes(entries[least + 1], entries[least]) {
          least += 1
        }
        guard Entry.precedes(entries[least], entries[parent]) else { break }
        entries.swapAt(least, parent)
        parent = least
      }
      return first
    }
  }

  /// Takes the earliest of `pending` entries and puts one in again, so many times. The sum keeps the
  /// optimiser from seeing that nobody looks.
  @inline(never)
  static func run(events: Int, pending: Int) -> Int64 {
    var heap = Heap()
    var order: Int64 = 0
    for index in 0..<pending {
      heap.push(Entry(time: Int64(index), order: order, kind: 0))
      order += 1
    }
    var sum: Int64 = 0
    for _ in 0..<events {
      let entry = heap.pop()
      sum &+= entry.time
      let delay = 1 + (order &* 7919) % 13
      heap.push(Entry(time: entry.time + delay, order: order, kind: entry.kind))
      order += 1
    }
    return sum
  }
}
