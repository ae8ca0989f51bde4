import Foundation

/// Reading of files and folders, with errors that name them.
package enum FileAccess {
  package static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  package static func isFile(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) && !isFolder(path)
  }

  /// The whole text of a file.
  package static func text(_ path: String) throws(LessonFileError) -> String {
    let bytes = try start(of: path, bytesMax: SourceText.bytesMax)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw LessonFileError(file: path, "the file is not UTF-8 text")
    }
    return text
  }

  /// The first bytes of a file, so many at most; no more of it is read.
  /// - Throws: `LessonFileError` also when the file is larger than a lesson may be, whatever is asked for.
  static func start(of path: String, bytesMax: Int) throws(LessonFileError) -> [UInt8] {
    let descriptor = try open(path)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    // One byte more than may be, in case the file grows meanwhile.
    let wanted = min(bytesMax, SourceText.bytesMax + 1)
    while bytes.count < wanted {
      let room = min(wanted - bytes.count, 1 << 16)
      var count = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        repeat {
          count = read(descriptor, buffer.baseAddress, room)
        } while count < 0 && errno == EINTR
        filled = max(0, count)
      }
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { break }
      bytes += chunk
    }
    guard bytes.count <= SourceText.bytesMax else { throw tooLarge(path) }
    return bytes
  }

  /// Opens a regular file: a pipe or a device may never come to an end.
  private static func open(_ path: String) throws(LessonFileError) -> Int32 {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw unreadable(path) }
      throw LessonFileError(.missing, file: path, "no such file")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw LessonFileError(.missing, file: path, "this is a folder, not a file")
    default: throw LessonFileError(file: path, "this is not a regular file")
    }
    guard status.st_size <= SourceText.bytesMax else { throw tooLarge(path) }
    // Should it have become a pipe by now, nobody waits for it.
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    return descriptor
  }

  private static func unreadable(_ path: String) -> LessonFileError {
    LessonFileError(
      .inputOutput, file: path, "the file cannot be read", found: String(cString: strerror(errno)))
  }

  private static func tooLarge(_ path: String) -> LessonFileError {
    LessonFileError(
      file: path, "the file is too large", expected: "at most \(SourceText.bytesMax) bytes")
  }

  /// The names in a folder, ascending.
  package static func names(in folder: String) throws(LessonFileError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      throw LessonFileError(.inputOutput, file: folder, "the folder cannot be read")
    }
  }
}
