import CellGraphics
import Laboratory

extension Model {
  /// `compare`, `compare BRANCH`, `compare BRANCH BRANCH`.
  mutating func compareTyped(_ text: String) -> [Command] {
    guard let run = lab?.run else { return [] }
    guard !text.isEmpty else {
      guard run.branches.count > 1 else {
        status = .refusal("compare: there is only one branch")
        return []
      }
      let other = (run.currentBranch + 1) % run.branches.count
      return compareBranches(min(run.currentBranch, other), max(run.currentBranch, other))
    }
    guard let (first, rest) = leadingBranch(text) else { return refuseBranch(text, run) }
    guard !rest.isEmpty else {
      guard first != run.currentBranch else {
        status = .refusal("compare: \(run.branch.name) is the shown branch; name another")
        return []
      }
      return compareBranches(min(run.currentBranch, first), max(run.currentBranch, first))
    }
    guard let (second, end) = leadingBranch(rest), end.isEmpty else {
      return refuseBranch(rest, run)
    }
    guard first != second else {
      status = .refusal("compare: both are \(run.branches[first].name); name two branches")
      return []
    }
    return compareBranches(first, second)
  }

  private mutating func refuseBranch(_ text: String, _ run: Run) -> [Command] {
    status = .refusal(
      "compare: no branch is called \(text); there are "
        + run.branches.map(\.name).joined(separator: ", "))
    return []
  }

  /// The branch that a text begins with, the longest name first, and what follows.
  func leadingBranch(_ text: String) -> (index: Int, rest: String)? {
    let branches = lab?.run.branches ?? []
    let matching = branches.indices.filter { index in
      let name = branches[index].name
      return text == name || text.hasPrefix(name + " ")
    }
    guard let index = matching.max(by: { branches[$0].name.count < branches[$1].name.count })
    else { return nil }
    return (index, String(text.dropFirst(branches[index].name.count).drop { $0 == " " }))
  }
}
