import Histories

/// How a witness names what only upper layers can name.
public struct WitnessNames {
  public var process: (ProcessID) -> String
  public var node: (NodeID) -> String
  public init(
    process: @escaping (ProcessID) -> String,
    node: @escaping (NodeID) -> String = { "node \($0.index)" }
  ) {
    self.process = process
    self.node = node
  }
}

extension Witness {
  /// The witness as one sentence, for instance
  /// `c1 at 200 (read name): before it in the session, not visible: c1 at 100 (write name Alice)`.
  ///
  /// - Precondition: the operations named are in `history`.
  public func sentence(in history: History, names: WitnessNames) -> String {
    if let operation, let missed, leaders.count == 2 {
      return label(operation, in: history, names: names)
        + ": committed by \(names.node(leaders[0].node)) (epoch \(leaders[0].epoch)) while "
        + "\(names.node(leaders[1].node)) (epoch \(leaders[1].epoch)) led too, on another line of "
        + "the log than what \(names.node(leaders[1].node)) committed: "
        + label(missed, in: history, names: names)
    }
    var text = relation.words
    if let operation { text = label(operation, in: history, names: names) + ": " + text }
    if let missed, missed != operation {
      text += ": " + label(missed, in: history, names: names)
    }
    let others = related.filter { $0 != missed && $0 != operation }
    if !others.isEmpty {
      let labels = others.map { label($0, in: history, names: names) }
      text += "; with " + labels.joined(separator: ", ")
    }
    return text + measures + (isMinimal ? "" : " (perhaps more than is needed)")
  }

  private var measures: String {
    switch (versions, age) {
    case (let versions?, let age?): " (k = \(versions), t = \(age.milliseconds) ms)"
    case (let versions?, nil): " (divergence \(versions))"
    default: ""
    }
  }

  private func label(_ id: OperationID, in history: History, names: WitnessNames) -> String {
    let operation = history[id]
    if case .readMany(let keys) = operation.call, keys.count > 1 {
      let list = keys.map(\.name).joined(separator: ", ")
      return "\(names.process(operation.process)) at \(instant(operation)) (read \(list))"
    }
    let keys = operation.call.keys.map(\.name)
    let argument = operation.call.argument.map { [$0.description] } ?? []
    let call = ([operation.call.name] + keys + argument).joined(separator: " ")
    return "\(names.process(operation.process)) at \(instant(operation)) (\(call))"
  }

  /// When it was invoked; also when it was planned, if its client was busy then.
  private func instant(_ operation: Operation) -> String {
    operation.invoked == operation.intended
      ? "\(operation.invoked)" : "\(operation.invoked), planned for \(operation.intended)"
  }
}
