import Histories
import TestWorlds
import Testing

@testable import Simulation

@Suite struct EventQueueTests {
  /// An occurrence of a tie class with a number to know it by.
  private func occurrence(_ tieClass: Int, _ number: Int) -> Scheduled<Probe> {
    let what: Occurrence<Probe> =
      switch tieClass {
      case 0: .nemesis(ordinal: number, generation: 0)
      case 1: .timer(NodeID(0), token: Int64(number))
      case 2:
        .delivery(
          Envelope(
            id: MessageID(Int64(number)), from: NodeID(0), to: NodeID(1),
            payload: .peer(Probe.Message(number: Int64(number), isStream: false)), sent: 0,
            doomed: false))
      default: .workload(ProcessID(0), ordinal: number, generation: 0)
      }
    return Scheduled(
      occurrence: what, cause: Int32(number), key: CausalKey(source: 0, ordinal: number),
      isForeground: false)
  }

  /// The oracle: everything pending, kept sorted by (time, class, order of insertion).
  private struct Oracle {
    struct Entry: Equatable {
      let time: Int64
      let tieClass: Int
      let number: Int32
    }
    var entries: [Entry] = []
    mutating func insert(_ entry: Entry) {
      let place = entries.firstIndex {
        (entry.time, entry.tieClass, entry.number) < ($0.time, $0.tieClass, $0.number)
      }
      entries.insert(entry, at: place ?? entries.count)
    }
  }

  @Test(arguments: UInt64(1)...6)
  func agreesWithASortedArray(_ seed: UInt64) {
    let random = RandomStream(seed: seed)
    var queue = EventQueue<Probe>()
    var oracle = Oracle()
    var removals = 0
    for number in 0..<1000 {
      let draw = { (bound: Int64, index: UInt64) in
        random.below(bound, .workload, CausalKey(source: 1, ordinal: number), index)
      }
      let growing = number < 500
      if draw(10, 0) < (growing ? 7 : 3) || oracle.entries.isEmpty {
        let (time, tieClass) = (draw(40, 1), Int(draw(4, 2)))
        queue.insert(occurrence(tieClass, number), at: VirtualTime(time))
        oracle.insert(.init(time: time, tieClass: tieClass, number: Int32(number)))
      } else if draw(2, 3) == 0 {
        #expect(
          queue.first.map { queue.time(of: $0).milliseconds } == oracle.entries[0].time)
        #expect(queue.popFirst()?.1.cause == oracle.entries.removeFirst().number)
        removals += 1
      } else {
        let victim = Int(draw(Int64(queue.count), 4))
        let cause = queue.remove(queue.inOrder[victim]).cause
        let place = oracle.entries.firstIndex { $0.number == cause }
        #expect(place != nil)
        if let place { oracle.entries.remove(at: place) }
        removals += 1
      }
      #expect(queue.count == oracle.entries.count)
    }
    #expect(removals > 200)
    while queue.count > 0 {
      #expect(queue.popFirst()?.1.cause == oracle.entries.removeFirst().number)
    }
    #expect(oracle.entries.isEmpty)
  }

  @Test func aCopyIsIndependent() {
    var queue = EventQueue<Probe>()
    for number in 0..<50 { queue.insert(occurrence(number % 4, number), at: 10) }
    var copy = queue
    while copy.count > 0 { _ = copy.popFirst() }
    #expect(queue.count == 50)
    #expect(queue.popFirst()?.1.cause == 0)
  }
}
