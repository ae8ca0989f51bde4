import Foundation
import Glibc

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Writes a file by way of a new one beside it, which then takes its name.
  /// - Throws: `CommandFailure` saying which path could not be written and why; the old file stays.
  static func write(_ text: String, to target: URL) throws {
    let folder = target.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(
      ".\(target.lastPathComponent).\(getpid()).new")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: temporary)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw CommandFailure(.inputOutput, "cannot write \(target.path): \(reason(error))")
    }
    guard rename(temporary.path, target.path) == 0 else {
      let why = String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: temporary)
      throw CommandFailure(.inputOutput, "cannot write \(target.path): \(why)")
    }
  }

  /// Writes a file that must not be there yet.
  static func writeNew(_ text: String, to target: URL) throws {
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw CommandFailure(
        .inputOutput, "\(target.path) is there already; nothing was overwritten")
    }
    try write(text, to: target)
  }

  /// Reads a text file.
  /// - Throws: `CommandFailure`: no such file, unreadable, too large or not UTF-8.
  static func read(_ file: URL, bytesMax: Int = 64 << 20) throws -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
      throw CommandFailure(.missing, "no such file: \(file.path)")
    }
    guard !isFolder.boolValue else {
      throw CommandFailure(.data, "\(file.path) is a folder, expected a file")
    }
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
      guard size <= bytesMax else {
        throw CommandFailure(
          .data, "\(file.path) has \(size) bytes; at most \(bytesMax) are read")
      }
      data = try Data(contentsOf: file)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.inputOutput, "cannot read \(file.path): \(reason(error))")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CommandFailure(.data, "\(file.path) is not UTF-8 text")
    }
    return text
  }

  static func reason(_ error: any Error) -> String {
    let wrapped = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let wrapped, wrapped.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(wrapped.code)))
    }
    return (error as NSError).localizedDescription
  }
}
