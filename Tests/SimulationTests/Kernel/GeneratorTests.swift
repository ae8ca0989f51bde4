import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct GeneratorTests {
  private let workload = Workload(
    clients: [ProcessID(0), ProcessID(1)], meanGap: 10, readPercent: 30, keys: ["x", "y"])
  private let nemesis = Nemesis(kinds: [.skew], meanGap: 50, meanDuration: 20)

  @Test func everyWrittenValueIsWrittenOnce() {
    let timeline = ProbeSetup().run(through: 4000) { world in
      world.schedule(.setWorkload(workload), at: 0)
      world.schedule(.setNemesis(nemesis), at: 700)
      world.schedule(.setWorkload(nil), at: 1400)
      world.schedule(.setWorkload(workload), at: 1500)
      world.schedule(.setNemesis(nil), at: 2000)
      world.schedule(.setWorkload(nil), at: 3000)
    }
    let values = timeline.recording.history.operations.compactMap(\.call.argument)
    #expect(values.count > 200)
    #expect(Set(values).count == values.count)
    #expect(timeline.world.unrest == nil)
  }

  /// The expected value is one that the client has read of the key, and who asks when for which
  /// key does not depend on the share.
  @Test func compareAndSetsExpectWhatTheirClientHasRead() {
    let run = { (share: Int) in
      var setup = SingleLeaderSetup()
      setup.lags = [3]
      var world = setup.world
      var workload = workload
      workload.meanGap = 40
      workload.compareAndSetPercent = share
      world.schedule(.setWorkload(workload), at: 0)
      world.schedule(.setWorkload(nil), at: 6000)
      var timeline = Timeline(world, initial: [])
      timeline.run(through: 7000)
      return timeline.recording.history.operations
    }
    let operations = run(40)
    var known: [String: Set<Value>] = [:]
    var expected: Set<Value> = []
    for operation in operations {
      let place = "\(operation.process.index) \(operation.call.key?.name ?? "")"
      switch operation.call {
      case .read: if let result = operation.result { known[place, default: []].insert(result) }
      case .compareAndSet(_, let value, _):
        expected.insert(value)
        #expect(value == .absent || known[place]?.contains(value) == true)
      default: break
      }
    }
    #expect(expected.count > 10)
    let succeeded = operations.filter { $0.call.name == "cas" && $0.result == .integer(1) }
    #expect(succeeded.count > 5)
    let values = operations.compactMap(\.call.argument)
    #expect(values.count > 50 && Set(values).count == values.count)
    let asked = { (operation: Operation) in
      "\(operation.process.index) \(operation.invoked) \(operation.call.key?.name ?? "")"
    }
    #expect(run(0).map(asked) == operations.map(asked))
  }

  @Test func switchingOneGeneratorLeavesTheOther() {
    let run = { (withNemesis: Bool) in
      ProbeSetup().run(through: 2000) { world in
        world.schedule(.setWorkload(workload), at: 0)
        if withNemesis { world.schedule(.setNemesis(nemesis), at: 700) }
      }.recording.history.operations.map { "\($0.process.index) \($0.invoked) \($0.call)" }
    }
    #expect(run(true) == run(false))
    let faults = { (withWorkload: Bool) in
      ProbeSetup().run(through: 2000) { world in
        world.schedule(.setNemesis(nemesis), at: 0)
        if withWorkload { world.schedule(.setWorkload(workload), at: 700) }
      }.recording.interventions.filter { $0.intervention.name == "skew" }
        .map { "\($0.time) \($0.intervention)" }
    }
    #expect(faults(true) == faults(false))
    #expect(faults(true).count > 20)
  }

  /// Every event has its record, also when a generator has nothing to choose from.
  @Test func emptyGeneratorsAreEvents() {
    let timeline = ProbeSetup().run(through: 4000) { world in
      world.schedule(
        .setWorkload(
          Workload(clients: [ProcessID(0)], meanGap: 10, readPercent: 0, keys: [])), at: 0)
      world.schedule(
        .setNemesis(Nemesis(kinds: [], meanGap: 10, meanDuration: 10)), at: 1)
      world.plan(.read("x"), at: 100, by: 1)
    }
    #expect(timeline.recording.events.count == timeline.world.eventCount)
    #expect(timeline.recording.history.operations.count == 1)
  }

  @Test func readsAndGapsComeAtTheirRates() {
    let timeline = ProbeSetup().run(through: 20_000) {
      $0.schedule(.setWorkload(workload), at: 0)
    }
    let operations = timeline.recording.history.operations
    #expect((3400...4200).contains(operations.count))
    let reads = operations.filter(\.call.isReadOnly).count
    #expect((25...35).contains(reads * 100 / operations.count))
  }
}
