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
    let own = lab.file?.name
    let chosen = name.isEmpty ? own ?? suggestedName(lab) : name
    guard Self.isFileName(chosen) else {
      status = .refusal("\(chosen) cannot be a name " + Self.fileNameRule)
      return []
    }
    let text = SavedRun(of: lab.run).text
    let version = chosen == own ? lab.file?.version : nil
    self.lab?.pendingSave = PendingSave(
      logs: lab.logs, file: SavedFile(name: chosen, version: SavedRun.version(of: text)),
      replaces: version != nil)
    return [.save(text: text, name: chosen, version: version)]
  }

  /// How runs are called that the program kept by itself.
  static let rescued = "unsaved"

  /// The run as a file, when the program must end at once and it holds actions that no file holds.
  public var unsavedRun: (text: String, name: String)? {
    guard !isPresenting, let lab, lab.session == nil, lab.unsavedActions > 0 else { return nil }
    return (SavedRun(of: lab.run).text, Self.rescued)
  }

  static let fileNameRule = "of a file: 1 to 24 of a-z, 0-9, _, - and ., a letter first"

  /// Whether a file can be called so on every machine; it is written in small letters.
  static func isFileName(_ name: String) -> Bool {
    NameTable.isName(name) && name.unicodeScalars.allSatisfy { $0.isASCII && $0 != "@" }
  }

  /// A short name from the title: letters, digits and hyphens.
  private func suggestedName(_ lab: LabState) -> String {
    var number = 1
    let start = stem(lab)
    while savedRuns.contains(where: { $0.name == "\(start)-\(number)" }) { number += 1 }
    return "\(start)-\(number)"
  }

  /// A name for files of the run: that of the preset, else whole words of the title, as many as fit;
  /// letters, digits and hyphens, beginning with a letter. A run that was saved under a number
  /// keeps the rest of its name.
  func stem(_ lab: LabState) -> String {
    let title =
      lab.title.hasPrefix("Sandbox: ")
      ? String(lab.title.dropFirst(9))
      : lab.title.hasPrefix(Self.rescued) ? lab.run.scenario.title : lab.title
    if let preset = library.presets.first(where: { $0.title == title }) { return preset.name }
    var words = Self.nameWords(title)
    if savedRuns.contains(where: { $0.name == title }), words.count > 1,
      Int(words.last ?? "") != nil
    {
      words.removeLast()
    }
    while words.count > 1, words.joined(separator: "-").count > Self.stemMax { words.removeLast() }
    // A name does not end with a word that leads to another.
    let leading = [
      "a", "an", "the", "of", "for", "to", "and", "in", "at", "on", "by", "with", "two",
    ]
    while words.count > 1, leading.contains(words.last ?? "") { words.removeLast() }
    let stem = String(words.joined(separator: "-").prefix(Self.stemMax))
    guard !stem.isEmpty else { return "run" }
    return stem.first?.isLetter ?? false ? stem : "run-" + stem
  }

  /// Leaves room for a number within the 24 letters of a name.
  private static let stemMax = 18

  private static func nameWords(_ title: String) -> [String] {
    var name = ""
    for scalar in title.lowercased().unicodeScalars {
      if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
        name.unicodeScalars.append(scalar)
      } else if let last = name.last, last != "-" {
        name.append("-")
      }
    }
    return name.split(separator: "-").map(String.init)
  }

  mutating func saved(_ name: String, _ problem: String?) {
    if let problem {
      status = .refusal("\(name) was not saved: \(problem)")
      return
    }
    status = .news("Saved as \(name); Home lists it.")
    if let pending = lab?.pendingSave {
      lab?.savedLogs = pending.logs
      lab?.file = SavedFile(name: name, version: pending.file.version)
      lab?.pendingSave = nil
      status = .news(Self.news(of: pending, savedAs: name))
    }
    if !savedRuns.contains(where: { $0.name == name }) {
      savedRuns.append(SavedRunEntry(name: name, detail: SavedRunEntry.now))
    }
  }
}

extension Model {
  /// What a save came to, in a sentence.
  private static func news(of save: PendingSave, savedAs name: String) -> String {
    let asked = save.file.name
    if asked == name { return "Saved \(save.replaces ? "again " : "")as \(name); Home lists it." }
    let why =
      save.replaces
      ? "\(asked) was changed by another program, and stays"
      : asked.lowercased() == name
        ? "names of files have small letters" : "there is a run \(asked.lowercased()) already"
    return "Saved as \(name) (\(why)); Home lists it."
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
