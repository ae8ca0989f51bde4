import Checkers
import Histories

/// A violation in words: what is broken, what nobody wrote, and the order between the operations that
/// every explanation has to respect.
struct WitnessSentences {
  private(set) var text: [String] = []
  private let labels: OperationLabels
  private let history: History

  private static let ordersMax = 8

  init(
    _ judgement: Judgement, _ witness: Witness, _ drawn: [OperationID], _ labels: OperationLabels
  ) {
    self.labels = labels
    history = labels.file.history
    if witness.relation != .noSerialization { addRelation(witness) }
    addUnwritten(drawn)
    let isRealTime = judgement.checker.respectsRealTime
    addOrder(drawn, isRealTime: isRealTime)
    if let prefix = judgement.prefix { addPrefix(prefix) }
  }

  private func name(_ id: OperationID) -> String {
    "\(labels.label(id)) (\(labels.place(id)))"
  }

  private mutating func addRelation(_ witness: Witness) {
    var sentence = witness.relation.words
    if let operation = witness.operation { sentence = name(operation) + ": " + sentence }
    if let missed = witness.missed, missed != witness.operation {
      sentence += ": " + name(missed)
    }
    if let versions = witness.versions { sentence += "; \(versions) versions behind" }
    text.append(sentence)
  }

  /// Reads of registers that returned what no operation of the file wrote.
  private mutating func addUnwritten(_ drawn: [OperationID]) {
    var written: [Key: Set<Value>] = [:]
    var isOfRegister = true
    for operation in history.operations where !operation.isFailed {
      switch operation.call {
      case .write(let key, let value), .conditionalPut(let key, let value, _),
        .compareAndSet(let key, _, let value):
        written[key, default: []].insert(value)
      case .read, .delete: continue
      default: isOfRegister = false
      }
    }
    guard isOfRegister else { return }
    for id in drawn {
      guard case .read(let key) = history[id].call, let value = history[id].result,
        value != .absent, value != history.initialValue(of: key),
        written[key]?.contains(value) != true
      else { continue }
      text.append("\(name(id)): nobody wrote that value")
    }
  }

  /// The order that an explanation must respect, without what follows from the rest of it.
  private mutating func addOrder(_ drawn: [OperationID], isRealTime: Bool) {
    func precedes(_ a: OperationID, _ b: OperationID) -> Bool {
      let (first, second) = (history[a], history[b])
      guard let end = first.end else { return false }
      return isRealTime
        ? end < second.invoked : first.process == second.process && a < b && first.isOK
    }
    var orders: [String] = []
    for a in drawn {
      for b in drawn where precedes(a, b) {
        if drawn.contains(where: { precedes(a, $0) && precedes($0, b) }) { continue }
        orders.append(
          isRealTime
            ? "\(name(a)) returned before \(name(b)) was invoked"
            : "\(labels.process(history[a].process)): \(name(a)) before \(name(b))")
      }
    }
    text += orders.prefix(Self.ordersMax)
    if orders.count > Self.ordersMax {
      text.append("and \(orders.count - Self.ordersMax) more pairs of that kind")
    }
  }

  private mutating func addPrefix(_ prefix: LinearizablePrefix) {
    guard let blocking = prefix.blocking else { return }
    text.append(
      "the first \(prefix.events) events can be explained; the response of \(name(blocking)) "
        + "cannot be any more")
  }
}

extension CheckerName {
  /// Whether an operation that returned before another was invoked precedes it.
  var respectsRealTime: Bool {
    switch self {
    case .linearizability, .strictSerializability, .regularRegister, .safeRegister, .staleRead,
      .boundedStaleness, .newOldInversion:
      true
    default: false
    }
  }
}
