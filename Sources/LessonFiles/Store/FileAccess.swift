import Foundation

/// Reading of files and folders, with errors that name them.
enum FileAccess {
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  static func isFile(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) && !isFolder(path)
  }

  /// Whether reading comes to an end: a pipe or a device may never.
  private static func isRegular(_ path: String) -> Bool {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }

  /// The whole text of a file.
  static func text(_ path: String) throws(LessonFileError) -> String {
    guard isFile(path) else {
      throw LessonFileError(
        .missing, file: path, isFolder(path) ? "this is a folder, not a file" : "no such file")
    }
    guard isRegular(path) else {
      throw LessonFileError(file: path, "this is not a regular file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw LessonFileError(.inputOutput, file: path, "the file cannot be read")
    }
    defer { try? handle.close() }
    let data: Data
    // One byte more than may be: what is larger is not read.
    do { data = try handle.read(upToCount: SourceText.bytesMax + 1) ?? Data() } catch {
      throw LessonFileError(.inputOutput, file: path, "the file cannot be read")
    }
    guard data.count <= SourceText.bytesMax else {
      throw LessonFileError(
        file: path, "the file is too large", expected: "at most \(SourceText.bytesMax) bytes")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw LessonFileError(file: path, "the file is not UTF-8 text")
    }
    return text
  }

  /// The names in a folder, ascending.
  static func names(in folder: String) throws(LessonFileError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      throw LessonFileError(.inputOutput, file: folder, "the folder cannot be read")
    }
  }
}
