import Histories
import Laboratory

extension HistoryBoard {
  /// The operations of a run as bars, in the order of their invocation. What was refused did not
  /// happen and has no bar; what timed out is outstanding.
  ///
  /// - Parameter names: what the bars are called, in that order; letters where there are no more.
  public init(of run: Run, names: [String] = []) {
    let history = run.simulation.recording.history
    let operations = history.operations.filter { !$0.isFailed }
      .sorted { ($0.invoked, $0.id) < ($1.invoked, $1.id) }
    let bars = operations.enumerated().map { index, operation in
      let returnsNothing = operation.result == .absent && !operation.call.isReadOnly
      return Bar(
        name: names.indices.contains(index) ? names[index] : Self.letter(index),
        process: run.names[operation.process], call: operation.call,
        result: returnsNothing ? nil : operation.result, invoked: operation.invoked,
        completed: operation.isOK ? operation.completion?.time : nil)
    }
    self.init(initial: history.initial, bars: bars)
  }

  /// `A` to `Z`, then `A2` and so on.
  private static func letter(_ index: Int) -> String {
    let letter = Character(Unicode.Scalar(UInt8(65 + index % 26)))
    return index < 26 ? "\(letter)" : "\(letter)\(index / 26 + 1)"
  }
}

extension HistoryBoard.Bar {
  /// The operation in words: `write x = 1`, `read x: 0`.
  public var words: String {
    guard let result else { return call.summary }
    if case .compareAndSet = call {
      return "\(call.summary): \(result == .integer(1) ? "done" : "refused")"
    }
    return "\(call.summary): \(result)"
  }
}
