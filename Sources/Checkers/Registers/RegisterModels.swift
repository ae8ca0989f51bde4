import Histories

/// Regular and safe registers (Lamport 1986, part II), from instants and values alone, in O(n log n).
///
/// Lamport defines them for one writer. For several, a read of a *regular* register returns a value that it
/// could return if only it and all writes were put into one order that respects real time: MWRegWeak of
/// Shao, Pierce and Welch (2003; 2011). Different reads may rest on different orders. Of one writer this is
/// Lamport's definition: the last write that returned before the read was invoked, or one that overlaps it.
/// A read of a *safe* register that overlaps a write may return anything; one that does not is as for a
/// regular register.
///
/// In instants: some write of the value was invoked no later than the read returned, and no other write was
/// invoked after that one returned and returned before the read was invoked. This is exact for values that
/// are written several times, too. A write without an answer never returns, so that it overlaps
/// everything after its invocation; the initial value is a write that returned before everything.
///
/// One witness for each violating read: the read, the write of its value that returned last, and the write
/// that overwrote it. Real time alone counts, not the order of a process at equal instants.
struct RegisterModels {
  let history: History
  private let table: RegisterTable

  init(_ history: History) {
    self.history = history
    table = RegisterTable(history)
  }

  /// - Parameter model: `regularRegister` or `safeRegister`.
  func judge(_ model: CheckerName) -> Verdict {
    var witnesses: [Witness] = []
    for register in table.registers where register.unsupported == nil {
      let index = FreshnessIndex(register.writes)
      for read in register.reads {
        if model == .safeRegister && index.overlapsWrite(read) { continue }
        if let witness = violation(model, read, index) { witnesses.append(witness) }
      }
    }
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    return table.unsupported.map { .unknown(.unsupportedCall(of: $0)) } ?? .holds
  }

  private func violation(
    _ model: CheckerName, _ read: RegisterTable.Access, _ index: FreshnessIndex
  ) -> Witness? {
    let source = index.source(of: read)
    if case .none(let later) = source {
      return history.witness(
        model, read, .neverWritten, missed: nil, later.map { index.writes[$0] })
    }
    guard let newer = index.newestBegun(returnedBefore: read.invoked),
      index.writes[newer].invoked > index.returned(source)
    else { return nil }
    return history.witness(
      model, read, .overwrittenBeforeRead, missed: index.writes[newer],
      index.needed(by: read, source))
  }
}

extension History {
  /// A witness against a read of a register.
  func witness(
    _ checker: CheckerName, _ read: RegisterTable.Access, _ relation: Witness.Relation,
    missed: RegisterTable.Access?, _ written: RegisterTable.Access?
  ) -> Witness {
    let operation = operations[Int(read.operation)]
    return Witness(
      checker, against: operation,
      eventIndex: operation.completion?.eventIndex ?? operation.invokedEvent, relation: relation,
      missed: missed.map { OperationID(Int($0.operation)) },
      related: written.map { [OperationID(Int($0.operation))] } ?? [])
  }
}

extension [Witness] {
  /// By the event at which each became known, then by operation.
  func inOrderOfEvents() -> [Witness] {
    enumerated().sorted {
      ($0.element.eventIndex, $0.element.operation?.index ?? -1, $0.offset)
        < ($1.element.eventIndex, $1.element.operation?.index ?? -1, $1.offset)
    }.map(\.element)
  }
}

extension HistoryJudge {
  func register(_ model: CheckerName, _ history: History) -> Judgement {
    Judgement(model, RegisterModels(history).judge(model))
  }
}
