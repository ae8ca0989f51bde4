import Checkers
import Histories
import Simulation

extension SpaceTimeDiagram {
  /// The diagram of a run as of its shown position: what happened at or after `from`.
  ///
  /// O(messages + operations + rows * lanes).
  /// - Parameter showsBackground: whether heartbeats, retransmissions and idle gossip are drawn.
  /// - Throws: `DiagramTooLarge`.
  public init(
    of run: Run, from: VirtualTime = .zero, showsBackground: Bool = false
  ) throws(DiagramTooLarge) {
    var builder = DiagramBuilder(run, from: from, showsBackground)
    builder.collect()
    let rows = builder.rows()
    guard rows.count <= Self.rowsMax else { throw DiagramTooLarge(rows: rows.count) }
    title = run.scenario.title
    subtitle =
      "\(run.scenario.protocolName), seed \(run.scenario.seed), branch \(run.branch.name), "
      + "t=\(from) to \(run.clock) ms, digest \(run.simulation.digest.hexadecimal)"
    self.from = from
    to = run.clock
    lanes =
      run.names.clients.map { Lane(name: $0, isClient: true) }
      + run.names.servers.map { Lane(name: $0, isClient: false) }
    self.rows = rows
    let course = LaneCourse(run, lanes: lanes.count)
    firstStates = course.states(after: builder.events.lowerBound - 1)
    states = rows.map { course.states(after: $0.event) }
    onTheWay = builder.onTheWay.map { flight in
      var flight = flight
      flight.sentRow = flight.sentRow.flatMap { DiagramBuilder.row(of: $0, in: rows) }
      return flight
    }
    verdicts = Self.verdicts(of: run)
  }

  /// All that the Guarantees panel says at this moment: what is violated, one by one, then the rest.
  private static func verdicts(of run: Run) -> [String] {
    var whole = WholeHistoryVerdicts()
    var all = run.guarantees()
    whole.complete(&all, of: run)
    let violated = all.filter { $0.state == .violated }.map {
      "violated  \($0.checker.promise)" + ($0.reason.isEmpty ? "" : ": \($0.reason)")
    }
    let states: [(words: String, state: GuaranteeView.State)] = [
      ("holds", .holds), ("not yet decided", .pending), ("unknown", .unknown),
    ]
    return violated
      + states.flatMap { words, state in
        lines(words, all.filter { $0.state == state }.map(\.checker.promise))
      }
  }

  /// Names after words, in as many lines as they need.
  private static func lines(_ words: String, _ names: [String]) -> [String] {
    var lines: [String] = []
    var line = ""
    for name in names {
      if !line.isEmpty, line.count + name.count + 2 > lineMax {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? words + "  " : ", ") + name
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static let lineMax = 100
}
