import Foundation
import Testing

/// The sandbox line by line: everything that is done by keys on the screen, and files around it.
@Suite struct PlainSandboxTests {
  @Test func fromAWriteToASavedRunAndBack() throws {
    try Program.withTemporaryFolder { home in
      let program = try PlainProgram(["sandbox", "--plain"], home: home)
      program.expect("Sandbox: Three replicas, two of them late.")
      for line in ["write", "c1", "name", "Zoe"] { program.type(line) }
      program.type("")
      program.expect("t=0: c1 asks to write name = Zoe; write goes to P (due 1).")
      program.type("play")
      program.expect("R2: name is Zoe, was Bob.")
      program.type("cut P | R2")
      program.type("crash R1")
      program.expect("R1 is down.")
      program.type("c1 write name = Moe")
      program.type("play")
      program.expect("is lost: the link is cut.")
      program.expect("Nothing more happens by itself")
      program.type("to 100")
      program.expect("REWOUND")
      program.type("branch other")
      program.expect("You are on the new branch other")
      program.type("c2 read name via R1")
      program.type("step")
      program.type("switch main")
      program.expect("branch main.")
      program.type("newest")
      program.expect("R1 is down.")
      program.type("set acknowledgement = all")
      program.type("undo")
      program.expect("Taken back: set acknowledgement = all.")
      program.type("show replicas")
      program.expect("R1: follower, down")
      program.type("save mine")
      program.expect("Saved as mine; Home lists it.")
      program.type("quit")
      program.expect("mine,")
      program.type("open mine")
      program.expect("mine replays to the same digest")
      program.expect("t=1202 ms")
      program.type("show replicas")
      program.expect("name = Zoe")
      #expect(try program.end() == 0)
      #expect(PlainRules.broken(program.transcript).isEmpty)
    }
  }

  /// The whole script is there before the first line is read, and ends in the middle of a question.
  @Test func aScriptFromAFile() throws {
    let script = """
      # A stale read, by hand.\r
      c1 write name = Zoe
      step 
      c2 read name via R2
      until-violation

      w
      """
    let outcome = try Program.run(["sandbox"], input: script)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("> c2 read name via R2\n"))
    #expect(outcome.output.contains("t=3: c2 gets ok from R2; c2 read name: the answer is Bob"))
    #expect(
      outcome.output.hasSuffix(
        "This is lost: 2 actions of yours in \"Sandbox: Three replicas, two of them late\",\nnot saved.\n"
      ))
  }

  @Test func columnsAndASCIIAreHonoured() throws {
    for width in [40, 132] {
      let outcome = try Program.run(
        ["learn", "SR1"], input: "next\nnext\n", extra: ["COLUMNS": "\(width)"])
      #expect(outcome.status == 0)
      #expect(PlainRules.broken(outcome.output, width: width).isEmpty)
      let widest = outcome.output.split(separator: "\n").map(\.count).max() ?? 0
      #expect(widest > width - 12)
    }
    for (arguments, extra) in [(["--ascii"], [:]), ([], ["LC_ALL": "C", "LANG": "C"])] {
      let input = "c1 write name = \"Zo\u{EB} \u{2192}\"\nshow timeline\nwords\n?\n"
      let outcome = try Program.run(["sandbox", "--plain"] + arguments, input: input, extra: extra)
      let said = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("> ") }
      #expect(said.joined().utf8.allSatisfy { $0 < 0x80 })
      #expect(said.contains { $0.contains("Zoe") })
    }
  }

  /// Whatever comes in, something orderly comes out, and the end of the input is the end.
  @Test func hostileInput() throws {
    var bytes: [UInt8] = []
    var state: UInt64 = 7
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let byte = UInt8(truncatingIfNeeded: state >> 33)
      bytes.append(byte % 9 == 0 ? 10 : byte)
    }
    let inputs = [
      String(decoding: bytes, as: UTF8.self), String(repeating: "x", count: 200_000),
      "\u{1B}[31mred\n\u{202E}\u{0}\u{7F}\n", "c1 write name = \"\u{1B}]0;title\u{7}\"\n", "\n\n\n",
    ]
    for input in inputs {
      let outcome = try Program.run(["sandbox", "--plain"], input: input)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let controls = outcome.output.unicodeScalars.filter {
        $0.value != 10 && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value))
      }
      #expect(controls.isEmpty)
    }
    let long = try Program.run(["sandbox"], input: inputs[1] + "\nstep\n")
    #expect(long.output.contains("Not done: a line has at most 4096 bytes."))
    #expect(long.output.contains("> step\n"))
  }

  @Test func aFullDiskIsAnError() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let shell = try Program.run(
      ["-c", "exec \"$0\" sandbox --plain > /dev/full", Program.path], of: "/bin/sh")
    #expect(shell.status == 74 && shell.errors.contains("could not be written"))
  }

  /// What was learned in plain mode is there on the screen, and the other way round.
  @Test func progressIsShared() throws {
    try Program.withTemporaryFolder { home in
      let program = try PlainProgram(["learn", "SR1"], home: home)
      program.type("next")
      #expect(try program.end() == 0)
      let lab = try LabSession.onHome(home: home)
      lab.see("Continue")
      lab.leave()
    }
  }
}
