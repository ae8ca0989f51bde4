import Histories
import Simulation
import Testing

@testable import Laboratory

/// What is said to be all that happens by itself is all that happens by itself.
@Suite struct StandstillTests {
  private static let faults = [
    [], ["crash P"], ["cut P | *"], ["cut R1 | *"], ["crash R1"], ["pause P"],
    ["crash P", "crash R1"], ["cut P -> R1"], ["cut R1 -> P", "crash R2"],
    ["crash P", "cut R1 | R2"], ["crash R1", "restart R1", "crash R2"],
    ["crash P", "restart P", "cut P | R1"],
  ]

  /// When the faults come: with a write under way, and between its copies and the news of its commit.
  private static let instants: [VirtualTime] = [3, 14, 40, 105]

  /// A write, faults at once or a little later, and then single steps until none is left.
  @Test(arguments: Preset.all.indices) func nothingComesAfterTheLastStep(_ index: Int) throws {
    let preset = Preset.all[index]
    for (faults, instant) in Self.faults.flatMap({ faults in Self.instants.map { (faults, $0) } }) {
      var run = try Self.faulty(preset, faults, at: instant)
      var steps = 0
      while run.mayHaveForeground, steps < 200, run.step(patience: 3000) != nil { steps += 1 }
      guard !run.mayHaveForeground else { continue }
      Self.expectNothing(run, "\(preset.name), \(faults) at \(instant)")
    }
  }

  /// The same by playing, 20 ms at a time.
  @Test(arguments: Preset.all.indices) func nothingComesAfterPlayHasStopped(_ index: Int) throws {
    let preset = Preset.all[index]
    for (faults, instant) in Self.faults.flatMap({ faults in Self.instants.map { (faults, $0) } }) {
      var run = try Self.faulty(preset, faults, at: instant)
      for _ in 0..<200 {
        let target = run.clock + 20
        let reason = try run.run(until: [.time(target)], limit: target, budget: 10_000)
        guard reason != .breakpoint(.time(target)) else { continue }
        #expect(!run.mayHaveForeground, "\(preset.name), \(faults) at \(instant): a step goes on")
        Self.expectNothing(run, "\(preset.name), \(faults) at \(instant)")
        break
      }
    }
  }

  /// Whatever is broken, a generator that is on has something to come.
  @Test(
    arguments: Preset.all.indices,
    ["workload every 100 reads 60% keys name", "nemesis crash every 200 for 50"])
  func aGeneratorGoesOn(_ index: Int, _ generator: String) throws {
    let preset = Preset.all[index]
    for faults in Self.faults {
      var run = try Self.faulty(preset, faults, at: 40)
      _ = try run.perform(try ActionGrammar(of: run).parse(generator))
      let before = run.simulation.recording.foreground.count
      for _ in 0..<20 {
        let target = run.clock + 50
        #expect(run.standstill == nil && run.mayHaveForeground)
        let reason = try run.run(until: [.time(target)], limit: target, budget: 10_000)
        #expect(
          reason == .breakpoint(.time(target)), "\(preset.name), \(faults) at t=\(run.clock)")
      }
      #expect(run.simulation.recording.foreground.count > before)
    }
  }

  private static func faulty(
    _ preset: Preset, _ faults: [String], at instant: VirtualTime
  ) throws -> Run {
    var run = try Run(preset.scenario)
    let grammar = ActionGrammar(of: run)
    if let write = try? grammar.parse("c1 write name = Zoe") { _ = try run.perform(write) }
    run.seek(time: instant)
    for fault in faults {
      guard let action = try? grammar.parse(fault) else { continue }
      _ = try run.perform(action)
    }
    return run
  }

  private static func expectNothing(_ run: Run, _ story: String) {
    var later = run
    later.seek(time: run.clock + 1500)
    let (now, then) = (state(of: run), state(of: later))
    let changes = zip(now, then).filter { $0 != $1 }.map { "\($0) -> \($1)" }
    #expect(now == then, "\(story), t=\(run.clock): more came by itself: \(changes)")
  }

  /// What a reader can see: what copies hold and show, what they lack, who leads, and which operations have
  /// ended. What is sent again over a link whose answers are cut off
  /// changes none of it.
  private static func state(of run: Run) -> [String] {
    let view = run.view()
    return view.replicas.map { replica in
      let cells = replica.cells.map { "\($0.key)=\($0.value) \($0.version)" }
      return "\(replica.name) \(replica.role) \(replica.status) \(replica.applied) "
        + "\(replica.received) \(replica.stateDigest) \(cells)"
    } + view.lags.map { "\($0.name) lacks \($0.entries)" }
      + ["\(run.simulation.recording.history.operations.count { $0.completion != nil })"]
  }

  /// Whoever crashes a leader and goes on step by step sees the election.
  @Test(arguments: Preset.all.filter { $0.name.hasPrefix("failover") || $0.name == "linearizable" })
  func stepsLeadToTheElection(_ preset: Preset) throws {
    for fault in ["crash P", "cut P | *"] {
      var run = try Run(preset.scenario)
      guard run.simulation.knobs.contains(where: { $0.path == "failover" && $0.value != "off" })
      else { continue }
      let grammar = ActionGrammar(of: run)
      _ = try run.perform(try grammar.parse("c1 write name = Zoe"))
      run.seek(time: 30)
      _ = try run.perform(try grammar.parse(fault))
      var leaders: [String] = []
      for _ in 0..<200 {
        leaders = run.view().replicas.filter { replica in
          replica.role == "leader" && replica.status == .up && replica.name != "P"
        }.map(\.name)
        guard leaders.isEmpty, run.mayHaveForeground, run.step() != nil else { break }
      }
      #expect(leaders.count == 1, "\(preset.name): \(fault)")
    }
  }
}
