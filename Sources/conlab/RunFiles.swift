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
        name: Self.name(of: entry.file), detail: format.string(from: entry.date))
    }
  }

  /// Writes a run under a name that is not taken; returns the name used.
  func save(_ text: String, as wanted: String) throws -> String {
    let base = Self.fileName(wanted)
    for number in 1...10_000 {
      let name = number == 1 ? base : "\(base)-\(number)"
      if try AtomicFile.create(url(name), text) { return name }
    }
    throw CommandFailure(.inputOutput, "too many runs are called \(base)")
  }

  /// Reads a run by the name under which it is listed.
  func load(_ name: String) throws -> String {
    let listed = files().first { Self.name(of: $0) == name }
    return try AtomicFile.read(listed ?? url(Self.fileName(name)))
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
