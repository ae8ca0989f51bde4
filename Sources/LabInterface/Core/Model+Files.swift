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
    guard Self.isFileName(chosen) else {
      status = .refusal("\(chosen) cannot be a name " + Self.fileNameRule)
      return []
    }
    self.lab?.pendingSave = lab.logs
    self.lab?.pendingName = chosen
    return [.save(text: SavedRun(of: lab.run).text, name: chosen)]
  }

  /// The run as a file, when the program must end at once and it holds actions that no file holds.
  public var unsavedRun: (text: String, name: String)? {
    guard !isPresenting, let lab, lab.session == nil, lab.unsavedActions > 0 else { return nil }
    return (SavedRun(of: lab.run).text, "unsaved")
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
    let title = lab.title.hasPrefix("Sandbox: ") ? String(lab.title.dropFirst(9)) : lab.title
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
    let held = lab?.pendingSave ?? []
    lab?.savedLogs = held
    let asked = lab?.pendingName ?? name
    let why =
      asked == name
      ? ""
      : asked.lowercased() == name
        ? " (names of files have small letters)" : " (there is a run \(asked.lowercased()) already)"
    status = .news("Saved as \(name)\(why); Home lists it.")
    if !savedRuns.contains(where: { $0.name == name }) {
      savedRuns.append(SavedRunEntry(name: name, detail: "saved just now"))
    }
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
