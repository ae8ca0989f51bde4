import Histories

/// Models in which each process has its own order of all writes and its own operations.
extension SearchProblem {
  /// PRAM (Lipton and Sandberg 1988; for any data type Perrin, Mostefaoui and Jard 2016, pipelined consistency): each
  /// view respects the program order of every process. The results of others are hidden.
  func serializeByProcess(
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    if let reason = tooMany(operations) { return .unknown(reason) }
    let comparisons = operations.filter { $0.isPending && $0.call.isCompareAndSet }.map(\.id)
    return serializeByProcess(operations, comparisons[...], &budget)
  }

  /// Tries for the compare-and-sets without an answer that they had no effect, for all, or that they succeeded. Other
  /// operations without an answer each view may leave out for itself: whoever needs none of them can put them last.
  private func serializeByProcess(
    _ operations: [Operation], _ comparisons: ArraySlice<OperationID>, _ budget: inout StateBudget
  ) -> Solution {
    guard let id = comparisons.first else {
      return solveViews(operations, items(operations, Self.isProgramOrdered), &budget)
    }
    budget.spend()
    if let reason = budget.ending { return .unknown(reason) }
    let without = operations.filter { $0.id != id }
    switch serializeByProcess(without, comparisons.dropFirst(), &budget) {
    case .impossible: break
    case let other: return other
    }
    switch serializeByProcess(operations, comparisons.dropFirst(), &budget) {
    case .impossible: return .impossible(operations)
    case let other: return other
    }
  }

  /// Causal memory, and causal consistency of other types (`CausalSearch`).
  ///
  /// Of registers whose values tell who read from whom the views of Ahamad et al. (1995) decide. Where a value was
  /// written twice those views are necessary, and a causal order is looked for as well: a view may take
  /// a value from another write than the one that causality was drawn from, which can be circular.
  func serializeCausally(
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    if let reason = tooMany(operations) { return .unknown(reason) }
    guard operations.allSatisfy(\.tellsItsSource) else {
      return explainCausally(.causalConsistency, operations, &budget)
    }
    let reads = ReadsFromCandidates(operations, history).reads
    let views = viewsOfMemory(operations, reads, &budget)
    guard case .found = views, reads.contains(where: { $0.sources.count > 1 }) else { return views }
    let causal = explainCausally(.causalConsistency, operations, &budget)
    if case .found = causal { return views }
    return causal
  }

  /// Causal memory (Ahamad et al. 1995): each view respects the transitive closure of program order
  /// and *some* reads-from relation that explains the values. Every such relation is tried; with
  /// unique values there is one.
  ///
  /// A pending write that somebody read has taken effect and is in every view; one that nobody read
  /// can be left out of all of them, as it would only overwrite.
  private func viewsOfMemory(
    _ operations: [Operation], _ reads: [ReadsFromCandidates.Read], _ budget: inout StateBudget
  ) -> Solution {
    let base = items(operations, Self.isProgramOrdered)
    let possible = reads.map { read in
      ReadsFromCandidates.Read(
        reader: read.reader, key: read.key,
        sources: read.sources.filter { Self.items(base, read.reader, readFrom: $0) != nil })
    }
    // What has one source first: it rules out most of what is tried for the others.
    var ordered: [ReadsFromCandidates.Read] = []
    var known: Set<Choice> = []
    for read in possible.filter({ $0.sources.count < 2 })
      + possible.filter({ $0.sources.count > 1 })
    where known.insert(Choice(reader: read.reader, sources: read.sources)).inserted {
      ordered.append(read)
    }
    return assign(ordered[...], base, operations, &budget)
  }

  /// What one operation can have read of a key. If it read several keys that can be of the same operations, it is
  /// enough to take the same for all: that asks for no more.
  private struct Choice: Hashable {
    let reader: Int
    let sources: [Int?]
  }

  private static let choicesMax = 4_096

  /// Tries the sources of the first read, then of the others. The predecessors of the items are transitively closed.
  private func assign(
    _ reads: ArraySlice<ReadsFromCandidates.Read>, _ items: [SearchItem],
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    guard let read = reads.first else { return solveViews(operations, items, &budget) }
    // Each read is a level of the recursion.
    guard reads.count <= Self.choicesMax else {
      return .unknown(.tooManyStates(maximum: limits.statesMax))
    }
    for source in read.sources {
      budget.spend()
      if let reason = budget.ending { return .unknown(reason) }
      guard let chosen = Self.items(items, read.reader, readFrom: source) else { continue }
      switch assign(reads.dropFirst(), chosen, operations, &budget) {
      case .impossible: continue
      case let other: return other
      }
    }
    return .impossible(operations)
  }

  /// The items where one reads from another, or from the initial value; nil if that would be a cycle.
  private static func items(
    _ items: [SearchItem], _ reader: Int, readFrom source: Int?
  ) -> [SearchItem]? {
    guard let source else { return items }
    if items[source].predecessors & 1 << UInt64(reader) != 0 { return nil }
    let before = items[source].predecessors | 1 << UInt64(source)
    var chosen = items
    chosen[source].isRequired = true
    for index in chosen.indices
    where index == reader || chosen[index].predecessors & 1 << UInt64(reader) != 0 {
      chosen[index].predecessors |= before
    }
    return chosen
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
      case .exhausted(let reason): return .unknown(reason)
      }
    }
    return .found(views)
  }

  /// The items of one view, renumbered. Of other processes' operations only the effect counts.
  private func view(
    of process: ProcessID, _ members: [Int], _ items: [SearchItem], _ operations: [Operation]
  ) -> [SearchItem] {
    members.map { index in
      let isHidden = items[index].operation.process != process
      var item = item(operations[index], isHidden: isHidden)
      item.isRequired = items[index].isRequired || operations[index].call.isCompareAndSet
      item.predecessors = members.indices.reduce(0) { set, place in
        items[index].predecessors & 1 << UInt64(members[place]) == 0
          ? set : set | 1 << UInt64(place)
      }
      return item
    }
  }
}

extension Operation {
  /// The call as other processes' views apply it, whatever it returned; nil if it changes nothing. Of
  /// compare-and-sets the result tells whether they were writes.
  var effect: Call? { Self.effect(of: call, result) }

  private static func effect(of call: Call, _ result: Value?) -> Call? {
    switch call {
    case .compareAndSet(let key, _, let new): result == .integer(0) ? nil : .write(key, new)
    case .transaction(let calls): effect(of: calls, result)
    default: call.isReadOnly ? nil : call
    }
  }

  private static func effect(of calls: [Call], _ result: Value?) -> Call? {
    var effects = calls.filter { !$0.isReadOnly }
    if case .list(let results)? = result, results.count == calls.count {
      effects = zip(calls, results).compactMap { effect(of: $0, $1) }
    }
    return effects.isEmpty ? nil : .transaction(effects)
  }

  /// Whether it is a call on registers whose value shows what it read.
  var tellsItsSource: Bool {
    call.isRegisterCall && !(call.isCompareAndSet && (isPending || result == .integer(0)))
  }
}

extension Call {
  /// Whether it reads or overwrites registers, so that the source of every read can be told from values.
  var isRegisterCall: Bool {
    switch self {
    case .read, .readMany, .write, .compareAndSet, .conditionalPut, .delete: true
    case .add, .remove, .increment, .append, .enqueue, .push, .dequeue, .pop, .acquire, .release:
      false
    case .transaction(let calls): calls.allSatisfy { !$0.isCompareAndSet && $0.isRegisterCall }
    }
  }
}
