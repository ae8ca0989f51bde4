import Histories
import TestWorlds
import Testing

/// The check of the campaigns must fail where it must.
@Suite struct RegisterCheckTests {
  /// One operation: a write, or a read with what it returned; nil times never end.
  private func history(_ lines: [(call: Call, result: Value?, from: Int, to: Int?)]) -> History {
    var history = History(initial: [.init("x", 0)])
    let ordered = lines.sorted { $0.from < $1.from }
    for (index, line) in ordered.enumerated() {
      history.invoke(
        Operation(
          id: OperationID(index), process: ProcessID(index), session: SessionID(index),
          intent: IntentID(Int64(index)), call: line.call, intended: VirtualTime(Int64(line.from)),
          invoked: VirtualTime(Int64(line.from)), invokedEvent: line.from))
    }
    for (index, line) in ordered.enumerated() {
      guard let end = line.to else { continue }
      history.complete(
        OperationID(index),
        Completion(
          outcome: .ok(line.result ?? .absent), time: VirtualTime(Int64(end)), eventIndex: end))
    }
    return history
  }

  private func isLinearizable(
    _ lines: [(call: Call, result: Value?, from: Int, to: Int?)]
  ) -> Bool {
    RegisterCheck.problem(in: history(lines)) == nil
  }

  @Test func whatIsLinearizable() {
    #expect(isLinearizable([(.write("x", 1), nil, 0, 10), (.read("x"), 0, 2, 8)]))
    #expect(isLinearizable([(.write("x", 1), nil, 0, 10), (.read("x"), 1, 2, 8)]))
    // A write of unknown outcome may take effect late, or never.
    #expect(
      isLinearizable([
        (.write("x", 1), nil, 0, nil), (.read("x"), 0, 20, 30), (.read("x"), 1, 40, 50),
      ]))
    #expect(isLinearizable([(.write("x", 1), nil, 0, nil), (.read("x"), 0, 20, 30)]))
    #expect(
      isLinearizable([
        (.write("x", 1), nil, 0, 100), (.write("x", 2), nil, 0, 100), (.read("x"), 2, 110, 120),
      ]))
  }

  @Test func staleRead() {
    #expect(!isLinearizable([(.write("x", 1), nil, 0, 10), (.read("x"), 0, 12, 18)]))
  }

  @Test func newThenOld() {
    #expect(
      !isLinearizable([
        (.write("x", 1), nil, 0, nil), (.read("x"), 1, 20, 30), (.read("x"), 0, 40, 50),
      ]))
    #expect(
      !isLinearizable([
        (.write("x", 1), nil, 0, 100), (.write("x", 2), nil, 0, 100), (.read("x"), 1, 110, 120),
        (.read("x"), 2, 130, 140),
      ]))
  }

  @Test func lostWrite() {
    #expect(
      !isLinearizable([
        (.read("x"), 0, 0, 5), (.write("x", 1), nil, 10, 20), (.read("x"), 0, 30, 40),
      ]))
  }

  @Test func readOutOfNowhere() {
    #expect(!isLinearizable([(.read("x"), 7, 0, 5)]))
    #expect(!isLinearizable([(.read("x"), 1, 0, 5), (.write("x", 1), nil, 10, 20)]))
  }
}
