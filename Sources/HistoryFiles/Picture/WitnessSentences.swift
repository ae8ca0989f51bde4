import Checkers
import Histories

/// A violation in words: what is broken, what nobody wrote, and the order between the operations that
/// every explanation has to respect.
struct WitnessSentences {
  private(set) var text: [String] = []
  private let labels: OperationLabels
  private let history: History

  private static let ordersMax = 8
  private static let pairsMax = 3

  init(
    _ judgement: Judgement, _ witness: Witness, _ drawn: [OperationID], _ labels: OperationLabels
  ) {
    self.labels = labels
    history = labels.file.history
    if witness.relation != .noSerialization { addRelation(witness) }
    text += TransactionPairs(drawn, history)
      .sentences(name) { labels.printable($0.name).fittedInside(20, mark: "...") }
      .prefix(Self.pairsMax)
    addOrigins(drawn, isSaid: witness.relation == .neverWritten)
    let isRealTime = judgement.checker.respectsRealTime
    addOrder(drawn, isRealTime: isRealTime, about: witness.operation ?? judgement.prefix?.blocking)
    if let prefix = judgement.prefix { addPrefix(prefix) }
    if !witness.isMinimal {
      text.append("perhaps more than is needed: to leave out more would have cost too much")
    }
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
    if let versions = witness.versions {
      sentence += versions == 1 ? "; 1 version behind" : "; \(versions) versions behind"
    }
    text.append(sentence)
  }

  /// Where the values that registers returned come from, or that nobody wrote them.
  ///
  /// - Parameter isSaid: that nobody wrote a value is what the relation says already.
  private mutating func addOrigins(_ drawn: [OperationID], isSaid: Bool) {
    guard history.operations.allSatisfy({ $0.call.isOfRegister }) else { return }
    for id in drawn {
      guard case .read(let key) = history[id].call, let value = history[id].result else { continue }
      let writers = history.operations.filter {
        $0.id != id && !$0.isFailed && $0.call.leaves(value, in: key)
      }
      if value.normalized == history.initialValue(of: key).normalized { continue }
      if writers.isEmpty {
        if isSaid { continue }
        text.append("\(name(id)): nobody wrote that value")
      } else if writers.count == 1 {
        text.append("\(name(id)) returned what \(name(writers[0].id)) wrote")
      }
    }
  }

  /// The order that an explanation must respect, without what follows from the rest of it.
  ///
  /// - Parameter culprit: what is said of it comes first where there is much to say.
  private mutating func addOrder(
    _ drawn: [OperationID], isRealTime: Bool, about culprit: OperationID?
  ) {
    func precedes(_ a: OperationID, _ b: OperationID) -> Bool {
      let (first, second) = (history[a], history[b])
      guard let end = first.end else { return false }
      return isRealTime
        ? end < second.invoked : first.process == second.process && a < b && first.isOK
    }
    var orders: [String] = []
    var others: [String] = []
    for a in drawn {
      for b in drawn where precedes(a, b) {
        if drawn.contains(where: { precedes(a, $0) && precedes($0, b) }) { continue }
        let sentence =
          isRealTime
          ? "\(name(a)) returned before \(name(b)) was invoked"
          : "\(labels.process(history[a].process)): \(name(a)) before \(name(b))"
        if drawn.count <= Self.ordersMax || a == culprit || b == culprit {
          orders.append(sentence)
        } else {
          others.append(sentence)
        }
      }
    }
    orders += others
    text += orders.prefix(Self.ordersMax)
    if orders.count > Self.ordersMax {
      text.append("and \(orders.count - Self.ordersMax) more pairs of that kind")
    }
  }

  private mutating func addPrefix(_ prefix: LinearizablePrefix) {
    guard let blocking = prefix.blocking else { return }
    text.append(
      (prefix.events == 1 ? "the first event" : "the first \(prefix.events) events")
        + " can be explained; the response of \(name(blocking)) "
        + "cannot be any more")
  }
}

extension Call {
  /// Whether it reads or sets one register.
  fileprivate var isOfRegister: Bool {
    switch self {
    case .read, .write, .conditionalPut, .compareAndSet, .delete: true
    default: false
    }
  }

  /// Whether the register holds the value afterwards.
  fileprivate func leaves(_ value: Value, in key: Key) -> Bool {
    switch self {
    case .write(key, let left), .conditionalPut(key, let left, _), .compareAndSet(key, _, let left):
      left.normalized == value.normalized
    case .delete(key): value.normalized == .absent
    default: false
    }
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
