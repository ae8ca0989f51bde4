import Histories
import Simulation

/// Naming and deleting branches.
extension Run {
  /// The longest name of a branch, in characters.
  public static let branchNameMax = 120

  /// Why a branch cannot be called so, or nil.
  public func problem(withBranchName name: String) -> String? {
    guard NameTable.isName(name) else {
      return "\(QuotedText.shown(name)) cannot be a name: "
        + "1 to 24 letters, digits and _ - . @, a letter first"
    }
    return branches.contains { $0.name == name } ? "there is a branch \(name) already" : nil
  }

  /// `wanted`, shortened and numbered where a branch has that name already.
  func freshName(_ wanted: String) -> String {
    let stem = String(wanted.prefix(Self.branchNameMax - 8))
    var name = stem
    var number = 2
    while branches.contains(where: { $0.name == name }) {
      name = "\(stem) (\(number))"
      number += 1
    }
    return name
  }

  /// Gives a branch another name. Those that left from it follow.
  /// - Throws: `ActionError` when the name is taken or cannot be one; nothing has changed then.
  public mutating func renameBranch(_ index: Int, to name: String) throws(ActionError) {
    let old = branches[index].name
    guard name != old else { return }
    if let problem = problem(withBranchName: name) { throw ActionError(problem) }
    changeBranches { branches in
      branches[index].name = name
      for place in branches.indices where branches[place].origin?.branch == old {
        branches[place].origin?.branch = name
      }
    }
  }

  /// Forgets a branch. The others stay as they are; those that left from it are said to have left from
  /// where it came from, at the position up to which they are equal. The screen goes to that branch
  /// if the deleted one was shown.
  /// - Throws: `ActionError` when it is the only one; nothing has changed then.
  public mutating func deleteBranch(_ index: Int) throws(ActionError) {
    guard branches.count > 1 else {
      throw ActionError("\(branches[index].name) is the only branch; R begins the run anew")
    }
    let gone = branches[index]
    let shown = branch.name
    // Without an origin of its own, the first that left from it takes its place for the others.
    let heir = branches.first { $0.origin?.branch == gone.name }
    let parent =
      gone.origin
      ?? heir.flatMap { heir in
        heir.origin.map { Branch.Origin(branch: heir.name, position: $0.position) }
      }
    changeBranches { branches in
      branches.remove(at: index)
      for place in branches.indices where branches[place].origin?.branch == gone.name {
        guard gone.origin != nil || branches[place].name != heir?.name, let parent else {
          branches[place].origin = nil
          continue
        }
        let own = branches[place].origin?.position ?? 0
        branches[place].origin = Branch.Origin(
          branch: parent.branch, position: min(own, parent.position))
      }
    }
    let next = shown == gone.name ? parent?.branch : shown
    switchBranch(to: branches.firstIndex { $0.name == next } ?? 0)
  }

  /// How many of a branch's actions and events are its own: those after it left its origin.
  public func ownPart(of index: Int) -> (actions: Int, events: Int) {
    let branch = branches[index]
    let start = branch.origin?.position ?? 0
    return (
      branch.simulation.log.count { $0.eventIndex >= start }, branch.simulation.newest - start
    )
  }

  /// The branches that left from this one, by name.
  public func offspring(of index: Int) -> [String] {
    branches.filter { $0.origin?.branch == branches[index].name }.map(\.name)
  }
}
