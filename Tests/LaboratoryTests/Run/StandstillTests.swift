import Histories
import Simulation
import Testing

@testable import Laboratory

/// What is said to be all that happens by itself is all that happens by itself.
@Suite struct StandstillTests {
  private static let faults = [
    [], ["crash P"], ["cut P | *"], ["cut R1 | *"], ["crash R1"], ["pause P"],
    ["crash P", "crash R1"], ["cut P -> R1"], ["cut R1 -> P", "crash R2"],
    ["crash P", "cut R1 | R2"],
  ]

  /// A write, faults at once or a little later, and then single steps until none is left.
  @Test(arguments: Preset.all.indices) func nothingComesAfterTheLastStep(_ index: Int) throws {
    let preset = Preset.all[index]
    for faults in Self.faults {
      var run = try Run(preset.scenario)
      let grammar = ActionGrammar(of: run)
      if let write = try? grammar.parse("c1 write name = Zoe") { _ = try run.perform(write) }
      run.seek(time: 40)
      for fault in faults {
        guard let action = try? grammar.parse(fault) else { continue }
        _ = try run.perform(action)
      }
      var steps = 0
      while run.mayHaveForeground, steps < 400, run.step() != nil { steps += 1 }
      guard !run.mayHaveForeground else { continue }
      let end = Self.state(of: run)
      run.seek(time: run.clock + 1500)
      #expect(Self.state(of: run) == end, "\(preset.name), \(faults): more came by itself")
    }
  }

  /// What copies hold and who leads, and which operations have ended. What is sent again over a link whose
  /// answers are cut off changes neither.
  private static func state(of run: Run) -> [String] {
    run.view().replicas.map {
      "\($0.name) \($0.role) \($0.status) \($0.applied) \($0.received) \($0.stateDigest)"
    } + ["\(run.simulation.recording.history.operations.count { $0.completion != nil })"]
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
