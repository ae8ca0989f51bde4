import Checkers
import Histories

/// The models that ask for orders, tried by enumeration straight from their definitions.
///
/// Which of the operations without an answer took effect is chosen first, for all. A compare-and-set without an answer that
/// took effect succeeded.
struct OrderDefinitions {
  let name: SpecificationName
  let initial: [History.InitialValue]
  private let operations: [TinyOperation]

  static func holds(
    _ model: CheckerName, _ all: [TinyOperation], _ name: SpecificationName,
    _ initial: [History.InitialValue]
  ) -> Bool {
    let counting = all.filter(\.counts)
    let pending = counting.indices.filter { !counting[$0].isOK }
    return (0..<(1 << pending.count)).contains { choice in
      let left = pending.indices.filter { choice & 1 << $0 != 0 }.map { pending[$0] }
      let kept = counting.indices.filter { !left.contains($0) }.map { counting[$0] }
      return OrderDefinitions(name: name, initial: initial, operations: kept).holds(model)
    }
  }

  private typealias Relation = (_ earlier: Int, _ later: Int) -> Bool

  private func returnedBefore(_ earlier: Int, _ later: Int) -> Bool {
    operations[earlier].isOK && operations[earlier].returned < operations[later].invoked
  }

  private func programOrder(_ earlier: Int, _ later: Int) -> Bool {
    earlier < later && operations[earlier].isOK
      && operations[earlier].process == operations[later].process
  }

  private func holds(_ model: CheckerName) -> Bool {
    let all = Array(operations.indices)
    switch model {
    case .linearizability, .strictSerializability:
      // Herlihy and Wing 1990: the order of each process is kept, whatever instants say.
      return hasOrder(
        of: all, { returnedBefore($0, $1) || programOrder($0, $1) }, showing: all)
    // The order that each read of a regular register has: by instants alone, since it is not one for all.
    case .regularRegister: return hasOrder(of: all, returnedBefore, showing: all)
    case .sequentialConsistency: return hasOrder(of: all, programOrder, showing: all)
    case .serializability: return hasOrder(of: all, { _, _ in false }, showing: all)
    case .pram:
      // Lipton and Sandberg 1988; Perrin, Mostefaoui and Jard 2016, pipelined consistency.
      return Set(operations.map(\.process)).allSatisfy { process in
        hasOrder(
          of: all, programOrder, showing: all.filter { operations[$0].process == process })
      }
    default: return isCausal(model)
    }
  }

  /// The notions of Perrin, Mostefaoui and Jard (PPoPP 2016) and of Bouajjani et al. (POPL 2017): for some
  /// partial order that contains program order each operation is explained by its past.
  private func isCausal(_ model: CheckerName) -> Bool {
    let all = Array(operations.indices)
    return CausalDefinitions.orders[all.count].contains { order in
      let causal: Relation = { order[$1] & 1 << $0 != 0 }
      guard all.allSatisfy({ a in all.allSatisfy { !programOrder(a, $0) || causal(a, $0) } })
      else { return false }
      let past = { (last: Int) in all.filter { $0 == last || causal($0, last) } }
      switch model {
      case .weakCausalConsistency:
        return all.allSatisfy { hasOrder(of: past($0), causal, showing: [$0]) }
      case .causalConsistency:
        return all.allSatisfy { last in
          let own = all.filter { $0 == last || programOrder($0, last) }
          return hasOrder(of: past(last), causal, showing: own)
        }
      default:
        return permutations(of: all, causal).contains { arbitration in
          all.allSatisfy { last in
            explains(arbitration.filter(past(last).contains), showing: [last])
          }
        }
      }
    }
  }

  private func hasOrder(of members: [Int], _ before: Relation, showing shown: [Int]) -> Bool {
    permutations(of: members, before).contains { explains($0, showing: shown) }
  }

  private func permutations(of members: [Int], _ before: Relation) -> [[Int]] {
    if members.isEmpty { return [[]] }
    return members.flatMap { first -> [[Int]] in
      let rest = members.filter { $0 != first }
      if rest.contains(where: { before($0, first) }) { return [] }
      return permutations(of: rest, before).map { [first] + $0 }
    }
  }

  /// Whether the operations can run in this order, those shown with the results that they had.
  private func explains(_ order: [Int], showing shown: [Int]) -> Bool {
    var objects = PlainObjects(name, initial)
    return order.allSatisfy { index in
      let operation = operations[index]
      let isCompareAndSet = if case .compareAndSet = operation.call { true } else { false }
      let result = operation.result ?? (isCompareAndSet ? Value.integer(1) : Optional.none)
      guard shown.contains(index) else {
        objects.applyHidden(operation.call, result, by: operation.process)
        return true
      }
      guard let found = objects.apply(operation.call, by: operation.process) else { return false }
      return result.map { objects.agrees(operation.call, found, $0) } ?? true
    }
  }
}
