import Histories

extension ReadsFromIndex {
  /// Of what a node read, in order, whether its source is known.
  func knownReads(of node: Int) -> [Bool] {
    accesses(of: node).filter { sources[$0] != Source.write }.map { sources[$0] >= Source.initial }
  }
}

extension Operation {
  /// The operation with some of its reads only, and with the values that it left; nil if nothing remains.
  ///
  /// - Parameter known: for each of its reads, in the order of `AccessList`, whether it stays; fewer leave out the rest.
  func keeping(_ known: [Bool]) -> Operation? {
    if case .readMany(let keys) = call, case .list(let values)? = result,
      keys.count == known.count, values.count == known.count
    {
      return keeping(known, of: keys, values)
    }
    var accesses = AccessList()
    accesses.gather(call, result)
    let reads = isOK ? zip(accesses.reads, known).filter(\.1).map(\.0) : []
    if reads.isEmpty && accesses.writes.isEmpty { return nil }
    return changed(
      to: .transaction(
        reads.map { .read($0.key) } + accesses.writes.map { .write($0.key, $0.value) }),
      returning: .list(reads.map(\.value) + accesses.writes.map { _ in .absent }),
      from: .unknown)
  }

  /// A read of several keys remains one, with what was observed of those that stay.
  private func keeping(_ known: [Bool], of keys: [Key], _ values: [Value]) -> Operation? {
    let places = keys.indices.filter { known[$0] }
    if places.isEmpty { return nil }
    var source = ReadsFrom.unknown
    if case .each(let all)? = completion?.observation?.readsFrom, all.count == keys.count {
      source = .each(places.map { all[$0] })
    }
    return changed(
      to: .readMany(places.map { keys[$0] }), returning: .list(places.map { values[$0] }),
      from: source)
  }

  private func changed(to call: Call, returning result: Value, from source: ReadsFrom) -> Operation
  {
    var completion = completion
    if isOK { completion?.outcome = .ok(result) }
    completion?.observation?.readsFrom = source
    return Operation(
      id: id, process: process, session: session, intent: intent, call: call, intended: intended,
      invoked: invoked, invokedEvent: invokedEvent, completion: completion)
  }
}
