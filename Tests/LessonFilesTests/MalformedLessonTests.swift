import Curriculum
import Foundation
import LessonFiles
import Testing

/// Files that are not lessons: one clear message with its place, never a trap.
@Suite struct MalformedLessonTests {
  static let malformed = [
    Breakage(
      "malformed YAML", "nodes: [P, R1, R2, R3]", "nodes: [P, R1, R2, R3", says: "not YAML"),
    Breakage(
      "an unknown key", "minutes: 15", "minuets: 15",
      says: "unknown key (found minuets, expected minutes)", onLineOf: "minuets"),
    Breakage(
      "a wrong type", "minutes: 15", "minutes: soon",
      says: "wrong number (found \"soon\", expected a whole number from 1 to 120)",
      onLineOf: "minutes: soon"),
    Breakage(
      "a missing key", "minutes: 15\n", "", says: "lesson lacks the key minutes"),
    Breakage(
      "another format", "format: 1", "format: 2", says: "format 1", onLineOf: "format: 2"),
    Breakage(
      "an unknown node",
      "at 150 c3 read name via R2\n      - at 200 c1 read name via R3\n      - at 600 c1 read name via R3\n      - at 710",
      "at 150 c3 read name via R9\n      - at 200 c1 read name via R3\n      - at 600 c1 read name via R3\n      - at 710",
      says: "R9", onLineOf: "via R9"),
    Breakage(
      "an unknown action", "at 1600 heal", "at 1600 heel", says: "heel", onLineOf: "heel"),
    Breakage(
      "an unknown client in a goal", "goal: violations(MonotonicReads) == {}",
      "goal: read(c9, 100) == 1", says: "no client is called c9", onLineOf: "c9"),
    Breakage(
      "an unknown checker", "goal: violations(MonotonicReads) == {}",
      "goal: violations(MonotonousReads) == {}", says: "MonotonousReads",
      onLineOf: "MonotonousReads"),
    Breakage(
      "a goal that breaks off", "goal: violations(MonotonicReads) == {}",
      "goal: violations(MonotonicReads) ==", says: "expected", onLineOf: nil),
    Breakage(
      "an unknown panel among several", "panel: [guarantees, replicas]",
      "panel: [guarantees, replicants]",
      says: "no panel is called replicants (expected replicas)", onLineOf: "replicants"),
    Breakage(
      "a panel named twice", "panel: [guarantees, replicas]", "panel: [guarantees, guarantees]",
      says: "the panel is named twice", onLineOf: "[guarantees, guarantees]"),
    Breakage(
      "more panels than there is room for", "panel: [guarantees, replicas]",
      "panel: [guarantees, replicas, lag, load]", says: "the list is too long (found 4",
      onLineOf: "lag, load]"),
    Breakage(
      "an unknown guarantee", "guarantees: [Convergence]", "guarantees: [Convergance]",
      says: "no checker is called Convergance (expected Convergence)", onLineOf: "Convergance"),
    Breakage(
      "a guarantee named twice", "guarantees: [Convergence]",
      "guarantees: [Convergence, Convergence]", says: "the guarantee is named twice",
      onLineOf: "[Convergence, Convergence]"),
    Breakage(
      "rounds in a circle", "title: Four copies of one name",
      "title: Four copies of one name\n    from: break-the-mend", says: "in a circle"),
    Breakage(
      "a round that comes from nowhere", "title: Saved means saved everywhere\n    from: as-it-is",
      "title: Saved means saved everywhere\n    from: as-it-isnt",
      says: "no round is called as-it-isnt (expected as-it-is)", onLineOf: "as-it-isnt"),
    Breakage(
      "an unknown knob", "heartbeat-interval: 100", "heartbeat: 100", says: "heartbeat",
      onLineOf: "    heartbeat: 100"),
    Breakage(
      "an unknown protocol", "protocol: single-leader", "protocol: single-lieder",
      says: "no protocol is called single-lieder", onLineOf: "single-lieder"),
    Breakage(
      "a task that is not there", "        task: no-stale-read\n\n      - title",
      "        task: no-stale-reed\n\n      - title",
      says: "no task is called no-stale-reed (expected no-stale-read)",
      onLineOf: "no-stale-reed"),
    Breakage(
      "a control character", "Four copies of one name", "Four \u{1B}[2Jcopies",
      says: "a control character (found <U+001B>"),
    Breakage(
      "an escaped control character", "title: Four copies of one name",
      "title: \"Four \\e[2J copies\"", says: "a control character (found <U+001B>"),
    Breakage("a tab", "minutes: 15", "minutes:\t15", says: "a tab"),
    Breakage(
      "a key given twice", "minutes: 15", "minutes: 15\nminutes: 16", says: "twice"),
    Breakage(
      "an alias", "minutes: 15", "minutes: &m 15", says: "anchors and aliases"),
    Breakage(
      "a million nodes", "nodes: [P, R1, R2, R3]",
      "nodes: [" + (0..<500).map { "n\($0)" }.joined(separator: ",") + "]",
      says: "the list is too long (found 500, expected at most 64)"),
    Breakage(
      "deep nesting", "minutes: 15", "minutes: " + String(repeating: "[", count: 2000),
      says: "nested too deeply"),
    Breakage(
      "a blank where a time-out must be", "client-timeout: 1000\n  client-delay: 1\n  links",
      "client-delay: 1\n  links", says: "the clients need a time-out"),
    Breakage(
      "a session that many share by a count", "clients: [c1, c2, c3]\n  client-timeout",
      "clients: [c1, c2, c3, { name: u, count: 4, session: s }]\n  client-timeout",
      says: "clients with a count have sessions of their own", onLineOf: "count: 4"),
    Breakage(
      "a count that names a client twice", "clients: [c1, c2, c3]\n  client-timeout",
      "clients: [c1, c2, { name: c, count: 3 }]\n  client-timeout", says: "called c1",
      onLineOf: "count: 3"),
  ]

  @Test(arguments: malformed) func isRefused(_ breakage: Breakage) throws {
    let text = try Checkout.text(Checkout.firstLesson)
    let broken = try #require(Checkout.edited(text, breakage.old, breakage.new))
    let error = try #require(throws: LessonFileError.self) {
      _ = try LessonReader.read(broken, file: "broken.yaml")
    }
    #expect(error.description.contains(breakage.says), "\(error)")
    #expect(error.description.hasPrefix("broken.yaml:"))
    #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
    if let part = breakage.onLineOf {
      #expect(error.line == Checkout.line(of: part, in: broken), "\(error)")
      #expect(error.column != nil)
    }
  }

  @Test func aCountStandsForClientsAlike() throws {
    let text = try Checkout.text(Checkout.firstLesson)
    let edited = try #require(
      Checkout.edited(
        text, "clients: [c1, c2, c3]\n  client-timeout",
        "clients: [c1, c2, c3, { name: u, count: 3, routing: preferred, among: [R1] }]"
          + "\n  client-timeout"))
    let lesson = try LessonReader.read(edited, file: "x.yaml").lesson
    guard case .cluster(let scenario) = lesson.rounds[0].setup else {
      Issue.record("the round has no cluster")
      return
    }
    let clients = scenario.clients
    #expect(clients.map(\.name) == ["c1", "c2", "c3", "u1", "u2", "u3"])
    #expect(clients.last?.session == "u3" && clients.last?.among == ["R1"])
  }

  @Test func anActionsColumnIsThatOfTheWord() throws {
    let text = try Checkout.text(Checkout.firstLesson)
    let broken = try #require(Checkout.edited(text, "at 1600 heal", "at 1600 heel"))
    let error = try #require(throws: LessonFileError.self) {
      _ = try LessonReader.read(broken, file: "broken.yaml")
    }
    // Six blanks, a dash and a blank before the action; the word is its ninth character.
    #expect(error.column == 17, "\(error)")
  }

  @Test(arguments: ["", "\n", "- a", "a", "format: 1", "{}", "--- \n--- \n", "? ? ? ? ? ?"])
  func rubbishIsRefused(_ text: String) {
    #expect(throws: LessonFileError.self) { try LessonReader.read(text, file: "x.yaml") }
  }

  @Test(arguments: ["", "? *a29\n: x\n", "b: {*a29 : x}\n"])
  func aBombOfAliasesIsRefused(_ tail: String) throws {
    var text = "format: 1\na0: &a0 [x, x]\n"
    for n in 1..<30 { text += "a\(n): &a\(n) [*a\(n - 1), *a\(n - 1)]\n" }
    let error = try #require(throws: LessonFileError.self) {
      _ = try LessonReader.read(text + tail, file: "x.yaml")
    }
    #expect(error.line == 2 && error.column == 5)
  }

  @Test func everyPrefixIsReadOrRefused() throws {
    let text = try Checkout.text(Checkout.historyLesson)
    for length in stride(from: 0, to: text.count, by: 41) {
      _ = try? LessonReader.read(String(text.prefix(length)), file: "x.yaml")
    }
  }
}
