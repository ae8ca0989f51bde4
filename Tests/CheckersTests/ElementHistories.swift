import Checkers
import Histories

/// Data types that monitors decide.
enum ElementKind: CaseIterable {
  case queue, stack, growingSet

  fileprivate func insertion(_ value: Int) -> Call {
    switch self {
    case .queue: .enqueue("q", .integer(Int64(value)))
    case .stack: .push("p", .integer(Int64(value)))
    case .growingSet: .add("s", .integer(Int64(value)))
    }
  }

  fileprivate var observation: Call {
    switch self {
    case .queue: .dequeue("q")
    case .stack: .pop("p")
    case .growingSet: .read("s")
    }
  }

  /// Every way to fill a shape with calls, in the order of invocation: new elements are 1, 2, …
  func assignments(_ shape: [TimedCall]) -> [[TimedCall]] {
    var results: [[TimedCall]] = [[]]
    for call in shape {
      results = results.flatMap { calls -> [[TimedCall]] in
        let inserted = calls.count { $0.call.argument != nil }
        var next = [calls + [call.with(insertion(inserted + 1), nil)]]
        for result in self.results(of: shape.count, isPending: call.returned == nil) {
          next.append(calls + [call.with(observation, result)])
        }
        return next
      }
    }
    // An element removed must be one that somebody inserts; one that nobody does is tried with the first.
    return results.filter { calls in
      let inserted = calls.count { $0.call.argument != nil }
      return calls.allSatisfy { call in
        switch call.result {
        case .integer(let value): value <= max(inserted, 1)
        case .list(let values): values.allSatisfy { $0 <= .integer(Int64(max(inserted, 1))) }
        default: true
        }
      }
    }
  }

  private func results(of size: Int, isPending: Bool) -> [Value] {
    if isPending { return [nil] }
    guard self == .growingSet else { return [nil] + (1..<size).map { .integer(Int64($0)) } }
    return (0..<(1 << (size - 1))).map { bits in
      .list((1..<size).filter { bits & 1 << ($0 - 1) != 0 }.map { .integer(Int64($0)) })
    }
  }
}

extension TimedCall {
  fileprivate func with(_ call: Call, _ result: Value) -> TimedCall {
    var copy = self
    copy.call = call
    copy.result = result
    return copy
  }
}

/// Every order in which operations can be invoked and return.
enum TinyShapes {
  /// In the order of invocation, at instants 0, 1, 2, …; each operation is of a process of its own.
  static func all(_ size: Int, withPending: Bool) -> [[TimedCall]] {
    var shapes: [[TimedCall]] = []
    extend([], time: 0, size, withPending, &shapes)
    return shapes
  }

  private static func extend(
    _ calls: [TimedCall], time: Int, _ size: Int, _ withPending: Bool,
    _ shapes: inout [[TimedCall]]
  ) {
    let open = calls.indices.filter { calls[$0].returned == nil }
    if calls.count == size && (withPending || open.isEmpty) { shapes.append(calls) }
    if calls.count < size {
      let next = TimedCall(
        process: calls.count, call: .read("x"), invoked: time, returned: nil)
      extend(calls + [next], time: time + 1, size, withPending, &shapes)
    }
    for index in open {
      var returned = calls
      returned[index].returned = time
      extend(returned, time: time + 1, size, withPending, &shapes)
    }
  }
}

/// Histories that an atomic queue, stack or set gave, some of them with one result changed.
struct RandomElements {
  var calls: [TimedCall] = []

  init(
    _ kind: ElementKind, operations: Int, processes: Int, pendingPercent: Int, changed: Bool,
    _ generator: inout TestGenerator
  ) {
    var clocks = Array(repeating: 0, count: processes)
    var points: [(point: Int, order: Int, index: Int)] = []
    for index in 0..<operations {
      let process = generator.next(below: processes)
      let invoked = clocks[process] + generator.next(below: 4)
      let returned = invoked + generator.next(below: 9)
      clocks[process] = returned + generator.next(below: 2)
      let inserts = generator.next(below: 100) < 52
      // Of sets some elements are added more than once.
      let value = kind == .growingSet ? 1 + generator.next(below: operations) : index + 1
      var call = TimedCall(
        process: process, call: inserts ? kind.insertion(value) : kind.observation,
        invoked: invoked, returned: returned)
      var point = invoked + generator.next(below: returned - invoked + 1)
      if generator.next(below: 100) < pendingPercent {
        call.returned = nil
        point = generator.next(below: 2) == 0 ? .max : invoked + generator.next(below: 40)
      }
      points.append((point, generator.next(below: 1_000), index))
      calls.append(call)
    }
    run(points.sorted { $0 < $1 }, kind)
    if changed { change(&generator) }
  }

  private mutating func run(
    _ points: [(point: Int, order: Int, index: Int)], _ kind: ElementKind
  ) {
    var held: [Value] = []
    var first = 0
    for (point, _, index) in points where point < .max {
      var result: Value = nil
      if let value = calls[index].call.argument {
        if kind != .growingSet || !held.contains(value) { held.append(value) }
      } else if kind == .growingSet {
        result = .list(held.sorted())
      } else if kind == .stack {
        result = held.popLast() ?? nil
      } else if first < held.count {
        result = held[first]
        first += 1
      }
      if calls[index].returned != nil { calls[index].result = result }
    }
  }

  /// Two results change places, or one becomes another's.
  private mutating func change(_ generator: inout TestGenerator) {
    let candidates = calls.indices.filter {
      calls[$0].call.argument == nil && calls[$0].returned != nil
    }
    guard candidates.count > 1 else { return }
    let chosen = candidates[generator.next(below: candidates.count)]
    let other = candidates[generator.next(below: candidates.count)]
    let result = calls[chosen].result
    calls[chosen].result = calls[other].result
    if generator.next(below: 3) > 0 { calls[other].result = result }
  }
}

/// Some operations of a history, as a history.
func subhistory(_ kept: [Operation], of history: History) -> History {
  blackBox(
    kept.map { operation in
      TimedCall(
        process: Int(operation.process.index), call: operation.call,
        invoked: Int(operation.invoked.milliseconds),
        returned: operation.isOK ? (operation.completion?.time.milliseconds).map { Int($0) } : nil,
        result: operation.result ?? nil)
    }, initial: history.initial)
}

/// Whether an order obeys the specification and real time, and has all that returned.
func isLinearization(_ order: Serialization, of history: History) -> Bool {
  let specification = ObjectMapSpecification(initial: history.initial)
  var state = specification.initial
  var latestInvocation = VirtualTime.zero
  var previous = VirtualTime.zero
  var seen: Set<OperationID> = []
  for step in order.steps {
    let operation = history[step.operation]
    guard let point = step.point, point >= previous, point >= operation.invoked,
      seen.insert(step.operation).inserted,
      operation.completion.map({ point <= $0.time && latestInvocation <= $0.time }) ?? true,
      let next = specification.step(
        state,
        SpecifiedOperation(
          call: operation.call, process: operation.process, result: operation.result))
    else { return false }
    (state, previous) = (next, point)
    latestInvocation = max(latestInvocation, operation.invoked)
  }
  return history.operations.allSatisfy { !$0.isOK || seen.contains($0.id) }
}
