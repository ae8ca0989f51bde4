import Checkers
import Histories
import Simulation

/// What a value of the goal language says of the run, as a person would say it, with the exact value.
struct GoalWords {
  let evaluator: GoalEvaluator
  private var run: Run { evaluator.run }

  /// `c2's write of 260 got no answer`; where there are no words for it, `smallest(...) is 3`.
  func sentence(_ node: GoalNode, _ value: GoalValue) -> String {
    let spoken: String? =
      switch node {
      case .call(let name, let arguments, let column):
        ofCall(
          GoalCall(name: name, arguments: arguments, evaluator: evaluator, column: column), value)
      case .word(let word, _): ofWord(word, value)
      default: nil
      }
    return spoken ?? "\(node.words) is \(value)"
  }

  private func ofWord(_ word: String, _ value: GoalValue) -> String? {
    if word == "quiescent" {
      return value == .truth(true)
        ? "nothing more happens by itself" : "something more happens by itself"
    }
    guard let measure = Measure(rawValue: word) else { return nil }
    if measure == .divergence { return Self.states(value) }
    return "\(measure.words): \(value)"
  }

  private func ofCall(_ call: GoalCall, _ value: GoalValue) -> String? {
    ofOperation(call, value) ?? ofGuarantee(call, value) ?? ofReplica(call, value)
      ?? ofLog(call, value) ?? ofClient(call, value) ?? ofOthers(call, value)
  }

  // MARK: What was asked for

  private func ofOperation(_ call: GoalCall, _ value: GoalValue) -> String? {
    let names = ["read", "status", "acknowledged", "latency", "served", "staleness", "requests"]
    guard names.contains(call.name), let operation = call.operationWords else { return nil }
    switch (call.name, value) {
    case ("read", .none): return "\(operation) returned nothing (nil)"
    case ("read", _): return "\(operation) returned \(value)"
    case ("status", .text("ok")): return "\(operation) was answered (ok)"
    case ("status", .text("fail")): return "\(operation) was refused (fail)"
    case ("status", _): return "\(operation) got no answer (\(value))"
    case ("acknowledged", _): return "\(operation) got its answer at \(value)"
    case ("latency", _): return "\(operation) took \(value) ms"
    case ("served", _): return "\(operation) was served by \(value)"
    case ("staleness", .tuple(let parts)) where parts.count == 2:
      if parts[0] == .number(0) { return "\(operation) missed no version \(value)" }
      return "\(operation) missed \(Self.count(parts[0], "version")), the oldest for "
        + "\(parts[1]) ms"
    case ("requests", _): return "\(operation) took \(Self.count(value, "request"))"
    default: return nil
    }
  }

  // MARK: Guarantees

  private func ofGuarantee(_ call: GoalCall, _ value: GoalValue) -> String? {
    switch (call.name, value) {
    case ("violations", .set(let broken)):
      guard let checker = try? call.checker() else { return nil }
      guard !broken.isEmpty else { return "nothing breaks \"\(checker.promise)\"" }
      return "\"\(checker.promise)\" is broken by \(Self.list(broken.map(Self.place)))"
    case ("count", .number(let number)):
      guard case .call("violations", let inner, let column)? = call.arguments.first?.value,
        let checker = try? GoalCall(
          name: "violations", arguments: inner, evaluator: evaluator, column: column
        ).checker()
      else { return nil }
      return "\"\(checker.promise)\" is broken \(number == 1 ? "once" : "\(number) times")"
    default: return nil
    }
  }

  private static func place(_ element: GoalValue) -> String {
    guard case .tuple(let parts) = element, parts.count == 2 else { return "\(element)" }
    return "\(parts[0]) at \(parts[1])"
  }

  // MARK: Replicas

  private func ofReplica(_ call: GoalCall, _ value: GoalValue) -> String? {
    guard let node = try? call.text(0) else { return nil }
    let at = call.instantWords
    switch call.name {
    case "value":
      guard let key = try? call.text(1) else { return nil }
      return value == .none
        ? "\(node) has nothing under \(key)\(at) (nil)" : "\(node) has \(key) = \(value)\(at)"
    case "applied": return "\(node) has applied its log up to lsn \(value)\(at)"
    case "role": return "\(node) is \(value)\(at)"
    case "queueMeter": return "the queue meter of \(node) says \(value) ms\(at)"
    case "heartbeatMeter": return "the heartbeat meter of \(node) says \(value) ms\(at)"
    case "lag": return "\(node) is \(value) ms behind\(at)"
    case "backlog": return "\(Self.count(value, "request")) waiting at \(node)\(at)"
    case "readsServed":
      let before = call.labelWords("before").map { " before \($0)" } ?? ""
      return "\(node) has answered \(Self.count(value, "read"))\(before)"
    case "epoch": return "\(node) knows epoch \(value)\(at)"
    default: return nil
    }
  }

  private func ofLog(_ call: GoalCall, _ value: GoalValue) -> String? {
    guard ["appliedAt", "entry"].contains(call.name), let node = try? call.text(0),
      let lsn = try? call.number(1)
    else { return nil }
    if call.name == "appliedAt" {
      return value == .none
        ? "\(node) has never applied lsn \(lsn) (nil)"
        : "\(node) had applied its log up to lsn \(lsn) at \(value)"
    }
    return value == .none
      ? "\(node) has nothing in its log at lsn \(lsn)\(call.instantWords) (nil)"
      : "\(node) has \(value) in its log at lsn \(lsn)\(call.instantWords)"
  }

  // MARK: Sessions and the rest

  private func ofClient(_ call: GoalCall, _ value: GoalValue) -> String? {
    guard ["token", "pinned"].contains(call.name), let client = try? call.text(0) else {
      return nil
    }
    let at = call.instantWords
    if call.name == "pinned" {
      return "\(client)'s reads \(value == .truth(true) ? "go" : "do not go") to the leader\(at)"
    }
    let key = call.labelWords("key").map { " for \($0)" } ?? ""
    return value == .none
      ? "\(client) has no token\(key)\(at) (nil)"
      : "\(client)'s token\(key) asks for lsn \(value)\(at)"
  }

  private func ofOthers(_ call: GoalCall, _ value: GoalValue) -> String? {
    let at = call.instantWords
    switch call.name {
    case "leaders":
      return value == .number(1)
        ? "1 node believes that it leads\(at)" : "\(value) nodes believe that they lead\(at)"
    case "divergence": return (Self.states(value) ?? "divergence is \(value)") + at
    case "setting":
      return (try? call.text(0)).map { "\($0) is set to \(value)" }
    case "moved", "diverted":
      guard let first = try? call.number(0), let second = try? call.number(1) else { return nil }
      if call.name == "moved" {
        return "\(Self.count(value, "client")) moved to another node between \(first) and \(second)"
      }
      return "\(value) in a hundred reads went to the leader between \(first) and \(second)"
    case "due":
      guard let from = try? call.text(0), let to = try? call.text(1),
        let label = try? call.text(2)
      else { return nil }
      return value == .none
        ? "no \(label) from \(from) to \(to) is on its way\(at) (nil)"
        : "\(label) from \(from) to \(to) is due at \(value)\(at)"
    default: return nil
    }
  }

  // MARK: Words

  /// The meter counts distinct states, minus one.
  private static func states(_ value: GoalValue) -> String? {
    guard case .number(let number) = value else { return nil }
    return number == 0
      ? "all replicas are in the same state (divergence 0)"
      : "the replicas are in \(number + 1) different states (divergence \(number))"
  }

  private static func count(_ value: GoalValue, _ noun: String) -> String {
    value == .number(1) ? "1 \(noun)" : "\(value) \(noun)s"
  }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension GoalCall {
  /// `c2's write of 260`, and when it was sent where that was later than planned; nil when it was not.
  var operationWords: String? {
    guard let client = try? text(0), let instant = try? number(1), let operation = try? operation()
    else { return nil }
    let sent = operation.invoked.milliseconds
    return "\(client)'s \(operation.call.name) of \(instant)"
      + (sent == instant ? "" : " (sent at \(sent))")
  }

  /// ` at t=201` where the call asks for an instant of the past.
  fileprivate var instantWords: String { labelWords("at").map { " at t=\($0)" } ?? "" }

  /// What stands behind a label, if it is given.
  fileprivate func labelWords(_ label: String) -> String? {
    arguments.first { $0.label == label }?.value.words
  }
}
