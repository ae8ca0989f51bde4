import Histories

/// One operation of a search for an order.
struct SearchItem: Sendable {
  var id: OperationID
  var operation: SpecifiedOperation
  /// Whether the order must contain it: a completed operation. A pending one may be left out.
  var isRequired: Bool
  /// Whether its result is hidden and where it is impossible it has no effect: an operation of another process.
  var isHidden = false
  /// The items that come before it, as a set of indices.
  var predecessors: UInt64 = 0
}

/// A limit on the states that a check visits, counted over all its searches, and perhaps a deadline.
struct StateBudget: Sendable {
  private(set) var spent = 0
  /// Why nothing more may be spent; nil while something may.
  private(set) var ending: UnknownReason?
  private let maximum: Int
  private let isOver: (@Sendable () -> Bool)?
  /// For how many states one counts.
  private let weight: Int

  /// - Parameters:
  ///   - parts: reads and writes of all operations: a state of many keys is many states' work.
  ///   - isOver: asked at the first of every few hundred states.
  init(_ states: Int, parts: Int = 0, isOver: (@Sendable () -> Bool)? = nil) {
    maximum = states
    weight = 1 + parts / Self.partsOfOne
    self.isOver = isOver
  }

  private static let partsOfOne = 512

  var isExhausted: Bool { ending != nil }

  /// Counts what a budget of its own spent.
  mutating func add(_ other: StateBudget) { spent += other.spent }

  mutating func spend() {
    guard ending == nil else { return }
    let next = spent + weight
    if spent == 0 || spent >> 8 != next >> 8, let isOver, isOver() { ending = .timeIsUp }
    spent = next
    if spent > maximum { ending = .tooManyStates(maximum: maximum) }
  }
}

/// The search for one order of at most 64 items that respects their predecessors and that the
/// specification accepts: depth-first, remembering each pair of items done and state (Wing and Gong
/// 1993; Lowe 2017). Items are tried in the order given, so that the result is a function of the
/// input. Exponential in the worst case.
struct Serializer<Specification: SequentialSpecification> {
  enum Outcome {
    /// Indices of items, in an order that satisfies everything.
    case found([Int])
    case impossible
    /// The budget ended.
    case exhausted(UnknownReason)
  }

  private struct Visited: Hashable {
    let done: UInt64
    let state: Specification.State
  }

  private let items: [SearchItem]
  private let specification: Specification
  private let required: UInt64
  private var visited: Set<Visited> = []
  private var order: [Int] = []

  init(_ items: [SearchItem], _ specification: Specification) {
    precondition(items.count <= 64, "a search has at most 64 items")
    self.items = items
    self.specification = specification
    required = items.indices.reduce(0) { items[$1].isRequired ? $0 | 1 << UInt64($1) : $0 }
  }

  mutating func search(_ budget: inout StateBudget) -> Outcome {
    if extend(0, specification.initial, &budget) { return .found(order) }
    return budget.ending.map { .exhausted($0) } ?? .impossible
  }

  private mutating func extend(
    _ done: UInt64, _ state: Specification.State, _ budget: inout StateBudget
  ) -> Bool {
    if required & ~done == 0 { return true }
    guard visited.insert(Visited(done: done, state: state)).inserted else { return false }
    budget.spend()
    if budget.isExhausted { return false }
    // A read that fits now can be taken now: it changes nothing, and only lets others follow.
    if let read = items.indices.first(where: {
      isReady($0, done) && items[$0].operation.call.isReadOnly
        && specification.step(state, items[$0].operation) != nil
    }) {
      return take(read, done, state, &budget)
    }
    for index in items.indices where isReady(index, done) {
      guard
        let next = specification.step(state, items[index].operation)
          ?? (items[index].isHidden ? state : nil)
      else { continue }
      if take(index, done, next, &budget) { return true }
      if budget.isExhausted { return false }
    }
    return false
  }

  private mutating func take(
    _ index: Int, _ done: UInt64, _ state: Specification.State, _ budget: inout StateBudget
  ) -> Bool {
    order.append(index)
    if extend(done | 1 << UInt64(index), state, &budget) { return true }
    order.removeLast()
    return false
  }

  private func isReady(_ index: Int, _ done: UInt64) -> Bool {
    done & 1 << UInt64(index) == 0 && items[index].predecessors & ~done == 0
  }
}
