import Histories
import Simulation
import TestWorlds
import Testing

/// When nodes did not run and links were cut, as the recording knows it.
@Suite struct OutageTests {
  private func lines(_ outages: [Outage]) -> [String] {
    outages.map { outage in
      let subject =
        switch outage.subject {
        case .node(let node, let status): "\(node.index) \(status)"
        case .links(let links):
          links.map { "\($0.from.index)>\($0.to.index)" }.joined(separator: " ")
        }
      return "\(subject) \(outage.start)-\(outage.endEvent == .max ? "" : "\(outage.end)")"
    }
  }

  private func link(_ from: Int, _ to: Int) -> Link { Link(from: NodeID(from), to: NodeID(to)) }

  private var broken: Timeline<Probe> {
    ProbeSetup().run { world in
      world.schedule(.cut([link(0, 1), link(1, 0)]), at: 10)
      world.schedule(.crash(NodeID(1), losingDisk: false), at: 20)
      world.schedule(.cut([link(0, 1), link(0, 2)]), at: 30)
      world.schedule(.heal([link(0, 1)]), at: 40)
      world.schedule(.restart(NodeID(1)), at: 50)
      world.schedule(.pause(NodeID(2)), at: 60)
      world.schedule(.crash(NodeID(2), losingDisk: false), at: 70)
      world.schedule(.heal(nil), at: 80)
    }
  }

  @Test func eachLastsUntilItsRepair() {
    #expect(
      lines(Array(broken.recording.outages.all)) == [
        "0>1 1>0 10-40", "1 crashed 20-50", "0>2 30-80", "1>0 40-80", "2 paused 60-70",
        "2 crashed 70-",
      ])
    #expect(broken.recording.outages.all[3].since == 10)
  }

  @Test func thePastIsAPrefix() {
    let recording = broken.recording
    for count in 0...recording.events.count {
      let prefix = recording.prefix(events: count)
      #expect(
        prefix.outages.lasting(events: count).map(\.start)
          == recording.outages.lasting(events: count).map(\.start))
      #expect(prefix.outages.lasting(events: count).allSatisfy { $0.endEvent == .max })
      let expected = recording.outages.all.filter { $0.lasts(events: count) }
      #expect(lines(recording.outages.lasting(events: count)) == lines(expected))
    }
  }

  /// What a window of time shows is what a look at every outage would find.
  @Test(arguments: UInt64(1)...8) func windowsMissNothing(_ seed: UInt64) {
    var timeline = Timeline(TimelineTests.faulty(seed), initial: [])
    timeline.forward(1500)
    let outages = timeline.recording.outages
    #expect(outages.all.count > 10)
    for window in 0..<40 {
      let start = VirtualTime(Int64(window) * timeline.world.now.milliseconds / 40)
      let end = start + 50
      let found = outages.overlapping(from: start, to: end, events: timeline.newest)
      let expected = outages.all.filter { $0.start <= end && $0.end >= start }
      #expect(lines(found) == lines(Array(expected)))
    }
  }
}
