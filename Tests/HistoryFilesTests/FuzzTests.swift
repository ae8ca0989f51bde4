import Checkers
import GeneratedHistories
import Histories
import HistoryFiles
import Testing

/// Any bytes give a history or an error with a place, in memory that the limits bound.
@Suite struct FuzzTests {
  static let limits = ReadingLimits(depth: 32, wordBytes: 4096, elements: 4096, operations: 10_000)

  /// Reads the bytes in pieces of odd sizes, as a pipe delivers them.
  static func read(
    _ bytes: [UInt8], as format: HistoryFormat?, pieces: Int, _ specification: SpecificationName?
  ) -> Result<HistoryFile, HistoryFileError> {
    var reader = HistoryReader()
    reader.format = format
    reader.limits = limits
    reader.specification = specification
    var offset = 0
    return Result { () throws(HistoryFileError) in
      try reader.read { buffer in
        let count = min(buffer.count, pieces, bytes.count - offset)
        buffer.copyBytes(from: bytes[offset..<offset + count])
        offset += count
        return count
      }
    }
  }

  static let everyFormat: [HistoryFormat?] = [nil, .edn, .jsonl, .log]

  /// What is read is whole, and what is refused has a place in the bytes; in pieces it is the same.
  static func check(
    _ bytes: [UInt8], _ specification: SpecificationName? = nil,
    as formats: [HistoryFormat?] = everyFormat
  ) {
    let lines = bytes.count { $0 == 10 } + 1
    for format in formats {
      let whole = read(bytes, as: format, pieces: .max, specification)
      let torn = read(bytes, as: format, pieces: 7, specification)
      let isSound: Bool
      switch whole {
      case .success(let file):
        isSound =
          file.lines.count == file.history.operations.count
          && file.lines.allSatisfy { (1...lines).contains(Int($0)) }
      case .failure(let error):
        isSound =
          (1...lines).contains(error.place.line)
          && (1...bytes.count + 1).contains(error.place.column) && error.message.utf8.count < 700
      }
      if !isSound || outcome(whole) != outcome(torn) {
        Issue.record("\(outcome(whole)) \(outcome(torn)) \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  private static func outcome(_ result: Result<HistoryFile, HistoryFileError>) -> String {
    switch result {
    case .success(let file): "\(file.history.operations)"
    case .failure(let error): "\(error)"
    }
  }

  static let samples: [(SpecificationName, [UInt8])] = SpecificationName.allCases.flatMap { name in
    HistoryFormat.allCases.map { format in
      var source = RandomHistories(name, seed: 3)
      var writer = HistoryWriter(format)
      writer.specification = name
      writer.nanoseconds = 1
      let history = source.make(operations: 6, processes: 3, initial: [.init("x", 1)])
      return (name, Array(writer.text(of: history).utf8))
    }
  }

  @Test func randomBytes() {
    var dice = GeneratedNumbers(1)
    let syntax = Array("{}[]()#_:;,\"\\ \t\n0123:processtypefvalue-nilokinvoke\"".utf8)
    for round in 0..<1_500 {
      let count = dice.below(120)
      let bytes = (0..<count).map { _ in
        round % 2 == 0 ? UInt8(dice.below(256)) : syntax[dice.below(syntax.count)]
      }
      Self.check(bytes)
    }
  }

  @Test func truncatedAtEveryByte() {
    for (name, bytes) in Self.samples {
      for count in 0...bytes.count { Self.check(Array(bytes.prefix(count)), name, as: [nil]) }
    }
  }

  @Test func mutatedFiles() {
    var dice = GeneratedNumbers(2)
    for (name, sample) in Self.samples {
      for _ in 0..<40 {
        var bytes = sample
        for _ in 0...dice.below(3) {
          let place = dice.below(bytes.count)
          switch dice.below(4) {
          case 0: bytes[place] = UInt8(dice.below(256))
          case 1: bytes.remove(at: place)
          case 2:
            bytes.insert(
              contentsOf: Array("{[\"#_:;\n\t".utf8)[dice.below(9)...].prefix(1), at: place)
          default:
            let other = dice.below(bytes.count)
            let piece = Array(bytes[min(place, other)..<max(place, other)].prefix(40))
            bytes.insert(contentsOf: piece, at: place)
          }
        }
        Self.check(bytes, name)
        Self.check(bytes)
      }
    }
  }

  /// An endless source is refused as soon as a limit is reached.
  @Test(arguments: HistoryFormat.allCases) func endlessInput(_ format: HistoryFormat) {
    var reader = HistoryReader()
    reader.format = format
    reader.limits = Self.limits
    for byte in ["[", "a", "\"", "1", "\\", "#", "{", ":", "\u{0}"] as [Character]
    where format != .log {
      var delivered = 0
      #expect(throws: HistoryFileError.self) {
        try reader.read { buffer in
          delivered += buffer.count
          buffer.initializeMemory(as: UInt8.self, repeating: byte.asciiValue ?? 0)
          return buffer.count
        }
      }
      #expect(delivered < 2_000_000, "\(byte)")
    }
    // Without an end of a line a log has no line of an operation.
    var delivered = 0
    let text = Array("INFO - 0\t:invoke\t:write\t\"".utf8)
    reader.format = .log
    #expect(throws: HistoryFileError.self) {
      try reader.read { buffer in
        buffer.initializeMemory(as: UInt8.self, repeating: 0x61)
        if delivered == 0 { buffer.copyBytes(from: text) }
        delivered += buffer.count
        return buffer.count
      }
    }
    #expect(delivered < 2_000_000)
  }
}
