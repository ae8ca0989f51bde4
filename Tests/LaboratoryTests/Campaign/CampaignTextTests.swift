import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct CampaignTextTests {
  private static let whole = Result {
    CampaignFixture.result(1...12, of: try CampaignFixture.plan([.staleRead, .convergence]))
  }

  private static func error(_ text: String) -> CampaignError? {
    CampaignFixture.error { _ = try CampaignResult(parsing: text) }
  }

  /// The text with one line changed and the checksum computed anew.
  private static func edited(
    _ text: String, _ change: (String) -> String?
  ) -> (text: String, line: Int) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeLast(2)
    var place = 0
    for index in lines.indices {
      guard let new = change(lines[index]) else { continue }
      lines[index] = new
      place = index + 1
      break
    }
    let body = lines.joined(separator: "\n") + "\n"
    return (body + SavedRun.checksumLine(of: body), place)
  }

  @Test func aResultReadsBackAsItself() throws {
    let result = try Self.whole.get()
    let read = try CampaignResult(parsing: result.text)
    #expect(read == result && read.text == result.text)
    let nothing = CampaignResult(of: result.plan, source: "'a b'", asked: SeedSet(0...UInt64(3)))
    #expect(try CampaignResult(parsing: nothing.text) == nothing)
    #expect(!result.text.contains("\ncampaign "))
  }

  @Test func damageIsRefusedWithItsPlace() throws {
    let text = try Self.whole.get().text
    let lines = text.split(separator: "\n").count
    let changed = text.replacingFirst("events ", with: "events 1")
    #expect(
      Self.error(changed)?.description.hasPrefix("line \(lines), column 1: the checksum") == true)
    let cut = String(text.dropLast(30))
    #expect(Self.error(cut)?.line != nil && Self.error(cut)?.column == 1)
    for garbage in [
      "", "x", "campaign format 2\n", "campaign format 1", "\u{0}\u{1B}[2J", text + text,
    ] {
      let error = try #require(Self.error(garbage), "\(garbage.prefix(20))")
      #expect(error.line != nil && error.column != nil && !error.message.contains("\u{1B}"))
    }
  }

  /// Whoever computes the checksum anew still cannot say what cannot be.
  static let lies: [(before: String, after: String, part: String)] = [
    ("engine ", "engine 9", "run by engine 9"),
    ("[plan]", "[plam]", "expected"),
    ("seed 0", "seed 5", "has the seed 0"),
    ("budget 1000000", "budget 10000001", "0 to 10000000"),
    ("decides stale-read", "decides stale-reed", "did you mean stale-read?"),
    ("done 1 to 12", "done 1 to 13", "not asked for"),
    ("asked 1 to 12", "asked 12 to 1", "ascending order"),
    ("asked 1 to 12", "asked 1 to 18446744073709551615", "more than"),
    ("done 1 to 12", "campaign 1 to 12\ndone 1 to 12", "not more than those of its part"),
    ("done 1 to 12", "campaign 2 to 13\ndone 1 to 12", "not more than those of its part"),
    ("rest 12", "rest 13", "0 to 12"),
    ("events ", "events 9999999999999999", "found"),
    ("check convergence holds 12", "check convergence holds 11", "11 verdicts of 12 runs"),
    ("check read-your-writes", "check stale-read", "found stale-read"),
    ("first ", "first 99", "was not run"),
    ("protocol single-leader", "protocol single-leder", "no protocol"),
  ]

  @Test(arguments: lies) func whatCannotBeIsRefused(
    lie: (before: String, after: String, part: String)
  ) throws {
    let text = try Self.whole.get().text
    let (edited, line) = Self.edited(text) { old in
      old.hasPrefix(lie.before) ? lie.after + old.dropFirst(lie.before.count) : nil
    }
    #expect(line > 0, "no line begins with \(lie.before)")
    let error = try #require(Self.error(edited), "read: \(lie.after)")
    #expect(error.message.contains(lie.part), "\(error)")
    #expect(error.line != nil && error.column != nil)
  }

  /// Results of earlier versions do not say why runs are unknown.
  @Test func aResultWithoutReasonsIsRead() throws {
    let result = CampaignFixture.result(1...60, of: try CampaignFixture.plan())
    let lines = result.text.split(separator: "\n").dropLast()
    #expect(lines.contains { $0.hasPrefix("unknown ") })
    let body = lines.filter { !$0.hasPrefix("unknown ") }.joined(separator: "\n") + "\n"
    let read = try CampaignResult(parsing: body + SavedRun.checksumLine(of: body))
    #expect(read[.pram].unknown == result[.pram].unknown && read[.pram].reasons.isEmpty)
    let (twice, line) = Self.edited(result.text) { $0.hasPrefix("unknown ") ? $0 + "\n" + $0 : nil }
    #expect(Self.error(twice)?.line == line + 1)
  }

  /// Each line left out, doubled or replaced by garbage: an error or a result, never a trap.
  @Test func noTextIsATrap() throws {
    let text = try Self.whole.get().text
    let count = text.split(separator: "\n").count - 1
    var refused = 0
    for index in 0..<count {
      for replacement in [nil, "", "9 9 9", "x = \u{7}"] as [String?] {
        var number = -1
        let (edited, _) = Self.edited(text) { old in
          number += 1
          return number == index ? replacement ?? old + "\n" + old : nil
        }
        refused += Self.error(edited) == nil ? 0 : 1
      }
    }
    #expect(refused > 2 * count)
  }
}

extension String {
  fileprivate func replacingFirst(_ old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
