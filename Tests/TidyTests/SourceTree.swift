import Foundation

/// The Swift files of the project, read from where this file stands.
enum SourceTree {
  static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder
  }()

  struct File {
    /// Relative to the root.
    let path: String
    let lines: [String]

    /// The first folder below `Sources`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines without comments.
    var code: [(number: Int, text: String)] {
      lines.enumerated().compactMap { index, line in
        let trimmed = line.drop { $0 == " " }
        return trimmed.hasPrefix("//") ? nil : (index + 1, line)
      }
    }
  }

  /// The Swift files below a folder of the root, in the order of their paths.
  static func files(below folder: String) -> [File] {
    let base = root.appendingPathComponent(folder)
    let walker = FileManager.default.enumerator(atPath: base.path)
    var paths: [String] = []
    while let path = walker?.nextObject() as? String {
      if path.hasSuffix(".swift") { paths.append(path) }
    }
    return paths.sorted().compactMap { path in
      guard
        let text = try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8)
      else { return nil }
      return File(path: folder + "/" + path, lines: text.components(separatedBy: "\n"))
    }
  }
}
