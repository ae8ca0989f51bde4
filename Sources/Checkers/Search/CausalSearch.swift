import Histories

/// Decides the three notions of causal consistency of a small history of any data types, by searching for a causal order.
///
/// The definitions are those of Perrin, Mostefaoui and Jard (PPoPP 2016), which Bouajjani et al. (POPL 2017) took over. There is
/// a strict partial order of the operations, the causal order, that contains program order, such that each
/// operation is explained by its *past*, the operations before it in that order:
/// * weak causal consistency (CC): some order of the past that respects the causal order gives it its result;
/// * causal consistency (CM): the same, and in that order its process's earlier operations have their results too;
/// * causal convergence (CCv): one total order that contains the causal order, restricted to the past, gives it its
///   result.
///
/// The results of all others are *hidden*: an operation has the effect that it has where it stands, so that a
/// dequeue takes away what is first there, and none where it is impossible. Which operations without an answer took
/// effect is the same for all.
///
/// Operations are taken into the causal order one after another, each with its past among those taken before. An operation
/// that the smallest past that it can have explains takes that past at once, as a smaller past is in nobody's way; otherwise
/// each smallest larger one is tried. Remembers the states seen. Exponential in the worst case.
struct CausalSearch {
  private struct State: Hashable {
    let done: UInt64
    let pasts: [UInt64]
    /// The order so far, where it decides.
    let order: [Int]
  }

  private let model: CheckerName
  private let problem: SearchProblem
  private let operations: [Operation]
  /// Of each operation those of its process that returned before it was invoked.
  private let program: [UInt64]
  private let required: UInt64
  private var visited: Set<State> = []

  /// - Parameter operations: at most 64 of those that count, in order of invocation.
  init(_ model: CheckerName, _ operations: [Operation], _ problem: SearchProblem) {
    self.model = model
    self.operations = operations
    self.problem = problem
    let items = problem.items(operations, SearchProblem.isProgramOrdered)
    program = items.map(\.predecessors)
    required = items.indices.reduce(0) { items[$1].isRequired ? $0 | 1 << UInt64($1) : $0 }
  }

  /// Whether there is a causal order; meaningless if the budget is exhausted.
  mutating func exists(_ budget: inout StateBudget) -> Bool {
    let none = State(
      done: 0, pasts: Array(repeating: 0, count: operations.count), order: [])
    return extend(none, &budget)
  }

  private mutating func extend(_ start: State, _ budget: inout StateBudget) -> Bool {
    let state = taken(start, &budget)
    if budget.isExhausted { return false }
    if required & ~state.done == 0 { return true }
    guard visited.insert(state).inserted else { return false }
    budget.spend()
    for index in operations.indices where isReady(index, state) {
      for past in smallestPasts(of: index, state, &budget) {
        if extend(with(index, past, state), &budget) { return true }
        if budget.isExhausted { return false }
      }
    }
    return false
  }

  /// Takes whatever can be taken without a choice.
  private func taken(_ start: State, _ budget: inout StateBudget) -> State {
    var state = start
    while !budget.isExhausted {
      let next = operations.indices.first { index in
        // In one total order the place of a change matters.
        isReady(index, state)
          && (model != .causalConvergence || operations[index].call.isReadOnly)
          && explains(index, base(index, state), state, &budget)
      }
      guard let next else { break }
      state = with(next, base(next, state), state)
    }
    return state
  }

  private func isReady(_ index: Int, _ state: State) -> Bool {
    state.done & 1 << UInt64(index) == 0 && program[index] & ~state.done == 0
  }

  private func with(_ index: Int, _ past: UInt64, _ state: State) -> State {
    var pasts = state.pasts
    pasts[index] = past
    return State(
      done: state.done | 1 << UInt64(index), pasts: pasts,
      order: model == .causalConvergence ? state.order + [index] : [])
  }

  // MARK: Pasts

  /// The smallest past: what its process had done, and the past of that.
  private func base(_ index: Int, _ state: State) -> UInt64 {
    members(program[index]).reduce(program[index]) { $0 | state.pasts[$1] }
  }

  /// The pasts that explain an operation, of which no part that contains the smallest does.
  private func smallestPasts(
    of index: Int, _ state: State, _ budget: inout StateBudget
  ) -> [UInt64] {
    var found: [UInt64] = []
    var frontier = [base(index, state)]
    var seen = Set(frontier)
    while !frontier.isEmpty && !budget.isExhausted {
      var larger: [UInt64] = []
      for past in frontier where !found.contains(where: { $0 & ~past == 0 }) {
        if budget.isExhausted { break }
        if explains(index, past, state, &budget) {
          found.append(past)
          continue
        }
        for other in members(state.done & ~past) where operations[other].effect != nil {
          let next = past | state.pasts[other] | 1 << UInt64(other)
          if seen.insert(next).inserted { larger.append(next) }
        }
      }
      frontier = larger.sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
    }
    return found.filter { past in !found.contains { $0 != past && $0 & ~past == 0 } }
  }

  private func members(_ set: UInt64) -> [Int] {
    operations.indices.filter { set & 1 << UInt64($0) != 0 }
  }

  // MARK: Explaining one operation by a past

  private func explains(
    _ index: Int, _ past: UInt64, _ state: State, _ budget: inout StateBudget
  ) -> Bool {
    budget.spend()
    if model == .causalConvergence { return explainsInOrder(index, past, state) }
    let shown = model == .causalConsistency ? program[index] : 0
    let chosen = members(past).filter {
      shown & 1 << UInt64($0) != 0 || operations[$0].effect != nil
    }
    var items = chosen.map { other in
      var item = item(other, isHidden: shown & 1 << UInt64(other) == 0)
      item.predecessors = Self.renumbered(state.pasts[other], chosen)
      return item
    }
    var last = item(index, isHidden: false)
    last.predecessors = (1 << UInt64(chosen.count)) - 1
    items.append(last)
    var serializer = Serializer(items, problem.specification)
    if case .found = serializer.search(&budget) { return true }
    return false
  }

  private func explainsInOrder(_ index: Int, _ past: UInt64, _ state: State) -> Bool {
    var objects = problem.specification.initial
    for other in state.order where past & 1 << UInt64(other) != 0 {
      guard operations[other].effect != nil else { continue }
      let hidden = item(other, isHidden: true)
      objects = problem.specification.step(objects, hidden.operation) ?? objects
    }
    return problem.specification.step(objects, item(index, isHidden: false).operation) != nil
  }

  private func item(_ index: Int, isHidden: Bool) -> SearchItem {
    problem.item(operations[index], isHidden: isHidden)
  }

  private static func renumbered(_ set: UInt64, _ chosen: [Int]) -> UInt64 {
    chosen.indices.reduce(0) { result, place in
      set & 1 << UInt64(chosen[place]) == 0 ? result : result | 1 << UInt64(place)
    }
  }
}

extension SearchProblem {
  /// Causal consistency in one of its three notions, of operations of any types.
  func explainCausally(
    _ model: CheckerName, _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    if let reason = tooMany(operations) { return .unknown(reason) }
    var search = CausalSearch(model, operations, self)
    if search.exists(&budget) { return .found([]) }
    return budget.ending.map { .unknown($0) } ?? .impossible(operations)
  }

  /// An operation in somebody's view: its effect alone, whatever it meets, or as it was seen by its process. A
  /// compare-and-set without an answer that took effect succeeded.
  func item(_ operation: Operation, isHidden: Bool) -> SearchItem {
    let isComparison = operation.isPending && operation.call.isCompareAndSet
    var item = SearchItem(
      id: operation.id,
      operation: SpecifiedOperation(
        call: operation.call, process: operation.process,
        result: isComparison ? .integer(1) : operation.result),
      isRequired: true, isHidden: isHidden)
    if isHidden, let effect = operation.effect {
      item.operation.call = effect
      item.operation.result = nil
    }
    return item
  }
}
