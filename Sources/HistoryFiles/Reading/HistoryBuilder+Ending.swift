import Checkers
import Histories

extension HistoryBuilder {
  /// - Throws: if no client did anything, which no verdict should be given on.
  consuming func finish(at end: FilePlace) throws(HistoryFileError) -> HistoryFile {
    guard !history.operations.isEmpty else {
      throw HistoryFileError(
        at: end, "the end of the input without an operation of a client, expected a history")
    }
    let counted = try countedByAdding()
    try checkKinds(counted)
    let counters = countersBesideOthers(counted)
    let sets = sets(counted)
    let initial = initialValues(counters).map { initial in
      sets.contains(initial.key) ? .init(initial.key, initial.value.asSet) : initial
    }
    let amended = amended + amounts(of: counted)
    let results = ascendingResults(of: sets)
    var result = history
    if !initial.isEmpty || !amended.isEmpty || !results.isEmpty {
      result = history.rebuilt(initial, amended, counters, results)
    }
    return HistoryFile(
      history: result, format: format, specification: vocabulary.effective,
      processNames: processes.clientNames, lines: lines, endLines: endLines,
      hasKeys: vocabulary.hasKeys, skipped: skipped, conventionLines: conventionLines,
      unjudgedNilReads: vocabulary.unjudgedNilReads, clock: reader.clock,
      nilReading: vocabulary.nilReading, nilReadingWithin: vocabulary.nilReadingWithin)
  }

  /// Refuses operations of several data types on one object, of which no verdict would mean anything; what this program
  /// wrote is a store's whose objects may change their type.
  private func checkKinds(_ counted: Set<Key>) throws(HistoryFileError) {
    guard vocabulary.effective == nil, !conventions.isGiven,
      let (id, earlier, kind) = history.firstMixed(counted: counted)
    else { return }
    let index = Int(id.index)
    throw HistoryFileError(
      at: FilePlace(line: Int(lines[index]), column: Int(columns[index])),
      "\(quoted(history[id].call.name)) on an object that is a \(kind.rawValue) at line "
        + "\(lines[Int(earlier.index)]), expected operations of one type on each object")
  }

  /// Of a history of several data types, of which nobody says what objects hold at first, those that are incremented
  /// and read, and nothing else. In the order of their first operations.
  private func countersBesideOthers(_ counted: Set<Key>) -> [Key] {
    guard vocabulary.effective == nil, reader.initial == nil, !conventions.isGiven else {
      return []
    }
    var isCounter: [Key: Bool] = [:]
    var order: [Key] = []
    for operation in history.operations {
      let call = operation.call
      switch call {
      case .add(let key, _) where counted.contains(key), .increment(let key, _):
        if isCounter.updateValue(isCounter[key] ?? true, forKey: key) == nil { order.append(key) }
      case .read: continue
      default: for key in call.keys { isCounter[key] = false }
      }
    }
    return order.filter { isCounter[$0] == true }
  }

  /// What was asked for holds for every object; what the file says for those that it names; counters begin at zero.
  private func initialValues(_ counters: [Key]) -> [History.InitialValue] {
    let common = reader.initial ?? vocabulary.usualInitial(conventions)
    var result = reader.initial == nil ? conventions.initial : []
    result += counters.map { .init($0, .integer(0)) }
    guard common != .absent else { return result }
    var known = Set(result.map(\.key))
    for operation in history.operations {
      operation.call.forEachKey { key in
        if known.insert(key).inserted { result.append(.init(key, common)) }
      }
    }
    return result
  }
}

extension History {
  /// The same operations and events with other initial values, and with other calls and results for some.
  ///
  /// - Parameters:
  ///   - counters: objects of which nothing, when it is read, is zero.
  ///   - results: other results, by the index of the operation.
  func rebuilt(
    _ initial: [InitialValue], _ amended: [(index: Int, call: Call)], _ counters: [Key],
    _ results: [Int: Value]
  ) -> History {
    let counters = Set(counters)
    var calls: [Int: Call] = [:]
    for (index, call) in amended { calls[index] = call }
    return rewritten(
      initial: initial, call: { calls[Int($0.id.index)] ?? $0.call },
      completion: { operation, completion in
        if let result = results[Int(operation.id.index)] {
          completion.outcome = .ok(result)
        } else if completion.outcome == .ok(.absent), case .read(let key) = operation.call,
          counters.contains(key)
        {
          completion.outcome = .ok(.integer(0))
        }
      })
  }
}
