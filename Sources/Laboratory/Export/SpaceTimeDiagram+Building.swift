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

  private static func verdicts(of run: Run) -> [String] {
    var lines: [String] = []
    var others: [(words: String, names: [String])] = [
      ("holds", []), ("not yet decided", []), ("unknown", []),
    ]
    for checker in CheckerName.inRuns {
      switch run.verdict(of: checker) {
      case .violated(let witnesses):
        let first = witnesses.first.map { ": " + run.describe($0) } ?? ""
        lines.append("violated  \(checker.promise)\(first)")
      case .holds: others[0].names.append(checker.promise)
      case .pending: others[1].names.append(checker.promise)
      case .unknown: others[2].names.append(checker.promise)
      }
    }
    return lines
      + others.filter { !$0.names.isEmpty }.map {
        "\($0.words)  \($0.names.joined(separator: ", "))"
      }
  }
}
