/// A progress file that cannot be read: it was cut off, edited or written by a newer lab.
public struct ProgressDamage: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  public let message: String
  public var description: String { "line \(line): \(message)" }
}

extension Progress {
  static let header = "conlab-progress"
  static let version = 2
  /// The versions that are read. The first knew no attempts.
  static let versionsRead = 1...2

  /// The text form: a version line, a line for each fact, and a last line that counts them, so that a
  /// file that was cut off is noticed.
  public var text: String {
    var lines: [String] = []
    for entry in lessons {
      lines.append(
        "lesson \(entry.lesson) \(entry.isComplete ? "complete" : "begun")"
          + " \(entry.isSolved ? "solved" : "open")"
          + " \(entry.fewestMoves.map(String.init) ?? "-") \(entry.referenceMoves) \(entry.hints)")
      lines += entry.right.map { "right \(entry.lesson) \($0)" }
      lines += entry.wrong.map { "wrong \(entry.lesson) \($0)" }
      lines += entry.attempt?.lines(of: entry.lesson) ?? []
    }
    lines += places.map { "place \($0.stamp) \($0.lesson) \($0.round) \($0.beat)" }
    return (["\(Self.header) \(Self.version)"] + lines + ["end \(lines.count)"])
      .joined(separator: "\n") + "\n"
  }

  /// Reads the text form. Nothing is guessed: a line that is not understood is damage.
  public init(parsing text: String) throws(ProgressDamage) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard Self.versionsRead.contains(where: { lines[0] == "\(Self.header) \($0)" }) else {
      let found = lines[0].prefix(40)
      throw ProgressDamage(
        line: 1, message: "found \"\(found)\", expected \"\(Self.header) \(Self.version)\"")
    }
    guard let end = lines.dropFirst().firstIndex(where: { $0.hasPrefix("end ") }) else {
      throw ProgressDamage(line: lines.count, message: "the file is cut off: no last line")
    }
    guard lines[end] == "end \(end - 1)" else {
      throw ProgressDamage(
        line: end + 1, message: "found \"\(lines[end])\", expected \"end \(end - 1)\"")
    }
    guard lines[(end + 1)...].allSatisfy(\.isEmpty) else {
      throw ProgressDamage(line: end + 2, message: "something follows the last line")
    }
    for index in 1..<end {
      guard read(lines[index].split(separator: " ").map(String.init)) else {
        throw ProgressDamage(line: index + 1, message: "cannot be read: \"\(lines[index])\"")
      }
    }
  }

  /// Reads one line; false when it is not understood.
  private mutating func read(_ words: [String]) -> Bool {
    switch (words.first, words.count) {
    case ("lesson", 7): return readLesson(words)
    case ("right", 3), ("wrong", 3):
      guard Self.isIdentifier(words[1]), Self.isIdentifier(words[2]) else { return false }
      var entry = LessonProgress(lesson: words[1])
      if words[0] == "right" { entry.right = [words[2]] } else { entry.wrong = [words[2]] }
      note(entry)
      return true
    case ("place", 5):
      guard let stamp = Int64(words[1]), stamp >= 0, Self.isIdentifier(words[2]),
        let round = Int(words[3]), let beat = Int(words[4]), round >= 0, beat >= 0
      else { return false }
      note(Place(stamp: stamp, lesson: words[2], round: round, beat: beat))
      return true
    case ("attempt", _), ("answer", _), ("hint", _), ("solution", _), ("round", _), ("met", _):
      guard words.count > 1, Self.isIdentifier(words[1]), let attempt = LessonAttempt(line: words)
      else { return false }
      var entry = LessonProgress(lesson: words[1])
      entry.attempt = attempt
      note(entry)
      return true
    default: return false
    }
  }

  private mutating func readLesson(_ words: [String]) -> Bool {
    var entry = LessonProgress(lesson: words[1])
    entry.isComplete = words[2] == "complete"
    entry.isSolved = words[3] == "solved"
    entry.fewestMoves = Int(words[4])
    guard Self.isIdentifier(words[1]), ["complete", "begun"].contains(words[2]),
      ["solved", "open"].contains(words[3]), words[4] == "-" || entry.fewestMoves != nil,
      let reference = Int(words[5]), let hints = Int(words[6]), reference >= 0, hints >= 0
    else { return false }
    entry.referenceMoves = reference
    entry.hints = hints
    note(entry)
    return true
  }

  /// Lessons, rounds, tasks and predictions are named so: 1 to 48 ASCII letters, digits, `-` and `_`.
  public static func isIdentifier(_ text: String) -> Bool {
    (1...48).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x2D || byte == 0x5F
      }
  }
}
