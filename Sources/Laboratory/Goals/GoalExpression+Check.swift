import Checkers

extension GoalExpression {
  /// Checks every name in the expression against a scenario, without running anything.
  /// - Throws: `GoalSyntaxError` for an unknown function, checker, client or node, or a call with
  ///   the wrong number of arguments.
  public func check(_ names: NameTable) throws(GoalSyntaxError) {
    try Self.check(root, names)
  }

  private static func check(_ node: GoalNode, _ names: NameTable) throws(GoalSyntaxError) {
    switch node {
    case .literal, .word: break
    case .tuple(let nodes), .set(let nodes), .list(let nodes):
      for node in nodes { try check(node, names) }
    case .compare(_, let left, let right), .and(let left, let right), .or(let left, let right):
      try check(left, names)
      try check(right, names)
    case .not(let inner), .inRun(_, let inner), .sweep(_, _, _, let inner, _):
      try check(inner, names)
    case .call(let name, let arguments, let column):
      try checkCall(name, arguments, column, names)
    }
  }

  private static func checkCall(
    _ name: String, _ arguments: [GoalNode.Argument], _ column: Int, _ names: NameTable
  ) throws(GoalSyntaxError) {
    guard let function = GoalFunction.all.first(where: { $0.name == name }) else {
      let known = GoalFunction.all.map(\.name).joined(separator: ", ")
      throw GoalSyntaxError(
        column: column, "no function is called \(name); there are \(known)")
    }
    let parameters = function.parameters.split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    let wanted = parameters.filter { !$0.contains(":") }
    let positional = arguments.filter { $0.label == nil }
    guard positional.count == wanted.count else {
      throw GoalSyntaxError(
        column: column,
        "\(name) takes (\(function.parameters)), found \(positional.count) arguments")
    }
    for argument in arguments where argument.label != nil {
      let label = (argument.label ?? "") + ":"
      guard parameters.contains(where: { $0.hasPrefix(label) }) else {
        throw GoalSyntaxError(
          column: column, "\(name) takes no argument called \(argument.label ?? "")")
      }
    }
    for (parameter, argument) in zip(wanted, positional) {
      try checkName(argument.value, parameter, names)
      if case .call = argument.value { try check(argument.value, names) }
    }
  }

  private static func checkName(
    _ node: GoalNode, _ parameter: String, _ names: NameTable
  ) throws(GoalSyntaxError) {
    guard case .word(let word, let column) = node else { return }
    let known: [String]
    switch parameter {
    case "client": known = names.clients
    case "node": known = names.servers
    case "from", "to": known = names.endpoints
    case "checker":
      guard CheckerName(parsing: word) == nil else { return }
      known = CheckerName.inRuns.map(\.name)
    default: return
    }
    guard known.contains(word) else {
      throw GoalSyntaxError(
        column: column,
        "no \(parameter) is called \(word); there are " + known.joined(separator: ", "))
    }
  }
}
