import Histories

extension SearchProblem {
  /// Reduces a violating set of operations to one that is minimal among the subsets closed under
  /// reads-from: no operation can be left out, together with those that then read what nobody wrote,
  /// so that a violation remains.
  ///
  /// Later operations are left out first, so that the earliest violation is shown. Polynomially many
  /// checks, first within a few states each, as that is enough for most of what is not needed, then within the limits.
  /// A check that exceeds them counts as no violation, and when all together have
  /// taken `minimizationMax` steps, or the deadline has passed, the set reached by then is the witness. In both cases
  /// it is a violation, closed under reads-from, and says that it is perhaps not minimal.
  func witness(_ model: CheckerName, minimizing violating: [Operation]) -> Witness {
    let dependencies = Dependencies(violating, history)
    var kept = violating
    var spent = 0
    for statesMax in [min(Self.fewStates, limits.statesMax), limits.statesMax] {
      var isReduced = true
      var isDecided = true
      while isReduced {
        (isReduced, isDecided) = (false, true)
        for operation in kept.reversed() where kept.contains(where: { $0.id == operation.id }) {
          if spent > limits.minimizationMax || isOver?() ?? false {
            return Witness(model, noOrderFor: kept, isMinimal: false)
          }
          let rest = dependencies.closed(kept.filter { $0.id != operation.id })
          var budget = allowance(for: rest, statesMax: statesMax)
          let solution = solve(model, rest, &budget)
          spent += (budget.spent + 1) * rest.count
          switch solution {
          case .found: continue
          case .unknown: isDecided = false
          case .impossible(let failing):
            kept = dependencies.closed(failing)
            isReduced = true
          }
        }
      }
      if isDecided { return Witness(model, noOrderFor: kept) }
    }
    return Witness(model, noOrderFor: kept, isMinimal: false)
  }

  private static let fewStates = 2_000

  /// What operations cannot be left out under others.
  private struct Dependencies {
    private struct Need {
      let reader: OperationID
      /// One of these is needed, or all of them.
      let writers: [OperationID]
      let needsAll: Bool
    }
    private var needs: [Need] = []

    init(_ operations: [Operation], _ history: History) {
      for read in ReadsFromCandidates(operations, history).reads
      where !read.sources.isEmpty && !read.sources.contains(nil) {
        let writers = read.sources.compactMap(\.self).map { operations[$0].id }
        needs.append(
          Need(reader: operations[read.reader].id, writers: writers, needsAll: false))
      }
      // A compare-and-set without an answer took effect only if it found what it expects.
      let left = operations.map(\.valuesLeft)
      for operation in operations where operation.isPending {
        for (key, value) in operation.valuesCompared
        where history.initialValue(of: key).normalized != value.normalized {
          let writers = zip(operations, left).filter { other, left in
            other.id != operation.id
              && left.contains { $0.key == key && $0.value.normalized == value.normalized }
          }.map(\.0)
          if writers.isEmpty { continue }
          needs.append(
            Need(reader: operation.id, writers: writers.map(\.id), needsAll: false))
        }
      }
      // What depends on the whole history of a key keeps every other change of that key.
      let written = operations.map { Set($0.call.keysWritten) }
      var foreign: Set<Key> = []
      for (operation, keys) in zip(operations, written) where !operation.call.isRegisterCall {
        foreign.formUnion(keys)
      }
      for operation in operations where operation.isOK && operation.observes {
        let keys = operation.call.keys.filter {
          operation.dependsOnEveryWrite || foreign.contains($0)
        }
        let writers = zip(operations, written).filter { other, written in
          other.id != operation.id && keys.contains { written.contains($0) }
        }
        needs.append(
          Need(reader: operation.id, writers: writers.map(\.0.id), needsAll: true))
      }
    }

    /// The largest subset in which every reader still has what it needs.
    func closed(_ operations: [Operation]) -> [Operation] {
      var kept = operations
      while true {
        let ids = kept.map(\.id)
        let orphans = needs.filter { need in
          need.needsAll
            ? !need.writers.allSatisfy { ids.containsSorted($0) }
            : !need.writers.contains { ids.containsSorted($0) }
        }.map(\.reader)
        let rest = kept.filter { !orphans.contains($0.id) }
        if rest.count == kept.count { return kept }
        kept = rest
      }
    }
  }
}

extension Witness {
  /// A witness that no order explains these operations, given in order of invocation.
  init(_ model: CheckerName, noOrderFor kept: [Operation], isMinimal: Bool = true) {
    let blamed = kept.last { !$0.valuesRead.isEmpty } ?? kept.last { $0.isOK } ?? kept[0]
    let read = blamed.valuesRead
    let missed = kept.last { operation in
      guard operation.id != blamed.id else { return false }
      let written = Set(operation.call.keysWritten)
      if !read.contains(where: { written.contains($0.key) }) { return false }
      let left = Dictionary(uniqueKeysWithValues: operation.valuesLeft.map { ($0.key, $0.value) })
      return read.contains { written.contains($0.key) && left[$0.key] != $0.value }
    }
    let eventIndex = kept.compactMap { $0.completion?.eventIndex }.max() ?? blamed.invokedEvent
    self.init(
      model, against: blamed, eventIndex: eventIndex, relation: .noSerialization,
      missed: missed?.id,
      related: kept.map(\.id).filter { $0 != blamed.id && $0 != missed?.id })
    self.isMinimal = isMinimal
  }
}

extension Operation {
  /// A compare-and-set that failed may have met any value.
  var dependsOnEveryWrite: Bool { call.isCompareAndSet && result == .integer(0) }

  /// Whether its result says something about the state.
  var observes: Bool {
    switch call {
    case .read, .readMany, .compareAndSet, .dequeue, .pop, .acquire, .release, .transaction: true
    case .increment: result != .absent
    default: false
    }
  }
}
