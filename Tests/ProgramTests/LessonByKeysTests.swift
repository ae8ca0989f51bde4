import Foundation
import TerminalTesting
import Testing

/// The first lesson, played by keys alone in the smallest window: wrong answers, hints, refused moves,
/// what is hidden, and a lesson that is left in the middle. `EveryLessonByKeysTests` plays them all.
@Suite struct LessonByKeysTests {
  /// What the screen shows, and the keys that are pressed then.
  static let firstRound: [(sees: String, keys: String)] = [
    ("You have seen this", "n"), ("Saved, says P", "n"),
    // An answer is asked for before the lesson goes on; a wrong one is told so.
    ("Two friends look", "n"), ("answer first", "1"), ("Not this time: Alice and Bob", "n"),
    ("How old is c3's answer?", "2"), ("Right: 1 version, 50 ms", "n"), ("A stale read", "n"),
    ("c1 reloads", "2"), ("Right: Bob", "n"), ("Which promise?", "1"), ("Right: A only", "n"),
    ("Read your writes", "n"), ("Late is not in conflict", "n"), ("The instruments", "2"),
    ("Right: 0 and 1200 ms", "n"), ("A meter that reads zero", "n"),
    ("The cable is mended", "n"),
  ]
  static let secondRound: [(sees: String, keys: String)] = [
    // The first digit of a number opens its prompt.
    ("What would it cost?", "9"), ("Your answer", "0 2 enter"), ("Right: 902", "n"),
    // As it stands the task is not met, and a hint is offered.
    ("Your turn", "n"), ("[ ] Turn acknowledgement", "i"), ("Hint", "w"),
    ("this task is worked on with set", "a"), ("Turn a knob", "down end"),
    ("set acknowledgement = all", "enter"), ("begins anew on the branch", "n"),
    ("[x] Turn acknowledgement", "n"), ("What you paid", "n"),
  ]
  static let lastRounds: [(sees: String, keys: String)] = [
    ("The digger comes back", "1"), ("Not this time: nothing, she ", "n"),
    ("Once more", "2"), ("Right: all Ann", "n"), ("May have happened", "n"),
    ("Nobody ships anything", "1"), ("Right: blue and green", "n"), ("One millisecond", "2"),
    ("Right: blue and green", "n"), ("Two ways to be late", "n"), ("Outside the lab (1)", "n"),
    ("Outside the lab (2)", "n"),
  ]

  @Test func fromHomeToTheResultAndHomeAgain() throws {
    let count = try EveryLessonByKeysTests.catalogue().lessons.count
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.onHome(home: home)
      lab.see("0 of \(count) lessons complete")
      lab.see("SR1 The value that was there")
      lab.press("enter")
      for round in [Self.firstRound, Self.secondRound, Self.lastRounds] {
        for step in round {
          lab.see(step.sees)
          // A hint does not outlive the round of its task.
          #expect(round.count == Self.secondRound.count || !lab.terminal.screen.contains("Hint 1"))
          lab.press(step.keys)
        }
      }
      lab.see("✓ solved")
      lab.see("[x] Turn acknowledgement")
      lab.see("Predictions: 8 right, 2 wrong")
      // The screen goes on below.
      for _ in 1...80 where !lab.terminal.screen.contains("[x] P answers at 102") {
        lab.press("down")
        lab.settle()
      }
      lab.see("[x] P answers at 102, before any copy has arrived")
      for _ in 1...80 { lab.press("down") }
      lab.see("what the model leaves out") { !$0.contains("Your task") }
      #expect(lab.terminal.screen.isAlternateScreen)
      lab.press("q")
      lab.see("1 of \(count) lessons complete")
      lab.leave()

      let again = try LabSession.onHome(home: home)
      again.see("1 of \(count) lessons complete")
      // The first line goes on with the next lesson; the second is this one.
      again.press("down")
      again.see("✓ complete, solved by")
      again.see("answers right: 8 of 10")
      again.leave()
    }
  }

  @Test func whatComesIsHiddenUntilItIsAnswered() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(["learn", "SR1"], home: home)
      lab.see("You have seen this")
      lab.press("n")
      lab.see("Saved, says P")
      lab.press("n")
      lab.see("Two friends look")
      lab.press("end right right right space")
      lab.settle()
      lab.see("t=149 ms")
      #expect(!lab.terminal.screen.contains("R name="))
      lab.press("2")
      lab.see("Right: Alice and Bob")
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
    }
  }

  @Test func aLessonLeftInTheMiddleIsGoneOnWith() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(["learn", "SR1"], home: home)
      for step in Self.firstRound {
        lab.see(step.sees)
        lab.press(step.keys)
      }
      lab.see("What would it cost?")
      // The window is closed.
      lab.terminal.hangUp()
      _ = lab.terminal.waitForStatus()

      let again = try LabSession.onHome(home: home)
      again.see("You were in round 2 of 4")
      again.press("c")
      again.see("What would it cost?")
      again.press("q")
      again.see("Consistency Lab")
      again.leave()
    }
  }
}
