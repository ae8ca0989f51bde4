import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// What had not happened yet is not said: an explanation in the past of a long run is that of a run
/// which has come only so far.
@Suite struct NothingAheadTests {
  private static let stormy = """
    scenario format 1
    title "Storm"
    protocol single-leader
    nodes P, R1, R2
    client c1 session c1 routing preferred timeout 300
    client c2 session c2 routing round-robin timeout 300
    delay nodes 30
    delay clients 1
    initial x = 0
    set heartbeat-interval = 20
    set failover = majority-vote
    set detector-timeout = 100
    seed 7
    ties standard
    at 10 workload c1, c2 every 25 reads 60% keys x
    at 20 nemesis cut, crash, pause every 150 for 200
    """

  private static func marks(_ run: Run) -> [ExplainedMark] {
    let history = run.simulation.recording.history
    let operations = history.operations.prefix { $0.invokedEvent < run.position }.suffix(25)
    let messages = run.simulation.recording.messages.prefix { $0.record.sentEvent < run.position }
      .suffix(40)
    let live = CheckerName.inRuns.filter { $0.method == .live }
    return operations.map { .operation($0.id) } + messages.map { .message($0.record.id) }
      + run.names.servers.indices.flatMap { [.replica(NodeID($0)), .cell("x", at: NodeID($0))] }
      + live.flatMap { run.verdict(of: $0).witnesses.suffix(3) }.map { .violation($0) }
      + (max(0, run.position - 30)..<run.position).map { .event($0) }
  }

  @Test(arguments: [300, 700, 1100, 1900] as [Int64])
  func thePastIsExplainedAsIfItWereThePresent(_ time: Int64) throws {
    let scenario = try ScenarioText(parsing: Self.stormy + "\n").scenario
    var long = try Run(scenario)
    long.seek(time: 2500)
    long.seek(time: VirtualTime(time))
    var short = try Run(scenario)
    short.seek(time: VirtualTime(time))
    let marks = Self.marks(short)
    #expect(marks == Self.marks(long) && marks.count > 50)
    for mark in marks {
      let found = long.explain(mark)
      #expect(found == short.explain(mark), "\(found.title)")
      expectSound(found, at: long)
    }
  }

  private func expectSound(_ found: Explanation, at run: Run) {
    let events = found.steps.compactMap(\.eventIndex)
    #expect(events == events.sorted() && events.allSatisfy { $0 < run.position }, "\(found.title)")
    #expect(found.steps.filter(\.isDeciding).count <= 1)
    #expect(found.steps.allSatisfy { !$0.sentence.isEmpty && $0.sentence.hasSuffix(".") })
    #expect(
      found.steps.allSatisfy { $0.eventIndex != nil || $0.time.map { $0 >= run.clock } ?? true })
    #expect(!found.title.isEmpty && !found.summary.isEmpty)
    #expect(found.steps.count < 60, "\(found.title) has \(found.steps.count) steps")
  }
}
