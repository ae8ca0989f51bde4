import Histories

/// Histories that sessions with a replica each gave, which take in each other's writes by and by in causal
/// order: black box, from a fixed sequence.
struct ReplicatedHistories {
  struct Shape {
    var operations: Int
    var sessions = 8
    var keys = 1_000
    /// Whether all replicas let the same one of two concurrent writes win; else the one that comes last.
    var converges = false
    /// Whether a replica forgets a key for a while, at three quarters of the history.
    var isPlanted = false
  }

  private struct Write {
    let key: Int
    let value: Int64
    /// How many writes of each session it comes after.
    let past: [Int]
    let stamp: Int64
    let session: Int
  }

  private struct Cell {
    var value: Int64 = 0
    var stamp: Int64 = -1
    var session = 0
  }

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func draw(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func next(_ shape: Shape) -> History {
    let names = (0..<shape.keys).map { Key("k\($0)") }
    var history = History(initial: names.map { .init($0, 0) })
    var written: [[Write]] = Array(repeating: [], count: shape.sessions)
    var applied = Array(
      repeating: Array(repeating: 0, count: shape.sessions), count: shape.sessions)
    var stores = Array(
      repeating: Array(repeating: Cell(), count: shape.keys), count: shape.sessions)
    for index in 0..<shape.operations {
      let session = index % shape.sessions
      for _ in 0..<2 {
        deliver(
          from: draw(below: shape.sessions), to: session, written, &applied, &stores, shape)
      }
      let key = draw(below: shape.keys)
      let value = draw(below: 2) == 0 ? Int64(index + 1) : nil
      if let value {
        let write = Write(
          key: key, value: value, past: applied[session], stamp: Int64(index), session: session)
        stores[session][key] = Cell(value: value, stamp: write.stamp, session: session)
        written[session].append(write)
        applied[session][session] += 1
      }
      let isForgotten = shape.isPlanted && index / 64 == shape.operations * 3 / 4 / 64
      add(
        index, session, names[key], value,
        reads: isForgotten ? 0 : stores[session][key].value, to: &history)
    }
    return history
  }

  /// Takes in some writes of another session, as far as what they come after is there.
  private func deliver(
    from other: Int, to session: Int, _ written: [[Write]], _ applied: inout [[Int]],
    _ stores: inout [[Cell]], _ shape: Shape
  ) {
    guard other != session else { return }
    for _ in 0..<6 where applied[session][other] < written[other].count {
      let write = written[other][applied[session][other]]
      let isReady = (0..<shape.sessions).allSatisfy {
        $0 == other || write.past[$0] <= applied[session][$0]
      }
      guard isReady else { return }
      applied[session][other] += 1
      let cell = stores[session][write.key]
      if !shape.converges || (cell.stamp, cell.session) < (write.stamp, write.session) {
        stores[session][write.key] = Cell(
          value: write.value, stamp: write.stamp, session: write.session)
      }
    }
  }

  private func add(
    _ index: Int, _ session: Int, _ key: Key, _ value: Int64?, reads result: Int64,
    to history: inout History
  ) {
    let time = VirtualTime(Int64(index))
    history.invoke(
      Operation(
        id: OperationID(index), process: ProcessID(session), session: SessionID(session),
        intent: IntentID(Int64(index)),
        call: value.map { .write(key, .integer($0)) } ?? .read(key), intended: time,
        invoked: time, invokedEvent: 2 * index))
    history.complete(
      OperationID(index),
      Completion(
        outcome: .ok(value == nil ? .integer(result) : .absent), time: time,
        eventIndex: 2 * index + 1))
  }
}
