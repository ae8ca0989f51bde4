import Foundation
import TerminalTesting
import Testing

/// Message surgery and the two forms of the timeline, by keys in a real terminal.
@Suite struct SurgeryByKeysTests {
  @Test func aMessageIsHeldReleasedAndLostByKeys() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("c1 write name = Zoe")
      lab.see("write name = Zoe")
      lab.press("right")
      lab.see("append lsn 2")
      lab.command("panel network")
      lab.press("down down h")
      lab.see("held by hand")
      lab.command("to 500")
      lab.see("t=500 ms")
      lab.see("held by hand")
      lab.press("enter")
      lab.see("A message in flight")
      lab.see("runs  deliver m")
      lab.press("esc")
      lab.see("the prompt gone") { !$0.contains("runs  deliver") }
      lab.press("j")
      lab.see("runs  drop next append P -> R2")
      lab.press("enter")
      lab.see("rule  drop next append P -> R2")
      lab.command("c1 write name = Moe")
      lab.command("to 503")
      lab.see("the rule used up") { !$0.contains("rule  drop") }
      lab.press("h")
      lab.see("release m")
      lab.command("panel timeline")
      lab.press("f")
      lab.see("dropped")
      lab.press("|")
      lab.see("append lsn 3, dropped")
      lab.press("/")
      lab.see("node:R1 client:c1 key:x kind:append")
      lab.type("node:R2 dropped")
      lab.press("enter")
      lab.see("/node:R2 dropped")
      lab.see("dropped by hand")
      lab.press("u")
      lab.see("Taken back: release m")
    }
  }
}
