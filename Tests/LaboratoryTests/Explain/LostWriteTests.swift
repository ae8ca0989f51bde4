import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// A write that was acknowledged and that no log holds any more: it is lost, not late.
@Suite struct LostWriteTests {
  /// A leader that answers before anybody else has the write, is cut off, and comes back when another leads.
  private func forgetful(until time: VirtualTime) throws -> Run {
    var run = try Run(Preset.failoverAsync.scenario)
    let grammar = ActionGrammar(of: run)
    _ = try run.perform(try grammar.parse("c1 write name = Alice"))
    run.seek(time: 2)
    _ = try run.perform(try grammar.parse("cut P | R1,R2"))
    run.seek(time: 300)
    _ = try run.perform(try grammar.parse("heal"))
    run.seek(time: time)
    return run
  }

  @Test func nobodyIsBehindWhatIsLost() throws {
    // While P holds it, the others lack it.
    let before = try forgetful(until: 300).view()
    #expect(before.lags.map(\.entries) == [0, 1, 1])
    #expect(before.replicas.map { $0.cells[0].stale != nil } == [false, true, true])
    let after = try forgetful(until: 1000).view()
    #expect(after.lags.allSatisfy { $0.entries == 0 && $0.age == .zero && $0.history.last == 0 })
    #expect(after.replicas.allSatisfy { $0.cells[0].stale == nil && $0.cells[0].value == "Bob" })
    let lost = after.guarantees.first { $0.checker == .acknowledgedWriteLost }
    #expect(lost?.state == .violated)
  }

  @Test func theExplanationSaysWhoThrewItAwayAndWhy() throws {
    let run = try forgetful(until: 1000)
    let write = try #require(run.simulation.recording.history.operations.first?.id)
    let mark = try #require(
      run.view().guarantees.first { $0.checker == .acknowledgedWriteLost }?.witnesses.first)
    for found in [run.explain(.violation(mark)), run.explain(.operation(write))] {
      #expect(found.title == "Why c1's write name = Alice is lost")
      #expect(found.summary.hasSuffix("No log holds it any more."))
      #expect(found.says("R1 began to lead, in epoch 2."))
      #expect(found.decision?.sentence.hasPrefix("P threw c1's write name = Alice away") ?? false)
    }
    // The copy of the one that threw it away tells the same.
    let cell = try #require(run.cell("name", "P"))
    #expect(cell.title == "Why c1's write name = Alice is lost")
  }
}
