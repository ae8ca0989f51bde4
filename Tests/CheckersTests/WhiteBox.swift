import Histories

/// Writes a white-box history line by line; every line is one event of the run.
struct WhiteBox {
  var history: History
  private var event = 0

  init(initial: [History.InitialValue] = []) { history = History(initial: initial) }

  mutating func invoke(_ process: Int, _ call: Call, at time: Int, intended: Int? = nil)
    -> OperationID
  {
    let id = OperationID(history.operations.count)
    history.invoke(
      Operation(
        id: id, process: ProcessID(process), session: SessionID(process),
        intent: IntentID(Int64(id.index)), call: call,
        intended: VirtualTime(Int64(intended ?? time)), invoked: VirtualTime(Int64(time)),
        invokedEvent: next()))
    return id
  }

  mutating func placed(
    _ id: OperationID, log: Int = 0, _ position: LogPosition, after previous: LogPosition,
    at time: Int
  ) {
    note(.placed(id, log: LogID(log), position: position, previous: previous), at: time)
  }

  mutating func note(_ note: Note, at time: Int, by node: Int? = nil) {
    history.note(
      note, at: node.map { NodeID($0) }, time: VirtualTime(Int64(time)), eventIndex: next())
  }

  mutating func leads(_ node: Int, epoch: Int, at time: Int) {
    note(.leads(NodeID(node), of: LogID(0), epoch: epoch), at: time, by: node)
  }

  mutating func ceases(_ node: Int, epoch: Int, at time: Int) {
    note(.ceases(NodeID(node), of: LogID(0), epoch: epoch), at: time, by: node)
  }

  mutating func ok(
    _ id: OperationID, _ result: Value = nil, at time: Int, seeing visibility: Visibility? = nil,
    servedAt: Int? = nil, node: Int = 0, from readsFrom: ReadsFrom = .unknown
  ) {
    let observation = visibility.map {
      Observation(
        node: NodeID(node), servedAt: VirtualTime(Int64(servedAt ?? time - 1)), visibility: $0,
        readsFrom: readsFrom)
    }
    history.complete(
      id,
      Completion(
        outcome: .ok(result), time: VirtualTime(Int64(time)), eventIndex: next(),
        observation: observation))
  }

  /// A write to a leader that acknowledges after the local apply: 1 ms there, 1 ms back.
  @discardableResult mutating func write(
    _ process: Int, _ key: Key, _ value: Value, at time: Int, log: Int = 0,
    _ position: LogPosition, after previous: LogPosition
  ) -> OperationID {
    let id = invoke(process, .write(key, value), at: time)
    placed(id, log: log, position, after: previous, at: time + 1)
    note(.committed(id), at: time + 1)
    ok(id, at: time + 2)
    return id
  }

  /// A write in no log: a leaderless or multi-leader store.
  @discardableResult mutating func write(
    _ process: Int, _ key: Key, _ value: Value, at time: Int
  ) -> OperationID {
    let id = invoke(process, .write(key, value), at: time)
    note(.committed(id), at: time + 1)
    ok(id, at: time + 2)
    return id
  }

  @discardableResult mutating func read(
    _ process: Int, _ call: Call, at time: Int, seeing visibility: Visibility,
    _ result: Value = nil, from readsFrom: ReadsFrom = .unknown
  ) -> OperationID {
    let id = invoke(process, call, at: time)
    ok(id, result, at: time + 2, seeing: visibility, from: readsFrom)
    return id
  }

  private mutating func next() -> Int {
    defer { event += 1 }
    return event
  }
}

/// Position in epoch 1 unless another is given.
func at(_ lsn: Int64, epoch: Int = 1) -> LogPosition { LogPosition(epoch: epoch, lsn: lsn) }

/// The entries of log 0 through a position.
func through(_ lsn: Int64, epoch: Int = 1, log: Int = 0) -> Visibility {
  .prefix(of: LogID(log), through: at(lsn, epoch: epoch))
}
