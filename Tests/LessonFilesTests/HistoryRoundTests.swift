import Curriculum
import Histories
import LessonFiles
import Testing

/// Rounds on the history bench whose bars are the operations of a run before them.
@Suite struct HistoryRoundTests {
  private static func lesson() throws -> Lesson {
    try LessonStore(folder: Checkout.root + "/Lessons").lesson("CM1").lesson
  }

  private static func board(_ round: String) throws -> HistoryBoard {
    guard case .history(let board)? = try lesson().round(round)?.setup else {
      throw BenchError(.setup, "\(round) has no board")
    }
    return board
  }

  @Test func barsAreTheOperationsOfTheRun() throws {
    let board = try Self.board("points")
    #expect(board.bars.map(\.name) == ["W", "R"])
    #expect(board.bars.map(\.process) == ["c1", "c2"])
    #expect(board.bars.map(\.words) == ["write x = 1", "read x: 0"])
    #expect(board.bars.map(\.invoked) == [0, 10] && board.bars.map(\.completed) == [2, 12])
    #expect(board.initial == [.init("x", 0)])
    let seat = try Self.board("seat-points")
    #expect(seat.bars.map(\.result) == [0, 0, nil, nil, 2])
    #expect(seat.processes == ["a", "b"])
  }

  /// The lesson's claims, on the engine's own runs.
  @Test func roundsOfBothBenches() throws {
    let kinds = try Self.lesson().rounds.map(\.setup.bench)
    #expect(kinds.filter { $0 == .cluster }.count == 5)
    #expect(kinds.filter { $0 == .history }.count == 4)
  }

  private static func reading(_ change: (String) -> String) throws -> String {
    let text = try Checkout.text(
      Checkout.root + "/Lessons/consistency-models/01-draw-the-point.yaml")
    do {
      _ = try LessonReader.read(change(text), file: "x.yaml")
      return ""
    } catch { return "\(error)" }
  }

  @Test(arguments: [
    ("of: late\n", "of: later\n", "no round before this one is a run called later"),
    ("of: late\n", "of: pair\n", "no round before this one is a run called pair"),
    ("of: late\n      names: [W, R]", "of: late\n      names: [W, W]", "two bars are called W"),
    (
      "of: late\n      names: [W, R]", "of: late\n      names: [W, R, Q]",
      "3 names for 2 operations"
    ),
    ("of: late\n", "of: late\n      initial: { x: 1 }\n", "the run says it"),
    ("    title: Two bars\n", "    title: Two bars\n    from: late\n", "has no from"),
    ("bench: history\n", "bench: cluster\n", "the bench is cluster"),
  ])
  func whatIsRefused(_ old: String, _ new: String, _ reason: String) throws {
    let message = try Self.reading { $0.replacing(old, with: new, maxReplacements: 1) }
    #expect(message.contains(reason), "\(message)")
    #expect(message.hasPrefix("x.yaml:"), "\(message)")
  }
}
