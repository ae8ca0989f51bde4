import Histories
import Replication
import Simulation

/// What it costs to go to another place of a long run.
struct SeekCosts {
  private let events: Int
  private var back = Samples()
  private var anywhere = Samples()

  init(events: Int) { self.events = events }

  /// Steps back from the end and goes from the end to places drawn from a fixed sequence.
  mutating func measure(times: Int) {
    let end = BenchWorld.recorded(events: events)
    let random = RandomStream(seed: 7)
    for index in 0..<times {
      var timeline = end
      back.add(timed { timeline.seek(to: timeline.position - 1) }.0)
      let key = CausalKey(source: 1, ordinal: index)
      let place = Int(random.below(Int64(events), .workload, key))
      anywhere.add(timed { timeline.seek(to: place) }.0)
    }
  }

  func print() {
    Swift.print("\nfrom the end of \(events) events")
    Table.print(
      header: ["", "median us", "max us", "aim us"],
      rows: [row("one step back", back), row("to a random place", anywhere)])
  }

  private func row(_ name: String, _ samples: Samples) -> [String] {
    [
      name, Table.number(samples.median / 1000, digits: 0),
      Table.number(samples.maximum / 1000, digits: 0), "10000",
    ]
  }
}
