import Laboratory

/// Branches and their comparison, as lines.
enum PlainCompare {
  static func opening(_ state: CompareState) -> [String] {
    [
      "Compare \(state.name(.left)) with \(state.name(.right)).",
      "step, back, to TIME and divergence move both; show-branch opens the selected one in the lab; "
        + "side chooses the other; quit goes back.",
    ]
  }

  /// The lines that were not said before, the instant always.
  static func news(_ lines: [String], since old: [String]) -> [String] {
    let new = lines.dropFirst().filter { !old.contains($0) }
    let names = Set(lines.map(subject))
    let gone = old.dropFirst().map(subject).filter { !names.contains($0) }
    return Array(lines.prefix(1)) + new + gone.map { "\($0): alike on both again" }
  }

  /// What a line is about: the words before its first colon.
  private static func subject(_ line: String) -> String {
    String(line.split(separator: ":", maxSplits: 1).first ?? "")
  }

  static func branches(_ model: Model) -> [String] {
    guard let lab = model.lab else { return [] }
    let lines = lab.run.branches.enumerated().map { index, branch in
      let own = lab.run.ownPart(of: index).actions
      let shown = index == lab.run.currentBranch ? ", shown" : ""
      return
        "- \(branch.name)\(shown): \(CompareText.origin(branch, lab.run)), at t=\(branch.clock) ms, "
        + Wording.count(own, "action of yours", "actions of yours")
    }
    return ["Branches:"] + lines
      + ["Type switch NAME, compare NAME, rename NAME NEW or delete NAME."]
  }
}
