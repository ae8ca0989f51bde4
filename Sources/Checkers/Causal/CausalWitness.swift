import Histories

extension CausalProblem {
  /// A witness of a violation that was found in these operations.
  func witness(_ violation: Violation) -> Witness {
    if case .impossible(let node, let relation) = violation {
      return Witness(
        model, against: operation(node), eventIndex: eventIndex([operation(node)]),
        relation: relation, missed: nil)
    }
    var spent = 0
    let core = seeds(of: violation).map { withoutGaps(index.completed($0).map { operation($0) }) }
    var start = withoutGaps(relevant(to: violation))
    if let core, isViolated(core, &spent, untilEnd: core.count <= Self.fewOperations) {
      start = core
    }
    let minimal = WitnessReduction(start, initial, asObserved: asObserved).reduced { rest in
      guard spent <= budget.minimizationMax else { return nil }
      // A check that time ends says no.
      return isViolated(rest, &spent) ? true : budget.isOver?() ?? false ? nil : false
    }
    var witness = named(minimal.operations)
    // Of what cannot be told of an operation less than all of them may be a violation already.
    let doubtful = index.gapNodes.map { operation($0).id }
    witness.isMinimal =
      minimal.isMinimal && !witness.operations.contains { doubtful.containsSorted($0) }
    return witness
  }

  /// So few are checked even when time is up.
  private static let fewOperations = 4_096

  /// The operations without what cannot be told of them. Else a read of a value that was written twice would
  /// be taken for a read of the one writer that is left.
  private func withoutGaps(_ operations: [Operation]) -> [Operation] {
    if index.gapNodes.isEmpty { return operations }
    var known: [OperationID: Operation?] = [:]
    for node in index.gapNodes {
      known[operation(node).id] = .some(operation(node).keeping(index.knownReads(of: Int(node))))
    }
    return operations.compactMap { known[$0.id] ?? $0 }
  }

  /// - Parameter untilEnd: whether the deadline does not count. Else it says no when time is up.
  private func isViolated(
    _ operations: [Operation], _ spent: inout Int, untilEnd: Bool = false
  ) -> Bool {
    let problem = CausalProblem(
      model, operations, initial, untilEnd ? .unlimited() : .unlimited(but: budget),
      asObserved: asObserved)
    spent += operations.count * (1 + problem.index.ownerCount)
    if case .violated = problem.decide(wantsOrders: false) { return true }
    return false
  }

  /// What a violation of a view can depend on: under PRAM not on what others read.
  private func relevant(to violation: Violation) -> [Operation] {
    guard case .view(let owner) = violation, model == .pram else { return operations }
    let process = operations[Int(index.places[index.owners.firstIndex(of: owner) ?? 0])].process
    return operations.filter { $0.process == process || !$0.call.isReadOnly }
  }

  /// The operation blamed and the relation, from a minimal set.
  private func named(_ kept: [Operation]) -> Witness {
    // Of many operations that could not be reduced in time, no single read is looked for.
    if kept.count > Self.fewOperations, budget.isOver?() ?? false {
      return Witness(model, noOrderFor: kept)
    }
    let problem = CausalProblem(model, kept, initial, .unlimited(), asObserved: asObserved)
    let eventIndex = eventIndex(kept)
    func witness(_ blamed: Int32, _ relation: Witness.Relation, _ missed: Int32?) -> Witness {
      let operation = problem.operation(blamed)
      let missed = missed.map { problem.operation($0).id }
      return Witness(
        model, against: operation, eventIndex: eventIndex, relation: relation, missed: missed,
        related: kept.map(\.id).filter { $0 != operation.id && $0 != missed })
    }
    if let first = problem.index.impossible.first {
      return witness(first.node, first.relation, nil)
    }
    let sequence = CausalSequence(problem.index)
    if let cyclic = sequence.cyclic {
      let reader = problem.cycle(through: cyclic).first { problem.index.reads(Int($0)) }
      return witness(reader ?? cyclic, .cyclicCausality, nil)
    }
    var past = CausalPast(problem.index, Lanes(problem.index))
    _ = past.walk(sequence, wantsConflicts: false, isOver: { false })
    if let found = past.violation {
      return witness(found.read, found.relation, found.writes.last)
    }
    let reads = (0..<Int32(problem.index.count)).filter { problem.index.reads(Int($0)) }
    guard let last = reads.last else { return Witness(model, noOrderFor: kept) }
    return witness(last, problem.relation(of: reads), nil)
  }

  private func relation(of reads: [Int32]) -> Witness.Relation {
    if model == .causalConvergence { return .cyclicConflictOrder }
    let readsInitial = reads.contains { node in
      index.accesses(of: Int(node)).contains { index.sources[$0] == ReadsFromIndex.Source.initial }
    }
    return readsInitial ? .initialValueOverwrittenInView : .cyclicView
  }

  private func eventIndex(_ kept: [Operation]) -> Int {
    kept.map { $0.completion?.eventIndex ?? $0.invokedEvent }.max() ?? 0
  }

  // MARK: What shows a violation, not yet minimal

  private func seeds(of violation: Violation) -> [Int32]? {
    switch violation {
    case .impossible(let node, _): return [node]
    case .cycle(let node): return cycle(through: node)
    case .past(let found): return seeds(of: found)
    case .conflicts(let conflicts, let left): return seeds(of: conflicts, left)
    case .view(let owner):
      // Nearly always a read shows it by itself.
      return model == .pram ? seedsOfPRAM(owner) : seedsOfPast()
    }
  }

  private func cycle(through node: Int32) -> [Int32] {
    CausalPaths(index).shortest(from: node, to: node)
  }

  private func seeds(of found: CausalPast.Violation) -> [Int32]? {
    let paths = CausalPaths(index)
    // A long transaction reads many keys from few others.
    let sources = index.accesses(of: Int(found.read)).map { index.sources[$0] }
      .filter { $0 >= 0 }.withoutRepetition
    let writes = found.writes.withoutRepetition
    guard sources.count * writes.count <= Self.pathsMax else { return nil }
    var seeds = [found.read]
    for source in sources {
      seeds.append(source)
      for write in writes where write != source {
        seeds += paths.shortest(from: source, to: write)
      }
    }
    for write in writes { seeds += paths.shortest(from: write, to: found.read) }
    return seeds
  }

  /// Between more operations no ways are looked for: then it is reduced from the whole.
  private static let pathsMax = 4_096

  /// The operations of a violation of weak causal consistency, if there is one.
  private func seedsOfPast() -> [Int32]? {
    let weak = CausalProblem(
      .weakCausalConsistency, operations, initial, .unlimited(but: budget),
      asObserved: asObserved)
    guard case .violated(let violation) = weak.decide(wantsOrders: false) else { return nil }
    return weak.seeds(of: violation)
  }

  /// The same without what other processes read, which makes causality the order that PRAM respects.
  private func seedsOfPRAM(_ owner: Int32) -> [Int32]? {
    let relevant = relevant(to: .view(of: owner))
    let weak = CausalProblem(
      .weakCausalConsistency, relevant, initial, .unlimited(but: budget), asObserved: asObserved)
    guard case .violated(let violation) = weak.decide(wantsOrders: false) else { return nil }
    let ids = weak.seeds(of: violation)?.map { weak.operation($0).id } ?? []
    let wanted = Set(ids)
    return (0..<Int32(index.count)).filter { wanted.contains(operation($0).id) }
  }

  private func seeds(of conflicts: [CausalPast.Conflict], _ left: ConflictOrder) -> [Int32]? {
    guard let cycle = left.cycle(index, conflicts) else { return nil }
    let paths = CausalPaths(index)
    var seeds = cycle
    var steps = Set(zip(cycle, cycle.dropFirst() + cycle.prefix(1)).map { [$0, $1] })
    for conflict in conflicts where steps.remove([conflict.earlier, conflict.later]) != nil {
      seeds.append(conflict.read)
      seeds += paths.shortest(from: conflict.earlier, to: conflict.read)
    }
    return seeds
  }
}

extension ReadsFromIndex {
  /// The smallest set around some nodes that is closed under reads-from, ascending. O(n).
  func completed(_ nodes: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: count)
    var stack = nodes
    while let node = stack.popLast() {
      if isKept[Int(node)] { continue }
      isKept[Int(node)] = true
      for access in accesses(of: Int(node)) where sources[access] >= 0 {
        stack.append(sources[access])
      }
    }
    return (0..<Int32(count)).filter { isKept[Int($0)] }
  }
}

extension Budget {
  /// For checks of subsets of what was decided within a budget; only that one's deadline counts.
  static func unlimited(but budget: Budget? = nil) -> Budget {
    Budget(
      stepsMax: .max, configurationsMax: .max, minimizationMax: .max, exactOperationsMax: 64,
      isOver: budget?.isOver)
  }
}
