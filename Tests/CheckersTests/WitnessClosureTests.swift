import Checkers
import Histories
import Testing

/// A witness keeps what explains the others, by the rules of its own model.
@Suite struct WitnessClosureTests {
  /// Real time does not count: the read of 1 is explained by the increment that came after it; the culprit is
  /// the read of 7.
  @Test func serializabilityLooksAheadInTime() {
    let history = blackBox([
      TimedCall(process: 0, call: .read("x"), invoked: 0, returned: 1, result: 1),
      TimedCall(process: 1, call: .increment("x", by: 1), invoked: 2, returned: 3),
      TimedCall(process: 2, call: .read("x"), invoked: 4, returned: 5, result: 7),
    ])
    let witness = HistoryJudge().judge(.serializability, history).verdict.witnesses.first
    #expect(witness?.operation == OperationID(2))
    #expect(witness?.operations == [OperationID(1), OperationID(2)])
    // In real time the read of 1 is wrong by itself.
    let linear = HistoryJudge().judge(.linearizability, history).verdict.witnesses.first
    #expect(linear?.operations == [OperationID(0)])
  }

  /// The same of a register: the value was written later.
  @Test func serializabilityReadsWhatIsWrittenLater() {
    let history = blackBox([
      TimedCall(process: 0, call: .read("x"), invoked: 0, returned: 1, result: 1),
      TimedCall(process: 1, call: .write("x", 1), invoked: 2, returned: 3),
      TimedCall(
        process: 2, call: .transaction([.read("x"), .read("x")]), invoked: 4, returned: 5,
        result: [1, nil]),
    ])
    let witness = HistoryJudge().judge(.serializability, history).verdict.witnesses.first
    #expect(witness?.operation == OperationID(2))
  }

  /// The pending compare-and-set of 1 took effect only after that of 0: both explain the read of 2, and the read of 7
  /// is wrong by itself. Without the chain nothing is left of the rest.
  @Test func pendingComparisonsNeedWhatTheyExpect() {
    let history = blackBox(
      [
        TimedCall(
          process: 0, call: .compareAndSet("x", expected: 1, new: 2), invoked: 0, returned: nil),
        TimedCall(process: 1, call: .read("x"), invoked: 2, returned: 3, result: 2),
        TimedCall(process: 2, call: .read("x"), invoked: 4, returned: 5, result: 7),
        TimedCall(
          process: 3, call: .compareAndSet("x", expected: 0, new: 1), invoked: 6, returned: nil),
      ], initial: [.init("x", 0)])
    let models: [CheckerName] = [
      .sequentialConsistency, .pram, .causalConsistency, .weakCausalConsistency,
      .causalConvergence,
    ]
    for model in models {
      let witnesses = HistoryJudge().judge(model, history).verdict.witnesses
      #expect(witnesses.map(\.operations) == [[OperationID(2)]], "\(model)")
    }
  }
}
