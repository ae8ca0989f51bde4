import Curriculum
import Foundation
import LessonFiles
import Testing

/// What lists show is read without the lesson, and is what the lesson says.
@Suite struct LessonHeadTests {
  @Test func headsAreThoseOfTheLessons() throws {
    let folder = try LessonFolder()
    try folder.lesson("A1")
    try folder.lesson("A2", "bench: cluster\ncounts: { rounds: 2, questions: 1, tasks: 1 }\n", "")
    try folder.lesson("A3", "title: The", "# a remark\n\ntitle: >-\n  About: the")
    let store = try folder.store()
    #expect(store.errors.map(\.description) == [])
    #expect(store.catalogue.lessons.map(\.id) == ["A1", "A2", "A3"])
    for head in store.catalogue.lessons {
      var whole = try store.lesson(head.id).lesson.head
      if head.id == "A2" { whole.counts = nil }
      #expect(head == whole)
    }
    #expect(store.catalogue.lesson("A3")?.title == "About: the note that was not there")
    #expect(
      store.catalogue.lesson("A1")?.counts == LessonCounts(rounds: 2, questions: 1, tasks: 1))
  }

  @Test func aBodyIsReadWhenItIsAskedFor() throws {
    let folder = try LessonFolder()
    try folder.lesson("A1", "cluster:\n", "cluster: }{ \u{1B}\n")
    try folder.lesson("A2", "panel: guarantees", "panel: guaranties")
    try folder.lesson("A3")
    let store = try folder.store()
    #expect(store.errors.map(\.description) == [])
    #expect(store.catalogue.lessons.map(\.id) == ["A1", "A2", "A3"])
    for (id, line) in [("A1", 12), ("A2", 50)] {
      let error = try #require(throws: LessonFileError.self) { try store.lesson(id) }
      #expect(error.file == folder.file(id) && error.column != nil)
      #expect(error.line == line, "\(error)")
    }
    let all = store.readAll()
    #expect(all.lessons.map(\.lesson.id) == ["A3"] && all.errors.count == 2)
  }

  /// Heads that no list can show, with what is said of them and on which line.
  static let broken: [(name: String, old: String, new: String, says: String, line: Int?)] = [
    (
      "a key of the head behind it", "minutes: 5\nbench: cluster\n", "bench: cluster\n",
      "the head, before cluster and rounds, lacks the key minutes", nil
    ),
    ("an unknown key", "minutes: 5", "minuets: 5", "found minuets, expected minutes", 8),
    ("a wrong number", "minutes: 5", "minutes: soon", "wrong number", 8),
    ("an open quotation", "title: The", "title: \"The", "not YAML", nil),
    ("a control character", "title: The", "title: \u{1B}[2J", "a control character", 5),
    ("an anchor", "minutes: 5", "minutes: &m 5", "anchors", 8),
    ("counts that are no numbers", "rounds: 2,", "rounds: two,", "wrong number", 10),
    ("an unknown count", "questions: 1", "riddles: 1", "unknown key", 10),
    ("another format", "format: 1", "format: 2", "format 1", 3),
  ]

  @Test(arguments: broken.indices) func aBrokenHeadIsNotListed(_ index: Int) throws {
    let broken = Self.broken[index]
    let folder = try LessonFolder()
    try folder.lesson("A1", broken.old, broken.new)
    try folder.lesson("A2")
    let store = try folder.store()
    #expect(store.catalogue.lessons.map(\.id) == ["A2"], "\(broken.name)")
    let error = try #require(store.errors.first)
    #expect(error.description.contains(broken.says), "\(error)")
    #expect(error.line != nil && error.line == broken.line ?? error.line, "\(error)")
    // What is not listed is no lesson either.
    #expect(throws: LessonFileError.self) { try LessonStore.load(folder.file("A1")) }
  }

  @Test func theHeadComesFirst() throws {
    let text = LessonTemplate.text(id: "A1", track: "t")
    let moved = try #require(Checkout.edited(text, "minutes: 5\n", "")) + "minutes: 5\n"
    let error = try #require(throws: LessonFileError.self) {
      try LessonReader.read(moved, file: "x.yaml")
    }
    #expect(error.message == "a key of the head comes after cluster" && error.found == "minutes")
    #expect(error.line == moved.split(separator: "\n", omittingEmptySubsequences: false).count - 1)
    #expect(error.column == 1)
  }

  /// What the whole file means and its beginning alone does not.
  @Test(arguments: [
    ("title: The note that was not there", "title: \"The\nrounds: of notes\""),
    ("minutes: 5", "minutes: 5\n? rounds\n: x\n\"tasks\": x"), ("cluster:\n", "\"cluster\":\n"),
    ("cluster:\n", "cluster :\n"),
  ]) func whatALineDoesNotTellIsRefused(_ old: String, _ new: String) throws {
    let text = LessonTemplate.text(id: "A1", track: "t")
    let edited = try #require(Checkout.edited(text, old, new))
    #expect(throws: LessonFileError.self) { try LessonReader.read(edited, file: "x.yaml") }
  }

  @Test func countsAreProved() throws {
    let text = LessonTemplate.text(id: "A1", track: "t")
    let right = "counts: { rounds: 2, questions: 1, tasks: 1 }"
    #expect(try LessonReader.read(text, file: "x.yaml").check().isEmpty)
    for wrong in ["counts: { rounds: 2, questions: 2, tasks: 1 }", "# none"] {
      let edited = try #require(Checkout.edited(text, right, wrong))
      let found = try LessonReader.read(edited, file: "x.yaml").check()
      #expect(found.count == 1 && found.first?.message.hasSuffix(right) == true, "\(found)")
      #expect(found.first?.line == (wrong == "# none" ? 3 : 10))
    }
  }
}
