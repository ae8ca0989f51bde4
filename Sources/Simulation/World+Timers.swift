import Histories

extension World {
  /// Arms a timer of a node, or moves it.
  mutating func setTimer(
    _ timer: P.Timer, after duration: VirtualDuration, _ visit: Visit, at place: Int,
    key: CausalKey, cause: Int
  ) {
    let foreground = visit == .foreground
    let due = now + nodes[place].clock.trueDuration(of: max(duration, .zero))
    var armed = ArmedTimer<P>(
      timer: timer, token: nextToken, due: due, entryTime: due, isForeground: foreground, key: key,
      cause: Int32(truncatingIfNeeded: cause))
    if foreground { foregroundPending += 1 }
    if let index = nodes[place].timers.firstIndex(where: { $0.timer == timer }) {
      let old = nodes[place].timers[index]
      if old.due != nil, old.isForeground { foregroundPending -= 1 }
      if old.entryTime <= due {
        // The entry comes up in time and moves on then.
        armed.token = old.token
        armed.entryTime = old.entryTime
        nodes[place].timers[index] = armed
        return
      }
      nodes[place].timers[index] = armed
    } else {
      nodes[place].timers.append(armed)
    }
    insertTimer(armed, of: nodes[place].id)
    nextToken += 1
  }

  private mutating func insertTimer(_ armed: ArmedTimer<P>, of node: NodeID) {
    enqueue(
      .timer(node, token: armed.token), at: armed.entryTime, cause: Int(armed.cause),
      key: armed.key, foreground: false)
  }

  mutating func cancelTimer(_ timer: P.Timer, at place: Int) {
    guard let index = nodes[place].timers.firstIndex(where: { $0.timer == timer }),
      nodes[place].timers[index].due != nil
    else { return }
    nodes[place].timers[index].due = nil
    if nodes[place].timers[index].isForeground { foregroundPending -= 1 }
  }

  /// The entry of a timer has come up: true when the timer fires now.
  mutating func admitTimer(_ scheduled: Scheduled<P>, _ place: Int, _ token: Int64) -> Bool {
    guard let index = nodes[place].timers.firstIndex(where: { $0.token == token }) else {
      return false
    }
    guard let due = nodes[place].timers[index].due else {
      nodes[place].timers.remove(at: index)
      return false
    }
    if due > nodes[place].timers[index].entryTime {
      nodes[place].timers[index].entryTime = due
      insertTimer(nodes[place].timers[index], of: nodes[place].id)
      return false
    }
    return true
  }

  // MARK: Time-outs of clients

  /// Sees to it that the client gives up at the deadline.
  mutating func armTimeout(_ place: Int, deadline: VirtualTime, cause: Int, key: CausalKey) {
    if let entry = clients[place].timeoutEntry, entry.time <= deadline { return }
    clients[place].timeoutEntry = (nextToken, deadline)
    enqueue(
      .clientTimeout(clients[place].id, token: nextToken), at: deadline, cause: cause, key: key,
      foreground: false)
    nextToken += 1
  }

  /// The time-out entry of a client has come up: true when its operation times out now.
  mutating func admitTimeout(_ scheduled: Scheduled<P>, _ place: Int, _ token: Int64) -> Bool {
    guard let entry = clients[place].timeoutEntry, entry.token == token else { return false }
    clients[place].timeoutEntry = nil
    guard let outstanding = clients[place].outstanding, let deadline = outstanding.deadline else {
      return false
    }
    if deadline > entry.time {
      armTimeout(
        place, deadline: deadline, cause: outstanding.invokedEvent, key: outstanding.key.effect(1))
      return false
    }
    return true
  }

  /// A client stops waiting: the outcome of its operation is not known.
  mutating func giveUp(
    _ process: ProcessID, _ context: inout EventContext, _ observer: inout some WorldObserver
  ) {
    let place = Int(process.index)
    guard let outstanding = clients[place].outstanding else { return }
    context.isForeground = true
    record(.timeout, clients[place].address, Label("time-out"), context, &observer)
    doubt(outstanding.target, for: outstanding.call, place)
    finish(
      process, outstanding.operation, .info(.timeout), observation: nil, context, &observer)
  }
}
