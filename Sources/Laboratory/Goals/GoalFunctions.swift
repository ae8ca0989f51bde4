import Checkers
import Histories
import Simulation

/// The functions of the goal language, one line each in `all`.
public struct GoalFunction: Sendable {
  public let name: String
  /// The parameters for documentation: `client, instant`.
  public let parameters: String
  public let summary: String
  let apply: @Sendable (GoalCall) throws(GoalStop) -> GoalValue

  public static let all: [GoalFunction] = general + ofLeaders + sessions + load

  private static let general: [GoalFunction] = [
    GoalFunction(
      name: "read", parameters: "client, instant",
      summary: "the value returned to the client by the operation it asked for at the instant",
      apply: { call throws(GoalStop) in
        guard case .ok(let value) = try call.completion().outcome else {
          throw GoalStop.unknown("\(call.operationWords ?? call.words) returned nothing")
        }
        return GoalValue(value)
      }),
    GoalFunction(
      name: "status", parameters: "client, instant",
      summary: "how that operation ended: ok, fail or info (outcome unknown)",
      apply: { call throws(GoalStop) in
        switch try call.completion().outcome {
        case .ok: .text("ok")
        case .fail: .text("fail")
        case .info: .text("info")
        }
      }),
    GoalFunction(
      name: "acknowledged", parameters: "client, instant",
      summary: "the instant at which the client got the answer",
      apply: { call throws(GoalStop) in .number(try call.completion().time.milliseconds) }),
    GoalFunction(
      name: "latency", parameters: "client, instant",
      summary: "ms from the invocation of that operation to its answer",
      apply: { call throws(GoalStop) in
        let completion = try call.completion()
        return .number((completion.time - (try call.operation()).invoked).milliseconds)
      }),
    GoalFunction(
      name: "served", parameters: "client, instant", summary: "the replica that answered",
      apply: { call throws(GoalStop) in
        guard let observation = try call.completion().observation else {
          throw GoalStop.unknown("no replica answered \(call.operationWords ?? call.words)")
        }
        return .text(call.run.names[observation.node])
      }),
    GoalFunction(
      name: "staleness", parameters: "client, instant",
      summary: "(k, t) of a read: newer committed versions missed, and ms since the oldest of them",
      apply: { call throws(GoalStop) in
        _ = try call.completion()
        let monitor = call.run.branch.judgement.monitor
        guard let measure = monitor.staleness(of: try call.operation().id) else {
          throw GoalStop.unknown(
            "the staleness of \(call.operationWords ?? call.words) was not measured")
        }
        return .tuple([.number(Int64(measure.versions)), .number(measure.age.milliseconds)])
      }),
    GoalFunction(
      name: "violations", parameters: "checker",
      summary: "the set of (client, instant) of the operations that violate the guarantee",
      apply: { call throws(GoalStop) in
        switch call.run.verdict(of: try call.checker()) {
        case .holds: return .set([])
        case .violated(let witnesses):
          return .makeSet(
            witnesses.map { witness in
              .tuple([
                .text(witness.process.map { call.run.names[$0] } ?? "replicas"),
                .number(witness.at.milliseconds),
              ])
            })
        case .pending:
          throw GoalStop.pending("\"\(try call.checker().promise)\" is decided at rest")
        case .unknown(let why): throw GoalStop.unknown(why.description)
        }
      }),
    GoalFunction(
      name: "holds", parameters: "checker", summary: "whether the guarantee holds so far",
      apply: { call throws(GoalStop) in .truth(!(try call.isViolated())) }),
    GoalFunction(
      name: "violated", parameters: "checker", summary: "whether the guarantee is broken",
      apply: { call throws(GoalStop) in .truth(try call.isViolated()) }),
    GoalFunction(
      name: "count", parameters: "set", summary: "how many elements a set or list has",
      apply: { call throws(GoalStop) in
        switch try call.argument(0) {
        case .set(let elements), .list(let elements), .tuple(let elements):
          return .number(Int64(elements.count))
        default: throw call.invalid("count takes a set or a list")
        }
      }),
    GoalFunction(
      name: "value", parameters: "node, key, at: instant", summary: "what a replica holds",
      apply: { call throws(GoalStop) in
        let key = Key(try call.text(1))
        let cell = try call.node().inspection.cells.first { $0.key == key }
        return GoalValue(cell?.value ?? .absent)
      }),
    GoalFunction(
      name: "applied", parameters: "node, at: instant",
      summary: "the LSN of the last entry that a replica has applied",
      apply: { call throws(GoalStop) in
        .number(try call.node().inspection.progress.applied.lsn)
      }),
    GoalFunction(
      name: "role", parameters: "node, at: instant", summary: "what a node is: leader, follower",
      apply: { call throws(GoalStop) in .text(try call.node().inspection.role) }),
    GoalFunction(
      name: "queueMeter", parameters: "node, at: instant",
      summary: "ms behind as the replica's apply queue says",
      apply: { call throws(GoalStop) in
        .number(try call.meter(\.inspection.queueMeter).milliseconds)
      }),
    GoalFunction(
      name: "heartbeatMeter", parameters: "node, at: instant",
      summary: "the age in ms of the newest heartbeat row at the replica",
      apply: { call throws(GoalStop) in
        .number(try call.meter(\.inspection.heartbeatMeter).milliseconds)
      }),
    GoalFunction(
      name: "lag", parameters: "node, at: instant",
      summary:
        "the true lag: the age in ms of the oldest committed entry that the replica lacks; a "
        + "cache lacks only newer versions of what it holds",
      apply: { call throws(GoalStop) in
        let node = try call.node()
        let run = try call.runAtInstant()
        let states = run.simulation.nodeStates(at: run.clock)
        return .number(run.lag(of: node, among: states).age.milliseconds)
      }),
    GoalFunction(
      name: "due", parameters: "from, to, label, at: instant",
      summary: "the instant at which a message in flight is to arrive; nil when there is none",
      apply: { call throws(GoalStop) in
        let (from, to, label) = (try call.text(0), try call.text(1), try call.text(2))
        let run = try call.runAtInstant()
        let found = run.simulation.messagesInFlight.first {
          run.names[$0.link.from] == from && run.names[$0.link.to] == to
            && $0.label.description == label
        }
        return found?.due.map { .number($0.milliseconds) } ?? .none
      }),
    GoalFunction(
      name: "divergence", parameters: "at: instant",
      summary: "distinct states of replicas, minus one",
      apply: { call throws(GoalStop) in
        .number(Int64(try call.runAtInstant().branch.divergence))
      }),
    GoalFunction(
      name: "setting", parameters: "knob", summary: "how a knob is set",
      apply: { call throws(GoalStop) in
        let path = try call.text(0)
        guard let knob = call.run.simulation.knobs.first(where: { $0.path == path }) else {
          throw call.invalid("no knob is called \(path)")
        }
        return GoalValue(knob.value)
      }),
  ]
}

/// Looks a function up and calls it.
struct GoalFunctions {
  let evaluator: GoalEvaluator
  let column: Int

  func call(_ name: String, _ arguments: [GoalNode.Argument]) throws(GoalStop) -> GoalValue {
    guard let function = GoalFunction.all.first(where: { $0.name == name }) else {
      let known = GoalFunction.all.map(\.name).joined(separator: ", ")
      throw .invalid(
        GoalSyntaxError(column: column, "no function is called \(name); there are \(known)"))
    }
    return try function.apply(
      GoalCall(name: name, arguments: arguments, evaluator: evaluator, column: column))
  }
}
