import CellGraphics
import Checkers
import Histories
import Laboratory
import Simulation

/// The rows of the panels as sentences.
enum PlainRows {
  /// The panel in sentences; nil for one that has none of its own.
  static func lines(_ id: PanelID, _ context: PanelContext) -> [String]? {
    switch id {
    case ReplicasPanel.id: replicas(context)
    case LagPanel.id: lags(context)
    case NetworkPanel.id: network(context)
    case SessionsPanel.id: sessions(context)
    case GuaranteesPanel.id: guarantees(context)
    case MetersPanel.id: meters(context)
    case LoadPanel.id: load(context)
    case KnobsPanel.id: knobs(context)
    case LogsPanel.id: logs(context)
    case TimelinePanel.id: timeline(context)
    case BoardPanel.id: board(context)
    default: nil
    }
  }

  /// One row of a panel as a sentence, where its sentences are its rows.
  static func row(_ number: Int, _ id: PanelID, _ context: PanelContext) -> String? {
    let panels = [
      ReplicasPanel.id, LagPanel.id, SessionsPanel.id, GuaranteesPanel.id, MetersPanel.id,
      KnobsPanel.id, LogsPanel.id,
    ]
    if id == NetworkPanel.id {
      let rows = NetworkPanel.list(context)
      return rows.indices.contains(number) ? sentence(rows[number]) : nil
    }
    if id == TimelinePanel.id {
      let items = TimelinePanel.items(context)
      return items.indices.contains(number)
        ? sentence(items[number], context.view.timeline) : nil
    }
    if id == BoardPanel.id {
      return context.board.flatMap { page in
        page.board.bars.indices.contains(number) ? page.words(number) + "." : nil
      }
    }
    guard panels.contains(id), let lines = lines(id, context), lines.indices.contains(number)
    else { return nil }
    return lines[number]
  }

  static func staleness(_ stale: ReplicaView.Staleness) -> String {
    Wording.count(stale.versions, "version", "versions") + ", \(stale.age) ms"
  }

  private static func shown(_ lines: [String], _ context: PanelContext) -> [String] {
    lines.filter { context.shows($0) }
  }

  // MARK: Replicas

  private static func replicas(_ context: PanelContext) -> [String] {
    let replicas = context.view.replicas
    var lines = shown(replicas.map(sentence), context)
    let rivals = replicas.filter(\.hasRival)
    if !rivals.isEmpty {
      let names = rivals.map { "\($0.name) (epoch \($0.leadsIn ?? 0))" }
      lines.append("\(rivals.count) nodes lead at once: \(names.joined(separator: ", ")).")
    }
    return lines + [states(replicas)].compactMap(\.self)
  }

  /// `P: leader, up, applied lsn 2; name = Alice (lsn 2).`
  private static func sentence(_ replica: ReplicaView) -> String {
    var parts = [replica.role, status(replica.status)]
    if !replica.isCache { parts.append("applied \(Wording.position(replica.applied))") }
    if !replica.isCache, replica.received != replica.applied {
      parts.append("received \(Wording.position(replica.received))")
    }
    if let epoch = replica.leadsIn, epoch > 1 { parts.append("leads in epoch \(epoch)") }
    if replica.leadsIn != nil, replica.role != "leader" { parts.append("believes that it leads") }
    if replica.clockOffset != .zero {
      parts.append("clock \(Wording.signed(replica.clockOffset))")
    }
    if replica.serviceTime != .zero { parts.append("takes \(replica.serviceTime) ms a request") }
    if replica.backlog > 0 { parts.append("\(replica.backlog) waiting") }
    let cells = replica.cells.filter { !$0.isElsewhere }.map { cell in
      let version = cell.version.isEmpty ? "" : " (\(cell.version))"
      let stale = cell.stale.map { ", stale by \(staleness($0))" } ?? ""
      return "\(cell.key) = \(cell.value)\(version)\(stale)"
    }
    let held = cells.isEmpty ? "holds nothing" : cells.joined(separator: "; ")
    return "\(replica.name): \(parts.joined(separator: ", ")); \(held)."
  }

  private static func status(_ status: NodeStatus) -> String {
    switch status {
    case .up: "up"
    case .crashed: "down"
    case .paused: "paused"
    }
  }

  /// Which replicas are in the same state.
  private static func states(_ replicas: [ReplicaView]) -> String? {
    guard replicas.count > 1 else { return nil }
    var groups: [(state: UInt64, names: [String])] = []
    for replica in replicas {
      if let known = groups.firstIndex(where: { $0.state == replica.stateDigest }) {
        groups[known].names.append(replica.name)
      } else {
        groups.append((replica.stateDigest, [replica.name]))
      }
    }
    if groups.count == 1 { return "All states are equal." }
    let texts = groups.map { $0.names.joined(separator: ", ") }
    return "\(groups.count) different states: \(texts.joined(separator: " | "))."
  }

  private static func lags(_ context: PanelContext) -> [String] {
    let lines = context.view.lags.filter { !$0.isLeader }.map { lag in
      let behind =
        lag.entries > 0
        ? Wording.count(lag.entries, "operation", "operations") + " behind, \(lag.age) ms"
        : Wording.noLag(lag)
      let isMarked = context.lagAlert.map { lag.age.milliseconds >= Int64($0) } ?? false
      let alert = isMarked ? " (marked: at least \(context.lagAlert ?? 0) ms)" : ""
      let link = lag.linkDelay.map { ", link \($0) ms" } ?? ""
      let queue = lag.queueMeter.map { "\($0) ms" } ?? "none"
      let heartbeat = lag.heartbeatMeter.map { "\($0) ms" } ?? "none"
      return
        "\(lag.name): \(behind)\(alert); its meters: queue \(queue), heartbeat \(heartbeat)\(link)."
    }
    return lines.isEmpty ? ["There are no followers to compare."] : shown(lines, context)
  }

  // MARK: Clients

  private static func sessions(_ context: PanelContext) -> [String] {
    shown(context.view.sessions.map(sentence), context)
  }

  private static func sentence(_ session: SessionView) -> String {
    var parts: [String] = []
    if let outstanding = session.outstanding {
      let since = session.invoked.map { " since t=\($0)" } ?? ""
      parts.append(
        "waits for \(outstanding)" + (session.target.map { " from \($0)" } ?? "") + since)
    } else {
      parts.append("idle")
    }
    if let latest = session.latest { parts.append("last: \(latest)") }
    if let hop = session.trail.last {
      let way = session.trail.map(\.node).joined(separator: ", then ")
      parts.append("asked \(way) (\(hop.reason))")
    }
    if session.waiting > 0 { parts.append("\(session.waiting) more to do") }
    parts.append("wrote \(session.lastOwnWrite.map(Wording.position) ?? "nothing")")
    parts.append("has seen \(session.highWaterMark.map(Wording.position) ?? "nothing")")
    if session.usesToken {
      let vector = session.tokenVector?.joined(separator: ", ")
      let token = vector ?? session.token.map(Wording.position) ?? ""
      parts.append("token \(token.isEmpty ? "nothing" : token)")
    }
    if let end = session.pinnedUntil {
      parts.append("pinned until \(end)\(SessionsPanel.only(session))")
    }
    parts.append("routing \(SessionsPanel.routing(session))")
    let name = session.session == session.client ? "" : ", session \(session.session)"
    let broken = session.broken.map { " Broken for it: \($0)." }.joined()
    return "\(session.client)\(name): \(parts.joined(separator: "; ")).\(broken)"
  }

  // MARK: Verdicts

  private static func guarantees(_ context: PanelContext) -> [String] {
    if context.showsMap { return map(context) }
    return promises(context)
  }

  /// Every model of the map with what it implies.
  private static func map(_ context: PanelContext) -> [String] {
    ModelMap.models.enumerated().map { index, model in
      let view = ModelMapDrawing.view(of: model, context)
      let state = ModelMapDrawing.look(view?.state).2
      let weaker = ModelMap.implications.filter { $0.stronger == model }.map(\.weaker.words)
      let implied = weaker.isEmpty ? "" : " It implies \(weaker.joined(separator: ", "))."
      let reason = view.map { $0.reason.isEmpty ? "" : ": \($0.reason)" } ?? ""
      return "\(index + 1)) \(model.words): \(state)\(reason).\(implied)"
    } + ["open N goes to the event that broke one; map lists the guarantees again."]
  }

  private static func promises(_ context: PanelContext) -> [String] {
    let rows = GuaranteesPanel.shown(context).enumerated().map { index, guarantee in
      let name = guarantee.checker.promise
      let count = guarantee.count
      let state =
        switch guarantee.state {
        case .holds: guarantee.isWarning ? "holds, but: \(guarantee.reason)" : "holds"
        case .violated:
          "violated" + (count > 1 ? " \(count) times, first" : "") + ": "
            + guarantee.reason
        case .pending: "pending" + (guarantee.reason.isEmpty ? "" : ": \(guarantee.reason)")
        case .unknown: "unknown: \(guarantee.reason)"
        }
      return "\(index + 1)) \(name): \(state)."
    }
    guard !rows.isEmpty else { return [GuaranteesPanel.nothing(context) + "."] }
    return rows + others(context, after: rows.count) + [
      "open N goes to the event that broke one; words says what they mean."
    ]
  }

  /// Those that the lesson is not about, as a row of their own.
  private static func others(_ context: PanelContext, after count: Int) -> [String] {
    guard GuaranteesPanel.hasOthers(context) else { return [] }
    let words =
      GuaranteesPanel.isCollapsed(context)
      ? "\(GuaranteesPanel.counted(context)); open \(count + 1) lists them"
      : "open \(count + 1) lists those of the lesson alone"
    return ["\(count + 1)) \(words)."]
  }

  private static func meters(_ context: PanelContext) -> [String] {
    shown(
      context.view.meters.map { meter in
        "\(meter.name.words): \(meter.isSettled ? "\(meter.value)" : "pending")."
      }, context)
  }

  private static func knobs(_ context: PanelContext) -> [String] {
    var lines = context.view.knobs.map { knob in
      "\(knob.path) = \(knob.value), of \(knob.domain): \(knob.summary)."
    }
    lines.append("workload is \(context.view.workload == nil ? "off" : "on").")
    lines.append("nemesis (random faults) is \(context.view.nemesis == nil ? "off" : "on").")
    return shown(lines, context).enumerated().map { "\($0 + 1)) \($1)" }
      + ["set KNOB = VALUE turns one; open N asks for its value."]
  }
}
