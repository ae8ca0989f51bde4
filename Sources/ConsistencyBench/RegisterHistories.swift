import Histories

/// Histories that atomic registers gave to concurrent clients: black box, from a fixed sequence.
struct RegisterHistories {
  struct Shape {
    var operations: Int
    var clients = 10
    var keys = 1
    /// How many different values are written; nil if each is written once.
    var values: Int?
    var timedOutPercent = 0
    var readPercent = 50
    /// Compare-and-sets among the operations that are not reads. One that finds another value fails.
    var conditionalPercent = 0
    /// Appends to strings among the operations that are not reads; the others put strings then.
    var appendPercent = 0
    /// Whether a read in the middle returns what was overwritten long ago, or of few values what nobody
    /// writes.
    var isWrong = false
  }

  private enum Action {
    case read
    case write(Int64)
    case exchange(Int64, Int64)
    case put(String)
    case append(String)
  }

  private struct Call {
    let key: Int
    let action: Action
    let process: Int
    let invoked: Int64
    let returned: Int64
    /// Never, if it has no effect.
    let point: Int64
    let isTimedOut: Bool
    /// Nil if it failed.
    var result: Value? = nil
  }

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A linear congruential generator (Knuth's MMIX) is good enough to spread instants.
  private mutating func draw(below bound: Int64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64(state >> 33) % bound
  }

  /// Each client invokes its next operation when the last one returned or timed out, so that there are
  /// always nearly as many open as there are clients.
  mutating func next(_ shape: Shape) -> History {
    var calls: [Call] = []
    calls.reserveCapacity(shape.operations)
    var free = (0..<shape.clients).map { Int64($0) }
    for index in 0..<shape.operations {
      let process = index % shape.clients
      let invoked = free[process] + draw(below: 3)
      let returned = invoked + 2 + draw(below: 20)
      free[process] = returned + 1
      let action = action(index, shape)
      let isTimedOut = draw(below: 100) < Int64(shape.timedOutPercent)
      var point = invoked + draw(below: returned - invoked + 1)
      if isTimedOut { point = draw(below: 2) == 0 ? .max : invoked + draw(below: 60) }
      calls.append(
        Call(
          key: Int(draw(below: Int64(shape.keys))), action: action, process: process,
          invoked: invoked, returned: returned, point: point, isTimedOut: isTimedOut))
    }
    calls.sort { ($0.invoked, $0.process) < ($1.invoked, $1.process) }
    run(&calls, shape)
    if shape.isWrong { spoil(&calls, isUnique: shape.values == nil) }
    return history(calls, shape)
  }

  private mutating func action(_ index: Int, _ shape: Shape) -> Action {
    let isRead = draw(below: 100) < Int64(shape.readPercent)
    let value = shape.values.map { draw(below: Int64($0)) } ?? Int64(index + 1)
    if isRead { return .read }
    if shape.appendPercent > 0 {
      return draw(below: 100) < Int64(shape.appendPercent)
        ? .append("\(value),") : .put("\(value),")
    }
    guard draw(below: 100) < Int64(shape.conditionalPercent) else { return .write(value) }
    return .exchange(draw(below: Int64(shape.values ?? 5)), value)
  }

  private static func initial(_ shape: Shape) -> Value { shape.appendPercent > 0 ? "" : 0 }

  private func run(_ calls: inout [Call], _ shape: Shape) {
    var values = Array(repeating: Self.initial(shape), count: shape.keys)
    let order = calls.indices.sorted { (calls[$0].point, $0) < (calls[$1].point, $1) }
    for index in order where calls[index].point < .max {
      let key = calls[index].key
      calls[index].result = .absent
      switch calls[index].action {
      case .read: calls[index].result = values[key]
      case .write(let value): values[key] = .integer(value)
      case .exchange(let expected, let new):
        calls[index].result = values[key] == .integer(expected) ? 1 : nil
        if calls[index].result != nil { values[key] = .integer(new) }
      case .put(let text): values[key] = .text(text)
      case .append(let text):
        if case .text(let old) = values[key] { values[key] = .text(old + text) }
      }
    }
  }

  private func spoil(_ calls: inout [Call], isUnique: Bool) {
    let reads = calls.indices.filter { index in
      if case .read = calls[index].action { !calls[index].isTimedOut } else { false }
    }
    let chosen = reads[reads.count / 2]
    let before = reads[..<(reads.count / 2)].filter { calls[$0].key == calls[chosen].key }
    let stale = calls[before[before.count / 2]].result
    calls[chosen].result = isUnique && stale != calls[chosen].result ? stale : "corrupt"
  }

  private func history(_ calls: [Call], _ shape: Shape) -> History {
    let names = (0..<shape.keys).map { Key("k\($0)") }
    var history = History(initial: names.map { .init($0, Self.initial(shape)) })
    for (index, call) in calls.enumerated() {
      let key = names[call.key]
      let time = VirtualTime(call.invoked)
      let asked: Histories.Call =
        switch call.action {
        case .read: .read(key)
        case .write(let value): .write(key, .integer(value))
        case .exchange(let a, let b): .compareAndSet(key, expected: .integer(a), new: .integer(b))
        case .put(let text): .write(key, .text(text))
        case .append(let text): .append(key, .text(text))
        }
      history.invoke(
        Operation(
          id: OperationID(index), process: ProcessID(call.process),
          session: SessionID(call.process), intent: IntentID(Int64(index)), call: asked,
          intended: time, invoked: time, invokedEvent: 2 * index))
      guard !call.isTimedOut else { continue }
      history.complete(
        OperationID(index),
        Completion(
          outcome: call.result.map { .ok($0) } ?? .fail(.versionConflict),
          time: VirtualTime(call.returned), eventIndex: 2 * index + 1))
    }
    return history
  }
}
