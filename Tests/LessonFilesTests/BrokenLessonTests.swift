import Curriculum
import Foundation
import LessonFiles
import Testing

/// One edit to the sound first lesson, and what its check must say of it.
struct Breakage: CustomTestStringConvertible, Sendable {
  let name: String
  let old: String
  let new: String
  /// What the message must hold.
  let says: String
  /// A text on the line that the message must name; the edited line where nil.
  let onLineOf: String?

  init(_ name: String, _ old: String, _ new: String, says: String, onLineOf: String? = nil) {
    self.name = name
    self.old = old
    self.new = new
    self.says = says
    self.onLineOf = onLineOf
  }

  var testDescription: String { name }
}

@Suite struct BrokenLessonTests {
  /// Broken promises: the file is well formed, its runs do not bear it out.
  static let unproved = [
    Breakage(
      "a show that does not hold", "goal: acknowledged(c1, 100) == 102 and",
      "goal: acknowledged(c1, 100) == 103 and", says: "c1's write of 100 got its answer at 102"),
    Breakage(
      "a task met from the start",
      "goal: read(c1, 200) == Alice and violations(StaleRead) == {}\n    moves",
      "goal: read(c1, 600) == Alice\n    moves", says: "is met before the learner moves",
      onLineOf: "goal: read(c1, 600) == Alice"),
    Breakage(
      "a solution that fails", "- set acknowledgement = all\n\naccept",
      "- set acknowledgement = 2\n\naccept", says: "everyone-confirms does not meet the task",
      onLineOf: "id: everyone-confirms"),
    Breakage(
      "an accepted way that fails", "set acknowledgement = 3", "set acknowledgement = 2",
      says: "three-confirm does not meet the task", onLineOf: "id: three-confirm"),
    Breakage(
      "a rejected way that passes", "set acknowledgement = 1", "set acknowledgement = 3",
      says: "one-confirms must not meet the task", onLineOf: "id: one-confirms"),
    Breakage(
      "an expected value that the engine refutes", "expected: \"902\"", "expected: \"901\"",
      says: "the engine computes 902, the lesson expects 901"),
    Breakage(
      "two right choices", "when: staleness(c3, 150) == (1, 48)",
      "when: staleness(c3, 150) == (1, 50)", says: "2 choices are right",
      onLineOf: "answer: 1 version, 48 ms"),
    Breakage(
      "a beat that is too long", "P waited for nobody.",
      "P waited for nobody." + String(repeating: " Nobody at all.", count: 20),
      says: "a beat has at most 60", onLineOf: nil),
    Breakage(
      "an answer that is on the screen", "at: 709\n        panel: lag",
      "at: 1500\n        panel: lag", says: "read off the screen"),
    Breakage(
      "a point that never comes",
      "at: 199\n        panel: replicas\n        text: >-\n          At 200",
      "at: violation WritesFollowReads\n        panel: replicas\n        text: >-\n          At 200",
      says: "never reaches its point"),
    Breakage(
      "two predictions of one name", "id: sr1-own", "id: sr1-age",
      says: "two predictions are called sr1-age"),
    Breakage(
      "a task that no beat opens", "        task: no-stale-read\n\n      - title",
      "\n      - title",
      says: "opened by 0 beats"),
    Breakage(
      "a solution that the task forbids", "knobs: [acknowledgement, visibility]",
      "knobs: [visibility]", says: "this task turns visibility"),
  ]

  @Test(arguments: unproved) func isFound(_ breakage: Breakage) throws {
    let text = try Checkout.text(Checkout.firstLesson)
    let broken = try #require(Checkout.edited(text, breakage.old, breakage.new))
    let findings = try LessonReader.read(broken, file: "broken.yaml").check()
    let found = try #require(
      findings.first { $0.message.contains(breakage.says) }, "found only: \(findings)")
    let line = try #require(found.line)
    guard let wanted = breakage.onLineOf.flatMap({ Checkout.line(of: $0, in: broken) }) else {
      return
    }
    // A mapping of a list begins at its first key, on the line of its dash.
    #expect(abs(line - wanted) <= 1, "\(found)")
  }

  @Test func hintsMustExist() throws {
    let text = try Checkout.text(Checkout.firstLesson)
    let start = try #require(text.range(of: "\nhints:\n"))
    let end = try #require(text.range(of: "\nsolution:\n"))
    let broken = text[..<start.lowerBound] + "\nhints: []\n" + text[end.lowerBound...]
    let findings = try LessonReader.read(String(broken), file: "broken.yaml").check()
    #expect(findings.map(\.message) == ["the task no-stale-read has no hint"])
  }

  @Test func anotherProcessMustComputeTheSameDigests() throws {
    let loaded = try LessonStore.load(Checkout.firstLesson)
    let digests = try LessonCheck.digests(of: loaded.lesson)
    #expect(loaded.check(otherDigests: digests).isEmpty)
    let findings = loaded.check(otherDigests: Array(digests.dropLast()))
    #expect(findings.map(\.message) == ["another process computes another digest"])
  }

  /// Edits to the last hint of the template, with the move that it tells; nil: it tells none.
  static let hints: [(text: String, tells: String?)] = [
    ("Type delay P | R 20 at the start.", "shorter-way: at 0 delay P | R 20"),
    ("What becomes of it after `delay P | R 20`?", "shorter-way: at 0 delay P | R 20"),
    ("Perhaps *Delay P -> R 30*, at once.", "one-way-is-enough: at 5 delay P -> R 30"),
    ("Try delay P | R 200.", nil), ("Make the delay P | R shorter, by 20 or more.", nil),
  ]

  @Test(arguments: hints.indices) func aHintTellsNoMove(_ index: Int) throws {
    let (hint, told) = Self.hints[index]
    let text = LessonTemplate.text(id: "A1", track: "t")
    let edited = try #require(
      Checkout.edited(text, "The copy leaves P at 11 and must be at R before 51.", "\"\(hint)\""))
    let findings = try LessonReader.read(edited, file: "x.yaml").check()
    #expect(findings.map(\.message) == (told.map { ["the hint tells the move of \($0)"] } ?? []))
    #expect(findings.allSatisfy { $0.line == Checkout.line(of: hint, in: edited) })
  }

  static let knobHints: [(text: String, isTold: Bool)] = [
    ("Set acknowledgement = all.", true),
    ("With `acknowledgement` all of them must confirm.", true),
    ("Turn `acknowledgement`. There is a value `all`.", true),
    ("Acknowledgement could be 3.", true), ("Could it be 3?", false),
    ("Look at acknowledgement. All of them are late.", false),
    ("Is an acknowledgement of 2 enough?", false),
  ]

  @Test(arguments: knobHints.indices) func aHintNamesNoKnobWithItsValue(_ index: Int) throws {
    let (hint, isTold) = Self.knobHints[index]
    let text = try Checkout.text(Checkout.firstLesson)
    let edited = try #require(
      Checkout.edited(
        text,
        "There are three followers, and the reader may be sent to any of them. How many must confirm?",
        "\"\(hint)\""))
    let findings = try LessonReader.read(edited, file: "x.yaml").check()
    #expect(findings.contains { $0.message.hasPrefix("the hint tells the move of") } == isTold)
    #expect(findings.count == (isTold ? 1 : 0), "\(findings)")
  }

  /// A read at R at the very instant at which the copy comes: 51.
  @Test(arguments: [
    ("at 5 delay P -> R 30", "at 5 delay P -> R 40"),
    ("at 20 delay P | R 20", "at 5 delay P | R 40"),
  ]) func tiesMustNotDecideWhatPasses(_ old: String, _ new: String) throws {
    let text = LessonTemplate.text(id: "A1", track: "t")
    let edited = try #require(Checkout.edited(text, old, new))
    let findings = try LessonReader.read(edited, file: "x.yaml").check()
    let found = try #require(
      findings.first { $0.message.contains("the order of ties decides whether") }, "\(findings)")
    #expect(
      found.message.contains("met; reversed: unmet")
        || found.message.contains("unmet; reversed: met"))
  }

  @Test func tiesMustNotDecide() throws {
    // The copy for R1 arrives at 141; a read that arrives at that very instant is decided by the tie.
    let text = try Checkout.text(Checkout.firstLesson)
    let broken = text.replacingOccurrences(
      of: "at 150 c2 read name via R1", with: "at 140 c2 read name via R1")
    let findings = try LessonReader.read(broken, file: "broken.yaml").check()
    #expect(findings.contains { $0.message.contains("the order of ties decides") })
  }
}
