import Histories

/// The order in which the events of a history are written, where the place in the file is the clock.
///
/// Events of one instant do not order operations, so invocations come before responses as far as each
/// process keeps its own order. Where two processes both go on at the instant of a response this
/// cannot be: then the response of one precedes the invocation of the other in the file, which the
/// history does not say.
struct EventOrder {
  struct Line {
    let id: OperationID
    let isInvocation: Bool
  }

  private(set) var lines: [Line] = []

  /// O(n log n) at worst, linear where few events share an instant.
  init(_ history: History) {
    lines.reserveCapacity(2 * history.operations.count)
    var instant: [Line] = []
    var now = VirtualTime(.min)
    for event in history.events {
      let line: Line
      switch event.kind {
      case .invoke(let id): line = Line(id: id, isInvocation: true)
      case .complete(let id): line = Line(id: id, isInvocation: false)
      case .note: continue
      }
      if event.time != now, !instant.isEmpty {
        place(&instant, history)
      }
      now = event.time
      instant.append(line)
    }
    place(&instant, history)
  }

  /// Appends the events of one instant, and forgets them.
  private mutating func place(_ instant: inout [Line], _ history: History) {
    defer { instant.removeAll(keepingCapacity: true) }
    guard instant.count > 1 else {
      lines += instant
      return
    }
    // For each process what it does at this instant, in its order.
    var processes: [ProcessID] = []
    var queues: [ProcessID: [Line]] = [:]
    for line in instant {
      let process = history[line.id].process
      if queues[process] == nil { processes.append(process) }
      queues[process, default: []].append(line)
    }
    var rest = instant.count
    while rest > 0 {
      for process in processes {
        while let line = queues[process]?.first, line.isInvocation {
          lines.append(line)
          queues[process]?.removeFirst()
          rest -= 1
        }
      }
      // A response, first of one who goes on after it.
      let waiting = processes.filter { queues[$0]?.isEmpty == false }
      let next = waiting.first { (queues[$0]?.count ?? 0) > 1 } ?? waiting.first
      if let next, let line = queues[next]?.removeFirst() {
        lines.append(line)
        rest -= 1
      }
    }
  }
}
