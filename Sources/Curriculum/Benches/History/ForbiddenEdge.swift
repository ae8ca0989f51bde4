import Checkers
import Histories

/// Two operations whose order is forced both ways: the model wants one first, and what the operations
/// returned wants the other first.
///
/// It is found by leaving that one demand of the model out: then, and only then, some order explains
/// the operations of the witness. O(pairs x orders tried), bounded by `BoardOrders.stepsMax`.
public struct ForbiddenEdge: Hashable, Sendable {
  /// The bar that the model wants first, by its place on the board.
  public var first: Int
  /// The bar that the model wants later, and that the results want first.
  public var second: Int

  public init(first: Int, second: Int) {
    self.first = first
    self.second = second
  }
}

/// The orders of some operations of a board that explain what they returned.
struct BoardOrders {
  /// Operations tried for one answer at most; beyond, there is none.
  static let stepsMax = 20_000

  let board: HistoryBoard
  let model: CheckerName
  /// The operations looked at, by their place on the board; at most 63.
  let core: [Int]

  /// The pairs of the core that make it impossible, ascending; empty where no single pair does.
  func forbiddenEdges() -> [ForbiddenEdge] {
    guard core.count < 64, explains(without: nil) == false else { return [] }
    var edges: [ForbiddenEdge] = []
    for first in core {
      for second in core where mustPrecede(first, second) {
        let edge = ForbiddenEdge(first: first, second: second)
        if explains(without: edge) == true { edges.append(edge) }
      }
    }
    return edges
  }

  /// Whether the model wants the one bar before the other, whatever they returned.
  func mustPrecede(_ first: Int, _ second: Int) -> Bool {
    let (a, b) = (board.bars[first], board.bars[second])
    if a.process == b.process, first < second { return true }
    guard model == .linearizability, let completed = a.completed else { return false }
    return completed < b.invoked
  }

  /// Whether some order of the core explains it; nil when that was not found out within the bound.
  private func explains(without edge: ForbiddenEdge?) -> Bool? {
    var search = Search(orders: self, without: edge)
    let found = search.finish(from: ObjectMapSpecification(initial: board.initial).initial, done: 0)
    return search.steps > Self.stepsMax ? nil : found
  }

  private struct Search {
    struct Visited: Hashable {
      let done: UInt64
      let state: ObjectMap
    }

    let orders: BoardOrders
    let without: ForbiddenEdge?
    let specification: ObjectMapSpecification
    let processes: [String]
    var steps = 0
    /// Looked up, never iterated.
    var visited: Set<Visited> = []

    init(orders: BoardOrders, without: ForbiddenEdge?) {
      self.orders = orders
      self.without = without
      specification = ObjectMapSpecification(initial: orders.board.initial)
      processes = orders.board.processes
    }

    mutating func finish(from state: ObjectMap, done: UInt64) -> Bool {
      steps += 1
      guard steps <= BoardOrders.stepsMax,
        visited.insert(Visited(done: done, state: state)).inserted
      else { return false }
      let bars = orders.board.bars
      let open = orders.core.indices.filter { done & (1 << UInt64($0)) == 0 }
      if open.allSatisfy({ bars[orders.core[$0]].completed == nil }) { return true }
      for place in open where isFree(place, among: open) {
        let bar = bars[orders.core[place]]
        let operation = SpecifiedOperation(
          call: bar.call, process: ProcessID(processes.firstIndex(of: bar.process) ?? 0),
          result: bar.completed == nil ? nil : bar.result)
        guard let next = specification.step(state, operation) else { continue }
        if finish(from: next, done: done | (1 << UInt64(place))) { return true }
      }
      return false
    }

    /// Whether nothing that is still open must come before it.
    private func isFree(_ place: Int, among open: [Int]) -> Bool {
      let bar = orders.core[place]
      return open.allSatisfy { other in
        let first = orders.core[other]
        return !orders.mustPrecede(first, bar)
          || without == ForbiddenEdge(first: first, second: bar)
      }
    }
  }
}
