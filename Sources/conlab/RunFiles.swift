import Foundation
import LabInterface
import Laboratory

/// The runs that were saved from the screen: one text file each, in the data directory.
struct RunFiles {
  let folder: URL
  static let pathExtension = "run"

  /// The newest first, at most 200.
  func list() -> [SavedRunEntry] {
    let dated = files().map { file in
      let values = try? file.resourceValues(forKeys: Set(Self.keys))
      return (file: file, date: values?.contentModificationDate ?? .distantPast)
    }
    let newest = dated.sorted {
      ($1.date, $0.file.lastPathComponent) < ($0.date, $1.file.lastPathComponent)
    }
    let format = DateFormatter()
    format.dateFormat = "yyyy-MM-dd HH:mm"
    return newest.prefix(200).map { entry in
      SavedRunEntry(
        name: Self.name(of: entry.file), detail: format.string(from: entry.date),
        outline: Self.outline(of: entry.file))
    }
  }

  /// A list does not read long files.
  private static func outline(of file: URL) -> SavedRunOutline? {
    (try? AtomicFile.read(file, bytesMax: 1 << 16)).flatMap {
      SavedRunOutline(reading: $0)?.mapTexts(Printable.text)
    }
  }

  /// Writes a run, and returns the name used: the wanted one if its file is in the state `version`
  /// and is replaced, else one that is not taken. Of two programs that replace one file at the very
  /// same moment, between the other's look and its writing, the later one is kept.
  func save(_ text: String, as wanted: String, replacing version: String? = nil) throws -> String {
    var base = Self.fileName(wanted)
    if let version, let found = try? load(wanted), SavedRun.version(of: found) == version {
      try AtomicFile.write(text, to: file(wanted))
      return wanted
    }
    // After `name-1` comes `name-2`, not `name-1-2`.
    let isNumbered = version != nil && base.wholeMatch(of: /.+-[0-9]{1,4}/) != nil
    if isNumbered { base = String(base[..<(base.lastIndex(of: "-") ?? base.endIndex)]) }
    for number in (isNumbered ? 2 : 1)...10_000 {
      let name = number == 1 ? base : "\(base)-\(number)"
      if try AtomicFile.create(url(name), text) { return name }
    }
    throw CommandFailure(.inputOutput, "too many runs are called \(base)")
  }

  /// Reads a run by the name under which it is listed.
  func load(_ name: String) throws -> String {
    try AtomicFile.read(file(name))
  }

  /// The file that a word on the command line names: a path, else the saved run that Home lists so.
  static func file(named word: String) -> URL {
    savedRun(named: word) ?? URL(fileURLWithPath: word)
  }

  /// Nil where the word is a path, or no run is called so.
  static func savedRun(named word: String) -> URL? {
    guard !word.contains("/"), !FileManager.default.fileExists(atPath: word) else { return nil }
    return RunFiles(folder: Paths().runs).files().first { name(of: $0) == word }
  }

  private func file(_ name: String) -> URL {
    files().first { Self.name(of: $0) == name } ?? url(Self.fileName(name))
  }

  private func files() -> [URL] {
    let all = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: Self.keys)
    return (all ?? []).filter { $0.pathExtension == Self.pathExtension }
  }

  private static func name(of file: URL) -> String {
    Printable.text(file.deletingPathExtension().lastPathComponent)
  }

  private static var keys: [URLResourceKey] { [.contentModificationDateKey] }

  private func url(_ name: String) -> URL {
    folder.appendingPathComponent(name).appendingPathExtension(Self.pathExtension)
  }

  /// A name that is one plain component of a path: letters, digits, `-`, `_` and `.`.
  static func fileName(_ wanted: String) -> String {
    var name = String(
      wanted.lowercased().map { character in
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        return isPlain || "-_.".contains(character) ? character : "-"
      }.prefix(80))
    while name.hasPrefix(".") || name.hasPrefix("-") { name.removeFirst() }
    return name.isEmpty ? "run" : name
  }
}
