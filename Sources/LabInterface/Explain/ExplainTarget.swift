import CellGraphics
import Checkers
import Histories
import Laboratory
import Simulation

/// A mark to be explained, and why it is this one.
struct FoundMark {
  var mark: ExplainedMark
  /// Nil for the one that is selected or named.
  var choice: String?
}

/// Why nothing can be explained.
struct NoMark: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

extension Model {
  /// The mark in the selected row of the focused panel, else the latest of the run.
  func selectedMark() throws(NoMark) -> FoundMark {
    guard let lab else { throw NoMark("no run is open") }
    if let mark = mark(under: lab.focus) { return FoundMark(mark: mark) }
    guard let latest = lab.run.latestMark() else {
      throw NoMark("nothing is marked yet: nothing stale, lost, refused or violated")
    }
    return FoundMark(
      mark: latest,
      choice: "The latest mark: \(lab.run.describe(latest))."
    )
  }

  /// The mark in the selected row of a panel; nil when the row has none.
  func mark(under id: PanelID) -> ExplainedMark? {
    guard let context = uncovered(id) else { return nil }
    let selection = context.selection(of:)
    switch id {
    case GuaranteesPanel.id:
      return GuaranteesPanel.selected(context)?.witnesses.first.map { .violation($0) }
    case TimelinePanel.id:
      let items = TimelinePanel.items(context)
      return selection(items.count).map { mark(items[$0]) }
    case NetworkPanel.id:
      let rows = NetworkPanel.list(context)
      return selection(rows.count).flatMap { mark(in: rows[$0]) }
    case ReplicasPanel.id:
      let rows = ReplicasPanel.shown(context)
      return selection(rows.count).flatMap { mark(at: rows[$0]) }
    case LagPanel.id:
      let rows = LagPanel.shown(context)
      return selection(rows.count).flatMap { row in
        rows[row].entries > 0 ? replica(rows[row].name).map { .replica($0) } : nil
      }
    case LogsPanel.id:
      let rows = LogsPanel.shown(context)
      return selection(rows.count).flatMap { mark(inLogOf: rows[$0], rows) }
    case SessionsPanel.id:
      let rows = SessionsPanel.shown(context)
      return selection(rows.count).flatMap { mark(of: rows[$0]) }
    default: return nil
    }
  }

  private func mark(_ item: TimelineItem) -> ExplainedMark {
    switch item {
    case .operation(let bar): .operation(bar.id)
    case .message(let line): .message(line.id)
    case .mark(let mark):
      (mark.kind == .rolledBack ? lab?.run.rollback(at: mark.eventIndex) : nil)
        ?? .event(mark.eventIndex)
    }
  }

  private func replica(_ name: String) -> NodeID? { lab?.run.names.server(named: name) }

  private func mark(in row: NetworkPanel.Row) -> ExplainedMark? {
    switch row {
    case .message(let message): .message(message.id)
    case .cut(let cut): cut.first.flatMap { lab?.run.lastCut(of: $0) }.map { .event($0) }
    case .rule, .link, .pairs: nil
    }
  }

  /// Down or paused before stale, and that before leading.
  private func mark(at replica: ReplicaView) -> ExplainedMark? {
    if replica.status != .up { return .replica(replica.id) }
    let stale = replica.cells.filter { $0.stale != nil }
      .max { ($0.stale?.age ?? .zero) < ($1.stale?.age ?? .zero) }
    if let stale { return .cell(Key(stale.key), at: replica.id) }
    return (replica.leadsIn ?? 0) > 1 ? .replica(replica.id) : nil
  }

  /// What was rolled back there before where it differs from others.
  private func mark(inLogOf replica: ReplicaView, _ all: [ReplicaView]) -> ExplainedMark? {
    let own = LogsPanel.conflicts(all).first { $0.log == replica.logID }
    if let own {
      let entries = all.filter { $0.logID == own.log }
        .compactMap { view in view.log.first { $0.position.lsn == own.lsn } }
      let mine = replica.log.first { $0.position.lsn == own.lsn } ?? entries.first
      let other = entries.first { $0.position != mine?.position }
      if let one = mine?.operation, let two = other?.operation { return .fork(one, two) }
    }
    if let gone = lab?.run.latestRollback(at: replica.id) { return .rollback(gone, at: replica.id) }
    return (replica.cells.contains { $0.stale != nil }) ? .replica(replica.id) : nil
  }

  /// What the client waits for, else what went wrong for it last, else its latest operation.
  private func mark(of session: SessionView) -> ExplainedMark? {
    guard let run = lab?.run, let client = run.names.client(named: session.client) else {
      return nil
    }
    let latest = run.operation(of: client)
    if session.outstanding != nil, let latest { return .operation(latest) }
    guard let witness = run.latestWitness(against: client) else {
      return latest.map { .operation($0) }
    }
    if let latest, let failed = run.failure(of: latest), failed > witness.eventIndex {
      return .operation(latest)
    }
    return .violation(witness)
  }

  // MARK: By name

  /// `m7`, `c1`, `c1 200`, `R3`, `R3 name`, or a guarantee.
  func namedMark(_ text: String) throws(NoMark) -> FoundMark {
    guard let run = lab?.run else { throw NoMark("no run is open") }
    let words = text.split(separator: " ").map(String.init)
    if let checker = CheckerName(parsing: words[0]) {
      let verdict = lab?.whole.verdict(of: checker) ?? run.verdict(of: checker)
      guard let witness = verdict.witnesses.first else {
        throw NoMark("\"\(checker.words)\" is not violated here")
      }
      return FoundMark(mark: .violation(witness))
    }
    if let node = run.names.server(named: words[0]) {
      guard words.count > 1 else { return FoundMark(mark: .replica(node)) }
      return FoundMark(mark: .cell(Key(words[1]), at: node))
    }
    if let client = run.names.client(named: words[0]) {
      let instant = words.count > 1 ? Int64(words[1]).map { VirtualTime($0) } : nil
      if words.count > 1, instant == nil { throw NoMark("expected an instant, found \(words[1])") }
      guard let operation = run.operation(of: client, at: instant) else {
        let when = instant.map { " at \($0)" } ?? " so far"
        throw NoMark("\(words[0]) has asked for nothing\(when)")
      }
      return FoundMark(mark: .operation(operation))
    }
    if words[0].first == "m", let number = Int64(words[0].dropFirst()) {
      guard run.hasSent(MessageID(number)) else {
        throw NoMark("no message \(words[0]) was sent yet")
      }
      return FoundMark(mark: .message(MessageID(number)))
    }
    throw NoMark(
      "expected a client and an instant (c1 200), a node and a key (R3 name), a message (m7) or a "
        + "guarantee (read-your-writes); found \(text)")
  }
}
