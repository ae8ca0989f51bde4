import CellGraphics
import Curriculum
import Testing

@testable import LabInterface

/// The board of a round on the history bench: bars, points, and what they say at once.
@Suite struct BoardTests {
  /// Somebody at a round of the lesson on points.
  static func person(
    round: Int, width: Int = 80, height: Int = 24, glyphs: GlyphSet = .unicode
  ) throws -> Person {
    let store = try ShippedLessonTests.store()
    var model = Fixtures.model(
      width: width, height: height, glyphs: glyphs, lessons: store.catalogue)
    _ = model.begin(.lesson(try store.lesson("CM1").lesson, round: round))
    return Person(model)
  }

  private static func points(_ person: Person) -> [Int64?] {
    person.model.lab?.session?.board?.points ?? []
  }

  @Test(arguments: [(80, 24), (120, 36)], [GlyphSet.unicode, .ascii])
  func screens(_ size: (Int, Int), _ glyphs: GlyphSet) throws {
    let name = "\(size.0)x\(size.1)\(glyphs == .ascii ? "-ascii" : "")"
    var person = try Self.person(round: 1, width: size.0, height: size.1, glyphs: glyphs)
    Snapshot.expect(person, "board-asked-\(name)")
    person.press("2 n n 1 n")
    Snapshot.expect(person, "board-forbidden-\(name)")
    person.press("tab enter backtab right right")
    Snapshot.expect(person, "board-points-\(name)")
    #expect(person.sees("2 of 2 placed"))
  }

  /// Two pairs of one lane each are forbidden; the words are those of the selected bar's pair.
  @Test func twoForbiddenPairs() throws {
    var person = try Self.person(round: 5)
    #expect(!person.sees("no points can"))
    person.press("2")
    Snapshot.expect(person, "board-two-pairs-80x24")
    let crosses = person.screen.prefix(8).joined().filter { $0 == "✗" }.count
    #expect(crosses == 2)
    #expect(person.sees("Wx comes") || person.sees("Wx"))
    person.press("down")
    #expect(person.text.contains("p2 did it"))
  }

  @Test func keysMoveThePointOfTheSelectedBar() throws {
    var person = try Self.person(round: 1)
    person.press("2 n n 1 n right")
    #expect(Self.points(person) == [0, nil])
    person.press("right right left")
    #expect(Self.points(person) == [1, nil])
    person.press("tab left")
    #expect(Self.points(person) == [1, 12], "the first press from the right puts it at the end")
    person.press("home")
    #expect(Self.points(person) == [1, 10])
    person.press("end enter")
    #expect(Self.points(person) == [1, 11])
    // Moving on the same point is one move.
    person.press("u")
    #expect(Self.points(person) == [1, nil])
    person.press("u")
    #expect(Self.points(person) == [nil, nil])
    person.press("u")
    #expect(person.sees("no point has been moved"))
    #expect(person.model.lab?.session?.moves == 0)
  }

  @Test func pointsStayWithinReach() throws {
    var person = try Self.person(round: 1)
    person.press("2 n n 1 n")
    for _ in 0..<60 { person.press("right") }
    #expect(Self.points(person)[0] == 14)
    for _ in 0..<60 { person.press("left") }
    #expect(Self.points(person)[0] == -1)
    #expect(person.sees("W at -1"))
  }

  @Test func typedPointsAndWhatIsRefused() throws {
    var person = try Self.person(round: 1)
    person.command("place W at 1")
    #expect(person.sees("points move once the questions"))
    person.press("esc 2 n n 1 n")
    person.command("place W at 13")
    person.command("place R at 11")
    #expect(Self.points(person) == [13, 11])
    #expect(person.sees("The task is met"))
    person.command("clear R")
    #expect(Self.points(person) == [13, nil])
    for (line, reason) in [
      ("place X at 1", "no bar is called X"), ("place W", "expected NAME at TIME"),
      ("place W at noon", "expected NAME at TIME"), ("clear X", "no bar is called X"),
    ] {
      person.command(line)
      #expect(person.sees(reason), "\(line)")
      person.press("esc")
    }
    #expect(Self.points(person) == [13, nil])
    // What belongs to a run is not known here.
    person.command("step")
    #expect(person.sees("no command is called step"))
  }

  /// What the points say is told at once: which bar, and why; and that the task is met.
  @Test func theScreenSaysAtOnceWhatIsWrong() throws {
    var person = try Self.person(round: 3)
    #expect(person.sees("linearizability: W has no point"))
    person.command("place W at 1")
    #expect(person.sees("linearizability: R has no point"))
    person.command("place R at 500")
    #expect(person.text.contains("R would take effect"))
    person.command("place R at 10")
    #expect(person.sees("linearizability: these points explain"))
    #expect(person.sees("[x] Points inside both bars"))
    #expect(person.sees("in the order W, R"))
  }

  @Test func nothingIsToldBeforeItIsAsked() throws {
    for round in [1, 5, 7] {
      let person = try Self.person(round: round, width: 120, height: 36)
      #expect(person.sees("answer first"))
      #expect(!person.sees("no points can") && !person.sees("Shown so far"), "round \(round)")
      let styles = person.buffer.styles().joined()
      #expect(!styles.contains("b"), "nothing is marked as bad")
    }
  }

  @Test func theHardwareCursorStandsOnTheSelectedBar() throws {
    var person = try Self.person(round: 7)
    for name in ["Ra", "Rb", "Wa", "Wb", "Rz", "Ra"] {
      let cursor = try #require(person.buffer.cursor)
      let row = person.buffer.text()[cursor.y].dropFirst(cursor.x)
      #expect(row.hasPrefix(name), "\(row)")
      #expect(person.buffer[cursor.x, cursor.y].style.attributes.contains(.reverse))
      person.press("tab")
    }
  }

  /// Without colour: selection is reverse video, the forbidden pair has its cross and its words.
  @Test func meaningWithoutColour() throws {
    var person = try Self.person(round: 1)
    person.press("2")
    let y = try #require(person.screen.firstIndex { $0.contains("✗╌") })
    let x = try #require(Array(person.screen[y]).firstIndex(of: "✗"))
    #expect(person.buffer[x, y].style == Style.bad.bold)
    #expect(person.text.contains("✗ linearizability: no points can"))
    for role in Style.Role.allCases {
      let appearance = Palette.appearance(ofRole: role, depth: .none)
      #expect(!appearance.attributes.contains(.reverse), "reverse means selected alone")
    }
  }

  @Test func theMouseSelectsAndCarriesPoints() throws {
    var person = try Self.person(round: 1)
    person.press("2 n n 1 n")
    let y = try #require(person.screen.firstIndex { $0.contains("│ c2 ") })
    let x = try #require(Array(person.screen[y]).lastIndex(of: "├"))
    person.send(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: y))))
    #expect(person.model.selectedBar == 1 && Self.points(person) == [nil, nil])
    person.send(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: y))))
    #expect(Self.points(person) == [nil, 10])
    for column in stride(from: x, through: x - 20, by: -2) {
      person.send(.mouse(MouseEvent(.drag(.left), at: Point(x: column, y: y))))
    }
    let carried = try #require(Self.points(person)[1])
    #expect(carried < 10 && person.model.lab?.session?.moves == 1)
    // Beyond the panel the point stays at the end of the axis.
    person.send(.mouse(MouseEvent(.drag(.left), at: Point(x: 79, y: 12))))
    #expect(Self.points(person)[1] ?? 0 <= 14)
    person.press("u")
    #expect(Self.points(person) == [nil, nil])
  }

  @Test func theFooterAndTheHelpKnowTheBoard() throws {
    var person = try Self.person(round: 3)
    #expect(person.sees("→ later") && person.sees("← earlier"))
    #expect(person.sees("at the start") && !person.sees("space play/pause"))
    person.press("?")
    person.type("point")
    #expect(person.sees("Move the point of the selected bar"))
    person.press("esc esc")
    person.press("space")
    #expect(Self.points(person)[0] == 1)
    person.press("w")
    #expect(person.sees("w does nothing here"))
  }

  /// Begun anew the board is empty; the next run has its panels again.
  @Test func roundsOfBothKinds() throws {
    var person = try Self.person(round: 3)
    person.press("enter tab enter")
    #expect(Self.points(person) == [1, 211])
    person.press("R y")
    #expect(Self.points(person) == [nil, nil])
    person.press("enter tab enter n n")
    #expect(person.model.lab?.session?.board == nil)
    #expect(person.sees("Replicas") && person.model.keyScreen == .lab)
    #expect(person.model.panelOrder.contains(ReplicasPanel.id))
    #expect(!person.model.panelOrder.contains(BoardPanel.id))
  }

  // MARK: Line by line

  @Test func plainLines() throws {
    let store = try ShippedLessonTests.store()
    var reader = try PlainReader(.lesson(try store.lesson("CM1").lesson, round: 1))
    reader.type("show board")
    #expect(reader.hears("1) W: c1 write x = 1, from 0 to 2, no point."))
    #expect(reader.hears("Linearizability: answer first"))
    reader.type("2")
    #expect(reader.hears("Forbidden: W and R. Linearizability: no points can. W comes before R"))
    reader.type("n", "n", "1", "n", "place W at 13")
    #expect(reader.hears("W at 13.") && reader.hears("Sequential consistency: R has no point"))
    reader.type("place R at 11")
    #expect(reader.hears("Sequential consistency: these points explain it"))
    #expect(reader.hears("Done: One order of W and R explains both answers. (in the order R, W)"))
    reader.type("undo")
    #expect(reader.hears("Taken back.") && reader.hears("R has no point"))
    reader.type("select 2")
    #expect(reader.said == ["R: c2 read x: 0, from 10 to 12, no point."])
    reader.type("")
    #expect(!reader.text.contains("event 0"))
  }

  @Test func judgingPointsSaysWhatIsWrong() throws {
    var person = try Self.person(round: 1)
    person.press("2 n n 1 n enter down enter n")
    #expect(person.sees("Not yet: R could not have returned 0 at its point."))
    #expect(person.model.lab?.session?.offersHint ?? false)
  }

  /// A point moved after the task was met takes nothing back, and the board says so.
  @Test func aMetTaskStaysMet() throws {
    var person = try Self.person(round: 1)
    person.press("2 n n 1 n")
    person.command("place W at 11")
    person.command("place R at 10")
    #expect(person.sees("The task is met") && !person.text.contains("Your task stays"))
    person.command("place W at 1")
    #expect(person.text.contains("Your task stays") && person.sees("[x] One order of W and R"))
    person.press("i")
    #expect(person.sees("your task is met already; n goes on"))
    person.press("I")
    #expect(person.sees("your task is met already"))
  }

  /// What is covered for a later round says so where no question is open.
  @Test func coveredForALaterRound() throws {
    var person = try Self.person(round: 0)
    person.command("panel replicas")
    #expect(person.sees("covered until you answer"))
    person.press("1 n")
    person.command("panel guarantees")
    #expect(person.sees("covered: a later round asks about it"))
    #expect(!person.sees("covered until you answer"))
  }
}
