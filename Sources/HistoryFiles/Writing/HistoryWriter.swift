import Checkers
import Histories

/// Writes histories in the notations that `HistoryReader` reads, so that the same is read again: calls,
/// processes, outcomes, and which operation ended before which other began.
///
/// Not written are what only a lab knows (notes, visibility, intents), why an operation failed, the version
/// of a conditional put, which is written as a put, and parts of a transaction other than reads, writes and
/// appends. As in Jepsen, a process that goes on after an operation without a known outcome does so
/// under another number; EDN and JSON name its client beside it.
public struct HistoryWriter {
  public var format: HistoryFormat
  /// Names of the clients, by the index of their processes.
  public var clientNames: [String] = []
  /// Names of the sessions, by their index; written where a session is not that of one process.
  public var sessionNames: [String] = []
  /// What the data type is; of a map registers are read with `get`.
  public var specification: SpecificationName?
  /// How long a unit of the history's instants is, for `:time`; nil: no times are written.
  public var nanoseconds: Int64?

  public init(_ format: HistoryFormat) { self.format = format }

  public func text(of history: History) -> String {
    var bytes: [UInt8] = []
    write(history) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the history in pieces of some ten thousand bytes. O(length).
  public func write<Failure>(
    _ history: History, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let notation = CallNotation(
      isMap: specification == .kv, hasKeys: Self.needsKeys(history.operations))
    var output = NotationWriter(format, usesTuples: Self.usesTuples(history.operations, notation))
    writeConventions(history, &output)
    var numbers = ProcessNumbers(history)
    for line in EventOrder(history).lines {
      let operation = history[line.id]
      let process = numbers.number(of: operation.process)
      output.write(event(operation, line.isInvocation, process, notation))
      if !line.isInvocation, case .info? = operation.completion?.outcome {
        numbers.retire(operation.process)
      }
      if output.bytes.count > 1 << 16 {
        try sink(output.bytes)
        output.bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink(output.bytes)
  }

  private func event(
    _ operation: Operation, _ isInvocation: Bool, _ process: Int, _ notation: CallNotation
  ) -> WrittenEvent {
    let call = operation.call
    let name = Int(operation.process.index)
    var event = WrittenEvent(
      process: process, kind: .invoke, function: notation.function(of: call),
      key: notation.key(of: call), argument: notation.argument(of: call, returning: nil),
      client: name < clientNames.count ? clientNames[name] : nil)
    let session = Int(operation.session.index)
    if session < sessionNames.count { event.session = sessionNames[session] }
    var instant = operation.invoked
    if !isInvocation, let completion = operation.completion {
      instant = completion.time
      switch completion.outcome {
      case .ok(let result):
        event.kind = .ok
        event.argument = notation.argument(of: call, returning: result)
        event.result = notation.result(of: call, returning: result)
        // To other programs it had no effect.
        if case .compareAndSet = call, event.result != nil { event.kind = .fail }
      case .fail(let reason):
        event.kind = .fail
        event.error = reason.rawValue
      case .info(let reason):
        event.kind = .info
        event.error = reason.rawValue
      }
    }
    event.time = nanoseconds.map { instant.milliseconds &* $0 }
    return event
  }

  /// What the notation has no words for is said in a line of its own.
  private func writeConventions(_ history: History, _ output: inout NotationWriter) {
    var observesNil = false
    var counts = false
    for operation in history.operations {
      if case .increment = operation.call { counts = true }
      guard !observesNil, let result = operation.result, operation.call.reads else { continue }
      observesNil = result.holdsNil
    }
    if format == .log { observesNil = false }
    guard !history.initial.isEmpty || observesNil || counts || history.firstMixed() != nil else {
      return
    }
    output.writeConventions(
      nilReading: observesNil || format == .log ? .observed : .unknown, history.initial)
  }

  private static func needsKeys(_ operations: [Operation]) -> Bool {
    operations.contains { operation in
      if case .list(let parts)? = operation.call.argument, parts.count == 2 { return true }
      if case .compareAndSet(_, _, .list) = operation.call { return true }
      return operation.call.keys != [HistoryFile.soleKey]
    }
  }

  private static func usesTuples(_ operations: [Operation], _ notation: CallNotation) -> Bool {
    notation.hasKeys && operations.contains { notation.key(of: $0.call) != nil }
  }
}

/// The numbers under which processes are written.
private struct ProcessNumbers {
  private var numbers: [ProcessID: Int] = [:]
  private var count = 0

  init(_ history: History) {
    for operation in history.operations where numbers[operation.process] == nil {
      numbers[operation.process] = Int(operation.process.index)
      count = max(count, Int(operation.process.index) + 1)
    }
  }

  func number(of process: ProcessID) -> Int { numbers[process] ?? Int(process.index) }

  /// The process crashed: what it does next is done by another.
  mutating func retire(_ process: ProcessID) { numbers[process, default: 0] += count }
}

extension Call {
  /// Whether it returns values that may be nil.
  fileprivate var reads: Bool {
    switch self {
    case .read, .readMany, .transaction: true
    default: false
    }
  }
}

extension Value {
  /// Whether it is nil, or a list with nil in it.
  fileprivate var holdsNil: Bool {
    switch self {
    case .absent: true
    case .list(let elements): elements.contains(.absent)
    case .integer, .text: false
    }
  }
}
