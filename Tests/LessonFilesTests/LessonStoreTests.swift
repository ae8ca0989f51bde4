import Curriculum
import Foundation
import LessonFiles
import Testing

/// Finding lessons: where, in which order, and what is said when there are none.
@Suite struct LessonStoreTests {
  @Test func theShippedLessonsAreRead() throws {
    let store = try LessonStore(folder: Checkout.root + "/Lessons")
    #expect(store.errors.map(\.description) == [])
    #expect(store.catalogue.tracks.first?.title == "Stale reads")
    #expect(try store.lesson("sr1").lesson.title == "The value that was there a moment ago")
    let error = try #require(throws: LessonFileError.self) { try store.lesson("SR0") }
    #expect(error.kind == .missing && error.message.contains("did you mean SR1?"))
  }

  @Test func foldersAreFoundFromTheExecutable() throws {
    let prefix = NSTemporaryDirectory() + "conlab-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: prefix) }
    for folder in ["bin", "share/conlab/Lessons", "elsewhere/deep", "given"] {
      try FileManager.default.createDirectory(
        atPath: "\(prefix)/\(folder)", withIntermediateDirectories: true)
    }
    try "".write(toFile: "\(prefix)/bin/conlab", atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: "\(prefix)/elsewhere/link", withDestinationPath: "\(prefix)/bin/conlab")
    let installed = ResourceFolders(executable: "\(prefix)/elsewhere/link", environment: nil)
    #expect(try installed.lessons().hasSuffix("share/conlab/Lessons"))
    #expect(try installed.lessons(explicit: "\(prefix)/given") == "\(prefix)/given")
    let told = ResourceFolders(executable: nil, environment: "\(prefix)/given")
    #expect(try told.lessons() == "\(prefix)/given")
    let lost = ResourceFolders(executable: "\(prefix)/elsewhere/deep/conlab", environment: nil)
    let error = try #require(throws: LessonFileError.self) { try lost.lessons() }
    #expect(error.kind == .missing && error.description.contains("Lessons"))
    #expect(throws: LessonFileError.self) { try told.lessons(explicit: "\(prefix)/none") }
    let checkout = ResourceFolders(
      executable: Checkout.root + "/.build/debug/conlab", environment: nil)
    #expect(try checkout.lessons().hasSuffix("/Lessons"))
  }

  @Test func aBrokenFileDoesNotHideTheOthers() throws {
    let folder = NSTemporaryDirectory() + "lessons-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/t", withIntermediateDirectories: true)
    let texts = [
      "01-a": LessonTemplate.text(id: "A1", track: "t"),
      "02-same": LessonTemplate.text(id: "a1", track: "t"),
      "03-astray": LessonTemplate.text(id: "A3", track: "u"), "04-bad": "format: 1\nidd: x\n",
      "05-b": LessonTemplate.text(id: "B1", track: "t"),
    ]
    for (name, text) in texts {
      try text.write(toFile: "\(folder)/t/\(name).yaml", atomically: true, encoding: .utf8)
    }
    let store = try LessonStore(folder: folder)
    #expect(store.catalogue.lessons.map(\.id) == ["A1", "B1"])
    #expect(
      store.errors.map { String($0.file.suffix(11)) }.map { $0.contains(".yaml") } == [
        true, true, true,
      ])
    #expect(store.errors.allSatisfy { $0.line != nil })
    #expect(store.catalogue.lesson(after: "A1")?.id == "B1")
  }

  @Test func missingAndUnreadableFilesSaySo() throws {
    for (path, kind) in [
      ("/nonexistent/x.yaml", LessonFileError.Kind.missing), (Checkout.root, .missing),
    ] {
      let error = try #require(throws: LessonFileError.self) { try LessonStore.load(path) }
      #expect(error.kind == kind)
    }
  }
}
