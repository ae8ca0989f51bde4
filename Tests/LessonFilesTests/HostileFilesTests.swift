import Curriculum
import Foundation
import LessonFiles
import Testing

/// Files and folders that no author means: one clear error each, at once, and the others are listed.
@Suite struct HostileFilesTests {
  /// The only error of a folder that holds this file and a sound lesson.
  private func error(_ make: (LessonFolder) throws -> Void) throws -> LessonFileError {
    let folder = try LessonFolder()
    try make(folder)
    try folder.lesson("Z9")
    let store = try folder.store()
    #expect(store.catalogue.lessons.map(\.id) == ["Z9"])
    #expect(store.errors.count == 1)
    let error = try #require(store.errors.first)
    #expect(error.file == folder.file("x"))
    #expect(throws: LessonFileError.self) { try LessonStore.load(folder.file("x")) }
    return error
  }

  @Test func aHeadThatNeverEnds() throws {
    let start = "format: 1\nid: X1\n"
    for rest in [
      String(repeating: "# a remark\n", count: 3000),
      "title: " + String(repeating: "a", count: 40_000),
      "title: >-\n" + String(repeating: "  words\n", count: 5000),
      String(repeating: "\n", count: 100_000),
    ] {
      let error = try error { try $0.write("x", start + rest) }
      #expect(error.description.contains("does not end within 16384 bytes"), "\(error)")
      #expect(error.line == 1 && error.column == 1)
    }
    let ended = try error {
      let text = LessonTemplate.text(id: "X1", track: "t")
      try $0.write("x", text.components(separatedBy: "\ncluster:")[0] + "\n")
    }
    #expect(ended.description.contains("ends with its head"))
  }

  @Test func fiftyMegabytes() throws {
    let text = LessonTemplate.text(id: "X1", track: "t")
    let error = try error { folder in
      try folder.write("x", text)
      // A hole, not 50 MB on the disk.
      #expect(truncate(folder.file("x"), 50 << 20) == 0)
    }
    #expect(error.message == "the file is too large" && error.expected?.contains("1048576") == true)
  }

  @Test func aLongBodyIsNotRead() throws {
    let folder = try LessonFolder()
    let text = LessonTemplate.text(id: "X1", track: "t")
    try folder.write("x", text + String(repeating: "#\n", count: 500_000))
    #expect(try folder.store().lesson("X1").lesson.id == "X1")
    // Not UTF-8, far behind the head: found when the lesson is asked for.
    try folder.write("x", bytes: Array(text.utf8) + [0xFF])
    let store = try folder.store()
    #expect(store.errors.isEmpty)
    let error = try #require(throws: LessonFileError.self) { try store.lesson("X1") }
    #expect(error.message == "the file is not UTF-8 text")
  }

  @Test func binaryGarbage() throws {
    var state: UInt64 = 1
    for size in [0, 1, 100, 5000, 20_000] {
      let bytes = (0..<size).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      let error = try error { try $0.write("x", bytes: bytes) }
      #expect(error.kind == .content)
      #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }
    let zeros = try error { try $0.write("x", bytes: [UInt8](repeating: 0, count: 3000)) }
    #expect(zeros.message == "a control character" && zeros.line == 1)
  }

  @Test func whatCannotBeRead() throws {
    func link(_ target: String) throws -> LessonFileError {
      try error {
        try FileManager.default.createSymbolicLink(
          atPath: $0.file("x"), withDestinationPath: target)
      }
    }
    // Reading it fails for everybody, root included.
    let unreadable = try link("/proc/self/mem")
    #expect(unreadable.kind == .inputOutput && unreadable.message == "the file cannot be read")
    #expect(try link("/nonexistent").kind == .missing)
    #expect(try link("/dev/zero").message == "this is not a regular file")
    #expect(try link("x.yaml").kind == .inputOutput)
    let pipe = try error { #expect(mkfifo($0.file("x"), 0o600) == 0) }
    #expect(pipe.message == "this is not a regular file")
    let inside = try error {
      try FileManager.default.createDirectory(
        atPath: $0.file("x"), withIntermediateDirectories: true)
    }
    #expect(inside.message == "this is a folder, not a file")
  }

  @Test func aFolderThatVanishes() throws {
    let folder = try LessonFolder()
    try folder.lesson("A1")
    let store = try folder.store()
    try FileManager.default.removeItem(atPath: folder.path)
    let error = try #require(throws: LessonFileError.self) { try store.lesson("A1") }
    #expect(error.kind == .missing && error.file == folder.file("A1"))
    #expect(store.readAll().lessons.isEmpty && store.readAll().errors == [error])
  }

  @Test func aLessonThatIsEditedMeanwhile() throws {
    let folder = try LessonFolder()
    try folder.lesson("A1")
    let store = try folder.store()
    try folder.lesson("A1", "title: The note", "title: Another note")
    #expect(try store.lesson("A1").lesson.title == "Another note that was not there")
    for (old, new, line) in [("id: A1\n", "id: B1\n", 4), ("track: t\n", "track: u\n", 6)] {
      try folder.lesson("A1", old, new)
      let error = try #require(throws: LessonFileError.self) { try store.lesson("A1") }
      #expect(error.message.contains("was changed") && error.line == line, "\(error)")
    }
    try folder.write("A1", "format: 1\nid: A1")
    #expect(throws: LessonFileError.self) { try store.lesson("A1") }
  }

  @Test func linesEndInEitherWay() throws {
    let text = LessonTemplate.text(id: "A1", track: "t")
    let folder = try LessonFolder()
    try folder.write("A1", text.replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(try folder.store().lesson("A1").check().isEmpty)
    for other in ["\r", "\r\r\n"] {
      let broken = text.replacingOccurrences(of: "\n", with: other)
      let error = try #require(throws: LessonFileError.self) {
        try LessonReader.read(broken, file: "x.yaml")
      }
      #expect(error.found == "<U+000D>" && error.line == 1, "\(error)")
    }
  }
}
