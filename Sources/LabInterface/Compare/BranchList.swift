import CellGraphics
import Laboratory

/// The branches of the run, in front of the lab.
enum BranchListScreen {
  static func draw(_ row: Int, _ model: Model, into buffer: inout CellBuffer) {
    guard let lab = model.lab else { return }
    let count = lab.run.branches.count
    let selected = min(row, count - 1)
    let width = min(104, buffer.width - 8)
    let isNarrow = width < 96
    // As much for each, so that the list does not move with the selection.
    let grammar = ActionGrammar(of: lab.run)
    let details = (isNarrow ? lab.run.branches.indices : 0..<0).map {
      TextLine(words(of: $0, lab, grammar)).wrapped(to: width, hanging: 2)
    }
    let rows = min(details.map(\.count).max() ?? 0, 4)
    let spare = rows > 0 ? rows + 1 : 0
    let modal = Modal(
      title: "Branches of this run",
      size: Size(width: width, height: min(count + 3 + spare, buffer.height - 6)),
      hints: [
        .init("Enter", "show it", priority: 5), .init("v", "compare with it", priority: 4),
        .init("r", "rename", priority: 3), .init("d", "delete", priority: 3),
        .init("Esc", "close", priority: 5),
      ])
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    let table = Table(
      [
        .init("", priority: 9, minimum: 2), .init("name", priority: 9, minimum: 10),
        .init("comes from", priority: 4, minimum: isNarrow ? 24 : 12),
        .init("reaches", priority: 6, minimum: 10), .init("shown at", priority: 3, minimum: 10),
        .init(
          isNarrow ? "own actions" : "your own actions there", priority: 5,
          minimum: isNarrow ? 4 : 8),
      ],
      rows: lab.run.branches.indices.map {
        line($0, lab, isNarrow ? nil : grammar, buffer.glyphs, isSelected: $0 == selected)
      },
      selection: selected, isFocused: true)
    buffer.draw(table, in: inner.inset(bottom: 1 + spare))
    // What has no room in the table is said of the selected one.
    for (offset, line) in (isNarrow ? details[selected] : []).prefix(rows).enumerated() {
      let place = inner.row(inner.height - 1 - rows + offset)
      buffer.put(line, at: place.origin, width: place.width)
    }
    let detail =
      "\(buffer.glyphs.string(.diamond)) is the one that is shown; all are saved with the run."
    let last = inner.row(inner.height - 1)
    buffer.put(TextLine(detail, .dim), at: last.origin, width: last.width)
  }

  /// A branch in words: `cut: left main at t=102, reaches t=300 ms; 1 action of yours: cut P | R2`.
  private static func words(
    of index: Int, _ lab: LabState, _ grammar: ActionGrammar
  ) -> String {
    let branch = lab.run.branches[index]
    let text = actions(index, lab, grammar)
    return "\(branch.name): \(CompareText.origin(branch, lab.run)), reaches "
      + "t=\(branch.reach) ms, shown at t=\(branch.clock) ms; "
      + (text == "none" ? "no action of yours" : "your own actions there: \(text)")
  }

  /// - Parameter grammar: what the actions are told in; nil where there is room for their number alone.
  private static func line(
    _ index: Int, _ lab: LabState, _ grammar: ActionGrammar?, _ glyphs: GlyphSet, isSelected: Bool
  ) -> [TextLine] {
    let branch = lab.run.branches[index]
    let isShown = index == lab.run.currentBranch
    return [
      TextLine(
        (isSelected ? glyphs.string(.headRight) : " ")
          + (isShown ? glyphs.string(.diamond) : ""), .accent),
      TextLine(branch.name, isShown ? Style.plain.bold : .plain),
      TextLine(CompareText.origin(branch, lab.run), .dim),
      TextLine("t=\(branch.reach) ms"), TextLine("t=\(branch.clock) ms", .dim),
      TextLine(
        grammar.map { actions(index, lab, $0) } ?? "\(lab.run.ownPart(of: index).actions)"),
    ]
  }

  /// How many there are, and the latest in words.
  private static func actions(
    _ index: Int, _ lab: LabState, _ grammar: ActionGrammar
  ) -> String {
    let count = lab.run.ownPart(of: index).actions
    guard count > 0, let last = lab.run.branches[index].simulation.log.last else { return "none" }
    let text = grammar.text(last.intervention)
    return count == 1 ? "1: \(text)" : "\(count), latest: \(text)"
  }
}

extension Model {
  mutating func openBranchList() -> [Command] {
    guard let run = lab?.run else { return [] }
    overlay = .branches(run.currentBranch)
    return []
  }

  mutating func branchesTake(_ key: Key, _ row: Int) -> [Command] {
    guard let run = lab?.run else { return [] }
    let last = run.branches.count - 1
    let name = run.branches[min(row, last)].name
    overlay = nil
    switch key {
    case .up: overlay = .branches(max(0, row - 1))
    case .down, .tab: overlay = .branches(row >= last && key == .tab ? 0 : min(last, row + 1))
    case .home, .pageUp: overlay = .branches(0)
    case .end, .pageDown: overlay = .branches(last)
    case .enter: return perform("switch", name)
    case Key("r"): return perform("rename", "", about: name)
    case Key("d"), .delete: return perform("delete", name)
    case Key("v"):
      guard name != run.branch.name else {
        overlay = .branches(row)
        status = .refusal("\(name) is the shown branch; choose the other one")
        return []
      }
      return perform("compare", name)
    case .escape, Key("q"), Key("B"): break
    default:
      overlay = .branches(row)
      status = .refusal("\(key.label(glyphs)) does nothing here.")
    }
    return []
  }

  private mutating func perform(
    _ id: String, _ argument: String, about subject: String = ""
  ) -> [Command] {
    guard let action = ActionRegistry.action(named: id) else { return [] }
    if !subject.isEmpty, action.availability(self) == .available {
      let commands = open(.rename, about: subject)
      // The branch was chosen in the list; what is asked is its name.
      if case .prompt(var prompt)? = overlay {
        prompt.focus = prompt.fields.count - 1
        overlay = .prompt(prompt)
      }
      return commands
    }
    return perform(action, argument: argument)
  }

  // MARK: Renaming and deleting

  /// `rename`, `rename NAME`, `rename BRANCH NAME`.
  mutating func renameTyped(_ text: String) -> [Command] {
    guard let run = lab?.run else { return [] }
    guard !text.isEmpty else { return open(.rename, about: run.branch.name) }
    var index = run.currentBranch
    var name = text
    if let (found, rest) = leadingBranch(text) {
      guard !rest.isEmpty else {
        status = .refusal("rename: \(text) is a branch; what shall it be called?")
        return []
      }
      (index, name) = (found, rest)
    }
    let old = run.branches[index].name
    do {
      try lab?.ownRun?.renameBranch(index, to: name)
      status = .news("The branch \(old) is called \(name) now.")
    } catch { status = .refusal("rename: \(error)") }
    return []
  }

  /// `delete`, `delete BRANCH`: asks.
  mutating func deleteTyped(_ text: String) -> [Command] {
    guard let run = lab?.run else { return [] }
    let name = text.isEmpty ? run.branch.name : text
    guard run.branches.contains(where: { $0.name == name }) else {
      status = .refusal(
        "delete: no branch is called \(name); there are "
          + run.branches.map(\.name).joined(separator: ", "))
      return []
    }
    return ask(.deleteBranch(name))
  }

  /// What deleting a branch loses, in words.
  func losses(deleting name: String) -> String {
    guard let lab, let index = lab.run.branches.firstIndex(where: { $0.name == name }) else {
      return ""
    }
    let own = lab.run.ownPart(of: index)
    let actions =
      own.actions == 0
      ? "no action of yours"
      : Wording.count(
        own.actions, "action of yours", "actions of yours")
    let events = Wording.count(own.events, "event", "events")
    let offspring = lab.run.offspring(of: index)
    let stay =
      offspring.isEmpty
      ? "" : " What left from it stays: " + offspring.joined(separator: ", ") + "."
    let branch = lab.run.branches[index]
    let since =
      (branch.origin?.position ?? 0) == 0
      ? ", the whole branch" : " since it " + CompareText.origin(branch, lab.run)
    return "This would be lost: \(actions) and \(events)\(since).\(stay)"
  }

  mutating func deleteBranch(_ name: String) -> [Command] {
    guard let index = lab?.run.branches.firstIndex(where: { $0.name == name }) else { return [] }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    do {
      try lab?.ownRun?.deleteBranch(index)
      status = .news("\(name) is deleted; you are on \(lab?.run.branch.name ?? "").")
    } catch { status = .refusal("delete: \(error)") }
    return wasPlaying ? [.stopTicking] : []
  }
}
