import Histories
import Simulation
import Testing

@testable import Laboratory

/// The diagrams of runs: what they show, and what they never do.
@Suite struct DiagramTests {
  /// The leader's entries to a follower are lost in a cut; a node crashes and comes back.
  static func run(value: String = "Alice", until end: VirtualTime = 2000) throws -> Run {
    var scenario = Preset.threeReplicas.scenario
    scenario.script = []
    var run = try Run(scenario)
    let grammar = ActionGrammar(of: run)
    func act(_ text: String, at time: VirtualTime) throws {
      run.seek(time: time)
      _ = try run.perform(try grammar.parse(text))
    }
    _ = try run.perform(
      .invoke(ProcessID(0), .write("name", .text(value)), target: NodeID(0)))
    try act("cut P | R2", at: 100)
    try act("c1 write name = second via P", at: 150)
    try act("crash R1", at: 300)
    try act("c1 read name via R2", at: 400)
    try act("restart R1", at: 600)
    try act("heal", at: 700)
    run.seek(time: end)
    return run
  }

  static func diagram(_ run: Run, from: VirtualTime = .zero) throws -> SpaceTimeDiagram {
    try SpaceTimeDiagram(of: run, from: from)
  }

  @Test func theTextShowsWhatHappened() throws {
    let text = try Self.diagram(try Self.run()).text()
    for part in [
      "write name = Alice: ok", "cut P | R2", "lost in the cut", "crash R1", "restart R1", "heal",
      "read name -> Bob", "stale read", "violated  no stale read", "no two leaders commit", "╎",
      "■", "holds",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.contains("digest \(try Self.run().simulation.digest.hexadecimal)"))
  }

  @Test func everyRowIsAnEventInOrderAndEveryMessageEndsOnce() throws {
    let run = try Self.run()
    let diagram = try Self.diagram(run)
    #expect(diagram.rows.map(\.event) == diagram.rows.map(\.event).sorted())
    #expect(diagram.rows.count == Set(diagram.rows.map(\.event)).count)
    let recording = run.simulation.recording
    for row in diagram.rows { #expect(recording.events[row.event].time == row.time) }
    let flights = diagram.rows.flatMap(\.flights) + diagram.onTheWay
    let foreground = recording.messages.filter(\.record.isForeground)
    #expect(flights.map(\.id).sorted() == foreground.map(\.record.id).sorted())
    for flight in flights {
      let sent = try #require(flight.sentRow)
      #expect(diagram.rows[sent].time == flight.sent)
    }
  }

  @Test func theStatesOfLanesAreThoseOfTheRun() throws {
    var run = try Self.run()
    let diagram = try Self.diagram(run)
    let clients = run.names.clients.count
    for (index, row) in diagram.rows.enumerated() {
      run.seek(to: row.event + 1)
      for (node, state) in run.simulation.nodeStates(at: row.time).enumerated() {
        let shown = diagram.states[index][clients + node]
        let expected: SpaceTimeDiagram.LaneState =
          switch state.status {
          case .up: .idle
          case .crashed: .down
          case .paused: .paused
          }
        #expect(shown == expected, "\(run.names[state.id]) after event \(row.event)")
      }
      for client in run.simulation.clients {
        let shown = diagram.states[index][Int(client.id.index)]
        #expect(shown == (client.outstanding == nil ? .idle : .busy), "event \(row.event)")
      }
    }
  }

  @Test func aStretchBeginsAndEndsWhereItIsTold() throws {
    var run = try Self.run()
    run.seek(time: 500)
    let diagram = try Self.diagram(run, from: 350)
    #expect(!diagram.rows.isEmpty)
    #expect(diagram.rows.allSatisfy { (350...500).contains($0.time.milliseconds) })
    // R1 went down before it begins.
    #expect(diagram.firstStates.contains(.down))
    #expect(!diagram.text().contains("write name = Alice"))
    #expect(diagram.text().contains("t=350 to 500 ms"))
  }

  @Test func whatIsOnItsWayIsSaid() throws {
    var run = try Self.run()
    let first = try #require(
      run.simulation.recording.messages.first { $0.record.label.name == "append lsn" })
    run.seek(to: first.record.sentEvent + 1)
    let diagram = try Self.diagram(run)
    #expect(diagram.onTheWay.contains { $0.id == first.record.id })
    #expect(diagram.text().contains("on its way at the end: P -> R"))
    #expect(diagram.svg().contains("on its way at the end: P -&gt; R"))
    #expect(try diagram.mermaid().contains("--)"))
  }

  @Test func asciiIsAscii() throws {
    let text = try Self.diagram(try Self.run(value: "Zoë ✓")).text(ascii: true)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || (" "..."~").contains($0) })
    #expect(text.contains("Zo<U+EB> <U+2713>"))
  }

  @Test func twoBuildsGiveTheSameBytes() throws {
    let (one, other) = (try Self.diagram(try Self.run()), try Self.diagram(try Self.run()))
    #expect(one.text() == other.text() && one.svg() == other.svg())
    #expect(try one.mermaid() == (try other.mermaid()))
  }

  @Test func tooMuchIsRefusedWithItsSize() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    let grammar = ActionGrammar(of: run)
    _ = try run.perform(try grammar.parse("workload * every 5 reads 50% keys name"))
    run.seek(time: 6000)
    let error = #expect(throws: DiagramTooLarge.self) { try SpaceTimeDiagram(of: run) }
    #expect(error?.description.contains("rows") ?? false)
    #expect(throws: Never.self) { try SpaceTimeDiagram(of: run, from: 5900) }
  }

  @Test func anEmptyRunIsADiagramToo() throws {
    let diagram = try Self.diagram(try Run(Preset.threeReplicas.scenario))
    #expect(diagram.rows.isEmpty)
    #expect(diagram.text().contains("nothing happens here"))
    #expect(diagram.svg().hasSuffix("</svg>\n"))
    #expect(try diagram.mermaid().contains("nothing happens here"))
  }
}
