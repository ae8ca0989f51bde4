import Histories

/// Histories that an atomic register gave to concurrent clients: black box, from a fixed sequence.
struct RegisterHistories {
  struct Shape {
    var operations: Int
    var clients = 10
    var keys = 1
    /// How many different values are written; nil if each is written once.
    var values: Int?
    var timedOutPercent = 0
    var readPercent = 50
  }

  private struct Call {
    let key: Int
    /// Nil for a read.
    let value: Int64?
    let process: Int
    let invoked: Int64
    let returned: Int64
    /// Never, if it has no effect.
    let point: Int64
    let isTimedOut: Bool
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
      let isWrite = draw(below: 100) >= Int64(shape.readPercent)
      let value = shape.values.map { draw(below: Int64($0)) } ?? Int64(index + 1)
      let isTimedOut = draw(below: 100) < Int64(shape.timedOutPercent)
      var point = invoked + draw(below: returned - invoked + 1)
      if isTimedOut { point = draw(below: 2) == 0 ? .max : invoked + draw(below: 60) }
      calls.append(
        Call(
          key: Int(draw(below: Int64(shape.keys))), value: isWrite ? value : nil,
          process: process, invoked: invoked, returned: returned, point: point,
          isTimedOut: isTimedOut))
    }
    calls.sort { ($0.invoked, $0.process) < ($1.invoked, $1.process) }
    return history(calls, results(calls, keys: shape.keys), keys: shape.keys)
  }

  private func results(_ calls: [Call], keys: Int) -> [Int64] {
    var values = Array(repeating: Int64(0), count: keys)
    var results = Array(repeating: Int64(0), count: calls.count)
    let order = calls.indices.sorted { (calls[$0].point, $0) < (calls[$1].point, $1) }
    for index in order where calls[index].point < .max {
      if let value = calls[index].value { values[calls[index].key] = value }
      results[index] = values[calls[index].key]
    }
    return results
  }

  private func history(_ calls: [Call], _ results: [Int64], keys: Int) -> History {
    let names = (0..<keys).map { Key("k\($0)") }
    var history = History(initial: names.map { .init($0, 0) })
    for (index, call) in calls.enumerated() {
      let key = names[call.key]
      let time = VirtualTime(call.invoked)
      history.invoke(
        Operation(
          id: OperationID(index), process: ProcessID(call.process),
          session: SessionID(call.process), intent: IntentID(Int64(index)),
          call: call.value.map { .write(key, .integer($0)) } ?? .read(key), intended: time,
          invoked: time, invokedEvent: 2 * index))
      guard !call.isTimedOut else { continue }
      let result: Value = call.value == nil ? .integer(results[index]) : nil
      history.complete(
        OperationID(index),
        Completion(
          outcome: .ok(result), time: VirtualTime(call.returned), eventIndex: 2 * index + 1))
    }
    return history
  }
}
