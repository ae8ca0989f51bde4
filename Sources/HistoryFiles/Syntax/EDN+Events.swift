import Histories

/// Maps of `:process :type :f :value`, one after the other or in one vector.
extension ByteInput {
  /// Reads the next event. False at the end.
  ///
  /// - Parameter vectorStart: where the vector begins in which the events stand, if in one.
  mutating func ednEvent(
    _ event: inout RecordedEvent, in vectorStart: inout FilePlace?
  ) throws(HistoryFileError) -> Bool {
    elements = 0
    while true {
      try skipEDNSpace()
      switch try peek() {
      case ByteInput.ending:
        if let vectorStart { throw unclosed(vectorStart) }
        return false
      case 0x5B where vectorStart == nil:
        vectorStart = place
        skip()
      case 0x5D where vectorStart != nil:
        vectorStart = nil
        skip()
      case 0x7B:
        try ednEventMap(&event)
        return true
      case 0x23:
        // The tag of a record, such as `#jepsen.history.Op`.
        let start = place
        skip()
        let tag = try word(until: ByteClass.wordEnd)
        guard !tag.isEmpty, try peek() == 0x7B else {
          throw error("'#', expected a map", at: start)
        }
      default: throw error("\(try found()), expected a map of :process, :type, :f and :value")
      }
    }
  }

  private mutating func ednEventMap(
    _ event: inout RecordedEvent
  ) throws(HistoryFileError) {
    event = RecordedEvent(at: place)
    skip()
    while true {
      try skipEDNSpace()
      let byte = try peek()
      if byte == 0x7D {
        skip()
        return
      }
      guard byte != ByteInput.ending else { throw unclosed(event.place) }
      try ednField(of: &event)
    }
  }

  private mutating func ednField(of event: inout RecordedEvent) throws(HistoryFileError) {
    let field: EventField
    if try peek() == 0x27 {
      throw error(
        "\(try found()), expected :process, :type, :f or :value, or names in double quotes")
    }
    if try peek() == 0x3A {
      field = EventField(name: try word(until: ByteClass.wordEnd))
    } else {
      // A key that is a string or something else: of no concern.
      let key = try ednValue()
      field =
        if case .text(var text) = key { text.withUTF8 { EventField(name: $0) } } else { .other }
    }
    try skipEDNSpace()
    try read(field, of: &event) { input throws(HistoryFileError) in try input.ednValue() }
  }
}
