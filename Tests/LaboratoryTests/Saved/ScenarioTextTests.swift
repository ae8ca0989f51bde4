import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct ScenarioTextTests {
  static let example = """
    scenario format 1
    # comments and blank lines are free

    title "A value that was there"
    protocol single-leader
    nodes P, R1, "nodes"
    client c1 routing preferred timeout 1000
    client u@phone session "u 1" routing round-robin timeout none
    delay nodes 10
    delay clients 1
    delay P -> R1 40
    initial name = Bob
    initial "a b" = [1, nil]
    set acknowledgement = all
    seed 18446744073709551615
    ties reversed
    end 1500
    at 100 c1 write name = Alice via P
    at 710 cut P | "nodes"
    """

  private func error(_ text: String) -> ScenarioTextError? {
    do throws(ScenarioTextError) {
      _ = try ScenarioText(parsing: text)
      return nil
    } catch { return error }
  }

  @Test func scenariosReadAndRoundTrip() throws {
    let read = try ScenarioText(parsing: Self.example)
    #expect(read.scenario.servers == ["P", "R1", "nodes"])
    #expect(read.scenario.clients[1].session == "u 1")
    #expect(read.scenario.clients[0].session == "c1")
    #expect(read.scenario.seed == .max && read.scenario.tieOrder == .reversed)
    #expect(read.scenario.end == 1500 && read.scenario.script.count == 2)
    #expect(try ScenarioText(parsing: read.text).scenario == read.scenario)
    #expect(try ScenarioText(parsing: read.text).text == read.text)
  }

  @Test func everyPresetRoundTripsAndRuns() throws {
    for preset in Preset.all {
      #expect(
        try ScenarioText(parsing: ScenarioText(of: preset.scenario).text).scenario
          == preset.scenario)
      var run = try Run(preset.scenario)
      _ = try run.run(until: [.time(2000)], limit: 2000, budget: 100_000)
      #expect(Preset.named(preset.name) == preset)
    }
    #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
    #expect(throws: ScenarioError.self) { try Preset.make(servers: 10, title: "", seed: 1) }
    for count in 1...9 {
      #expect(try Preset.make(servers: count, title: "", seed: 1).servers.count == count)
    }
  }

  @Test func formattingDoesNotMatter() throws {
    let other =
      "\t"
      + Self.example.replacing("\n", with: "\r\n").replacing(" = ", with: "=")
      .replacing("seed", with: "  seed  ") + "\r\n\r\n"
    #expect(
      try ScenarioText(parsing: other).scenario == ScenarioText(parsing: Self.example).scenario)
    var lines = Self.example.split(separator: "\n").map(String.init)
    lines.append(lines.remove(at: 2))
    #expect(
      try ScenarioText(parsing: lines.joined(separator: "\n")).scenario
        == ScenarioText(parsing: Self.example).scenario)
  }

  @Test func errorsNameLineAndColumn() {
    let cases: [(String, String, Int, Int?, String)] = [
      ("scenario format 1", "scenario format 2", 1, 17, "reads format 1"),
      ("scenario format 1", "hello", 1, 1, "expected scenario"),
      ("protocol single-leader", "protocol singel-leader", 5, 1, "no protocol is called"),
      ("nodes P, R1", "nodes P, P", 6, 1, "two nodes or clients are called P"),
      ("routing preferred", "routing prefered", 7, 19, "did you mean preferred?"),
      ("timeout 1000", "timeout -1", 7, 37, "0 to 1000000000"),
      ("delay P -> R1", "delay P -> R9", 11, 1, "no node or client is called R9"),
      ("set ack", "set akc", 14, 1, "no knob of single-leader is called"),
      ("= all", "= some", 14, 1, "cannot be some"),
      ("initial name = Bob", "initial name = nil", 12, 1, "cannot start as nil"),
      ("seed 1", "seed -1", 15, 6, "a seed is a whole number"),
      ("ties reversed", "ties backwards", 16, 6, "expected reversed or standard"),
      ("end 1500", "end 1500 2", 17, 10, "expected the end of the line"),
      ("end 1500", "title x", 17, 1, "stands twice"),
      ("at 100 c1", "at 100 c2", 18, 8, "did you mean c1?"),
      ("at 710", "at -1", 19, 4, "0 to 1000000000000"),
      ("seed 18446744073709551615", "# seed", 19, nil, "ends without a line \"seed N\""),
      ("client c1", "cleint c1", 7, 1, "did you mean client?"),
      ("title \"A", "title \"\u{1B}A", 4, 8, "control character U+001B"),
    ]
    for (old, new, line, column, part) in cases {
      let found = error(Self.example.replacing(old, with: new))
      #expect(found?.line == line, "\(new): \(found?.description ?? "no error")")
      #expect(found?.column == column, "\(new): \(found?.description ?? "no error")")
      #expect(found?.message.contains(part) == true, "\(new): \(found?.description ?? "no error")")
    }
    #expect(error("")?.line == 1)
  }

  @Test func hostileFilesAreRefusedQuickly() {
    let head = "scenario format 1\n"
    let clock = ContinuousClock()
    let million = (0..<1_000_000).map { "n\($0)" }.joined(separator: ",")
    let clients = (0..<25).map { "client x\($0) routing any timeout 1\n" }.joined()
    let cases: [(String, Int, String)] = [
      (head + "nodes " + million, 2, "a line of"),
      (head + "nodes " + million.prefix(1_000_000), 2, "at most 64 nodes"),
      (
        head + String(repeating: "client c routing any timeout 1\n", count: 300_000), 258,
        "at most 256"
      ),
      (head + String(repeating: "x", count: 10_000_000), 2, "a line of 10000000 bytes"),
      (String(repeating: "\n", count: 20_000_000), 1, "20000000 bytes"),
      (head + "\u{0}", 2, "control character U+0000"),
      (
        Self.example + "\n" + clients + String(repeating: "at 1 cut * | *\n", count: 90_000),
        2343, "names more than 2000000 links"
      ),
    ]
    for (text, line, part) in cases {
      var found: ScenarioTextError?
      let time = clock.measure { found = error(text) }
      #expect(found?.message.contains(part) == true, "\(found?.description ?? "no error")")
      #expect(found?.line == line, "\(found?.description ?? "no error")")
      #expect(time < .seconds(20), "\(part) took \(time)")
    }
  }

  @Test func nothingTraps() {
    var random = SeededGenerator(seed: 5)
    let bytes = Array(Self.example.utf8)
    for _ in 0..<1500 {
      var mutated = bytes
      for _ in 0...random.below(3) {
        let place = random.below(mutated.count)
        switch random.below(3) {
        case 0: mutated[place] = UInt8(random.below(256))
        case 1: mutated.removeSubrange(place..<min(mutated.count, place + random.below(30)))
        default:
          mutated.insert(
            contentsOf: bytes[place % bytes.count..<min(bytes.count, place + 20)], at: place)
        }
        if mutated.isEmpty { break }
      }
      _ = error(String(decoding: mutated, as: UTF8.self))
    }
  }
}
