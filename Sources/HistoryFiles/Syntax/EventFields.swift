import Histories

extension ByteInput {
  /// Reads what a field of an event holds, in any notation.
  ///
  /// - Parameter readValue: reads a value as the notation writes it.
  mutating func read(
    _ field: EventField, of event: inout RecordedEvent,
    value readValue: (inout ByteInput) throws(HistoryFileError) -> Value
  ) throws(HistoryFileError) {
    let start = place
    switch field {
    case .process: event.process = try eventProcess()
    case .type: event.kind = try eventKind()
    case .function: try eventFunction(&event)
    case .value:
      event.valuePlace = start
      event.value = try readValue(&self)
      event.isVector = latestIsVector
    case .key: event.key = try readValue(&self)
    case .result: event.result = try readValue(&self)
    case .client: event.client = try readValue(&self)
    case .session: event.session = try readValue(&self)
    case .time:
      event.timePlace = start
      let value = try readValue(&self)
      if case .integer(let time) = value { event.time = time } else { event.unfitTime = value }
    case .other: _ = try readValue(&self)
    }
  }
}
