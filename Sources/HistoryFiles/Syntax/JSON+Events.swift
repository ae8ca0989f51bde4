import Histories

/// Objects with `process`, `type`, `f` and `value`, one a line or in one array.
extension ByteInput {
  /// Reads the next event. False at the end.
  ///
  /// - Parameter arrayStart: where the array begins in which the events stand, if in one.
  mutating func jsonEvent(
    _ event: inout RecordedEvent, in arrayStart: inout FilePlace?
  ) throws(HistoryFileError) -> Bool {
    elements = 0
    while true {
      try skipAll(ByteClass.space)
      switch try peek() {
      case ByteInput.ending:
        if let arrayStart { throw unclosed(arrayStart) }
        return false
      case 0x7B:
        try jsonEventObject(&event)
        return true
      case 0x5B where arrayStart == nil:
        arrayStart = place
        skip()
      case 0x5D where arrayStart != nil:
        arrayStart = nil
        skip()
      default: throw error("\(try found()), expected an object with process, type, f and value")
      }
    }
  }

  private mutating func jsonEventObject(
    _ event: inout RecordedEvent
  ) throws(HistoryFileError) {
    event = RecordedEvent(at: place)
    skip()
    var count = 0
    while try jsonGoesOn(after: count, until: 0x7D, event.place) {
      count += 1
      guard try peek() == 0x22 else { throw error("\(try found()), expected a name in quotes") }
      var other = ""
      let field = try name(&other) { EventField(name: $0) } ?? .other
      try jsonColon()
      try read(field, of: &event) { input throws(HistoryFileError) in try input.jsonValue() }
    }
  }
}
