import CellGraphics
import Histories
import Laboratory
import Simulation
import Testing

@testable import LabInterface

/// The curves of lag, queue and diverted reads.
@Suite struct LoadPanelTests {
  /// A router that sends everything to a leader that cannot do it.
  private static func panicking() throws -> Scenario {
    let lines =
      [
        "scenario format 1", "title \"The router that panicked\"", "protocol single-leader",
        "nodes P, R",
      ]
      + (1...64).map { "client u\($0) session u\($0) routing preferred among R timeout 5000" } + [
        "delay nodes 450", "delay clients 1", "initial x = old", "set heartbeat-interval = 20",
        "set lag-limit = 500", "set log-shipping = queued", "seed 1", "ties standard", "end none",
        "at 0 slow P 5", "at 600 cut P | R",
        "at 1000 workload * every 256 steady reads 100% keys x", "at 2000 heal P | R",
      ]
    return try ScenarioText(parsing: lines.joined(separator: "\n") + "\n").scenario
  }

  private func person(_ width: Int, _ height: Int, _ glyphs: GlyphSet = .unicode) throws -> Person {
    var model = Fixtures.model(width: width, height: height, glyphs: glyphs)
    _ = model.begin(.sandbox(try Self.panicking(), title: "The router that panicked"))
    var person = Person(model)
    person.command("to 2100")
    person.command("panel load")
    return person
  }

  @Test(arguments: [(120, 36, true), (80, 24, true), (80, 24, false)])
  func curves(_ width: Int, _ height: Int, _ isFull: Bool) throws {
    var person = try person(width, height)
    if isFull { person.press("f") }
    Snapshot.expect(person, "load-\(isFull ? "full" : "part")-\(width)x\(height)")
    #expect(person.sees("limit 500") && person.sees("sent to P 100 % of reads, cap 100 %"))
    #expect(person.sees("wait at P"))
    #expect(person.buffer.cursor != nil)
  }

  @Test func curvesInASCII() throws {
    var person = try person(80, 24, .ascii)
    person.press("f")
    Snapshot.expect(person, "load-ascii-80x24")
  }

  /// The same in sentences, for a reader of lines.
  @Test func curvesInSentences() throws {
    let model = try person(80, 24).model
    let lines = try #require(PlainRows.lines(LoadPanel.id, model.context(of: LoadPanel.id)))
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("R newest heartbeat, its age: 600 ms, over the limit"))
    #expect(lines[1].hasPrefix("P queue: 55 requests wait, 5 ms each; its log waits behind them."))
    #expect(lines[2].contains("100 % of the reads of the last 200 ms; the cap is 100 %."))
    #expect(lines[1].contains("at t=1050: ") && lines[1].contains("at t=1575: "))
  }

  /// Where nothing is limited there is no share, and a follower without heartbeats says so.
  @Test func withoutALimit() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.command("panel load")
    person.press("f")
    #expect(person.sees("heartbeat none yet") && !person.sees("sent to"))
    person.command("to 820")
    #expect(person.sees("ms old"))
  }
}
