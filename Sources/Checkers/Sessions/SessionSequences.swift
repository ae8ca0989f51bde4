import Histories

/// The operations of a history by sessions, in the order of its lines.
///
/// A session is a sequence if no two of its operations overlap: then each precedes the next. The processes of a
/// session that is none are taken for a session each.
struct SessionSequences {
  /// For each node its session, numbered.
  private(set) var number: [Int32]
  /// The nodes that returned, in the order in which they did.
  private(set) var completed: [Int32] = []
  /// For each node the line of its invocation, and of its return; the latter is `Int32.max` if it is pending.
  private(set) var invoked: [Int32]
  private(set) var completedAt: [Int32]
  /// For each node whether it is judged as a read. Compare-and-sets are not, as in `GuaranteeMonitor`: they
  /// are served where the writes are ordered.
  private(set) var isRead: [Bool]

  /// - Parameter index: of all operations of the history.
  init(_ index: ReadsFromIndex, _ history: History) {
    number = Array(repeating: 0, count: index.count)
    invoked = number
    isRead = Array(repeating: false, count: index.count)
    completedAt = Array(repeating: .max, count: index.count)
    completed.reserveCapacity(index.count)
    var nodes = Array(repeating: Int32(-1), count: history.operations.count)
    var sessions = OwnerTable(.process)
    var count: Int32 = 0
    for node in 0..<index.count {
      let place = Int(index.places[node])
      nodes[place] = Int32(node)
      isRead[node] = history.operations[place].call.returnsState
      let session = history.operations[place].session
      number[node] = Int32(sessions.number(of: ProcessID(Int(session.index)), session))
      count = max(count, number[node] + 1)
    }
    var open = Array(repeating: Int32(-1), count: Int(count))
    var isSequence = Array(repeating: true, count: Int(count))
    for (line, event) in history.events.enumerated() {
      switch event.kind {
      case .invoke(let id):
        let node = Int(nodes[Int(id.index)])
        guard node >= 0 else { continue }
        invoked[node] = Int32(line)
        if index.isPending[node] { continue }
        let session = Int(number[node])
        if open[session] >= 0 { isSequence[session] = false }
        open[session] = Int32(node)
      case .complete(let id):
        let node = Int(nodes[Int(id.index)])
        guard node >= 0, !index.isPending[node] else { continue }
        completedAt[node] = Int32(line)
        completed.append(Int32(node))
        if open[Int(number[node])] == Int32(node) { open[Int(number[node])] = -1 }
      case .note: continue
      }
    }
    // Owners of the index are processes within sessions.
    for node in 0..<index.count where !isSequence[Int(number[node])] {
      number[node] = count + index.owners[node]
    }
  }

  /// Whether one session did both, and the first had returned when the second was invoked.
  func isInOrder(_ first: Int32, _ second: Int32) -> Bool {
    number[Int(first)] == number[Int(second)] && completedAt[Int(first)] < invoked[Int(second)]
  }
}
