import Foundation
import Testing

/// The program in plain mode at the other end of two pipes, and somebody who types lines and reads
/// what comes, up to the next prompt.
final class PlainProgram {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors = Pipe()
  /// Everything that was read so far.
  private(set) var transcript = ""
  /// What came since the last line was typed.
  private(set) var answer = ""

  init(_ arguments: [String], home: URL, extra: [String: String] = [:]) throws {
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = Program.environment(home: home).merging(extra) { $1 }
    process.currentDirectoryURL = home
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    read()
  }

  /// Types a line and reads the answer to it.
  func type(_ line: String) {
    input.fileHandleForWriting.write(Data((line + "\n").utf8))
    read()
  }

  /// Reads up to the next prompt, or to the end.
  private func read() {
    var bytes = Data()
    let prompt = Data("\n> ".utf8)
    while !bytes.hasSuffix(prompt) {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      bytes.append(more)
    }
    answer = String(decoding: bytes, as: UTF8.self)
    transcript += answer
  }

  /// Ends the input. Returns the exit status.
  func end() throws -> Int32 {
    try input.fileHandleForWriting.close()
    transcript += String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    #expect(String(decoding: complaints, as: UTF8.self) == "")
    return process.terminationStatus
  }

  /// The answer has this text in it, however it is wrapped.
  func expect(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    let found = Self.squeezed(answer).contains(Self.squeezed(text))
    #expect(found, "not said: \(text)\nbut: \(answer)", sourceLocation: location)
  }

  /// The text without blanks and markup.
  static func squeezed(_ text: String) -> String {
    String(text.filter { !$0.isWhitespace && !"*`".contains($0) })
  }
}

extension Data {
  fileprivate func hasSuffix(_ end: Data) -> Bool { suffix(end.count) == end }
}

/// What output for a screen reader must be like.
enum PlainRules {
  /// Lines that break a rule: too wide, a control character, a box or a block.
  static func broken(_ text: String, width: Int = 80) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
      // What the person typed is echoed as it was.
      if line.hasPrefix("> ") { return nil }
      if line.count > width { return "too wide: \(line)" }
      let bad = line.unicodeScalars.filter {
        $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (0x2500...0x25FF).contains($0.value)
          || (0x202A...0x202E).contains($0.value)
      }
      return bad.isEmpty ? nil : "has \(bad.map { String($0.value, radix: 16) }): \(line)"
    }
  }
}
