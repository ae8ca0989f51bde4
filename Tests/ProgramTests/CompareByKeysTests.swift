import Foundation
import TerminalTesting
import Testing

/// Branches and their comparison by keys: two futures side by side, named, deleted, saved and opened.
@Suite struct CompareByKeysTests {
  @Test func twoFuturesSideBySide() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("c1 write name = Zoe")
      lab.see("write name = Zoe")
      lab.command("to 500")
      lab.see("t=500 ms")
      lab.command("to 50")
      lab.see("REWOUND")
      lab.press("b")
      lab.see("You are on the new branch branch-2")
      lab.command("cut P | R1")
      lab.see("1 link cut")
      lab.press("v")
      lab.see("Compare side by side")
      lab.press("enter")
      lab.see("events first differ at t=50 ms: here")
      lab.see("cut P | R1")
      lab.press("right right right")
      lab.see("ms ago")
      lab.see("≠Bob")
      lab.press("home")
      lab.see("no event differs yet")
      lab.press("!")
      lab.see("events first differ at t=50 ms: here")
      lab.press("tab")
      lab.press("enter")
      lab.see("You are on the branch")

      lab.press("B")
      lab.see("Branches of this run")
      lab.press("r")
      lab.see("Rename a branch")
      lab.press("ctrl-u")
      lab.type("other")
      lab.press("enter")
      lab.see("is called other now")
      lab.press("S")
      lab.see("Saved as ")
      lab.press("q")
      lab.press("end")
      lab.see("Saved runs")
      lab.leave()

      let again = try LabSession.onHome(home: home)
      again.press("end")
      again.see("Saved runs")
      again.press("enter")
      again.see("replays to the same digest")
      again.press("B")
      again.see("other")
      again.press("d")
      again.see("This would be lost")
      again.press("n")
      again.see("Nothing was changed")
      again.press("B")
      again.see("Branches of this run")
      again.press("d")
      again.see("This would be lost")
      again.press("y")
      again.see("is deleted")
      again.press("q")
      again.see("Consistency Lab")
      again.leave()
    }
  }

  @Test func theSameRunWithAnotherKnob() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("c1 write name = Zoe")
      lab.see("write name = Zoe")
      lab.command("to 50")
      lab.see("t=50 ms")
      lab.command("compare main with set acknowledgement = all")
      lab.see("Compare: main | acknowledgement=all")
      lab.see("events first differ at t=2 ms")
      lab.see("setting")
      lab.press("f")
      lab.see("Timeline of acknowledgement=all")
      lab.press("q")
      lab.see("branch") { $0.contains("Replicas") && $0.contains("t=50 ms") }
    }
  }
}
