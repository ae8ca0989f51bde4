import CellGraphics
import Histories
import Testing

@testable import LabInterface
@testable import Laboratory

/// What panels say of shards: a log and a lag for each, keys that lie elsewhere, and effects that are
/// shown before their cause.
@Suite struct ShardPanelsTests {
  /// The thread of lesson SR4 on the sandbox's two shards, at an instant.
  private func context(
    at time: VirtualTime, check: String = "off", _ glyphs: GlyphSet = .unicode
  ) throws -> PanelContext {
    var scenario = try #require(Preset.named("two-shards")).scenario
    scenario.settings.append(.init("s2.dependency-check", .text(check)))
    let grammar = try ActionGrammar(of: scenario)
    for line in [
      "at 0 c1 write q = 1", "at 10 c2 read q via S1", "at 20 c2 write a = 2",
      "at 100 c3 read a via F2", "at 104 c3 read q via F1",
    ] { scenario.script.append(try grammar.parseLine(line)) }
    var run = try Run(scenario)
    run.seek(time: time)
    return PanelContext(view: run.view(), isFocused: false, glyphs: glyphs)
  }

  private func drawn(
    _ panel: any Panel.Type, _ context: PanelContext, width: Int, height: Int
  ) -> [String] {
    var buffer = CellBuffer(size: Size(width: width, height: height), glyphs: context.glyphs)
    panel.draw(context, into: &buffer, in: Rect(x: 0, y: 0, width: width, height: height))
    return buffer.text(trimmed: true)
  }

  @Test func aLogForEachShardAndABrokenArrow() throws {
    let context = try context(at: 105)
    #expect(
      drawn(LogsPanel.self, context, width: 74, height: 8) == [
        "s1 lsn  1",
        "S1 ♛    q=1",
        "F1",
        "s2 lsn  1",
        "S2 ♛    a=2",
        "F2      a=2?",
        "✗ q=1 ╌▶ a=2  F2 shows it, but F1 lacks q=1 (s1 lsn 1)",
        "",
      ])
    #expect(LogsPanel.note(context, width: 74).text == "1 effect before the cause")
  }

  @Test func inAsciiTheArrowIsPlain() throws {
    let lines = drawn(LogsPanel.self, try context(at: 105, .ascii), width: 40, height: 9)
    #expect(lines.contains("x q=1 .> a=2  F2 shows it, but F1 lacks"))
    #expect(lines.contains("S1 leads  q=1"))
  }

  @Test func whatIsHeldBackIsSaidAndThenShown() throws {
    let held = try context(at: 105, check: "on")
    let lines = drawn(LogsPanel.self, held, width: 74, height: 8)
    #expect(lines[5] == "F2      a=2…?")
    #expect(lines[6] == "… q=1 ╌▶ a=2  F2 holds it back until F1 shows q=1 (s1 lsn 1)")
    #expect(LogsPanel.note(held, width: 74).text == "… not applied yet")
    let shown = drawn(LogsPanel.self, try context(at: 401, check: "on"), width: 74, height: 8)
    #expect(shown[6] == "✓ q=1 ─▶ a=2  F1 shows the one, F2 the other")
  }

  @Test(arguments: [74, 45]) func keysOfOtherShardsAreNotMissing(_ width: Int) throws {
    let lines = drawn(ReplicasPanel.self, try context(at: 105), width: width, height: 5)
    #expect(lines[0].contains("shard"))
    #expect(lines[1].hasPrefix("S1 ♛  s1") && lines[1].contains("·"))
    #expect(lines[2].contains("nil ~104 ms") && lines[2].contains("·"))
    #expect(!lines[3].contains("nil") && !lines[4].contains("nil"))
  }

  @Test func everyFollowerIsComparedWithItsOwnLeader() throws {
    let lines = drawn(LagPanel.self, try context(at: 105), width: 74, height: 4)
    #expect(lines[1].hasPrefix("F1   400 ms   1 op, 104 ms"))
    #expect(lines[2].hasPrefix("F2   50 ms    up to date"))
  }

  @Test(arguments: [100, 45]) func sessionsSayWhatTheyHaveSeenOfEachShard(_ width: Int) throws {
    let lines = drawn(SessionsPanel.self, try context(at: 105), width: width, height: 9)
    #expect(lines.contains { $0.contains("s1 lsn 1, s2 lsn 1") })
    #expect(!lines.contains { $0.contains("wrote lsn") })
  }
}
