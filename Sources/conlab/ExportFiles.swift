import Foundation

/// The files that were exported from the screen.
struct ExportFiles {
  let folder: URL

  /// Writes a file under a name that is not taken: `name.svg`, else `name-2.svg` and so on.
  func write(_ text: String, as wanted: String, _ pathExtension: String) throws -> URL {
    let base = RunFiles.fileName(wanted)
    for number in 1...10_000 {
      let name = number == 1 ? base : "\(base)-\(number)"
      let file = folder.appendingPathComponent(name).appendingPathExtension(pathExtension)
      if try AtomicFile.create(file, text) { return file }
    }
    throw CommandFailure(.inputOutput, "too many exports are called \(base)")
  }
}
