import Histories

/// The setup of the `history` bench: operations drawn as bars, and the points placed in them.
///
/// A point is the instant at which an operation is taken to have happened. Whether the points explain
/// the history depends on the model: linearizability wants each inside its bar, sequential
/// consistency wants only each process's order.
public struct HistoryBoard: Hashable, Sendable {
  /// One operation.
  public struct Bar: Hashable, Sendable {
    public var name: String
    public var process: String
    public var call: Call
    /// What it returned; nil for calls that return nothing.
    public var result: Value?
    public var invoked: VirtualTime
    /// Nil while it is outstanding: it may take effect at any later time, or never.
    public var completed: VirtualTime?

    public init(
      name: String, process: String, call: Call, result: Value?, invoked: VirtualTime,
      completed: VirtualTime?
    ) {
      self.name = name
      self.process = process
      self.call = call
      self.result = result
      self.invoked = invoked
      self.completed = completed
    }
  }

  public var initial: [History.InitialValue]
  /// In the order of invocation.
  public let bars: [Bar]
  /// The instant placed in each bar, in the order of bars; nil where none is.
  public private(set) var points: [Int64?]

  public init(initial: [History.InitialValue], bars: [Bar]) {
    self.initial = initial
    self.bars = bars.enumerated().sorted { ($0.1.invoked, $0.0) < ($1.1.invoked, $1.0) }.map(\.1)
    points = Array(repeating: nil, count: bars.count)
  }

  /// Places a point, or moves it. Points may be put outside their bar: that is what is judged.
  public mutating func place(_ bar: String, at instant: Int64) throws(BenchError) {
    points[try index(of: bar)] = instant
  }

  /// Takes the point of a bar away; nothing where it has none.
  public mutating func clear(_ bar: String) throws(BenchError) {
    points[try index(of: bar)] = nil
  }

  /// The place of a bar in `bars`.
  /// - Throws: `BenchError` that names the bars, when none is called so.
  public func index(of bar: String) throws(BenchError) -> Int {
    if let index = bars.firstIndex(where: { $0.name == bar }) { return index }
    throw BenchError(
      .setup, "no bar is called \(bar); there are " + bars.map(\.name).joined(separator: ", "))
  }

  /// The same board with the operations on one key alone; their points stay.
  public func restricted(to key: Key) -> HistoryBoard {
    var board = HistoryBoard(
      initial: initial.filter { $0.key == key }, bars: bars.filter { $0.call.addresses(key) })
    for (bar, point) in zip(bars, points) {
      if let point { try? board.place(bar.name, at: point) }
    }
    return board
  }

  /// The processes, in the order of their first invocation.
  public var processes: [String] {
    bars.map(\.process).withoutRepetition
  }

  /// The board as checkers read it.
  public var history: History {
    var history = History(initial: initial)
    let processes = processes
    for (index, bar) in bars.enumerated() {
      let process = processes.firstIndex(of: bar.process) ?? 0
      history.invoke(
        Operation(
          id: OperationID(index), process: ProcessID(process), session: SessionID(process),
          intent: IntentID(Int64(index)), call: bar.call, intended: bar.invoked,
          invoked: bar.invoked, invokedEvent: index))
    }
    for (index, bar) in bars.enumerated() {
      guard let completed = bar.completed else { continue }
      history.complete(
        OperationID(index),
        Completion(
          outcome: .ok(bar.result ?? .absent), time: completed, eventIndex: bars.count + index))
    }
    return history
  }
}
