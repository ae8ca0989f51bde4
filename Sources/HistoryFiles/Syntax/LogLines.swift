import Histories

/// Log lines in the style of Jepsen: somewhere in the line a process, then in fields separated by tabs
/// `:invoke`, `:ok`, `:fail` or `:info`, the function and the value. Other lines are passed over.
extension ByteInput {
  /// Reads the next event. False at the end.
  mutating func logEvent(_ event: inout RecordedEvent) throws(HistoryFileError) -> Bool {
    elements = 0
    while true {
      if try logLine(&event) { return true }
      guard try skipLine() else { return false }
    }
  }

  /// Reads what the line says, if it is about an operation; else the input stands somewhere in it.
  private mutating func logLine(_ event: inout RecordedEvent) throws(HistoryFileError) -> Bool {
    let start = place
    while true {
      let process = Self.process(endOf: try word(until: ByteClass.fieldEnd))
      guard try peek() == 0x09 else { return false }
      skip()
      guard let process, try peek() == 0x3A else { continue }
      let field = try word(until: ByteClass.fieldEnd)
      guard let kind = RecordedEvent.Kind(UnsafeBufferPointer(rebasing: field.dropFirst())),
        try peek() == 0x09
      else { continue }
      skip()
      event = RecordedEvent(at: start)
      event.process = process
      event.kind = kind
      try logFields(&event)
      return true
    }
  }

  /// The process with which a field ends: ` 3`, ` :nemesis`.
  private static func process(endOf field: UnsafeBufferPointer<UInt8>) -> RecordedEvent.Process? {
    var start = field.count
    while start > 0, field[start - 1] != 0x20 { start -= 1 }
    let word = UnsafeBufferPointer(rebasing: field[start...])
    if let number = word.integer { return .number(number) }
    return word.first == 0x3A ? .notClient : nil
  }

  private mutating func logFields(_ event: inout RecordedEvent) throws(HistoryFileError) {
    try eventFunction(&event)
    try skipAll(ByteClass.blank)
    event.valuePlace = place
    let isClient = event.process != .notClient || event.function == .conventions
    // Of the others the rest is an explanation in free text.
    guard isClient, event.kind == .invoke || event.kind == .ok || event.function == .conventions
    else { return try logResult(of: &event) }
    let next = try peek()
    guard next != 0x0A, next != ByteInput.ending else { return }
    let line = place.line
    event.value = try ednValue()
    event.isVector = latestIsVector
    guard place.line == line else {
      throw error("a value that goes on after its line", at: event.valuePlace)
    }
    try logResult(of: &event)
  }

  /// `:result` and a value, at the end of a line.
  private mutating func logResult(of event: inout RecordedEvent) throws(HistoryFileError) {
    while true {
      let field = try word(until: ByteClass.fieldEnd)
      let isResult = field.equals(":result")
      guard try peek() == 0x09 else { return }
      skip()
      if isResult {
        event.result = try ednValue()
        return
      }
    }
  }
}
