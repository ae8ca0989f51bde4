import Histories

/// What a map of a history calls its parts.
enum EventField {
  case process, type, function, value, key, result, client, session, time, other

  init(name word: UnsafeBufferPointer<UInt8>) {
    // With the colon of a keyword, or without it.
    let name =
      word.first == 0x3A ? UnsafeBufferPointer(rebasing: word.dropFirst()) : word
    switch name.count {
    case 1: self = name.equals("f") ? .function : .other
    case 3: self = name.equals("key") ? .key : .other
    case 4: self = name.equals("type") ? .type : name.equals("time") ? .time : .other
    case 5: self = name.equals("value") ? .value : .other
    case 6: self = name.equals("result") ? .result : name.equals("client") ? .client : .other
    case 7: self = name.equals("process") ? .process : name.equals("session") ? .session : .other
    default: self = .other
    }
  }
}

extension ByteInput {
  /// What a word means, which is given to `meaning` without its colon or its quotes.
  ///
  /// - Returns: nil if it means nothing, with the word in `text`.
  mutating func name<Meaning>(
    _ text: inout String, _ meaning: (UnsafeBufferPointer<UInt8>) -> Meaning?
  ) throws(HistoryFileError) -> Meaning? {
    let start = place
    guard try peek() == 0x22 else {
      let word = try word(until: ByteClass.wordEnd)
      guard !word.isEmpty else { throw error("\(try found()), expected a name", at: start) }
      return try known(word, &text, start, meaning)
    }
    skip()
    let word = try word(until: ByteClass.stringEnd)
    let found = try known(word, &text, start, meaning)
    guard try peek() == 0x22 else {
      throw error("a name in quotes without its end, expected a name", at: start)
    }
    skip()
    return found
  }

  private func known<Meaning>(
    _ word: UnsafeBufferPointer<UInt8>, _ text: inout String, _ start: FilePlace,
    _ meaning: (UnsafeBufferPointer<UInt8>) -> Meaning?
  ) throws(HistoryFileError) -> Meaning? {
    let isKeyword = word.first == 0x3A
    let name = isKeyword ? UnsafeBufferPointer(rebasing: word.dropFirst()) : word
    if let found = meaning(name) { return found }
    text = try self.text(name, at: start)
    return nil
  }

  /// The value of `:type`.
  mutating func eventKind() throws(HistoryFileError) -> RecordedEvent.Kind {
    let start = place
    var text = ""
    if let kind = try name(&text, { RecordedEvent.Kind($0) }) { return kind }
    throw error("\(quoted(text)), expected invoke, ok, fail or info", at: start)
  }

  /// The value of `:f`, which may be anything where no client speaks.
  mutating func eventFunction(_ event: inout RecordedEvent) throws(HistoryFileError) {
    event.functionPlace = place
    event.function = try name(&event.unknownFunction) { FunctionName($0) }
  }

  /// The value of `:process`: a number or a name in quotes is a client, `:nemesis` is none.
  mutating func eventProcess() throws(HistoryFileError) -> RecordedEvent.Process {
    let start = place
    if try peek() == 0x22 {
      let text = try quotedText()
      return text == "nemesis" || text.hasPrefix(":") ? .notClient : .named(text)
    }
    let word = try word(until: ByteClass.wordEnd)
    if let number = word.integer { return .number(number) }
    guard let first = word.first else {
      throw error("\(try found()), expected the number of a process", at: start)
    }
    guard first > 0x40 || first == 0x3A else {
      let text = try text(word, at: start)
      throw error(
        "\(quoted(text)), expected the number of a process, of at most 64 bits", at: start)
    }
    return .notClient
  }
}
