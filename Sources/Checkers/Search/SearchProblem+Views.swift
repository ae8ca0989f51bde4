import Histories

/// Models in which each process has its own order of all writes and its own operations.
extension SearchProblem {
  /// PRAM (Lipton and Sandberg 1988): each view respects the program order of every process.
  func serializeByProcess(_ operations: [Operation]) -> Solution {
    if let reason = tooMany(operations) ?? unsupported(operations, registersOnly: false) {
      return .unknown(reason)
    }
    var budget = StateBudget(limits.statesMax)
    return solveViews(operations, items(operations, Self.isProgramOrdered), &budget)
  }

  /// Causal memory (Ahamad et al. 1995): each view respects the transitive closure of program order
  /// and *some* reads-from relation that explains the values. Every such relation is tried; with
  /// unique values there is one.
  ///
  /// A pending write that somebody read has taken effect and is in every view; one that nobody read
  /// can be left out of all of them, as it would only overwrite.
  func serializeCausally(_ operations: [Operation]) -> Solution {
    if let reason = tooMany(operations) ?? unsupported(operations, registersOnly: true) {
      return .unknown(reason)
    }
    var budget = StateBudget(limits.statesMax)
    let reads = ReadsFromCandidates(operations, history).reads
    guard !reads.contains(where: \.sources.isEmpty) else { return .impossible(operations) }
    let base = items(operations, Self.isProgramOrdered)
    return assign(reads[...], base, operations, &budget)
  }

  /// Tries the sources of the first read, then of the others.
  private func assign(
    _ reads: ArraySlice<ReadsFromCandidates.Read>, _ items: [SearchItem],
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    guard let read = reads.first else {
      budget.spend()
      guard let closed = Self.closure(items) else { return .impossible(operations) }
      return solveViews(operations, closed, &budget)
    }
    for source in read.sources {
      var chosen = items
      if let source {
        chosen[read.reader].predecessors |= 1 << UInt64(source)
        chosen[source].isRequired = true
      }
      switch assign(reads.dropFirst(), chosen, operations, &budget) {
      case .impossible: continue
      case let other: return other
      }
    }
    return .impossible(operations)
  }

  /// The items with transitively closed predecessors, without pending writes that nobody read; nil if
  /// there is a cycle.
  private static func closure(_ items: [SearchItem]) -> [SearchItem]? {
    var closed = items
    for middle in closed.indices {
      let before = closed[middle].predecessors
      for index in closed.indices
      where closed[index].predecessors & 1 << UInt64(middle) != 0 {
        closed[index].predecessors |= before
      }
    }
    let isCyclic = closed.indices.contains { closed[$0].predecessors & 1 << UInt64($0) != 0 }
    return isCyclic ? nil : closed
  }

  /// Looks for the view of every process. `items` are those of `operations`, in the same order.
  private func solveViews(
    _ operations: [Operation], _ items: [SearchItem], _ budget: inout StateBudget
  ) -> Solution {
    var views: [Serialization] = []
    let processes = operations.map(\.process).sorted().reduce(into: [ProcessID]()) {
      if $0.last != $1 { $0.append($1) }
    }
    for process in processes {
      let members = items.indices.filter { index in
        items[index].operation.process == process
          || operations[index].effect != nil
      }
      var serializer = Serializer(view(of: process, members, items, operations), specification)
      switch serializer.search(&budget) {
      case .found(let order):
        views.append(
          Self.serialization(of: process, order.map { operations[members[$0]].id }))
      case .impossible: return .impossible(operations)
      case .exhausted: return .unknown(.tooManyStates(maximum: limits.statesMax))
      }
    }
    return .found(views)
  }

  /// The items of one view, renumbered. Of other processes' operations only the effect counts.
  private func view(
    of process: ProcessID, _ members: [Int], _ items: [SearchItem], _ operations: [Operation]
  ) -> [SearchItem] {
    members.map { index in
      var item = items[index]
      if item.operation.process != process, let effect = operations[index].effect {
        item.operation.call = effect
        item.operation.result = nil
      }
      item.predecessors = members.indices.reduce(0) { set, place in
        items[index].predecessors & 1 << UInt64(members[place]) == 0
          ? set : set | 1 << UInt64(place)
      }
      return item
    }
  }

  /// The first operation whose effect on others, or whose source, cannot be told from its result.
  private func unsupported(_ operations: [Operation], registersOnly: Bool) -> UnknownReason? {
    operations.first { !$0.call.hasPlainEffect(registersOnly: registersOnly) }
      .map { .missingReadsFrom(of: $0.id) }
  }
}

extension Operation {
  /// The call as other processes' views apply it, whatever it returned; nil if it changes nothing.
  var effect: Call? {
    switch call {
    case .compareAndSet(let key, _, let new):
      result == .integer(0) ? nil : .write(key, new)
    case .transaction(let calls):
      call.isReadOnly ? nil : .transaction(calls.filter { !$0.isReadOnly })
    default: call.isReadOnly ? nil : call
    }
  }
}

extension Call {
  /// Whether the effect does not depend on the state it meets, so that each view can apply it. Of
  /// registers also the source of every read can be told from values.
  func hasPlainEffect(registersOnly: Bool) -> Bool {
    switch self {
    case .read, .readMany, .write, .compareAndSet, .conditionalPut, .delete: true
    case .add, .remove, .increment, .append, .enqueue, .push: !registersOnly
    case .dequeue, .pop, .acquire, .release: false
    case .transaction(let calls):
      calls.allSatisfy {
        if case .compareAndSet = $0 { return false }
        return $0.hasPlainEffect(registersOnly: registersOnly)
      }
    }
  }
}
