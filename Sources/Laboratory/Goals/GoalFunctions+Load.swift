import Histories
import Simulation

extension GoalFunction {
  /// How loaded the nodes are, and what was done about it.
  static let load: [GoalFunction] = [
    GoalFunction(
      name: "backlog", parameters: "node, at: instant",
      summary: "how many requests wait at a node while it serves another",
      apply: { call throws(GoalStop) in
        // From the recording: going back to the instant would cost a re-execution.
        let (node, instant) = (try call.nodeNamed(), try call.instant())
        return .number(
          Int64(
            call.run.simulation.recording.load.requestsWaiting(
              at: node, events: call.run.position, at: instant)))
      }),
    GoalFunction(
      name: "diverted", parameters: "instant, instant",
      summary: "how many in a hundred of the reads routed after the first instant and up to the "
        + "second went to the leader because of lag-limit; unknown when none was routed",
      apply: { call throws(GoalStop) in
        let (start, end) = (try call.number(0), try call.number(1))
        let run = call.run
        guard end <= run.clock.milliseconds else {
          throw GoalStop.pending("t=\(end) is not reached yet")
        }
        let (reads, diverted) = run.simulation.recording.load.routed(
          after: VirtualTime(start), through: VirtualTime(end), events: run.position)
        guard reads > 0 else {
          throw GoalStop.unknown("no read was routed under a lag-limit in \(call.words)")
        }
        return .number(Int64(diverted * 100 / reads))
      }),
    GoalFunction(
      name: "requests", parameters: "client, instant",
      summary: "how many requests the client sent for the operation it asked for at the instant: "
        + "redirects and a second try by hedge-delay count",
      apply: { call throws(GoalStop) in
        let operation = try call.operation()
        let end = min(try call.completion().eventIndex, call.run.position)
        let client = NodeID(call.run.names.servers.count + Int(operation.process.index))
        let sent = call.run.simulation.recording.messages.lazy.filter { message in
          message.record.from == client && message.record.sentEvent >= operation.invokedEvent
            && message.record.sentEvent < end && message.record.label.name == operation.call.name
        }
        return .number(Int64(sent.count))
      }),
  ]
}
