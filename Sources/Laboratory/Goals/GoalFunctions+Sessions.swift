import Histories
import Simulation

extension GoalFunction {
  /// Where sessions were served, and what they hold.
  static let sessions: [GoalFunction] = [
    GoalFunction(
      name: "moved", parameters: "instant, instant",
      summary: "how many clients had what they asked for at the two instants served by two nodes",
      apply: { call throws(GoalStop) in
        let first = try call.servers(at: VirtualTime(try call.number(0)))
        let second = try call.servers(at: VirtualTime(try call.number(1)))
        var moved: Int64 = 0
        for (client, node) in first {
          if let other = second.first(where: { $0.client == client })?.node, other != node {
            moved += 1
          }
        }
        return .number(moved)
      }),
    GoalFunction(
      name: "readsServed", parameters: "node, before: instant",
      summary: "how many reads a node has answered, or had answered before the instant",
      apply: { call throws(GoalStop) in
        let node = try call.node().id
        let end = try call.labelled("before").map { VirtualTime($0) } ?? .never
        let run = call.run
        let reads = run.simulation.recording.history.operations.lazy.filter { operation in
          guard operation.call.isReadOnly, operation.isOK, let completion = operation.completion,
            completion.eventIndex < run.position, let observation = completion.observation
          else { return false }
          return observation.node == node && observation.servedAt < end
        }
        return .number(Int64(reads.count))
      }),
    GoalFunction(
      name: "token", parameters: "client, key: key, at: instant",
      summary:
        "the LSN that a replica must reflect to serve the client's reads, or those of the key; "
        + "nil without a token",
      apply: { call throws(GoalStop) in
        let run = try call.runAtInstant()
        let client = try call.client(in: run)
        if let key = try call.labelledName("key") {
          let token = run.simulation.token(of: client, for: .read(Key(key)))
          return token.map { .number($0.lsn) } ?? .none
        }
        guard run.simulation.tokenVector(of: client) == nil else {
          throw GoalStop.unknown("\(call.words) is a vector; say of which key")
        }
        return run.simulation.token(of: client).map { .number($0.lsn) } ?? .none
      }),
    GoalFunction(
      name: "pinned", parameters: "client, at: instant",
      summary: "whether the client's reads, of some key at least, go to the leader",
      apply: { call throws(GoalStop) in
        let run = try call.runAtInstant()
        let client = try call.client(in: run)
        return .truth(run.simulation.pinnedUntil(client, at: run.clock) != nil)
      }),
  ]
}

extension GoalCall {
  /// The client that the first argument names, as it is in a run.
  fileprivate func client(in run: Run) throws(GoalStop) -> Client {
    let name = try text(0)
    guard let process = run.names.client(named: name) else {
      throw invalid(
        "no client is called \(name); there are " + run.names.clients.joined(separator: ", "))
    }
    return run.simulation.clients[Int(process.index)]
  }

  /// A name with a label, if it is given.
  fileprivate func labelledName(_ label: String) throws(GoalStop) -> String? {
    guard let argument = arguments.first(where: { $0.label == label }) else { return nil }
    guard case .word(let word, _) = argument.value else {
      throw invalid("\(words): \(label): takes a name")
    }
    return word
  }

  /// A number with a label, if it is given.
  fileprivate func labelled(_ label: String) throws(GoalStop) -> Int64? {
    guard let argument = arguments.first(where: { $0.label == label }) else { return nil }
    guard case .number(let number) = try evaluator.value(argument.value) else {
      throw invalid("\(words): \(label): takes a number")
    }
    return number
  }

  /// Which node answered each client what it asked for at an instant.
  fileprivate func servers(
    at instant: VirtualTime
  ) throws(GoalStop) -> [(client: ProcessID, node: NodeID)] {
    let asked = run.simulation.recording.history.operations.filter {
      $0.intended == instant && $0.invokedEvent < run.position
    }
    guard !asked.isEmpty else { throw GoalStop.pending("nothing was asked for at \(instant)") }
    var result: [(client: ProcessID, node: NodeID)] = []
    for operation in asked {
      guard let completion = operation.completion, completion.eventIndex < run.position else {
        throw GoalStop.pending("\(run.names[operation.process]) has no answer yet")
      }
      guard let node = completion.observation?.node else { continue }
      result.append((operation.process, node))
    }
    return result
  }
}
