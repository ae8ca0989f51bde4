import Histories
import Simulation

extension Run {
  /// What was done to the world in a window of the diagram.
  func interventionMarks(
    from start: VirtualTime, to end: VirtualTime
  ) -> [TimelineView.Mark] {
    let all = simulation.recording.interventions
    let first = all.bisect { $0.time < start }
    let last = all.bisect { $0.eventIndex < position && $0.time <= end }
    guard first < last else { return [] }
    let printer = ActionPrinter(names: names)
    return all[first..<last].suffix(Self.linesMax).compactMap { recorded in
      let intervention = recorded.intervention
      if case .invoke = intervention { return nil }
      return TimelineView.Mark(
        time: recorded.time, eventIndex: recorded.eventIndex,
        node: intervention.node.map { names[$0] }, text: printer.text(intervention),
        kind: intervention.markKind, names: endNames(of: intervention))
    }
  }

  /// The ends of the links that an intervention is about, each once.
  private func endNames(of intervention: Intervention) -> [String] {
    let links: [Link]
    switch intervention {
    case .cut(let own), .heal(let own?), .setDelay(let own, _), .setJitter(let own, _),
      .setLoss(let own, _), .setDuplication(let own, _), .setOrdering(let own, _):
      links = own
    case .addRule(let rule), .removeRule(let rule): links = [rule.link]
    case .treat(let message, _):
      let place = Int(message.number) - 1
      let sent = simulation.recording.messages
      guard sent.indices.contains(place) else { return [] }
      links = [Link(from: sent[place].record.from, to: sent[place].record.to)]
    default: return []
    }
    var found: [String] = []
    for link in links {
      for end in [names[link.from], names[link.to]] where !found.contains(end) {
        found.append(end)
      }
    }
    return found
  }

  /// What did not run or was cut in a window of the diagram.
  func outageSpans(from start: VirtualTime, to end: VirtualTime) -> [TimelineView.Span] {
    let printer = ActionPrinter(names: names)
    let outages = simulation.recording.outages.overlapping(
      from: start, to: end, events: position)
    return outages.suffix(Self.linesMax).map { outage in
      let until = outage.lasts(events: position) ? nil : outage.end
      switch outage.subject {
      case .node(let node, let status):
        return TimelineView.Span(
          kind: status == .paused ? .paused : .down, node: names[node],
          text: status == .paused ? "paused" : "down", start: outage.start, end: until)
      case .links(let links):
        return TimelineView.Span(
          kind: .cut(links), node: nil, text: printer.text(links), start: outage.start,
          end: until)
      }
    }
  }

  /// An intervention in words with names: `crash R1`.
  public func describe(_ intervention: Intervention) -> String {
    ActionPrinter(names: names).text(intervention)
  }
}

extension Intervention {
  /// How the diagram marks it.
  var markKind: TimelineView.Mark.Kind {
    switch self {
    case .heal, .restart, .resume: .repair
    case .cut, .crash, .armCrash, .pause: .fault
    case .treat(_, .drop): .fault
    default: .change
    }
  }
}

extension Recording {
  /// The operation in whose course a message was sent: the nearest in its chain of causes, or nil
  /// when a timer stands in between. O(chain * log operations), at most 64 links of the chain.
  func operation(behind message: MessageRecord) -> Operation? {
    let operations = history.operations
    var next: Int? = message.sentEvent < 0 ? nil : message.sentEvent
    for _ in 0..<64 {
      guard let index = next, index < events.count else { return nil }
      let place = operations.bisect { $0.invokedEvent < index }
      if place < operations.count, operations[place].invokedEvent == index {
        return operations[place]
      }
      if events[index].kind == .timer { return nil }
      next = events[index].cause
    }
    return nil
  }
}
