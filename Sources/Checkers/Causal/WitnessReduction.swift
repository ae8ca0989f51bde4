import Histories

/// Leaves operations out of a violation while it remains one, until it is minimal among the subsets closed
/// under reads-from: whoever read from an operation that is left out is left out too.
///
/// Of the models judged here a subset closed under reads-from of a history that satisfies one satisfies
/// it too. So it is enough to try each operation once: what could not be left out of more cannot be
/// left out of less. Halves, quarters and so on are tried before single operations; later ones first, so
/// that the earliest violation is shown.
struct WitnessReduction {
  private let operations: [Operation]
  private let index: ReadsFromIndex

  init(_ operations: [Operation], _ initial: [History.InitialValue], asObserved: Bool) {
    self.operations = operations
    index = ReadsFromIndex(operations, initial: initial, asObserved: asObserved)
  }

  /// - Parameter isViolated: asked of subsets in ascending order; about k log n times for k that remain of n. Nil
  ///   ends the reduction: what is left by then is a violation, closed under reads-from, perhaps not minimal.
  func reduced(
    _ isViolated: ([Operation]) -> Bool?
  ) -> (operations: [Operation], isMinimal: Bool) {
    var kept = (0..<Int32(index.count)).filter { index.counts(Int($0)) }
    var size = max(1, kept.count / 2)
    while true {
      var end = kept.count
      while end > 0 {
        let begin = max(0, end - size)
        let rest = closed(Array(kept[..<begin] + kept[end...]))
        guard let stillFails = isViolated(operations(of: rest)) else {
          return (operations(of: kept), false)
        }
        if stillFails {
          // What was left out with these stood before them or after them.
          end = rest.partitioningIndex { $0 >= kept[begin] }
          kept = rest
        } else {
          end = begin
        }
      }
      if size == 1 { return (operations(of: kept), true) }
      size = max(1, min(size, kept.count) / 2)
    }
  }

  private func operations(of nodes: [Int32]) -> [Operation] {
    nodes.map { operations[Int(index.places[Int($0)])] }
  }

  /// The largest subset in which everyone has what it read from.
  private func closed(_ nodes: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: index.count)
    for node in nodes { isKept[Int(node)] = true }
    var kept = nodes
    while true {
      let rest = kept.filter { node in
        index.accesses(of: Int(node)).allSatisfy {
          index.sources[$0] < 0 || isKept[Int(index.sources[$0])]
        }
      }
      if rest.count == kept.count { return rest }
      for node in kept { isKept[Int(node)] = false }
      for node in rest { isKept[Int(node)] = true }
      kept = rest
    }
  }
}
