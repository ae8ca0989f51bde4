import Histories
import Replication
import Simulation

/// What an event costs, beside the bare heap loop with as many pending messages.
struct StepCosts {
  private let events: Int
  private let rounds: Int
  private let inFlight: Int
  private var heap = Samples()
  private var bare = Samples()
  private var recorded = Samples()
  private var judged = Samples()
  private var digests: Set<String> = []

  init(events: Int, rounds: Int) {
    self.events = events
    self.rounds = rounds
    inFlight = Self.meanInFlight(events: 2_000)
  }

  /// Measures all of them in turn, so that a machine that is busy for a while is busy for each.
  mutating func measure() {
    var sum: Int64 = 0
    for _ in 0..<rounds {
      let (heapTime, part) = timed { HeapLoop.run(events: events, pending: inFlight) }
      heap.add(heapTime, dividedBy: events)
      sum &+= part
      let (bareTime, world) = timed { BenchWorld.bare(events: events) }
      bare.add(bareTime, dividedBy: events)
      digests.insert(world.digest.hexadecimal)
      let (recordedTime, timeline) = timed { BenchWorld.recorded(events: events) }
      recorded.add(recordedTime, dividedBy: events)
      digests.insert(timeline.world.digest.hexadecimal)
      let (judgedTime, run) = timed { BenchWorld.judged(events: events) }
      judged.add(judgedTime, dividedBy: run.newest)
    }
    precondition(sum != 0 && digests.count == 1, "watching does not change a run")
  }

  func print() {
    Swift.print("\(events) events, \(inFlight) messages in flight, medians of \(rounds)")
    Swift.print("digest \(digests.sorted().joined(separator: " "))\n")
    Table.print(
      header: ["", "ns/event", "ratio", "aim"],
      rows: [
        row("bare binary heap", heap, aim: ""),
        row("world alone", bare, aim: "2.0"),
        row("with recording and keyframes", recorded, aim: ""),
        row("with the live checks too", judged, aim: "6.0"),
      ])
  }

  private func row(_ name: String, _ samples: Samples, aim: String) -> [String] {
    [
      name, Table.number(samples.median, digits: 0),
      Table.number(samples.median / heap.median, digits: 1), aim,
    ]
  }

  private static func meanInFlight(events: Int) -> Int {
    var world = BenchWorld.bare(events: events)
    var nobody = NoObserver()
    var total = 0
    for _ in 0..<events {
      _ = world.step(&nobody)
      total += world.messagesInFlight.count
    }
    return total / events
  }
}
