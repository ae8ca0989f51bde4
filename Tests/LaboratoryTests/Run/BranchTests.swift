import Histories
import Simulation
import Testing

@testable import Laboratory

/// Naming and deleting branches: what others say of them stays true.
@Suite struct BranchTests {
  /// main, a left it at 100, b left a at 200, c left main at 300.
  private func family() throws -> Run {
    var run = try Run(Preset.threeReplicas.scenario)
    _ = try run.perform(.invoke(ProcessID(0), .write("name", "Zoe"), target: nil))
    run.seek(time: 500)
    for (name, time, node) in [("a", 100, 1), ("b", 200, 2)] as [(String, Int64, Int)] {
      run.seek(time: VirtualTime(time))
      run.openBranch(named: name)
      _ = try run.perform(.pause(NodeID(node)))
      run.seek(time: 600)
    }
    run.switchBranch(to: 0)
    run.seek(time: 300)
    run.openBranch(named: "c")
    _ = try run.perform(.crash(NodeID(2), losingDisk: false))
    run.seek(time: 700)
    Self.expectTruthfulOrigins(run)
    return run
  }

  /// Up to the position of its origin a branch is equal to it; origins stand before what left them.
  static func expectTruthfulOrigins(_ run: Run) {
    #expect(Set(run.branches.map(\.name)).count == run.branches.count)
    #expect(run.branches.filter { $0.origin == nil }.count == 1 && run.branches[0].origin == nil)
    for (index, branch) in run.branches.enumerated() {
      guard let origin = branch.origin else { continue }
      let place = run.branches.firstIndex { $0.name == origin.branch }
      guard let place, place < index else {
        Issue.record("\(branch.name) comes from \(origin.branch), which is not before it")
        continue
      }
      let count = origin.position
      let (own, other) = (branch.simulation, run.branches[place].simulation)
      #expect(own.recording.events.prefix(count) == other.recording.events.prefix(count))
      #expect(
        own.log.filter { $0.eventIndex < count } == other.log.filter { $0.eventIndex < count })
      #expect(own.newest >= count && other.newest >= count)
    }
  }

  @Test func renamingTakesOffspringAlong() throws {
    var run = try family()
    try run.renameBranch(1, to: "alpha")
    #expect(run.branches.map(\.name) == ["main", "alpha", "b", "c"])
    #expect(run.branches[2].origin?.branch == "alpha")
    try run.renameBranch(0, to: "trunk")
    #expect(run.branches[1].origin?.branch == "trunk" && run.branches[3].origin?.branch == "trunk")
    Self.expectTruthfulOrigins(run)
    for name in ["b", "", "two words", "1st", String(repeating: "x", count: 25)] {
      #expect(throws: ActionError.self) { try run.renameBranch(0, to: name) }
    }
    #expect(run.branches[0].name == "trunk")
    try run.renameBranch(0, to: "trunk")
  }

  @Test func deletingKeepsTheOthers() throws {
    let run = try family()
    for index in run.branches.indices {
      var changed = run
      try changed.deleteBranch(index)
      Self.expectTruthfulOrigins(changed)
      #expect(changed.branches.count == 3)
      let kept = run.branches.indices.filter { $0 != index }
      #expect(changed.branches.map(\.name) == kept.map { run.branches[$0].name })
      #expect(
        changed.branches.map(\.simulation.digest) == kept.map { run.branches[$0].simulation.digest }
      )
    }
  }

  @Test func whatIsShownStaysOrGoesToTheOrigin() throws {
    var run = try family()
    run.switchBranch(to: 2)
    try run.deleteBranch(3)
    #expect(run.branch.name == "b")
    try run.deleteBranch(2)
    #expect(run.branch.name == "a")
    try run.deleteBranch(0)
    #expect(run.branch.name == "a" && run.branches.count == 1)
    #expect(throws: ActionError.self) { try run.deleteBranch(0) }
    #expect(run.branches.count == 1)
  }

  @Test func whatIsOwnIsCounted() throws {
    let run = try family()
    #expect(run.ownPart(of: 0).actions == 1 && run.ownPart(of: 1).actions == 1)
    #expect(run.ownPart(of: 0).events == run.branches[0].simulation.newest)
    #expect(run.offspring(of: 0) == ["a", "c"] && run.offspring(of: 3).isEmpty)
  }

  /// Time may be seen to pass after the last event: the newest is that instant, until something is done
  /// before it.
  @Test func theNewestIsTheLatestInstantThatWasSeen() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    _ = try run.perform(.invoke(ProcessID(0), .write("name", "Zoe"), target: nil))
    run.seek(time: 503)
    let last = run.simulation.now
    #expect(last < 503)
    run.seek(to: 0)
    #expect(run.branch.reach == 503)
    run.seekNewest()
    #expect(run.clock == 503)
    run.seek(to: run.newest)
    #expect(run.clock == last)
    _ = try run.perform(.crash(NodeID(1), losingDisk: false))
    #expect(run.branches.count == 1 && run.branch.reach == last)
    run.seekNewest()
    #expect(run.clock == last)
  }

  /// An undo in place shortens a branch; what left it later is equal only up to there.
  @Test func undoKeepsOriginsTruthful() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    run.seek(time: 100)
    _ = try run.perform(.crash(NodeID(1), losingDisk: false))
    run.openBranch(named: "after")
    run.seek(time: 300)
    run.switchBranch(to: 0)
    run.undo()
    _ = try run.perform(.crash(NodeID(2), losingDisk: false))
    Self.expectTruthfulOrigins(run)
  }

  /// What is taken back may have been done before the branch left: then it left earlier.
  @Test func undoBeforeTheOriginKeepsOriginsTruthful() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    run.seek(time: 100)
    _ = try run.perform(.crash(NodeID(1), losingDisk: false))
    run.openBranch(named: "after")
    run.undo()
    #expect(run.branch.name == "after" && run.branch.origin?.position == run.newest)
    Self.expectTruthfulOrigins(run)
    let text = SavedRun(of: run).text
    #expect(SavedRun(of: try SavedRun(parsing: text).replay()).text == text)
  }
}
