import Foundation
import Glibc

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Writes a file by way of a new one beside it, which then takes its name.
  /// - Throws: `CommandFailure` saying which path could not be written and why; the old file stays.
  static func write(_ text: String, to target: URL) throws {
    let temporary = try writeBeside(target, text, makesFolder: true)
    guard rename(temporary.path, target.path) == 0 else {
      let why = String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: temporary)
      throw failure("write", target, why)
    }
  }

  /// Writes a file that must not be there yet.
  /// - Parameter makesFolder: whether a folder that is missing is made, and not taken for a mistake in the path.
  static func writeNew(_ text: String, to target: URL, makesFolder: Bool = false) throws {
    guard try create(target, text, makesFolder: makesFolder) else {
      throw CommandFailure(
        .inputOutput, "\(target.path) is there already; nothing was overwritten")
    }
  }

  /// Whether `writeNew` could write the file now; nothing stays behind.
  static func checkNew(_ target: URL) throws {
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw CommandFailure(
        .inputOutput, "\(target.path) is there already; nothing was overwritten")
    }
    let temporary = try writeBeside(target, "", makesFolder: false)
    try? FileManager.default.removeItem(at: temporary)
  }

  /// Writes a file unless there is one: of two programs that do so at once, one is told false.
  static func create(_ target: URL, _ text: String, makesFolder: Bool = true) throws -> Bool {
    if FileManager.default.fileExists(atPath: target.path) { return false }
    let temporary = try writeBeside(target, text, makesFolder: makesFolder)
    defer { try? FileManager.default.removeItem(at: temporary) }
    if link(temporary.path, target.path) == 0 { return true }
    if errno == EEXIST { return false }
    // Some file systems have no links.
    guard rename(temporary.path, target.path) == 0 else {
      throw failure("write", target, String(cString: strerror(errno)))
    }
    return true
  }

  private static func writeBeside(
    _ target: URL, _ text: String, makesFolder: Bool
  ) throws -> URL {
    let folder = target.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(
      ".\(target.lastPathComponent).\(getpid()).new")
    do {
      if makesFolder {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      try Data(text.utf8).write(to: temporary)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw failure("write", target, reason(error))
    }
    return temporary
  }

  /// Reads a text file.
  /// - Throws: `CommandFailure`: no such file, no regular file, unreadable, too large or not UTF-8.
  static func read(_ file: URL, bytesMax: Int = 64 << 20) throws -> String {
    var status = stat()
    guard stat(file.path, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw failure("read", file, String(cString: strerror(errno)))
      }
      throw CommandFailure(.missing, "no such file: \(file.path)")
    }
    // A pipe or a device may never come to an end.
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw CommandFailure(
        .data, "\(file.path) is \(isFolder ? "a folder" : "not a regular file"), expected a file")
    }
    guard status.st_size <= bytesMax else {
      throw CommandFailure(
        .data, "\(file.path) has \(status.st_size) bytes; at most \(bytesMax) are read")
    }
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw failure("read", file, reason(error))
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CommandFailure(.data, "\(file.path) is not UTF-8 text")
    }
    return text
  }

  private static func failure(_ verb: String, _ file: URL, _ reason: String) -> CommandFailure {
    CommandFailure(
      .inputOutput, "cannot \(verb) \(file.path): \(reason)",
      brief: "\(reason) (\(Paths.short(file.path)))")
  }

  /// What the system said, where an error carries that; else what the error says of itself.
  static func reason(_ error: any Error) -> String {
    let wrapped = (error as NSError).userInfo[NSUnderlyingErrorKey]
    if let posix = (wrapped as? POSIXError) ?? (error as? POSIXError) {
      return String(cString: strerror(posix.code.rawValue))
    }
    if let system = wrapped as? NSError, system.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(system.code)))
    }
    return (error as NSError).localizedDescription
  }
}
