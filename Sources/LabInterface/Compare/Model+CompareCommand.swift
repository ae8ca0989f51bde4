import CellGraphics
import Laboratory
import Simulation

extension Model {
  /// `compare`, `compare BRANCH`, `compare BRANCH BRANCH`, `compare [BRANCH] with SETTING; SETTING`.
  mutating func compareTyped(_ text: String) -> [Command] {
    guard let run = lab?.run else { return [] }
    guard !text.isEmpty else { return open(.compare) }
    if let settings = Self.settings(text) { return compareVariant(run.currentBranch, settings) }
    guard let (first, rest) = leadingBranch(text) else { return refuseBranch(text, run) }
    if let settings = Self.settings(rest) { return compareVariant(first, settings) }
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
      status = .refusal("compare: both are \(run.branches[first].name); choose two different ones")
      return []
    }
    return compareBranches(first, second)
  }

  /// What follows `with`.
  private static func settings(_ text: String) -> String? {
    text.hasPrefix("with ") ? String(text.dropFirst(5)) : nil
  }

  /// Plays a branch again with other settings from the start, and compares the two.
  private mutating func compareVariant(_ source: Int, _ text: String) -> [Command] {
    guard var run = lab?.ownRun else {
      status = .refusal("compare: in a lesson a knob that you turn (a) opens such a branch")
      return []
    }
    do {
      let grammar = ActionGrammar(of: run)
      let changes = try text.split(separator: ";").map { piece throws(ActionError) in
        try grammar.parse(String(piece.drop { $0 == " " }))
      }
      run.switchBranch(to: source)
      return playVariant(try VariantPlay(run, changes: changes), source)
    } catch {
      status = .refusal("compare: \(error.message)")
      return []
    }
  }

  /// Plays a slice of a branch under other settings, and compares it with its source once it is whole.
  mutating func playVariant(_ play: VariantPlay, _ source: Int) -> [Command] {
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    guard var lab, let own = lab.ownRun else { return ticking(since: wasPlaying) }
    guard own.branches.map(\.simulation.log) == play.originalLogs else {
      status = .refusal("compare: the run was changed meanwhile; compare again")
      return ticking(since: wasPlaying)
    }
    do {
      var play = play
      guard let variant = try play.advance(budget: LabState.eventsPerMessageMax) else {
        status = lab.stayUnderway(.variant(play, source: source))
        self.lab = lab
        return ticking(since: wasPlaying)
      }
      let shown = own.currentBranch
      lab.ownRun = play.run
      lab.ownRun?.switchBranch(to: shown)
      self.lab = lab
      let commands = compareBranches(source, play.run.branches.count - 1)
      report(variant.omissions)
      return wasPlaying ? commands + ticking(since: wasPlaying) : commands
    } catch {
      status = .refusal("compare: \(error.message)")
      return ticking(since: wasPlaying)
    }
  }

  private mutating func report(_ omissions: [OpenedVariant.Omission]) {
    guard let first = omissions.first else { return }
    let more = omissions.count - 1
    status = .refusal(
      "Not repeated there: \(describe(first.entry.intervention)) (\(first.reason))"
        + (more > 0 ? " and \(more) more" : ""))
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
