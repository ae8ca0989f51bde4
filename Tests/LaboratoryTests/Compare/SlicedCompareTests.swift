import Histories
import Simulation
import Testing

@testable import Laboratory

/// What takes many events is done in slices, with the same result.
@Suite struct SlicedCompareTests {
  private func acted() throws -> Run {
    var run = try Run(Preset.threeReplicas.scenario)
    for (time, text) in [(0, "c1 write name = Zoe"), (150, "cut P | R2"), (400, "heal")] {
      run.seek(time: VirtualTime(Int64(time)))
      _ = try run.perform(try ActionGrammar(of: run).parse(text))
    }
    run.seek(time: 3000)
    return run
  }

  @Test(arguments: [1, 7, 50]) func aVariantInSlicesIsTheVariant(budget: Int) throws {
    let run = try acted()
    let changes = [try ActionGrammar(of: run).parse("set acknowledgement = all")]
    var whole = run
    let expected = try whole.openVariant(changes: changes)
    var play = try VariantPlay(run, changes: changes)
    var slices = 1
    var opened = try play.advance(budget: budget)
    while opened == nil {
      let before = play.run.newest
      opened = try play.advance(budget: budget)
      // The last slice may repeat actions too, each an event of its own.
      #expect(play.run.newest - before <= budget + 3)
      slices += 1
    }
    #expect(slices > 1)
    #expect(opened == expected)
    #expect(SavedRun(of: play.run).text == SavedRun(of: whole).text)
    #expect(play.run.branch.simulation.recording.events.count == whole.newest)
  }

  @Test func aComparisonInSlicesIsTheComparison() throws {
    var run = try acted()
    _ = try run.openVariant(changes: [try ActionGrammar(of: run).parse("delay P -> R2 5")])
    run.switchBranch(to: 0)
    run.seek(time: 6000)
    let whole = Comparison(run, left: 0, right: 1)
    var sliced = Comparison(run, left: 0, right: 1, budget: 3)
    #expect(sliced.horizon < sliced.goal && sliced.clock <= 6000)
    var slices = 0
    while !sliced.extend(to: sliced.goal, budget: 3) { slices += 1 }
    #expect(slices > 3)
    let hasArrived = sliced.seek(time: 6000, budget: 0)
    #expect(hasArrived)
    #expect(sliced.clock == whole.clock && sliced.horizon == whole.horizon)
    #expect(sliced.divergence == whole.divergence && whole.divergence != nil)
    for side in Comparison.Side.allCases {
      #expect(sliced.branch(side).simulation.position == whole.branch(side).simulation.position)
    }
  }

  @Test func aDivergenceIsFoundInSlices() throws {
    var run = try acted()
    run.seek(time: 10)
    _ = try run.openVariant(changes: [try ActionGrammar(of: run).parse("delay P -> R2 30")])
    var sliced = Comparison(run, left: 0, right: 1, budget: 1)
    var found = sliced.seekDivergence(limit: 60_000, budget: 1)
    while found == nil { found = sliced.seekDivergence(limit: 60_000, budget: 1) }
    var whole = Comparison(run, left: 0, right: 1)
    let isThere = whole.seekDivergence(limit: 60_000)
    #expect(isThere == true && found == true)
    #expect(sliced.divergence == whole.divergence && sliced.clock == whole.clock)
  }
}
