import CellGraphics
import Laboratory

extension Model {
  static let readOnly = "the lab was opened with --readonly; nothing is written"

  /// Asks for the run to be written, under a name made from its title where none is given.
  mutating func save(name: String) -> [Command] {
    guard let lab else { return [] }
    if isPresenting {
      status = .refusal("save: " + Self.readOnly)
      return []
    }
    let chosen = name.isEmpty ? suggestedName(lab) : name
    guard NameTable.isName(chosen) else {
      status = .refusal(
        "\(chosen) cannot be a name: 1 to 24 letters, digits and _ - . @, a letter first")
      return []
    }
    self.lab?.pendingSave = lab.logs
    return [.save(text: SavedRun(of: lab.run).text, name: chosen)]
  }

  /// A short name from the title: letters, digits and hyphens.
  private func suggestedName(_ lab: LabState) -> String {
    var number = 1
    let start = stem(lab)
    while savedRuns.contains(where: { $0.name == "\(start)-\(number)" }) { number += 1 }
    return "\(start)-\(number)"
  }

  /// The title and the branch as a name: letters, digits and hyphens, beginning with a letter.
  func stem(_ lab: LabState) -> String {
    let title = lab.title.hasPrefix("Sandbox: ") ? String(lab.title.dropFirst(9)) : lab.title
    var name = ""
    for scalar in title.lowercased().unicodeScalars {
      if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
        name.unicodeScalars.append(scalar)
      } else if let last = name.last, last != "-" {
        name.append("-")
      }
    }
    let base = String(name.prefix(18))
    let stem = base.last == "-" ? String(base.dropLast()) : base
    return stem.first?.isLetter ?? false ? stem : "run-" + stem
  }

  mutating func saved(_ name: String, _ problem: String?) {
    if let problem {
      status = .refusal("\(name) was not saved: \(problem)")
      return
    }
    let held = lab?.pendingSave ?? []
    lab?.savedLogs = held
    status = .news("Saved as \(name); Home lists it.")
    if !savedRuns.contains(where: { $0.name == name }) {
      savedRuns.append(SavedRunEntry(name: name, detail: "saved just now"))
    }
  }

  /// Replays the text of a saved run and shows it where it was saved.
  mutating func openSaved(_ name: String, _ text: String) -> [Command] {
    do {
      let run = try SavedRun(parsing: text).replay()
      openRun(run, title: name)
      status = .news("\(name) replays to the same digest; you are at t=\(run.clock) ms.")
    } catch {
      status = .refusal("\(name) cannot be opened: \(error)")
    }
    return []
  }
}

extension LabState {
  /// What leaving would lose, in words; nil when nothing.
  func losses(in model: Model) -> String? {
    if let session {
      let moves = session.movesSinceOpening
      guard moves > 0, !session.isFinished, session.openTask != nil else { return nil }
      return "the run of \(moves == 1 ? "your move" : "your \(moves) moves") in this task"
    }
    guard unsavedActions > 0 else { return nil }
    let actions = unsavedActions == 1 ? "1 action of yours" : "\(unsavedActions) actions of yours"
    return "\(actions) in \"\(title)\", not saved"
  }
}
