import Checkers
import Histories
import Simulation

/// Finding what can be explained.
extension Run {
  /// The latest thing that went wrong as of the shown position: a violated guarantee, a write that was
  /// rolled back, an operation that was refused or given up, a message that was lost; else the stalest
  /// copy. Nil when all is well. O(log run + 20,000 lines of its end).
  public func latestMark() -> ExplainedMark? {
    let candidates = [latestViolation(), latestRollback(), latestFailure(), latestLoss()]
    var best: (event: Int, mark: ExplainedMark)?
    // At one event the more telling one comes first.
    for candidate in candidates.compactMap(\.self) where candidate.event > best?.event ?? -1 {
      best = candidate
    }
    return best?.mark ?? stalestCell()
  }

  private static var latestMax: Int { 20_000 }

  private func latestViolation() -> (event: Int, mark: ExplainedMark)? {
    let all = branch.judgement.monitor.violations
    let count = all.bisect { $0.eventIndex < position }
    var found = count > 0 ? all[count - 1] : nil
    if let event = found?.eventIndex {
      // A promise to a session says more than that a read was stale.
      found = all[..<count].last { $0.eventIndex == event && $0.checker != .staleRead } ?? found
    }
    for checker: CheckerName in [.acknowledgedWriteLost, .convergence] {
      guard let own = verdict(of: checker).witnesses.last else { continue }
      if own.eventIndex > found?.eventIndex ?? -1 { found = own }
    }
    return found.map { ($0.eventIndex, .violation($0)) }
  }

  private func latestRollback() -> (event: Int, mark: ExplainedMark)? {
    branch.judgement.rollbacks.lines(events: position).last.map {
      ($0.eventIndex, .rollback($0.operation, at: $0.node))
    }
  }

  private func latestFailure() -> (event: Int, mark: ExplainedMark)? {
    let history = simulation.recording.history
    let last = history.events.bisect { $0.eventIndex < position }
    for line in history.events[..<last].reversed().prefix(Self.latestMax) {
      guard case .complete(let id) = line.kind else { continue }
      switch history[id].completion?.outcome {
      case .info?, .fail?: return (line.eventIndex, .operation(id))
      default: continue
      }
    }
    return nil
  }

  private func latestLoss() -> (event: Int, mark: ExplainedMark)? {
    let events = simulation.recording.events
    for index in (0..<min(position, events.count)).reversed().prefix(Self.latestMax) {
      let record = events[index]
      if record.kind == .loss, record.isForeground, let message = record.message {
        return (index, .message(message))
      }
    }
    return nil
  }

  private func stalestCell() -> ExplainedMark? {
    var stalest: (age: VirtualDuration, mark: ExplainedMark)?
    let states = simulation.nodeStates(at: clock)
    for state in states {
      guard case .prefix(let log, let through) = state.inspection.visibility else { continue }
      for cell in state.inspection.cells {
        guard
          let stale = staleness(
            of: cell.key, in: log, reflecting: cell.reflects ?? through, among: states),
          stalest.map({ stale.age > $0.age }) ?? true
        else { continue }
        stalest = (stale.age, .cell(cell.key, at: state.id))
      }
    }
    return stalest?.mark
  }

  /// What an explanation of a mark will be about, in a few words.
  public func describe(_ mark: ExplainedMark) -> String {
    let trace = Trace(self)
    return switch mark {
    case .violation(let witness):
      "\"\(witness.checker.promise)\" violated"
        + (witness.operation.map { " by \(trace.dated($0))" } ?? "")
    case .operation(let id): trace.dated(id)
    case .message(let id):
      trace.message(id).map {
        "\($0.record.label) from \(names[$0.record.from]) to \(names[$0.record.to])"
      } ?? "m\(id.number)"
    case .cell(let key, let node): "\(key) at \(names[node])"
    case .replica(let node): names[node]
    case .rollback(let id, _): "\(trace.whose(id)), rolled back"
    case .fork(let one, let other): "\(trace.whose(one)) and \(trace.whose(other)) at one place"
    case .event(let index): "the event at t=\(trace.time(of: index))"
    }
  }

  /// The event at which a link was cut last; nil when it was not, as of the shown position.
  public func lastCut(of link: Link) -> Int? {
    Trace(self).intervention(before: position) {
      if case .cut(let links) = $0 { links.contains(link) } else { false }
    }?.eventIndex
  }

  /// The acknowledged write that a replica truncated last.
  public func latestRollback(at node: NodeID) -> OperationID? {
    branch.judgement.rollbacks.lines(events: position).last { $0.node == node }?.operation
  }

  /// The acknowledged write that was truncated at an event, as a mark.
  public func rollback(at event: Int) -> ExplainedMark? {
    branch.judgement.rollbacks.lines(events: position).last { $0.eventIndex == event }.map {
      .rollback($0.operation, at: $0.node)
    }
  }

  /// The latest promise to a client that was broken; one to its session before a stale read.
  public func latestWitness(against client: ProcessID) -> Witness? {
    let found = branch.judgement.witnesses(against: client, events: position, most: 20)
    guard let last = found.last else { return nil }
    return found.last { $0.eventIndex == last.eventIndex && $0.checker != .staleRead } ?? last
  }

  /// The event at which an operation was refused or given up; nil when it was not.
  public func failure(of operation: OperationID) -> Int? {
    guard let completion = Trace(self).completion(of: operation) else { return nil }
    if case .ok = completion.outcome { return nil }
    return completion.eventIndex
  }

  /// Whether a message had been sent by the shown position.
  public func hasSent(_ message: MessageID) -> Bool { Trace(self).message(message) != nil }

  /// The operation of a client that was asked for at an instant; its latest when no instant is given.
  public func operation(of client: ProcessID, at instant: VirtualTime? = nil) -> OperationID? {
    let operations = simulation.recording.history.operations
    let last = operations.bisect { $0.invokedEvent < position }
    return operations[..<last].last {
      $0.process == client && (instant == nil || $0.intended == instant || $0.invoked == instant)
    }?.id
  }
}
