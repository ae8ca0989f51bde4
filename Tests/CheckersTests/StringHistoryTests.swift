import Checkers
import Histories
import Testing

/// Strings that are put, appended to and read: values that nobody looks for are one state.
@Suite struct StringHistoryTests {
  /// Random histories of one key, in which now and then a read returns what another one did.
  private func random(
    _ operations: Int, processes: Int, isUnique: Bool = false, changed: Bool,
    _ generator: inout TestGenerator
  ) -> [TimedCall] {
    var calls: [TimedCall] = []
    var points: [(point: Int, order: Int, index: Int)] = []
    var clocks = Array(repeating: 0, count: processes)
    for index in 0..<operations {
      let process = generator.next(below: processes)
      let invoked = clocks[process] + generator.next(below: 4)
      let returned = invoked + generator.next(below: 8)
      clocks[process] = returned + 1
      let text = Value.text(
        isUnique ? "\(index)," : ["a", "b", "c", "ab", "\(index)"][generator.next(below: 5)])
      let call: Call =
        switch generator.next(below: 10) {
        case 0..<3: .append("k", text)
        case 3..<5: .write("k", text)
        case 5: .compareAndSet("k", expected: "a", new: text)
        default: .read("k")
        }
      let isPending = generator.next(below: 10) == 0
      calls.append(
        TimedCall(
          process: process, call: call, invoked: invoked, returned: isPending ? nil : returned))
      let point = invoked + generator.next(below: returned - invoked + 1)
      points.append(
        (isPending && generator.next(below: 2) == 0 ? .max : point, generator.next(below: 99), index))
    }
    var text = ""
    for (point, _, index) in points.sorted(by: { $0 < $1 }) where point < .max {
      switch calls[index].call {
      case .append(_, .text(let more)): text += more
      case .write(_, .text(let new)): text = new
      case .compareAndSet(_, _, .text(let new)):
        calls[index].result = text == "a" ? 1 : 0
        if text == "a" { text = new }
      default: if calls[index].returned != nil { calls[index].result = .text(text) }
      }
    }
    let reads = calls.indices.filter { calls[$0].call == .read("k") && calls[$0].returned != nil }
    if changed, let a = reads.first, let b = reads.last {
      calls[a].result = calls[b].result
    }
    return calls
  }

  @Test(arguments: [nil, SpecificationName.kv])
  func agreesWithTheExactSearch(name: SpecificationName?) {
    var generator = TestGenerator(seed: 81)
    var counts = [false: 0, true: 0]
    for round in 0..<400 {
      let calls = random(
        4 + round % 9, processes: 2 + round % 4, changed: round % 2 == 0, &generator)
      let history = blackBox(calls, initial: [.init("k", "")])
      let exact = ExactChecker(specification: name).decide(.linearizability, history)
      guard let exact else { continue }
      counts[exact, default: 0] += 1
      for reductions in [LinearizabilityChecker.Reductions.all, .all.subtracting(.forgetting)] {
        let checker = LinearizabilityChecker(reductions: reductions, specification: name)
        let found = checker.check(history)
        #expect((found.verdict == .holds) == exact, "\(calls)")
        if name == nil, case .holds(let orders) = found {
          #expect(isLinearization(orders[0], of: history), "\(calls)")
        }
      }
    }
    #expect(counts.values.allSatisfy { $0 > 50 }, "\(counts)")
  }

  /// So long that without it the search gives up.
  @Test func longHistoriesAreDecided() {
    var generator = TestGenerator(seed: 82)
    let calls = random(1_000, processes: 8, isUnique: true, changed: false, &generator)
    let history = blackBox(calls, initial: [.init("k", "")])
    #expect(LinearizabilityChecker().decide(history) == true)
    let small = LinearizabilityChecker.Limits(
      configurationsMax: 2_000, stepsMax: 500_000, minimizationMax: 1)
    #expect(LinearizabilityChecker(limits: small).decide(history) == true)
    let plain = LinearizabilityChecker(limits: small, reductions: .all.subtracting(.forgetting))
    #expect(plain.decide(history) == nil)
  }
}
