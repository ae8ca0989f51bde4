import Histories

/// Histories that an atomic queue, stack or set gave to concurrent clients, every element inserted once.
struct ElementHistories {
  enum Kind: String, CaseIterable { case queue, stack, set }

  private struct Call {
    /// Nil for an operation that takes or reads.
    let value: Int64?
    let process: Int
    let invoked: Int64
    let returned: Int64
    let point: Int64
    var result: Value = nil
  }

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func draw(below bound: Int64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64(state >> 33) % bound
  }

  /// - Parameter isWrong: two operations in the middle that took something, or the first two reads of a
  ///   set, have each other's results.
  mutating func next(
    _ kind: Kind, operations: Int, clients: Int = 10, isWrong: Bool = false
  ) -> History {
    var calls: [Call] = []
    calls.reserveCapacity(operations)
    var free = (0..<clients).map { Int64($0) }
    let readsEvery = operations / 8
    for index in 0..<operations {
      let process = index % clients
      let invoked = free[process] + draw(below: 3)
      let returned = invoked + 2 + draw(below: 20)
      free[process] = returned + 1
      let inserts = kind == .set ? index % readsEvery > 0 : draw(below: 2) == 0
      calls.append(
        Call(
          value: inserts ? Int64(index + 1) : nil, process: process, invoked: invoked,
          returned: returned, point: invoked + draw(below: returned - invoked + 1)))
    }
    calls.sort { ($0.invoked, $0.process) < ($1.invoked, $1.process) }
    run(&calls, kind)
    if isWrong { spoil(&calls, apart: 3 * clients) }
    return history(calls, kind)
  }

  private func run(_ calls: inout [Call], _ kind: Kind) {
    var held: [Int64] = []
    var first = 0
    for index in calls.indices.sorted(by: { (calls[$0].point, $0) < (calls[$1].point, $1) }) {
      if let value = calls[index].value {
        held.append(value)
        continue
      }
      switch kind {
      case .stack: calls[index].result = held.popLast().map { .integer($0) } ?? nil
      case .set: calls[index].result = .list(held.sorted().map { .integer($0) })
      case .queue where first < held.count:
        calls[index].result = .integer(held[first])
        first += 1
      case .queue: break
      }
    }
  }

  private func spoil(_ calls: inout [Call], apart: Int) {
    let taking = calls.indices.filter { calls[$0].value == nil && calls[$0].result != nil }
    let (a, b) = (
      taking[taking.count / 2 - 1], taking[min(taking.count - 1, taking.count / 2 + apart)]
    )
    let result = calls[a].result
    calls[a].result = calls[b].result
    calls[b].result = result
  }

  private func history(_ calls: [Call], _ kind: Kind) -> History {
    let key = Key(kind.rawValue)
    var history = History()
    var events: [(time: Int64, isResponse: Int, index: Int)] = []
    events.reserveCapacity(2 * calls.count)
    for (index, call) in calls.enumerated() {
      events.append((call.invoked, 0, index))
      events.append((call.returned, 1, index))
    }
    for (event, one) in events.sorted(by: <).enumerated() {
      let call = calls[one.index]
      let time = VirtualTime(one.time)
      if one.isResponse == 1 {
        history.complete(
          OperationID(one.index),
          Completion(outcome: .ok(call.result), time: time, eventIndex: event))
      } else {
        history.invoke(
          Operation(
            id: OperationID(one.index), process: ProcessID(call.process),
            session: SessionID(call.process), intent: IntentID(Int64(one.index)),
            call: asked(call, kind, key), intended: time, invoked: time, invokedEvent: event))
      }
    }
    return history
  }

  private func asked(_ call: Call, _ kind: Kind, _ key: Key) -> Histories.Call {
    switch (kind, call.value.map { Value.integer($0) }) {
    case (.queue, let value?): .enqueue(key, value)
    case (.queue, nil): .dequeue(key)
    case (.stack, let value?): .push(key, value)
    case (.stack, nil): .pop(key)
    case (.set, let value?): .add(key, value)
    case (.set, nil): .read(key)
    }
  }
}
