import Histories
import Simulation
import Testing

@testable import Laboratory

/// The same run under other settings.
@Suite struct VariantTests {
  private func acted(_ actions: [(VirtualTime, String)]) throws -> Run {
    var run = try Run(Preset.threeReplicas.scenario)
    for (time, text) in actions {
      run.seek(time: time)
      _ = try run.perform(try ActionGrammar(of: run).parse(text))
    }
    return run
  }

  private func variant(_ run: inout Run, _ texts: [String]) throws -> OpenedVariant {
    let grammar = ActionGrammar(of: run)
    return try run.openVariant(changes: try texts.map { try grammar.parse($0) })
  }

  private let actions: [(VirtualTime, String)] = [
    (0, "c1 write name = Zoe"), (101, "c2 read name"), (150, "cut P | R2"),
    (150, "c1 write name = Moe"), (500, "heal"), (700, "set acknowledgement = 1"),
  ]

  /// A setting that is made as it is anyway gives the same run, with every action at its place.
  @Test func theSameSettingGivesTheSameRun() throws {
    var run = try acted(actions)
    run.seek(time: 1500)
    let result = try variant(&run, ["set acknowledgement = none"])
    #expect(result.name == "acknowledgement=none" && result.omissions.isEmpty)
    #expect(run.clock == 1500 && run.branch.origin?.position == 0)
    let (source, copy) = (run.branches[0].simulation, run.branches[1].simulation)
    #expect(copy.log.count == source.log.count + 1)
    #expect(copy.log.dropFirst().map(\.time) == source.log.map(\.time))
    #expect(copy.log.dropFirst().map(\.intervention) == source.log.map(\.intervention))
    #expect(copy.recording.events.count == source.recording.events.count + 1)
    let comparison = Comparison(run, left: 0, right: 1)
    #expect(comparison.divergence == nil)
  }

  @Test func anotherSettingIsInForceFromTheStart() throws {
    var run = try acted(actions)
    let result = try variant(&run, ["set acknowledgement = all", "delay P -> R2 30"])
    #expect(result.name == "acknowledgement=all delay P -> R2 30")
    #expect(run.branch.givenSettings.count == 2)
    // The source stays where it was.
    #expect(run.branches[0].clock == 700)
    // A variant of the variant replaces the knob and keeps the rest.
    let second = try variant(&run, ["set acknowledgement = majority"])
    #expect(second.name == "acknowledgement=majority")
    let settings = run.branch.givenSettings.map(\.intervention)
    #expect(settings.count == 2)
    #expect(settings.contains(.configure(path: "acknowledgement", value: "majority")))
  }

  @Test func whatCannotBeRepeatedIsNamed() throws {
    var run = try acted([(0, "c1 write name = Zoe"), (60, "crash R1"), (90, "restart R1")])
    run.seek(time: 200)
    // A message that is in flight here has arrived there.
    let message = try #require(run.simulation.messagesInFlight.last)
    _ = try run.perform(.treat(message.id, .drop))
    let result = try variant(&run, ["delay P | R2 1"])
    #expect(result.omissions.count == 1)
    #expect(result.omissions[0].entry.intervention == .treat(message.id, .drop))
    #expect(result.omissions[0].reason.contains("m\(message.id.number)"))
  }

  @Test func onlySettingsMakeAVariant() throws {
    var run = try acted(actions)
    #expect(throws: ActionError.self) { try variant(&run, ["crash R1"]) }
    #expect(throws: ActionError.self) { try run.openVariant(changes: []) }
    #expect(throws: ActionError.self) {
      try run.openVariant(changes: [.configure(path: "nothing", value: "x")])
    }
    #expect(run.branches.count == 1 && run.clock == 700)
  }

  /// A variant is saved by its log and comes back.
  @Test func aVariantReplays() throws {
    var run = try acted(actions)
    _ = try variant(&run, ["set acknowledgement = all"])
    let again = try SavedRun(parsing: SavedRun(of: run).text).replay()
    #expect(again.branches.map(\.name) == ["main", "acknowledgement=all"])
    #expect(again.simulation.digest == run.simulation.digest)
  }
}
