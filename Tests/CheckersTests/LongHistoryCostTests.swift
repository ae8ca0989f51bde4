import Checkers
import Foundation
import Histories
import Testing

/// Long histories of the shapes that once cost the square of their length: four times the length costs four times as
/// much and a little more, not sixteen times.
@Suite struct LongHistoryCostTests {
  /// How much more processor time of this thread the judgements of a history take that is four times as long.
  private func growth(
    _ count: Int, _ history: (Int) -> History, _ judge: (History) -> Void
  ) -> Double {
    let costs = [count, 4 * count].map { count in
      let history = history(count)
      return (0..<3).map { _ in
        let start = Self.spent()
        judge(history)
        return Self.spent() - start
      }.min()!
    }
    return costs[1] / costs[0]
  }

  private static func spent() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Writes without an answer, which no read misses, between the two that every read misses.
  private static func staleReads(_ count: Int) -> History {
    var calls = [
      TimedCall(process: 0, call: .write("x", 1), invoked: 0, returned: 1),
      TimedCall(process: 0, call: .write("x", 2), invoked: 2, returned: 6),
      TimedCall(process: 1, call: .write("x", 3), invoked: 4, returned: 5),
    ]
    for index in 0..<count {
      calls.append(
        TimedCall(process: 2 + index, call: .write("x", .integer(Int64(index + 4))), invoked: 3))
      calls.append(
        TimedCall(
          process: 1, call: .read("x"), invoked: 10 + 2 * index, returned: 11 + 2 * index, result: 1
        ))
    }
    return blackBox(calls)
  }

  @Test func staleReadsBesidesPendingWrites() {
    let judge = HistoryJudge(.init(bounds: StalenessBounds(versions: 1)))
    let count = 2_000
    let history = Self.staleReads(count)
    let judgement = judge.judge(.boundedStaleness, history)
    #expect(
      judgement.staleness
        == StalenessBounds(versions: 2, age: VirtualDuration(Int64(2 * count + 3))))
    let witnesses = judgement.verdict.witnesses
    #expect(witnesses.count == count)
    // The write that returned first, the other one, and the write that was read.
    let writes = history.operations.filter(\.isOK).prefix(3).map(\.id)
    #expect(
      witnesses.allSatisfy { $0.missed == writes[2] && $0.related == Array(writes.prefix(2)) })
    let growth = growth(count, Self.staleReads) { _ = judge.judge(.boundedStaleness, $0) }
    #expect(growth < 9)
  }
}
