import Checkers
import Histories

/// Compares judge and definitions, and looks at every witness.
struct CatalogueComparison {
  let name: SpecificationName
  let vocabulary: TinyVocabulary
  private let judge: HistoryJudge
  private(set) var histories = 0
  /// Witnesses that do not claim to be minimal.
  private(set) var witnessesLeftOpen: [String] = []
  private(set) var disagreements: [CheckerName: [String]] = [:]

  init(_ name: SpecificationName) {
    self.name = name
    vocabulary = TinyVocabulary(name)
    judge = HistoryJudge(
      .init(bounds: .init(versions: 0), specification: name, explains: false))
  }

  var report: String {
    CheckerName.allCases.compactMap { checker in
      disagreements[checker].map {
        "\(name) \(checker) \($0.count): \($0.prefix(2).joined(separator: " || "))"
      }
    }.joined(separator: "\n")
  }

  /// Judges a history by every checker.
  mutating func compare(_ operations: [TinyOperation]) {
    histories += 1
    let history = operations.history(initial: vocabulary.initial)
    for checker in CheckerName.allCases {
      let verdict = judge.judge(checker, history).verdict
      let expected = expectation(checker, operations)
      if !expected.isMet(by: verdict, of: history) {
        note(checker, "\(operations) is \(expected), not \(Self.words(verdict))")
      }
      for witness in verdict.witnesses where expected == .violated {
        check(witness, checker, operations)
      }
    }
  }

  private mutating func note(_ checker: CheckerName, _ text: String) {
    disagreements[checker, default: []].append(text)
  }

  private static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .holds: "holds"
    case .violated(let witnesses): "violated by \(witnesses.map(\.operations))"
    case .pending: "pending"
    case .unknown(let reason): "unknown: \(reason)"
    }
  }

  private func expectation(
    _ checker: CheckerName, _ operations: [TinyOperation]
  ) -> Expectation {
    .of(checker, operations, name, vocabulary.initial)
  }

  /// What a witness names is violated by itself; and nothing can be left out of it with those that read it, if it
  /// claims so.
  private mutating func check(
    _ witness: Witness, _ checker: CheckerName, _ operations: [TinyOperation]
  ) {
    let kept = witness.operations.map { operations[Int($0.index)] }
    // Registers are judged key by key, so what a read of several returned may be wrong in two ways.
    if case .readMany = operations[Int(witness.operation?.index ?? 0)].call,
      let read = witness.operation.map({ operations[Int($0.index)] }),
      expectation(checker, [read]) == .violated
    {
      return
    }
    var checker = checker
    if checker == .causalPlus {
      // Of two reasons either will do.
      let isCausal = expectation(.causalConsistency, kept) == .violated
      checker = isCausal ? .causalConsistency : .eventualConsistency
    }
    if expectation(checker, kept) != .violated {
      note(checker, "\(operations): witness \(kept) is no violation")
    }
    guard witness.isMinimal else {
      witnessesLeftOpen.append("\(checker) \(operations): witness \(kept)")
      return
    }
    for dropped in kept.indices {
      let rest = closed(kept, of: operations, without: dropped, checker)
      if expectation(checker, rest) == .violated {
        note(checker, "\(operations): witness \(kept) is one without \(kept[dropped])")
      }
    }
  }

  /// The largest subset without an operation in which whoever read a register has a writer of what it read, if there was
  /// one, and whose result depends on all changes of its object has them.
  private func closed(
    _ kept: [TinyOperation], of operations: [TinyOperation], without dropped: Int,
    _ checker: CheckerName
  ) -> [TinyOperation] {
    let accesses = TinyAccesses(kept, name, vocabulary.initial)
    var rest = kept.indices.filter { $0 != dropped }
    while true {
      let next = rest.filter { index in
        if kept[index].dependsOnAll(operations) {
          let keys = kept[index].call.keys
          return kept.indices.allSatisfy { other in
            kept[other].call.isReadOnly || !kept[other].call.keys.contains(where: keys.contains)
              || rest.contains(other)
          }
        }
        let compared = kept[index].valueCompared.map {
          TinyAccesses.Read(reader: index, key: $0.key, value: accesses.plain($0.value))
        }
        return (accesses.reads + (compared.map { [$0] } ?? [])).allSatisfy { read in
          var writers = accesses.writers(of: read.value, to: read.key).filter { $0 != index }
          let possible = writers.filter { kept[$0].mayPrecede(kept[index], for: checker) }
          if !possible.isEmpty { writers = possible }
          return read.reader != index || writers.isEmpty || writers.contains(where: rest.contains)
            || accesses.initialValue(of: read.key) == read.value
        }
      }
      if next == rest { return rest.map { kept[$0] } }
      rest = next
    }
  }
}

extension TinyOperation {
  /// Whether another operation may have seen this one, as far as instants tell; and of linearizability the order of
  /// the process too, where the other one returned at the instant at which this one was invoked.
  fileprivate func mayPrecede(_ other: TinyOperation, for checker: CheckerName) -> Bool {
    if checker.ignoresRealTime { return true }
    let ordersProcesses = checker == .linearizability || checker == .strictSerializability
    return ordersProcesses && process == other.process
      ? invoked < other.returned : invoked <= other.returned
  }

  /// What a compare-and-set without an answer has to find to take effect.
  fileprivate var valueCompared: (key: Key, value: Value)? {
    guard !isOK, case .compareAndSet(let key, let expected, _) = call else { return nil }
    return (key, expected)
  }

  /// Whether its result says something of an object that is no register, or of a failed comparison.
  fileprivate func dependsOnAll(_ all: [TinyOperation]) -> Bool {
    guard isOK else { return false }
    switch call {
    case .compareAndSet where result == 0: return true
    case .dequeue, .pop, .acquire, .release: return true
    case .increment: return result != nil && result != .absent
    case .read, .readMany, .compareAndSet, .transaction:
      return all.contains { other in
        !other.call.isOfRegisters && other.call.keys.contains(where: call.keys.contains)
      }
    default: return false
    }
  }
}

extension CheckerName {
  /// Whether a result may come from an operation that was invoked later.
  fileprivate var ignoresRealTime: Bool {
    switch self {
    case .sequentialConsistency, .pram, .causalConsistency, .weakCausalConsistency,
      .causalConvergence, .causalPlus, .serializability:
      true
    default: false
    }
  }
}
