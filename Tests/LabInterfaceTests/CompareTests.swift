import CellGraphics
import Histories
import Laboratory
import Testing

@testable import LabInterface

/// Compare and the list of branches, by keys, as saved screens and in words.
@Suite struct CompareTests {
  /// Someone with two futures of the sandbox: in `cut` the link to R2 is cut at 150.
  static func withTwoBranches(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode
  ) -> Person {
    var person = Person.inSandbox(width: width, height: height, glyphs: glyphs)
    person.command("to 900")
    person.command("to 110")
    person.command("branch cut")
    person.command("cut P | R2")
    person.command("to 300")
    return person
  }

  static let sizes = [(120, 36), (80, 24), (200, 60)]

  @Test(arguments: sizes) func screens(_ width: Int, _ height: Int) {
    var person = Self.withTwoBranches(width: width, height: height)
    person.press("v")
    Snapshot.expect(person, "compare-prompt-\(width)x\(height)")
    person.press("enter")
    #expect(person.model.screen == .compare)
    Snapshot.expect(person, "compare-\(width)x\(height)")
    person.press("! down tab f")
    Snapshot.expect(person, "compare-timelines-\(width)x\(height)")
    person.press("f end")
    Snapshot.expect(person, "compare-differences-\(width)x\(height)")
  }

  @Test(arguments: [(120, 36), (80, 24)]) func branchList(_ width: Int, _ height: Int) {
    var person = Self.withTwoBranches(width: width, height: height)
    person.press("B")
    Snapshot.expect(person, "branches-\(width)x\(height)")
    person.press("down d")
    #expect(person.sees("This would be lost: 1 action of yours"))
    Snapshot.expect(person, "branches-delete-\(width)x\(height)")
  }

  @Test func asciiAndWithoutColour() {
    for (width, height) in [(120, 36), (80, 24)] {
      var person = Self.withTwoBranches(width: width, height: height, glyphs: .ascii)
      person.press("v enter")
      #expect(person.text.unicodeScalars.allSatisfy { $0.isASCII })
      Snapshot.expect(person, "compare-ascii-\(width)x\(height)")
      person.press("q B")
      #expect(person.text.unicodeScalars.allSatisfy { $0.isASCII })
    }
    // Every cell of a replica that differs has its mark, and none that does not.
    var person = Self.withTwoBranches()
    person.press("v enter")
    let r2 = person.screen.first { $0.contains(" R2 ") && $0.contains("up") } ?? ""
    #expect(r2.contains("≠lsn") && r2.contains("≠Bob") && r2.contains("≠Alice"))
    let r1 = person.screen.first { $0.contains(" R1 ") && $0.contains("up") } ?? ""
    #expect(!r1.contains("≠"))
  }

  // MARK: By keys

  @Test func bothSidesAreKeptInStep() throws {
    var person = Self.withTwoBranches()
    person.press("v enter home")
    for key in ["right", "right", "pgdn", "right", "left", "pgup", "end", "left", "!"] {
      person.press(key)
      let comparison = try #require(person.model.compare?.comparison)
      for side in Comparison.Side.allCases {
        #expect(comparison.branch(side).clock == comparison.clock, "\(key)")
      }
    }
    #expect(person.sees("events first differ at t=110 ms: here"))
    person.press("g")
    person.press("ctrl-u")
    person.type("210")
    person.press("enter")
    #expect(person.sees("t=210 ms") && person.sees("100 ms ago"))
  }

  @Test func playingMovesBoth() throws {
    var person = Self.withTwoBranches()
    person.press("v enter home space")
    #expect(person.sees("RUNNING") && person.commands.contains(.startTicking))
    for _ in 0..<20 { person.send(.tick(elapsedMilliseconds: 200)) }
    let comparison = try #require(person.model.compare?.comparison)
    #expect(comparison.clock > 0)
    person.press("space")
    #expect(!person.model.isPlaying)
  }

  @Test func leavingChangesNothing() throws {
    var person = Self.withTwoBranches()
    let before = try #require(person.model.lab?.run)
    person.press("v enter home right right q")
    let after = try #require(person.model.lab?.run)
    #expect(person.model.screen == .lab && person.model.compare == nil)
    #expect(after.clock == before.clock && after.branch.name == "cut")
    #expect(after.branches.map(\.clock) == before.branches.map(\.clock))
  }

  @Test func aSideIsShownInTheLab() throws {
    var person = Self.withTwoBranches()
    person.press("v enter home ! enter")
    #expect(person.model.screen == .lab)
    #expect(person.model.lab?.run.branch.name == "cut" && person.model.lab?.run.clock == 110)
    person.press("v enter tab enter")
    #expect(person.model.lab?.run.branch.name == "main")
  }

  @Test func theSameRunWithAnotherKnob() throws {
    var person = Person.inSandbox()
    person.command("to 300")
    person.press("v")
    #expect(person.sees("the same run, a knob set otherwise"))
    person.press("enter")
    #expect(person.model.screen == .compare)
    #expect(person.model.lab?.run.branches.count == 2)
    #expect(person.sees("acknowledgement=1"))
    person.press("q")
    #expect(person.model.lab?.run.branch.name == "main" && person.model.lab?.run.clock == 300)
    person.command("compare main with set acknowledgement = all; delay P -> R3 7")
    #expect(person.sees("acknowledgement=all delay P -> R3 7"))
    #expect(person.sees("link P -> R3"))
  }

  @Test func whatCannotBeComparedSaysWhy() {
    var person = Self.withTwoBranches()
    for (command, words) in [
      ("compare main main", "both are main"), ("compare nobody", "no branch is called nobody"),
      ("compare cut", "cut is the shown branch"),
      ("compare main with crash R1", "crash is no setting"),
      ("compare main with set nothing = 1", "found nothing, expected a knob"),
    ] {
      person.command(command)
      #expect(person.sees(words), "\(command)\(person.testDescription)")
      #expect(person.model.screen == .lab && person.model.lab?.run.branches.count == 2)
      person.press("esc")
    }
  }

  // MARK: The list

  /// With names as long as they may be, everything is read of the selected branch.
  @Test func aNarrowListOfBranchesIsReadInFull() {
    var person = Self.withTwoBranches(width: 80, height: 24)
    person.command("rename cut a-name-of-24-characters-")
    person.command("rename main another-of-24-characters")
    person.command("crash R1")
    person.press("B up")
    for (name, from) in [
      ("another-of-24-characters", "the first branch"),
      ("a-name-of-24-characters-", "left another-of-24-characters at t="),
    ] {
      let words = person.screen.flatMap { $0.split(whereSeparator: { "│ ".contains($0) }) }
        .joined(separator: " ")
      #expect(words.contains("\(name): \(from)"), "\(person.testDescription)")
      #expect(words.contains("reaches t="))
      person.press("down")
    }
    #expect(person.sees("latest: crash R1") || person.sees("crash R1"))
  }

  @Test func branchesAreRenamedAndDeleted() throws {
    var person = Self.withTwoBranches()
    person.press("B up r ctrl-u")
    person.type("trunk")
    person.press("enter")
    #expect(person.sees("The branch main is called trunk now."))
    person.command("rename trunk cut")
    #expect(person.sees("there is a branch cut already"))
    person.press("esc B up d n")
    #expect(person.model.lab?.run.branches.count == 2)
    person.press("B up d")
    #expect(person.sees("Delete the branch trunk?") && person.sees("What left from it stays: cut"))
    person.press("y")
    #expect(person.sees("trunk is deleted; you are on cut."))
    #expect(person.model.lab?.run.branches.map(\.name) == ["cut"])
    person.command("delete cut")
    #expect(person.model.lab?.run.branches.count == 1)
  }

  @Test func theListSwitchesAndCompares() {
    var person = Self.withTwoBranches()
    person.press("B")
    #expect(person.sees("▶◆") && person.sees("cut"))
    person.press("up enter")
    #expect(person.sees("You are on the branch main."))
    person.press("B v")
    #expect(person.sees("main is the shown branch; choose the other one"))
    person.press("down v")
    #expect(person.model.screen == .compare)
    person.press("esc")
    #expect(person.model.screen == .lab)
  }

  /// What would be lost is counted over all branches, whatever was renamed, deleted or undone since.
  @Test func lossesAreCountedOverAllBranches() throws {
    var person = Self.withTwoBranches()
    let lab = { person.model.lab! }
    #expect(lab().unsavedActions == 1)
    person.command("save x")
    person.send(.saved(name: "x", problem: nil))
    #expect(lab().unsavedActions == 0)
    person.command("rename cut other")
    #expect(lab().unsavedActions == 0)
    person.command("switch main")
    person.press("end")
    person.command("crash R1")
    person.command("switch other")
    #expect(lab().unsavedActions == 1)
    person.command("delete main")
    person.press("y")
    #expect(lab().unsavedActions == 0)
  }

  @Test func aLessonComparesTheBranchesOfItsSession() throws {
    var person = try Person.inLesson()
    person.press("v")
    #expect(person.model.screen == .lab && person.sees("compare:"))
    person.press("n 1 n n 1 2 0 0 enter n a down end enter")
    #expect(person.model.lab?.run.branches.count == 2)
    person.press("v enter")
    #expect(person.model.screen == .compare)
    person.press("q")
    person.command("rename main x")
    #expect(person.model.lab?.run.branches.first?.name == "main")
    person.press("esc B")
    #expect(person.sees("Branches of this run"))
  }

  /// A setting differs from the start, and so may what it makes of the same state; the events do not
  /// yet. The line above says so instead of contradicting the marks below.
  @Test func whatDiffersBeforeAnyEventIsNotDenied() throws {
    for (width, height) in Self.sizes.prefix(2) {
      var person = Person.inSandbox(width: width, height: height)
      person.command("to 110")
      person.command("compare with set acknowledgement = all")
      let divergence = try #require(person.model.compare?.comparison.divergence)
      person.press("g ctrl-u")
      person.type("\(divergence.time.milliseconds - 1)")
      person.press("enter")
      #expect(person.model.compare?.isAlike == false, "\(person.testDescription)")
      #expect(!person.sees("both are alike") && person.sees("no event differs yet"))
      person.press("g ctrl-u")
      person.type("\(divergence.time.milliseconds)")
      person.press("enter")
      #expect(person.sees("events first differ at t=\(divergence.time) ms: here"))
      #expect(!person.sees("nothing after it"))
      #expect(divergence.left == nil || divergence.right == nil)
      #expect(person.sees("t=\(divergence.time) nothing yet"))
    }
  }

  @Test func inWordsEverythingIsSaid() throws {
    var person = Self.withTwoBranches()
    person.press("v enter")
    let state = try #require(person.model.compare)
    let lines = CompareText.lines(state)
    #expect(lines.contains { $0.contains("events first differ at t=110 ms: 190 ms ago") })
    #expect(lines.contains { $0.contains("cut: t=110 cut P | R2") })
    #expect(lines.contains { $0.hasPrefix("R2: cut:") && $0.contains("main:") })
    #expect(lines.contains { $0.hasPrefix("R1:") && $0.hasSuffix("on both") })
    #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
  }
}
