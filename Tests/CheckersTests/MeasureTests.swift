import Checkers
import Histories
import Testing

@Suite struct MeasureTests {
  /// Two sides of a cut: one answers, the other refuses or leaves its clients without an answer.
  @Test func availabilityOfGroups() {
    var run = WhiteBox()
    let good = run.invoke(0, .read("x"), at: 0)
    run.ok(good, at: 3)
    let slow = run.invoke(0, .read("x"), at: 10, intended: 5)
    run.ok(slow, at: 12)
    let refused = run.invoke(1, .write("x", 1), at: 20)
    run.history.complete(
      refused, Completion(outcome: .fail(.notLeader), time: 21, eventIndex: 100))
    let lost = run.invoke(1, .write("x", 2), at: 30)
    run.history.complete(lost, Completion(outcome: .info(.timeout), time: 40, eventIndex: 101))
    let groups = [[ProcessID(0)], [ProcessID(1)], [], [ProcessID(0), ProcessID(1)]]
    let found = Availability.measure(run.history, groups: groups)
    #expect(found.map(\.fraction) == [1, 0, nil, 0.5])
    #expect(found[1].refused == 1 && found[1].unanswered == 1 && found[1].requests == 2)
    let answered = Availability.measure(run.history, groups: groups, as: .response)
    #expect(answered.map(\.fraction) == [1, 0.5, nil, 0.75])
    let quick = Availability.measure(
      run.history, groups: groups, as: .successWithin(VirtualDuration(5)))
    #expect(quick.map(\.fraction) == [0.5, 0, nil, 0.25])
    let early = Availability.measure(run.history, groups: groups, during: 0...20)
    #expect(early.map(\.requests) == [2, 1, 0, 3])
  }

  @Test func declaredAgainstObserved() {
    let recorded = history(
      parse("a w x=1 0-2; b r x=1 4-6; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18"))
    let judgements = HistoryJudge().strongest(recorded).entries.map(\.judgement)
    let found = DeclaredModels.compare(
      [.pram, .causalConsistency, .linearizability, .eventualConsistency], with: judgements)
    #expect(found[0].finding == .confirmed)
    guard case .contradicted(let causal) = found[1].finding else {
      Issue.record("causal consistency is violated")
      return
    }
    #expect(causal.checker == .causalConsistency)
    // Only the weaker model was judged.
    let only = judgements.filter { $0.checker == .causalConsistency }
    guard
      case .contradicted(let weaker) = DeclaredModels.compare([.linearizability], with: only)[0]
        .finding
    else {
      Issue.record("what causal consistency contradicts, it contradicts in stronger models")
      return
    }
    #expect(weaker.checker == .causalConsistency)
    #expect(found[3].finding == .open(nil))
    let limited = DeclaredModels.compare(
      [.pram], with: [Judgement(.pram, .unknown(.missingBound))])
    #expect(limited[0].finding == .open(.missingBound))
  }
}
