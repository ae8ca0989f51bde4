import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct SavedRunTests {
  /// Branches, faults, message surgery, a workload and a nemesis.
  private func busyRun() throws -> Run {
    var run = try Run(Preset.threeReplicas.scenario)
    let grammar = ActionGrammar(of: run)
    func act(_ text: String, at time: VirtualTime) throws {
      run.seek(time: time)
      _ = try run.perform(try grammar.parse(text))
    }
    try act("c1 write name = \"Ä \\n\\\"x\\\"\" via P", at: 100)
    try act("workload * every 30 reads 60% keys name, b", at: 120)
    try act("nemesis cut, crash, pause, skew every 400 for 150", at: 130)
    try act("delay P -> R2 900", at: 900)
    try act("set acknowledgement = majority", at: 1000)
    run.seek(time: 2000)
    // Acting in the past opens a branch.
    try act("drop next append P -> R1", at: 700)
    let message = try #require(run.simulation.messagesInFlight.first)
    _ = try run.perform(.treat(message.id, .delay(by: 500)))
    let choice = try #require(run.simulation.enabled.last)
    _ = try run.perform(.choose(sequence: choice.sequence))
    run.seek(time: 3000)
    try act("workload off", at: 3000)
    try act("nemesis off", at: 3001)
    run.seek(time: 5000)
    #expect(run.branches.count == 2)
    return run
  }

  private func error(_ text: String) -> SavedRunError? {
    do throws(SavedRunError) {
      _ = try SavedRun(parsing: text)
      return nil
    } catch { return error }
  }

  private func replayError(_ saved: SavedRun) -> SavedRunError? {
    do throws(SavedRunError) {
      _ = try saved.replay()
      return nil
    } catch { return error }
  }

  /// A text with a checksum that fits.
  private func sealed(_ text: String) -> String {
    let body =
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
      .joined(separator: "\n") + "\n"
    return body + SavedRun.checksumLine(of: body)
  }

  @Test func aBusyRunReplays() throws {
    let run = try busyRun()
    let saved = SavedRun(of: run)
    let read = try SavedRun(parsing: saved.text)
    #expect(read == saved && read.text == saved.text)
    #expect(read.branches.count == 2 && read.branches.map(\.name) == run.branches.map(\.name))
    #expect(read.shown.checkpoints.count > 3)
    let again = try read.replay()
    #expect(again.currentBranch == run.currentBranch)
    for (one, other) in zip(again.branches, run.branches) {
      #expect(one.origin == other.origin && one.clock == other.clock)
      #expect(one.simulation.digest == other.simulation.digest)
      #expect(one.simulation.position == other.simulation.position)
      #expect(one.simulation.newest == other.simulation.newest)
      #expect(one.simulation.log == other.simulation.log)
      #expect(one.simulation.recording.history == other.simulation.recording.history)
    }
    #expect(SavedRun(of: again).text == saved.text)
  }

  @Test func otherBranchesAndPositionsReplay() throws {
    var run = try busyRun()
    for branch in run.branches.indices {
      run.switchBranch(to: branch)
      for time in [0, 100, 1234] as [VirtualTime] {
        run.seek(time: time)
        let again = try SavedRun(parsing: SavedRun(of: run).text).replay()
        #expect(again.position == run.position && again.clock == run.clock)
        #expect(again.newest == run.newest)
        #expect(again.simulation.digest == run.simulation.digest)
      }
      run.stepBack()
      let again = try SavedRun(parsing: SavedRun(of: run).text).replay()
      #expect(again.position == run.position && again.clock == run.clock)
    }
  }

  @Test func aFreshRunReplays() throws {
    let run = try Run(Preset.singleNode.scenario)
    let again = try SavedRun(parsing: SavedRun(of: run).text).replay()
    #expect(again.position == 0 && again.simulation.digest == run.simulation.digest)
  }

  @Test func anEditedByteAnywhereIsRefused() throws {
    let bytes = Array(SavedRun(of: try busyRun()).text.utf8)
    for place in bytes.indices {
      var edited = bytes
      edited[place] = bytes[place] == UInt8(ascii: "x") ? UInt8(ascii: "y") : bytes[place] ^ 1
      #expect(error(String(decoding: edited, as: UTF8.self)) != nil, "byte \(place)")
    }
    for count in 0..<bytes.count {
      #expect(error(String(decoding: bytes[..<count], as: UTF8.self)) != nil, "\(count) bytes")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(error(text + "\n")?.kind == .damaged)
    #expect(error(text.replacing("\n", with: "\r\n")) != nil)
    #expect(error(String(text.dropLast(100)))?.message.contains("truncated") == true)
    #expect(error("")?.kind == .otherFormat)
    #expect(error("hello")?.kind == .otherFormat)
  }

  @Test func otherVersionsSaySo() throws {
    let text = SavedRun(of: try busyRun()).text
    let format = error(text.replacing("saved run format 2", with: "saved run format 3"))
    #expect(
      format?.kind == .otherFormat && format?.message.contains("reads the formats 1 to 2") == true)
    let engine = error(
      sealed(text.replacing("\nengine \(EngineVersion.current)\n", with: "\nengine 999\n")))
    #expect(engine?.kind == .otherEngine && engine?.line == 2)
    #expect(engine?.message.contains("saved by engine 999") == true)
  }

  @Test func malformedLinesAreNamed() throws {
    let text = SavedRun(of: try busyRun()).text
    let lines = text.split(separator: "\n").map(String.init)
    let log = try #require(lines.firstIndex { $0.hasPrefix("@") })
    let second = try #require(lines.lastIndex { $0.hasPrefix("name ") })
    for (place, new, part) in [
      (log, "@ 1 x heal", "a time in ms"), (log, "@ 1 5 heel", "did you mean heal?"),
      (log + 1, lines[log], "order of its events"), (lines.count - 4, "end 1 1 xyz", "a digest"),
      (lines.count - 5, "shown 9000000 1", "beyond"),
      (lines.count - 2, "branch nobody", "no branch is called"),
      (lines.count - 3, "[log]", "expected the line [shown]"),
      (second, "name main", "two branches called"),
      (second + 1, "from nobody 3", "no branch before it"),
      (second + 1, "from main 9000000", "is beyond the"),
      (second + 2, "@ 0 0 heal", "before the branch left"),
      (2, "[scene]", "expected the line [scenario]"),
    ] {
      var edited = lines
      edited[place] = new
      let found = error(sealed(edited.joined(separator: "\n") + "\n"))
      #expect(found?.kind == .malformed && found?.line == place + 1, "\(String(describing: found))")
      #expect(found?.message.contains(part) == true, "\(found?.description ?? "no error")")
    }
  }

  @Test func differencesAreLocated() throws {
    let run = try busyRun()
    let saved = SavedRun(of: run)
    let first = saved.branches[0]
    /// The first branch alone, with something of it changed.
    func changed(
      _ scenario: Scenario? = nil, log: [LoggedIntervention]? = nil
    ) -> SavedRun {
      SavedRun(
        scenario: scenario ?? saved.scenario,
        branches: [
          SavedRun.SavedBranch(
            name: first.name, origin: nil, log: log ?? first.log, checkpoints: first.checkpoints,
            end: first.end, shownPosition: first.shownPosition, shownClock: first.shownClock)
        ], shownBranch: 0)
    }
    var scenario = saved.scenario
    scenario.delays[0].delay = 101
    let early = replayError(changed(scenario))
    #expect(early?.kind == .differs)
    #expect(early?.message.hasPrefix("the replay differs between event 0 at t=0 and event") == true)
    // Without its last action the run differs only after the last digest before it.
    let late = replayError(changed(log: first.log.dropLast()))
    let last = try #require(first.checkpoints.last { $0.events <= first.log.last!.eventIndex })
    #expect(late?.kind == .differs)
    #expect(late?.message.contains("between event \(last.events) at t=\(last.time)") == true)
    // An action in a place where it cannot be done is an error, not a trap.
    for (event, time) in [(0, 900_000), (500, 1), (9_999_999, 5)] {
      let entry = LoggedIntervention(
        eventIndex: event, time: VirtualTime(Int64(time)), intervention: .heal(nil))
      #expect(replayError(changed(log: [entry]))?.kind == .differs)
    }
    let far = LoggedIntervention(
      eventIndex: first.log[0].eventIndex, time: first.log[0].time,
      intervention: .restart(NodeID(2)))
    #expect(replayError(changed(log: [far]))?.message.contains("cannot be done") == true)
  }

  @Test func hostileNumbersNeverTrap() throws {
    var random = SeededGenerator(seed: 6)
    let text = SavedRun(of: try busyRun()).text
    let numbers = ["0", "1", "999999999", "1000000000000", "9223372036854775807", "-1", "10000000"]
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<60 {
      var edited = words
      let place = random.below(edited.count)
      edited[place] = random.pick(numbers)
      let hostile = sealed(edited.joined(separator: " "))
      do throws(SavedRunError) { _ = try SavedRun(parsing: hostile).replay() } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test func actionsOutOfBoundsAreRefusedByRuns() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    for action: Intervention in [
      .crash(NodeID(7), losingDisk: false), .setDrift(NodeID(0), partsPerMillion: .min),
      .cut([Link(from: NodeID(0), to: NodeID(0))]), .setServiceTime(NodeID(0), -1),
      .invoke(ProcessID(3), .read("a"), target: nil),
      .invoke(ProcessID(0), .write("a", .text(String(repeating: "x", count: 5000))), target: nil),
    ] {
      #expect(throws: ActionError.self) { try run.perform(action) }
      var scenario = Preset.threeReplicas.scenario
      scenario.script = [.init(time: 1, intervention: action)]
      #expect(throws: ScenarioError.self) { try Run(scenario) }
    }
  }
}
