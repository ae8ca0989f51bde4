import Histories

/// The happens-before past of the surviving versions of each key: the transitive closure of session
/// order and of visibility to reads (Viotti and Vukolic 2016), walked backwards.
///
/// What a server had applied when it took a *blind* write is not in the writer's past: the writer
/// had not seen it. A compare-and-set or conditional put that succeeded had.
struct PastOfKeys {
  let evidence: Evidence
  let history: History
  let survivors: [VisibleWrites]
  /// The operation before each in its session; -1 if none.
  private let previous: [Int32]
  private let logWrites: [Int32]
  private var pasts: [Int32: [Bool]] = [:]

  init(evidence: Evidence, history: History, survivors: [VisibleWrites]) {
    self.evidence = evidence
    self.history = history
    self.survivors = survivors
    var last: [Int32: Int32] = [:]
    previous = history.operations.map { operation in
      let before = last[operation.session.index] ?? -1
      last[operation.session.index] = operation.id.index
      return before
    }
    logWrites = evidence.records.indices.map(Int32.init).filter { evidence[$0].place != nil }
  }

  /// Whether for some key of the write no surviving version has it in its past. O(history + sets)
  /// for the first question about a key.
  mutating func lacks(_ write: Int32) -> Bool {
    evidence.keysWritten(by: write).contains { key in
      if pasts[key] == nil { pasts[key] = past(of: key) }
      return !(pasts[key]?[Int(write)] ?? false)
    }
  }

  private func past(of key: Int32) -> [Bool] {
    var seen = Array(repeating: false, count: history.operations.count)
    var open: [Int32] = []
    func visit(_ operation: Int32) {
      if operation >= 0 && !seen[Int(operation)] {
        seen[Int(operation)] = true
        open.append(operation)
      }
    }
    for write in evidence.records.indices.map(Int32.init) where evidence.writes(write, to: key) {
      if survivors.contains(where: { evidence.isVisible(write, in: $0) }) { visit(write) }
    }
    while let operation = open.popLast() {
      visit(previous[Int(operation)])
      for write in writesSeen(by: operation) { visit(write) }
    }
    return seen
  }

  private func writesSeen(by id: Int32) -> [Int32] {
    let operation = history.operations[Int(id)]
    guard operation.isOK, let observation = operation.completion?.observation,
      operation.call.returnsState || operation.call.isConditional
    else { return [] }
    var result = sources(observation.readsFrom)
    switch evidence.visible(observation) {
    case nil: break
    case .set(let writes, _)?: result += writes.map(\.index)
    case let log?: result += logWrites.filter { evidence.isVisible($0, in: log) }
    }
    return result
  }

  private func sources(_ readsFrom: ReadsFrom) -> [Int32] {
    switch readsFrom {
    case .unknown, .initial: []
    case .write(let id): [id.index]
    case .each(let parts): parts.flatMap(sources)
    }
  }
}

extension Call {
  /// Whether success shows that the caller had seen the version it replaced.
  fileprivate var isConditional: Bool {
    switch self {
    case .compareAndSet, .conditionalPut: true
    case .transaction(let calls): calls.contains(where: \.isConditional)
    default: false
    }
  }
}
