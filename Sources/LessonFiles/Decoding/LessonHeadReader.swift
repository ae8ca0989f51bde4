import Curriculum

/// The head of a lesson file with the places of its parts.
public struct LoadedHead: Hashable, Sendable {
  public let head: LessonHead
  public let map: SourceMap
}

/// Reads the head of a lesson without the rest of its file.
///
/// The format makes that possible: the head's keys come before all others, and the first key after them
/// stands at the beginning of a line as it is, `rounds:`. `LessonReader` refuses a file of which this
/// would read anything else than the whole file says, so what is listed is what is opened.
enum LessonHeadReader {
  /// How far into a file a head reaches at most.
  static let bytesMax = 16_384

  /// How many bytes from the start of a file belong to the head: up to the first line that begins with a
  /// key that comes after it; nil when there is none among these bytes.
  ///
  /// Linear in the length of the head.
  static func length(of bytes: some RandomAccessCollection<UInt8>) -> Int? {
    var line = bytes.startIndex
    while line < bytes.endIndex {
      let rest = bytes[line...]
      if isBody(rest) { return bytes.distance(from: bytes.startIndex, to: line) }
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      line = bytes.index(after: end)
    }
    return nil
  }

  private static let bodyKeys = LessonKeys.lesson.keys
    .filter { !LessonKeys.head.keys.contains($0) }.map { Array("\($0):".utf8) }

  private static func isBody(_ rest: some Collection<UInt8>) -> Bool {
    guard let first = rest.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else {
      return false
    }
    return bodyKeys.contains { rest.starts(with: $0) }
  }

  /// Reads the head from the first bytes of a file: all of them, or `bytesMax` where there are more.
  /// - Throws: `LessonFileError`, with the line and the column of the first thing that is wrong.
  static func read(_ start: [UInt8], file: String) throws(LessonFileError) -> LoadedHead {
    let length = length(of: start)
    guard length != nil || start.count < bytesMax else {
      throw LessonFileError(
        file: file, line: 1, column: 1, "the head does not end within \(bytesMax) bytes",
        expected: bodyFollows)
    }
    guard let text = String(validating: start.prefix(length ?? start.count), as: UTF8.self) else {
      throw LessonFileError(file: file, "the file is not UTF-8 text")
    }
    let document = try YAMLDocument(text, file: file)
    let root = try document.root
    try LessonDecoder.checkFormat(root)
    let head = try head(try root.fields(LessonKeys.head))
    guard length != nil else {
      throw root.error("the lesson ends with its head", expected: bodyFollows)
    }
    return LoadedHead(head: head, map: document.map)
  }

  private static let bodyFollows = "a line that begins with cluster: or rounds:"

  static func head(_ fields: YAMLFields) throws(LessonFileError) -> LessonHead {
    LessonHead(
      id: try fields.required("id").identifier(), title: try fields.required("title").line(),
      track: try fields.required("track").identifier(),
      objective: try fields.required("objective").line(),
      minutes: Int(try fields.required("minutes").integer(in: 1...120)),
      bench: try fields["bench"]?.word(BenchName.self) ?? .cluster,
      counts: try fields["counts"].map { value throws(LessonFileError) in try counts(value) })
  }

  private static func counts(_ value: YAMLValue) throws(LessonFileError) -> LessonCounts {
    let fields = try value.fields(LessonKeys.counts)
    func number(_ key: String) throws(LessonFileError) -> Int {
      Int(try fields.required(key).integer(in: 0...10_000))
    }
    return LessonCounts(
      rounds: try number("rounds"), questions: try number("questions"), tasks: try number("tasks"))
  }
}
