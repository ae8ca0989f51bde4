import Histories
import Laboratory

/// The curves of the load panel as sentences: what they come to now, and at the quarters of the run.
extension PlainRows {
  static func load(_ context: PanelContext) -> [String] {
    let load = context.view.load
    var lines: [String] = []
    for follower in load.followers where context.shows(follower.name) {
      lines.append(sentence(follower, load, context))
    }
    for queue in load.queues
    where queue.serviceTime > .zero || queue.history.contains(where: isBusy) {
      lines.append(sentence(queue, load, context))
    }
    if load.limit != nil {
      let now = load.diverted.map { "\($0) % of the reads of the last" } ?? "no reads in the last"
      lines.append(
        "Sent to the leader because of lag: \(now) \(LoadView.recent) ms; the cap is "
          + "\(load.cap) %. " + quarters(load.divertedHistory, "%", context))
    }
    return lines.isEmpty ? ["Nobody follows a leader here."] : lines
  }

  private static func isBusy(_ waiting: Int?) -> Bool { (waiting ?? 0) > 0 }

  private static func sentence(
    _ follower: LoadView.Follower, _ load: LoadView, _ context: PanelContext
  ) -> String {
    var words = "\(follower.name) newest heartbeat, its age: "
    guard let age = follower.heartbeatAge else { return words + "none yet." }
    words += "\(age) ms"
    if let limit = load.limit {
      words += age > limit ? ", over the limit of \(limit) ms" : ", within the limit of \(limit) ms"
    }
    return words + ". " + quarters(follower.history, "ms", context)
  }

  private static func sentence(
    _ queue: LoadView.Queue, _ load: LoadView, _ context: PanelContext
  ) -> String {
    var words =
      "\(queue.name) queue: \(Wording.count(queue.waiting, "request waits", "requests wait"))"
    if queue.serviceTime > .zero { words += ", \(queue.serviceTime) ms each" }
    if load.isQueueShared { words += "; its log waits behind them" }
    return words + ". " + quarters(queue.history, "", context)
  }

  /// `At t=250: 0, at t=500: 3, at t=750: nothing known.`
  private static func quarters(_ values: [Int?], _ unit: String, _ context: PanelContext) -> String
  {
    guard values.count >= 4 else { return "" }
    let now = context.view.clock.milliseconds
    let parts = (1...3).map { quarter in
      let value = values[values.count * quarter / 4 - 1]
      let text = value.map { "\($0)" + (unit.isEmpty ? "" : " \(unit)") } ?? "nothing known"
      return "at t=\(now * Int64(quarter) / 4): \(text)"
    }
    return "Before: \(parts.joined(separator: ", "))."
  }
}
