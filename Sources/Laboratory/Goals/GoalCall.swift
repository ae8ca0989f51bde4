import Checkers
import Histories
import Simulation

/// A call of a goal function, with what its arguments mean in the run.
struct GoalCall {
  let name: String
  let arguments: [GoalNode.Argument]
  let evaluator: GoalEvaluator
  let column: Int

  var run: Run { evaluator.run }

  var words: String { GoalNode.call(name, arguments, column: column).words }

  func invalid(_ message: String) -> GoalStop {
    .invalid(GoalSyntaxError(column: column, message))
  }

  private var positional: [GoalNode] {
    arguments.filter { $0.label == nil }.map(\.value)
  }

  func argument(_ index: Int) throws(GoalStop) -> GoalValue {
    guard index < positional.count else {
      throw invalid("\(words) lacks an argument")
    }
    return try evaluator.value(positional[index])
  }

  /// An argument that is a name: a bare word is never a measure here.
  func text(_ index: Int) throws(GoalStop) -> String {
    guard index < positional.count else { throw invalid("\(words) lacks an argument") }
    switch positional[index] {
    case .word(let word, _): return word
    case .literal(.text(let text)): return text
    case .literal(.number(let number)): return String(number)
    default: throw invalid("\(positional[index].words) is not a name")
    }
  }

  func number(_ index: Int) throws(GoalStop) -> Int64 {
    guard case .number(let number) = try argument(index) else {
      throw invalid("\(words): expected a number as argument \(index + 1)")
    }
    return number
  }

  // MARK: What arguments name

  func checker() throws(GoalStop) -> CheckerName {
    let name = try text(0)
    guard let checker = CheckerName(parsing: name) else {
      let known = CheckerName.inRuns.map(\.name).joined(separator: ", ")
      throw invalid("no checker is called \(name); there are \(known)")
    }
    return checker
  }

  func isViolated() throws(GoalStop) -> Bool {
    let checker = try checker()
    switch run.verdict(of: checker) {
    case .holds: return false
    case .violated: return true
    case .pending: throw GoalStop.pending("\(checker.words) is decided at rest")
    case .unknown(let why): throw GoalStop.unknown(why.description)
    }
  }

  /// The operation that the client asked for at the instant.
  func operation() throws(GoalStop) -> Operation {
    let name = try text(0)
    guard let process = run.names.client(named: name) else {
      throw invalid(
        "no client is called \(name); there are " + run.names.clients.joined(separator: ", "))
    }
    let instant = VirtualTime(try number(1))
    let operations = run.simulation.recording.history.operations
    let found = operations.first {
      $0.process == process && $0.intended == instant && $0.invokedEvent < run.position
    }
    guard let found else { throw GoalStop.pending("\(name) has asked for nothing at \(instant)") }
    return found
  }

  /// How that operation ended, as known at the shown position.
  func completion() throws(GoalStop) -> Completion {
    guard let completion = try operation().completion, completion.eventIndex < run.position else {
      throw GoalStop.pending("\(operationWords ?? words) has no answer yet")
    }
    return completion
  }

  /// The instant given by `at:`, or the one that is shown.
  func instant() throws(GoalStop) -> VirtualTime {
    guard let at = arguments.first(where: { $0.label == "at" }) else { return run.clock }
    guard case .number(let instant) = try evaluator.value(at.value), instant >= 0 else {
      throw invalid("\(words): at: takes an instant in ms")
    }
    guard instant <= run.clock.milliseconds else {
      throw GoalStop.pending("t=\(instant) is not reached yet")
    }
    return VirtualTime(instant)
  }

  /// The run at the instant given by `at:`, or as it is shown.
  func runAtInstant() throws(GoalStop) -> Run {
    guard arguments.contains(where: { $0.label == "at" }) else { return run }
    var past = run
    past.seek(time: try instant())
    return past
  }

  /// The node that the first argument names.
  func nodeNamed() throws(GoalStop) -> NodeID {
    let name = try text(0)
    guard let id = run.names.server(named: name) else {
      throw invalid(
        "no node is called \(name); there are " + run.names.servers.joined(separator: ", "))
    }
    return id
  }

  /// The node that the first argument names, at the instant.
  func node() throws(GoalStop) -> NodeState {
    let id = try nodeNamed()
    let run = try runAtInstant()
    return run.simulation.nodeStates(at: run.clock)[Int(id.index)]
  }

  func meter(_ meter: (NodeState) -> VirtualDuration?) throws(GoalStop) -> VirtualDuration {
    guard let reading = meter(try node()) else {
      throw GoalStop.unknown("\(try text(0)) has no such meter")
    }
    return reading
  }
}
