import Histories

/// Leaves operations out of what breaks a session guarantee while it is broken, until it is minimal among the
/// subsets closed under reads-from.
///
/// A violating read is shown with what it read from, what that read from, and so on. Where each of
/// these operations has one access, none can be left out. Where one has several, a part of them may break the guarantee
/// by itself: by another key, or by an earlier write of the session that a later one rests on.
///
/// Where it cannot be told what one of them read, nothing is concluded from that; but a write that explains it is shown
/// too, and then the witness claims to be minimal only if it is with that write.
struct SessionReduction {
  /// So many operations are judged or looked through for all witnesses of a history, some more each time; those
  /// that are left after that do not claim to be minimal.
  private static let judgedMax = 200_000
  private static let judgedEach = 8

  private let checker: SessionChecker
  private let guarantee: CheckerName
  private let index: ReadsFromIndex
  private let history: History
  private let isPlaced: SessionChecker.Placement?
  private var lines: SessionSequences?
  private var closure: ReadsFromClosure?
  private var judged = 0
  private var limit: Int { min(checker.budget.minimizationMax, Self.judgedMax) }

  /// - Parameter index: of all operations of the history.
  init(
    _ checker: SessionChecker, _ guarantee: CheckerName, _ index: ReadsFromIndex,
    _ history: History, _ isPlaced: SessionChecker.Placement?
  ) {
    self.checker = checker
    self.guarantee = guarantee
    self.index = index
    self.history = history
    self.isPlaced = isPlaced
  }

  /// The violations, each minimal or saying that perhaps it is not; one that comes down to another is left out.
  mutating func reduced(_ found: [Witness]) -> [Witness] {
    let isOpen = found.map(isDoubtful)
    guard isOpen.contains(true) else { return found }
    var known = Set(zip(found, isOpen).filter { !$0.1 }.map(\.0))
    return zip(found, isOpen).compactMap { witness, isOpen in
      guard isOpen else { return witness }
      let reduced = reduced(witness)
      return known.insert(reduced).inserted ? reduced : nil
    }
  }

  /// Whether less may be enough.
  private func isDoubtful(_ witness: Witness) -> Bool {
    // One that lacks what its operations read from would break something for that reason.
    guard witness.isMinimal else { return false }
    let operations = witness.operations
    return operations.count > 2 && operations.contains { index.accesses(of: node($0)).count > 1 }
      || operations.count > 1 && operations.contains(where: isUnclear)
  }

  private func isUnclear(_ id: OperationID) -> Bool {
    let node = node(id)
    let place = index.gapNodes.partitioningIndex { $0 >= node }
    return place < index.gapNodes.count && index.gapNodes[place] == node
  }

  private func node(_ id: OperationID) -> Int { index.places.partitioningIndex { $0 >= id.index } }

  private mutating func reduced(_ witness: Witness) -> Witness {
    guard judged <= limit else {
      var result = witness
      result.isMinimal = false
      return result
    }
    let sequences = lines ?? SessionSequences(index, history)
    lines = sequences
    let start = witness.operations.compactMap(known)
    let reduction = WitnessReduction(start, history.initial, asObserved: false)
    let (kept, isMinimal) = reduction.reduced { isBroken($0, sequences) }
    var result = witness
    if kept.count < start.count, let first = violations(of: kept, sequences)?.first {
      result = first.renumbered { kept[Int($0.index)].id }
    }
    result.isMinimal = isMinimal
    return result.operations.contains(where: isUnclear) ? explained(result, sequences) : result
  }

  /// With a write for each read of which it cannot be told what it read.
  private mutating func explained(
    _ witness: Witness, _ sequences: SessionSequences
  ) -> Witness {
    var result = witness
    judged += index.count / 16
    guard judged <= limit else {
      result.isMinimal = false
      return result
    }
    let whole = closure ?? ReadsFromClosure(index.places, history, inRealTime: false)
    closure = whole
    let kept = whole.completed(witness.operations.map(\.index), within: index.places)
    let closure = ReadsFromClosure(kept, history, inRealTime: false)
    result.related = kept.map { OperationID(Int($0)) }
      .filter { $0 != witness.operation && $0 != witness.missed }
    for dropped in kept where result.isMinimal {
      let rest = closure.closed(kept.filter { $0 != dropped })
      let operations = rest.map { history.operations[Int($0)] }
      result.isMinimal = isBroken(operations, sequences) == false
    }
    return result
  }

  /// Whether some operations break the guarantee by themselves; nil if nothing more may be spent.
  private mutating func isBroken(
    _ operations: [Operation], _ sequences: SessionSequences
  ) -> Bool? {
    judged += operations.count + Self.judgedEach
    guard judged <= limit else { return nil }
    return violations(of: operations, sequences).map { !$0.isEmpty }
  }

  /// The operation without what cannot be told of it.
  private func known(_ id: OperationID) -> Operation? {
    isUnclear(id) ? history[id].keeping(index.knownReads(of: node(id))) : history[id]
  }

  /// What some operations break by themselves, which are numbered from 0; nil if time is up.
  private func violations(
    of operations: [Operation], _ sequences: SessionSequences
  ) -> [Witness]? {
    let part = History(operations, of: history, in: lines(of: operations, sequences))
    let index = ReadsFromIndex(part.operations, initial: part.initial, owner: .session)
    let isPlaced = isPlaced.map { isPlaced in
      { (earlier: Int32, later: Int32) in
        isPlaced(operations[Int(earlier)].id.index, operations[Int(later)].id.index)
      }
    }
    return checker.violations(of: guarantee, index, part, isPlaced)
  }

  /// Where their invocations and returns stand in the history.
  private func lines(
    of operations: [Operation], _ sequences: SessionSequences
  ) -> [(line: Int32, place: Int, isReturn: Bool)] {
    var lines: [(line: Int32, place: Int, isReturn: Bool)] = []
    for (place, operation) in operations.enumerated() {
      let node = node(operation.id)
      lines.append((sequences.invoked[node], place, false))
      if operation.isOK { lines.append((sequences.completedAt[node], place, true)) }
    }
    return lines.sorted { $0.line < $1.line }
  }
}

extension History {
  /// Some operations of a history by themselves, in the order of its lines; what is pending stays so.
  fileprivate init(
    _ operations: [Operation], of history: History,
    in lines: [(line: Int32, place: Int, isReturn: Bool)]
  ) {
    let keys = operations.flatMap(\.call.keys).withoutRepetition
    self.init(initial: keys.map { InitialValue($0, history.initialValue(of: $0)) })
    for line in lines {
      let (old, id) = (operations[line.place], OperationID(line.place))
      if line.isReturn {
        old.completion.map { complete(id, $0) }
      } else {
        invoke(
          Operation(
            id: id, process: old.process, session: old.session, intent: old.intent, call: old.call,
            intended: old.intended, invoked: old.invoked, invokedEvent: old.invokedEvent))
      }
    }
  }
}

extension Witness {
  /// The same with other numbers of its operations.
  fileprivate func renumbered(_ number: (OperationID) -> OperationID) -> Witness {
    var witness = self
    witness.operation = operation.map(number)
    witness.missed = missed.map(number)
    witness.related = related.map(number)
    return witness
  }
}
