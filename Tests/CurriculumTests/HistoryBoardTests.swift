import Checkers
import Histories
import Testing

@testable import Curriculum

/// Boards of bars: their order, their goals, and the pairs that are forbidden.
@Suite struct HistoryBoardTests {
  static func bar(
    _ name: String, _ process: String, _ call: Call, _ result: Value?, _ from: Int64, _ to: Int64?
  ) -> HistoryBoard.Bar {
    HistoryBoard.Bar(
      name: name, process: process, call: call, result: result, invoked: VirtualTime(from),
      completed: to.map { VirtualTime($0) })
  }

  static func board(_ bars: HistoryBoard.Bar...) -> HistoryBoard {
    HistoryBoard(initial: [.init("x", 0), .init("y", 0)], bars: bars)
  }

  static let late = board(
    bar("W", "c1", .write("x", 1), nil, 0, 2), bar("R", "c2", .read("x"), 0, 10, 12))
  static let pair = board(
    bar("Wx", "p1", .write("x", 1), nil, 0, 2), bar("Wy", "p2", .write("y", 2), nil, 0, 2),
    bar("Ry", "p1", .read("y"), 0, 3, 5), bar("Rx", "p2", .read("x"), 0, 3, 5))

  private static func edges(_ model: CheckerName, _ board: HistoryBoard) -> [String] {
    BoardJudgement(model, of: board).edges.map {
      board.bars[$0.first].name + " " + board.bars[$0.second].name
    }
  }

  @Test func theForbiddenPairs() {
    #expect(Self.edges(.linearizability, Self.late) == ["W R"])
    #expect(Self.edges(.sequentialConsistency, Self.late) == [])
    #expect(Self.edges(.sequentialConsistency, Self.pair) == ["Wx Ry", "Wy Rx"])
    let sentence = Self.late.sentence(
      ForbiddenEdge(first: 0, second: 1), under: .linearizability, bars: [0, 1])
    #expect(
      sentence
        == "W comes before R: it returned at 2, and R began at 10. But R found 0, so R comes "
        + "before W.")
  }

  /// A value that nobody wrote is no pair's fault.
  @Test func outOfThinAir() {
    let board = Self.board(Self.bar("R", "c", .read("x"), 7, 0, 2))
    let judgement = BoardJudgement(.linearizability, of: board)
    #expect(judgement.edges.isEmpty && judgement.bars == [0])
    #expect(board.sentence(bars: [0]) == "No order of R explains what they returned.")
  }

  /// On all boards of two clients with three operations on one register and two values: where points
  /// explain a history the board says so, and every forbidden pair is one by the definition.
  @Test(arguments: [CheckerName.linearizability, .sequentialConsistency])
  func agreesWithTheDefinition(_ model: CheckerName) {
    var forbidden = 0
    for board in Self.smallBoards {
      let judgement = BoardJudgement(model, of: board)
      let all = Array(board.bars.indices)
      let isExplained = Self.hasOrder(of: all, board, model, without: nil)
      #expect((judgement.verdict == .holds) == isExplained)
      if isExplained {
        #expect(judgement.edges.isEmpty)
      } else {
        #expect(!Self.hasOrder(of: judgement.bars, board, model, without: nil))
      }
      for edge in judgement.edges {
        forbidden += 1
        #expect(Self.demands(edge.first, edge.second, board, model))
        #expect(Self.hasOrder(of: judgement.bars, board, model, without: edge))
      }
    }
    #expect(forbidden > 40)
  }

  private static let smallBoards: [HistoryBoard] = {
    let calls: [(Call, Value?)] = [
      (.write("x", 1), nil), (.write("x", 2), nil), (.read("x"), 0), (.read("x"), 1),
      (.read("x"), 2), (.compareAndSet("x", expected: 0, new: 2), 1),
    ]
    // One after the other, and overlapping.
    let spans: [[(Int64, Int64)]] = [
      [(0, 2), (3, 5), (6, 8)], [(0, 2), (1, 3), (4, 6)],
    ]
    var boards: [HistoryBoard] = []
    for code in 0..<(calls.count * calls.count * calls.count) {
      var rest = code
      let chosen = (0..<3).map { _ in
        defer { rest /= calls.count }
        return calls[rest % calls.count]
      }
      for span in spans {
        let bars = chosen.enumerated().map { index, call in
          bar("\(index)", index % 2 == 0 ? "a" : "b", call.0, call.1, span[index].0, span[index].1)
        }
        boards.append(HistoryBoard(initial: [.init("x", 0)], bars: bars))
      }
    }
    return boards
  }()

  private static func demands(
    _ first: Int, _ second: Int, _ board: HistoryBoard, _ model: CheckerName
  ) -> Bool {
    let (a, b) = (board.bars[first], board.bars[second])
    if a.process == b.process { return a.invoked < b.invoked }
    return model == .linearizability && (a.completed.map { $0 < b.invoked } ?? false)
  }

  /// By trying every order.
  private static func hasOrder(
    of bars: [Int], _ board: HistoryBoard, _ model: CheckerName, without edge: ForbiddenEdge?
  ) -> Bool {
    permutations(bars).contains { order in
      for (place, later) in order.enumerated() {
        for earlier in order[(place + 1)...] where demands(earlier, later, board, model) {
          if edge != ForbiddenEdge(first: earlier, second: later) { return false }
        }
      }
      return isLegal(order, board)
    }
  }

  /// A register told step by step, without the specification that the search uses.
  private static func isLegal(_ order: [Int], _ board: HistoryBoard) -> Bool {
    var held: [Key: Value] = [:]
    for initial in board.initial { held[initial.key] = initial.value }
    for index in order {
      let bar = board.bars[index]
      switch bar.call {
      case .write(let key, let value): held[key] = value
      case .read(let key): if held[key] != bar.result { return false }
      case .compareAndSet(let key, let expected, let new):
        guard (held[key] == expected) == (bar.result == 1) else { return false }
        if held[key] == expected { held[key] = new }
      default: return false
      }
    }
    return true
  }

  private static func permutations(_ list: [Int]) -> [[Int]] {
    guard list.count > 1 else { return [list] }
    return list.indices.flatMap { index in
      var rest = list
      let head = rest.remove(at: index)
      return permutations(rest).map { [head] + $0 }
    }
  }

  // MARK: Points

  @Test func pointsAreTakenAway() throws {
    var board = Self.late
    try board.place("W", at: 13)
    try board.place("R", at: 11)
    #expect(board.objection(under: .sequentialConsistency) == nil)
    #expect(board.order.map(\.name) == ["R", "W"])
    try board.clear("R")
    #expect(board.points == [13, nil])
    #expect(throws: BenchError.self) { try board.clear("Q") }
  }

  @Test func oneRegisterAlone() throws {
    var board = Self.pair
    try board.place("Wx", at: 1)
    try board.place("Ry", at: 4)
    let alone = board.restricted(to: "x")
    #expect(alone.bars.map(\.name) == ["Wx", "Rx"] && alone.points == [1, nil])
  }

  // MARK: Goals

  @Test(arguments: [
    ("violated(SequentialConsistency)", true),
    ("holds(SequentialConsistency, x) and holds(SequentialConsistency,y)", true),
    ("violated(Linearizability, x)", true), ("holds(Linearizability, y)", false),
    ("strongest(CausalConsistency)", true), ("strongest(PRAM)", false),
    ("strongest(Linearizability)", false), ("placed(SequentialConsistency)", false),
  ])
  func goals(_ text: String, _ isMet: Bool) throws {
    let outcome = try HistoryGoal(parsing: text).evaluate(on: Self.pair)
    #expect(outcome.state == (isMet ? .met : .unmet), "\(outcome.witness)")
    #expect(!outcome.witness.isEmpty)
  }

  @Test(arguments: [
    "holds()", "holds(Nothing)", "holds(Linearizability", "strongest(Linearizability, x)",
    "placed(Linearizability, x)", "holds(Linearizability, x, y)", "holds(Linearizability,)",
    "holds(StaleRead)", "maybe(PRAM)", "holds(PRAM) and", "",
  ])
  func whatIsNoGoal(_ text: String) {
    #expect(throws: BenchError.self, "\(text)") { try HistoryGoal(parsing: text) }
  }
}
