extension LessonAttempt {
  /// Its lines in the text form of progress. Every line names the lesson and the number, so that the
  /// order of lines does not matter.
  func lines(of lesson: String) -> [String] {
    let place = "\(lesson) \(number)"
    var lines = ["attempt \(place) \(isOver ? "over" : "underway")"]
    lines += answers.map {
      "answer \(place) \($0.prediction) \($0.isRight ? "right" : "wrong")"
        + " \(QuotedWord.quote($0.given)) \(QuotedWord.quote($0.truth))"
    }
    lines += hints.map { "hint \(place) \($0)" }
    lines += solutions.map { "solution \(place) \($0)" }
    for work in rounds {
      let round = "\(place) \(work.round) \(work.timesAnew)"
      lines.append(
        "round \(round) \(work.isThrough ? "through" : "underway") \(work.made) \(work.takenBack)")
      lines += work.met.map { "met \(round) \($0.task) \(QuotedWord.quote($0.witness))" }
    }
    return lines
  }

  /// Reads one of these lines: an attempt that knows nothing but this. Nil when it is not understood.
  init?(line words: [String]) {
    guard words.count > 3, let number = Self.count(words[2]), number > 0 else { return nil }
    self.init(number: number)
    let rest = Array(words[3...])
    switch (words[0], rest.count) {
    case ("attempt", 1):
      guard let isOver = Self.flag(rest[0], "over", "underway") else { return nil }
      self.isOver = isOver
    case ("answer", 4):
      guard Progress.isIdentifier(rest[0]), let isRight = Self.flag(rest[1], "right", "wrong"),
        let given = QuotedWord.read(rest[2]), let truth = QuotedWord.read(rest[3])
      else { return nil }
      answers = [
        GivenAnswer(prediction: rest[0], isRight: isRight, given: given, truth: truth)
      ]
    case ("hint", 1):
      guard let hint = Self.count(rest[0]) else { return nil }
      hints = [hint]
    case ("solution", 1):
      guard Progress.isIdentifier(rest[0]) else { return nil }
      solutions = rest
    case ("round", 5), ("met", 4):
      guard let work = RoundWork(words[0], rest) else { return nil }
      rounds = [work]
    default: return nil
    }
  }

  fileprivate static func flag(_ word: String, _ yes: String, _ no: String) -> Bool? {
    word == yes ? true : word == no ? false : nil
  }

  /// A number that sums of it cannot overflow.
  fileprivate static func count(_ word: String) -> Int? {
    Int(word).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
  }
}

extension LessonAttempt.RoundWork {
  fileprivate init?(_ kind: String, _ words: [String]) {
    guard Progress.isIdentifier(words[0]), let times = LessonAttempt.count(words[1]) else {
      return nil
    }
    self.init(round: words[0])
    timesAnew = times
    if kind == "met" {
      guard Progress.isIdentifier(words[2]), let witness = QuotedWord.read(words[3]) else {
        return nil
      }
      met = [LessonAttempt.MetTask(task: words[2], witness: witness)]
      return
    }
    guard let isThrough = LessonAttempt.flag(words[2], "through", "underway"),
      let made = LessonAttempt.count(words[3]), let takenBack = LessonAttempt.count(words[4])
    else { return nil }
    self.isThrough = isThrough
    self.made = made
    self.takenBack = takenBack
  }
}

/// Any text as one word of a line: letters, digits and a few signs stand for themselves, every other
/// byte as `%` and two hexadecimal digits. The empty text is `%`.
enum QuotedWord {
  private static let digits = Array("0123456789ABCDEF".utf8)

  static func quote(_ text: String) -> String {
    if text.isEmpty { return "%" }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isPlain(byte) {
        bytes.append(byte)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Nil when it is no such word.
  static func read(_ word: String) -> String? {
    if word == "%" { return "" }
    var bytes: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let byte = rest.popFirst() {
      if isPlain(byte) {
        bytes.append(byte)
      } else {
        guard byte == 0x25, let high = rest.popFirst().flatMap(digits.firstIndex),
          let low = rest.popFirst().flatMap(digits.firstIndex)
        else { return nil }
        bytes.append(UInt8(high << 4 | low))
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    // ( ) * + , - . / : ; < = > _ { }
    case 0x28...0x2F, 0x3A...0x3E, 0x5F, 0x7B, 0x7D: true
    default: false
    }
  }
}
