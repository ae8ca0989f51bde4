import CellGraphics
import Curriculum
import Laboratory
import Testing

@testable import LabInterface

/// Plain mode: lines in, lines out, over the same model and the same actions.
@Suite struct PlainSessionTests {
  @Test func homeIsANumberedList() throws {
    var reader = try PlainReader(.home)
    #expect(reader.hears("0 of 2 lessons complete."))
    #expect(reader.said.contains { $0.hasPrefix("1) SR1 The value") })
    #expect(reader.said.contains { $0.hasPrefix("3) Three replicas") })
    reader.type("99")
    #expect(reader.hears("Choose 1 to"))
    reader.type("filter photo")
    #expect(reader.hears("1) SR2 The vanishing photo") && !reader.hears("SR1"))
    reader.type("1")
    #expect(reader.hears("SR2 The vanishing photo. t=110 ms"))
    #expect(reader.session.model.screen == .lab)
    reader.type("q")
    #expect(reader.hears("Consistency Lab"))
    reader.type("q")
    #expect(reader.commands.last == .quit)
  }

  @Test func homeIsOpenedByName() throws {
    var reader = try PlainReader(.home)
    reader.type("open sr2")
    #expect(reader.hears("SR2 The vanishing photo."))
    reader.type("q", "open a single node")
    #expect(reader.hears("Sandbox: A single node."))
    reader.type("quit", "open nothing of the kind")
    #expect(reader.hears("Home lists nothing that is called nothing of the kind."))
    reader.type("first")
    #expect(reader.said.first?.hasPrefix("1) SR2 The vanishing photo") ?? false)
    reader.type("down")
    #expect(reader.said.first?.hasPrefix("2) SR1 The value") ?? false)
  }

  // MARK: The sandbox

  @Test func everyChangeIsALine() throws {
    var reader = try PlainReader.inSandbox()
    #expect(reader.hears("Nodes: P, R1, R2, R3. Clients: c1, c2, c3."))
    reader.type("to 100")
    #expect(reader.hears("t=100 ms, event 3, PAUSED."))
    #expect(reader.hears("t=100: c1 asks to write name = Alice; write goes to P (due 101)."))
    reader.type("step")
    #expect(reader.said.contains("P: name is Alice, was Bob."))
    #expect(reader.said.contains("R3: name = Bob is stale now: 1 version, 0 ms."))
    #expect(reader.hears("append lsn 2 goes to R1 (due 141), R2 (due 221), R3 (due 501)"))
    reader.type("back")
    #expect(reader.said.contains("P: name is Bob, was Alice."))
    #expect(reader.hears("REWOUND"))
    reader.type("to 202")
    #expect(reader.hears("Violated: read your writes: c1 at 200 (read name)"))
    reader.type("to 201")
    #expect(reader.said.contains("Not violated here: read your writes."))
  }

  @Test func worldActionsBranchesAndUndo() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 150", "cut P | R3")
    #expect(reader.said.contains("t=150: cut P | R3."))
    reader.type("crash R1")
    #expect(reader.said.contains("R1 is down."))
    reader.type("restart R1")
    #expect(reader.said.contains("R1 is up again."))
    reader.type("to 120", "c2 write name = Moe via P")
    #expect(reader.hears("main is kept."))
    #expect(reader.hears("c2 asks to write name = Moe"))
    reader.type("B")
    #expect(reader.hears("Type switch NAME"))
    reader.type("switch main")
    #expect(reader.hears("You are on the branch main."))
    #expect(reader.hears("REWOUND, branch main."))
    reader.type("newest", "undo")
    #expect(reader.hears("Taken back: restart R1."))
    #expect(reader.said.contains("R1 is down."))
    reader.type("set acknowledgement = all")
    #expect(reader.hears("set acknowledgement = all"))
    reader.type("undo")
    #expect(reader.said.contains("acknowledgement is none."))
  }

  @Test func playRunsToRestAtOnce() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("play")
    #expect(!reader.session.model.isPlaying)
    #expect(!reader.commands.contains(.startTicking))
    #expect(reader.hears("At rest: nothing more happens by itself."))
    #expect(reader.hears("events before these"))
    #expect(reader.session.model.lab?.run.simulation.unrest == nil)
    reader.type("workload c1,c2 every 50 reads 50% keys name", "play")
    #expect(reader.hears("Played 10000 ms; there is more. Type play to go on."))
    #expect(reader.said.count < 60)
  }

  @Test func savingAsksForTheFile() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("crash R1", "save mine")
    guard case .save(let text, "mine", nil)? = reader.commands.last else {
      Issue.record("nothing was saved")
      return
    }
    #expect(try SavedRun(parsing: text).replay().simulation.log.count == 1)
    reader.send(.saved(name: "mine", problem: nil))
    #expect(reader.session.say() == ["Saved as mine; Home lists it."])
    #expect(reader.session.farewell().isEmpty)
    reader.type("crash R2")
    let lost = reader.session.farewell().joined(separator: " ")
    #expect(lost.hasPrefix("This is lost: 1 action of yours in \"Sandbox: Four copies\""))
  }

  @Test func whatIsLostIsAskedFor() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("crash R1", "quit")
    #expect(reader.hears("Leave this run? This would be lost: 1 action of yours"))
    reader.type("maybe")
    #expect(reader.hears("Type yes or no"))
    reader.type("no")
    #expect(reader.session.model.screen == .lab)
    reader.type("restart-round", "yes")
    #expect(reader.hears("The run has begun anew."))
    #expect(reader.said.contains("R1 is up again."))
    reader.type("quit")
    #expect(reader.session.model.screen == .home)
  }

  // MARK: Errors

  @Test func errorsSayWhereAndWhatIsExpected() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("cut P | R9")
    #expect(reader.hears("Not done: column 9:"))
    reader.type("frobnicate")
    #expect(reader.hears("Not done:") && reader.hears("expected an action or a client"))
    reader.type("hint")
    #expect(reader.hears("Not done: hint: no lesson is open; this is the sandbox"))
    reader.type("7")
    #expect(reader.hears("Nothing is asked that a number would answer"))
    reader.type("to 0")
    #expect(reader.hears("Nothing has changed: t=0 ms, event 0, PAUSED."))
    reader.type("# a remark in a script")
    #expect(reader.said.isEmpty)
    reader.type("")
    #expect(reader.hears("Sandbox: Four copies."))
  }

  @Test func keysAreCommandsToo() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 300", "Home")
    #expect(reader.hears("t=0 ms"))
    reader.type("End")
    #expect(reader.hears("t=300 ms"))
    reader.type("left", ":back", "key left")
    #expect(reader.hears("REWOUND"))
    reader.type("key nonsense")
    #expect(reader.hears("No key is called nonsense"))
    reader.type("x")
    #expect(reader.hears("Cut links; cancel leaves."))
    reader.type("cancel")
    #expect(reader.hears("Cut links: not done."))
  }
}
