import ArgumentParser
import Foundation

/// The exit codes of every command, in one table.
enum ExitStatus: Int32, CaseIterable {
  /// Holds, met, the same.
  case success = 0
  /// Violated, unmet, different.
  case violated = 1
  /// Unknown or pending.
  case undecided = 2
  case usage = 64
  /// Data that cannot be read: a file with an error in it.
  case data = 65
  /// No such file or lesson.
  case missing = 66
  /// Something that the program needs is not there.
  case unavailable = 69
  case inputOutput = 74
  /// The configuration file cannot be used.
  case configuration = 78

  var code: ExitCode { ExitCode(rawValue) }

  var meaning: String {
    switch self {
    case .success: "holds, met, the same"
    case .violated: "violated, unmet, different"
    case .undecided: "unknown or pending"
    case .usage: "wrong usage"
    case .data: "unreadable data"
    case .missing: "no such file or lesson"
    case .unavailable: "something needed is not there"
    case .inputOutput: "input or output failed"
    case .configuration: "unusable configuration"
    }
  }
}

/// A failure that ends the command with one clear message and a code of the table.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String
  /// The same for a line of the screen: the reason first, the path short.
  let brief: String

  init(_ status: ExitStatus, _ message: String, brief: String? = nil) {
    self.status = status
    self.message = message
    self.brief = brief ?? message
  }
}

/// Writes to standard error; control characters of file contents never get there raw. Where it cannot be
/// written there is nobody left to tell.
func complain(_ message: String) {
  try? FileHandle.standardError.write(
    contentsOf: Data("conlab: \(Printable.text(message))\n".utf8))
}

/// Makes text from outside safe for a terminal.
enum Printable {
  /// The text with every control character but line feeds replaced by a visible code.
  static func text(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n", .format, .surrogate, .privateUse, .lineSeparator,
        .paragraphSeparator:
        let code = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "<U+\(code)>".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
