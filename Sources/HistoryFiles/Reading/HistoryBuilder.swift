import Checkers
import Histories

/// Joins the events of a file into the operations of a history.
struct HistoryBuilder {
  let reader: HistoryReader
  let format: HistoryFormat
  var vocabulary: CallVocabulary
  private(set) var history = History()
  private(set) var lines: [Int32] = []
  private(set) var endLines: [Int32] = []
  /// Columns of the functions of invocations, and of what the responses say.
  private(set) var columns: [Int32] = []
  private(set) var endColumns: [Int32] = []
  private(set) var processes = ProcessTable()
  private(set) var skipped = 0
  private(set) var conventionLines = 0
  private var events = 0
  private var latest: Int64 = .min
  /// What turned out only at the response: calls by the index of their operation.
  private(set) var amended: [(index: Int, call: Call)] = []
  private(set) var conventions = Conventions()

  init(_ reader: HistoryReader, format: HistoryFormat) {
    self.reader = reader
    self.format = format
    vocabulary = CallVocabulary(reader.specification)
    decideNilReading()
  }

  /// Whether nothing was read, not even of processes that are no clients.
  var isEmpty: Bool { history.operations.isEmpty && skipped + conventionLines == 0 }

  mutating func add(_ event: RecordedEvent) throws(HistoryFileError) {
    guard let process = event.process else {
      throw HistoryFileError(at: event.place, "an event without :process")
    }
    guard process != .notClient else {
      if event.function == .conventions, events == 0 {
        try adopt(event)
      } else {
        skipped += 1
      }
      return
    }
    guard let kind = event.kind else {
      throw HistoryFileError(at: event.place, "an event without :type")
    }
    let instant = try instant(of: event)
    let slot = processes.slot(of: process)
    if kind == .invoke {
      try invoke(event, slot, instant)
    } else {
      try complete(event, kind, slot, instant)
    }
    events += 1
  }

  private mutating func instant(
    of event: RecordedEvent
  ) throws(HistoryFileError) -> VirtualTime {
    guard reader.clock == .time else { return VirtualTime(Int64(events)) }
    guard let time = event.time else {
      if let unfit = event.unfitTime {
        throw HistoryFileError(
          at: event.timePlace,
          "the time \(quoted(unfit.description)), expected whole nanoseconds of at most 64 bits")
      }
      throw HistoryFileError(at: event.place, "an event without :time, which is to be the clock")
    }
    guard time >= latest else {
      throw HistoryFileError(
        at: event.place, "the time \(time) after \(latest), expected times that never go back")
    }
    let limit = ReadingLimits.instantMax
    guard (-limit...limit).contains(time) else {
      throw HistoryFileError(
        at: event.timePlace, "the time \(time), expected one from \(-limit) to \(limit)")
    }
    latest = time
    return VirtualTime(time)
  }

  private mutating func invoke(
    _ event: RecordedEvent, _ slot: Int, _ instant: VirtualTime
  ) throws(HistoryFileError) {
    if let open = processes.open[slot] {
      throw HistoryFileError(
        at: event.place,
        "process \(processes.name(slot)) invokes an operation, expected the end of the one that it "
          + "invoked at line \(lines[open.index])")
    }
    guard history.operations.count < reader.limits.operations else {
      throw HistoryFileError(
        at: event.place, "more than \(reader.limits.operations) operations")
    }
    let (call, function, value) = try vocabulary.call(of: event)
    let id = OperationID(history.operations.count)
    let process = processes.process(slot, client: event.client)
    if let open = processes.openElsewhere(process, goingOnAs: slot) {
      let client = processes.clientNames[Int(process.index)]
      throw HistoryFileError(
        at: event.place,
        "client \(quoted(client)) invokes an operation as process \(processes.name(slot)), expected the "
          + "end of the one that it invoked at line \(lines[open.index])")
    }
    history.invoke(
      Operation(
        id: id, process: process, session: processes.session(event.session, of: process),
        intent: IntentID(Int64(id.index)), call: call, intended: instant, invoked: instant,
        invokedEvent: events))
    lines.append(Int32(clamping: event.place.line))
    columns.append(Int32(clamping: event.functionPlace.column))
    endLines.append(0)
    endColumns.append(0)
    processes.open[slot] = OpenOperation(
      index: Int(id.index), call: call, function: function, value: value, line: event.place.line)
  }

  private mutating func complete(
    _ event: RecordedEvent, _ kind: RecordedEvent.Kind, _ slot: Int, _ instant: VirtualTime
  ) throws(HistoryFileError) {
    guard let open = processes.open[slot] else {
      throw HistoryFileError(
        at: event.place,
        "process \(processes.name(slot)) completes an operation, expected that it invokes one first"
      )
    }
    guard event.function == open.function else {
      let name = event.function?.name ?? event.unknownFunction
      throw HistoryFileError(
        at: event.functionPlace,
        "\(quoted(name)) completes the \(open.function.name) invoked at line \(lines[open.index])")
    }
    processes.open[slot] = nil
    endLines[open.index] = Int32(clamping: event.place.line)
    endColumns[open.index] = Int32(clamping: event.valuePlace.column)
    let outcome: Outcome
    switch kind {
    case .invoke, .info:
      try vocabulary.checkAgreement(event, open)
      outcome = .info(.timeout)
    case .fail:
      try vocabulary.checkAgreement(event, open)
      outcome = vocabulary.failure(of: open.function, event.result)
    case .ok:
      var call = open.call
      outcome = try vocabulary.outcome(of: event, open, &call)
      if vocabulary.hasAmended {
        vocabulary.hasAmended = false
        amended.append((open.index, call))
      }
    }
    history.complete(
      OperationID(open.index),
      Completion(outcome: outcome, time: instant, eventIndex: events))
  }
}

extension HistoryBuilder {
  private mutating func adopt(_ event: RecordedEvent) throws(HistoryFileError) {
    conventions = try Conventions(event)
    conventionLines += 1
    decideNilReading()
  }

  /// What nil says is what was asked for: by name, or by nil as what objects hold at first; else what the file says of
  /// itself; else what is usual: in transactions and in logs nil was seen.
  private mutating func decideNilReading() {
    var asked = reader.nilReading
    if asked == nil, case .some(.absent) = reader.initial { asked = .observed }
    let said = asked ?? conventions.nilReading
    vocabulary.nilReading = said ?? (format == .log ? .observed : .unknown)
    vocabulary.nilReadingWithin = said ?? .observed
  }
}
