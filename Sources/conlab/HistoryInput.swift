import Foundation
import Glibc
import HistoryFiles

/// Histories from files and from standard input.
enum HistoryInput {
  /// What stands for standard input on the command line.
  static let standardInput = "-"

  /// What a message calls it.
  static func name(_ path: String) -> String { path == standardInput ? "standard input" : path }

  /// Reads one history, in chunks.
  /// - Throws: `CommandFailure`: no such file, a folder, unreadable, or the line and column at which it is no
  ///   history.
  static func read(_ path: String, _ reader: HistoryReader) throws -> HistoryFile {
    let name = name(path)
    let descriptor = path == standardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw CommandFailure(
          .inputOutput, "cannot read \(path): \(String(cString: strerror(errno)))")
      }
      throw CommandFailure(.missing, "no such file: \(path)")
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    do throws(HistoryFileError) {
      return try reader.read { buffer in bytes(from: descriptor, into: buffer) }
    } catch {
      switch error.kind {
      case .content: throw CommandFailure(.data, "\(name): \(error)")
      case .source(Int(EISDIR)):
        throw CommandFailure(.data, "\(name) is a folder, expected a file")
      case .source(let code):
        throw CommandFailure(
          .inputOutput, "cannot read \(name): \(String(cString: strerror(Int32(code))))")
      }
    }
  }

  private static func bytes(
    from descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }
}
