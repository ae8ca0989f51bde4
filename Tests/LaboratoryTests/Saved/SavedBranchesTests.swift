import Histories
import Simulation
import Testing

@testable import Laboratory

/// Saved runs with several branches, and those of the first version of the text form.
@Suite struct SavedBranchesTests {
  /// As a program that knew format 1 alone wrote it.
  static let format1 = """
    saved run format 1
    engine 2
    [scenario]
    scenario format 1
    title "Three replicas, two of them late"
    protocol single-leader
    nodes P, R1, R2
    client c1 session c1 routing preferred timeout 5000
    client c2 session c2 routing round-robin timeout 5000
    client c3 session c3 routing any timeout 5000
    delay nodes 100
    delay clients 1
    delay P -> R1 100
    delay R1 -> P 100
    delay P -> R2 400
    delay R2 -> P 400
    initial name = Bob
    seed 1
    ties standard
    end none
    [log]
    @ 0 0 c1 write name = Zoe
    @ 6 150 cut P | R2
    @ 7 150 c1 write name = Moe
    [run]
    shown 24 500
    end 31 700 85e101b3190aec39
    checksum b50060b70543d897

    """

  @Test func theFirstFormatStillReads() throws {
    let saved = try SavedRun(parsing: Self.format1)
    #expect(saved.branches.map(\.name) == ["main"] && saved.shown.log.count == 3)
    let run = try saved.replay()
    #expect(run.position == 24 && run.newest == 31 && run.clock == 500)
    #expect(SavedRun(of: run).text.hasPrefix("saved run format 2\n"))
    let edited = Self.format1.replacing("150 cut P | R2", with: "151 cut P | R2")
    #expect(throws: SavedRunError.self) { try SavedRun(parsing: edited) }
  }

  /// Any number of branches of branches, renamed and deleted ones among them, comes back as it was.
  @Test func branchesOfBranchesComeBack() throws {
    var random = SeededGenerator(seed: 11)
    for round in 0..<12 {
      var run = try Run(Preset.threeReplicas.scenario)
      let grammar = ActionGrammar(of: run)
      for step in 0..<12 {
        run.switchBranch(to: random.below(run.branches.count))
        run.seek(time: VirtualTime(Int64(random.below(900))))
        let actions = ["c1 write name = v\(step)", "c2 read name", "cut P | R1", "crash R2"]
        _ = try? run.perform(try grammar.parse(random.pick(actions)))
        if random.below(4) == 0 { run.undo() }
        if random.below(3) == 0 {
          try run.renameBranch(random.below(run.branches.count), to: "r\(round)-\(step)")
        }
        if run.branches.count > 2, random.below(4) == 0 {
          try run.deleteBranch(random.below(run.branches.count))
        }
        BranchTests.expectTruthfulOrigins(run)
      }
      let saved = SavedRun(of: run)
      let again = try SavedRun(parsing: saved.text).replay()
      #expect(SavedRun(of: again).text == saved.text)
      #expect(again.currentBranch == run.currentBranch && again.clock == run.clock)
      #expect(again.branches.map(\.simulation.digest) == run.branches.map(\.simulation.digest))
      #expect(again.branches.map(\.origin) == run.branches.map(\.origin))
      let sliced = try Self.replayed(saved, slice: 1 + random.below(9))
      #expect(SavedRun(of: sliced).text == saved.text)
      #expect(sliced.branches.map(\.simulation.digest) == run.branches.map(\.simulation.digest))
      #expect(sliced.currentBranch == run.currentBranch && sliced.clock == run.clock)
      #expect(sliced.view().guarantees == again.view().guarantees)
    }
  }

  /// A replay that stops after every few events, none of which is counted twice.
  private static func replayed(
    _ saved: SavedRun, slice: Int
  ) throws(SavedRunError) -> Run {
    var replay = try SavedRunReplay(saved)
    while true {
      let before = replay.events
      if let run = try replay.advance(budget: slice) {
        #expect(replay.events == replay.eventsAltogether)
        return run
      }
      #expect(replay.events == before + slice)
    }
  }

  @Test func aNameOfALessonIsQuoted() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    run.openBranch(named: "acknowledgement=all \"x\" (2)")
    let again = try SavedRun(parsing: SavedRun(of: run).text).replay()
    #expect(again.branches.map(\.name) == ["main", "acknowledgement=all \"x\" (2)"])
  }

  @Test func aDifferenceNamesItsBranch() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    run.seek(time: 50)
    run.openBranch(named: "other")
    _ = try run.perform(.crash(NodeID(1), losingDisk: false))
    run.seek(time: 400)
    let saved = SavedRun(of: run)
    let branch = saved.branches[1]
    let other = SavedRun.SavedBranch(
      name: branch.name, origin: branch.origin, log: [], checkpoints: branch.checkpoints,
      end: branch.end, shownPosition: branch.shownPosition, shownClock: branch.shownClock)
    let wrong = SavedRun(
      scenario: saved.scenario, branches: [saved.branches[0], other], shownBranch: 1)
    do throws(SavedRunError) {
      _ = try wrong.replay()
      Issue.record("another run was accepted")
    } catch {
      #expect(error.kind == .differs && error.message.contains("branch \"other\""))
      #expect(throws: error) { try Self.replayed(wrong, slice: 3) }
    }
  }
}
