import Foundation

/// Where the folders `Lessons` and `Assets` are.
///
/// In this order: an explicit path; the environment; `share/conlab` beside the executable's folder, as
/// it is installed; and upwards from the executable, as in a checkout. The executable's links are
/// followed first. Nothing else is looked at, the working directory in particular.
public struct ResourceFolders: Hashable, Sendable {
  /// Where the program is; nil when that is not known.
  public var executable: String?
  /// The value of `CONLAB_LESSONS`.
  public var environment: String?

  public init(executable: String?, environment: String?) {
    self.executable = executable
    self.environment = environment
  }

  /// The folder of lessons.
  /// - Throws: `LessonFileError` of kind `missing` that names every place looked at.
  public func lessons(explicit: String? = nil) throws(LessonFileError) -> String {
    for (path, origin) in [(explicit, "--lessons"), (environment, "CONLAB_LESSONS")] {
      guard let path, !path.isEmpty else { continue }
      guard FileAccess.isFolder(path) else {
        throw LessonFileError(.missing, file: path, "no such folder of lessons (from \(origin))")
      }
      return path
    }
    return try find("Lessons", option: "--lessons FOLDER or CONLAB_LESSONS")
  }

  /// The folder of assets: the JSON Schema and the like.
  public func assets() throws(LessonFileError) -> String {
    try find("Assets", option: "an installed or built conlab")
  }

  private func find(_ name: String, option: String) throws(LessonFileError) -> String {
    let places = candidates(name)
    guard let found = places.first(where: FileAccess.isFolder) else {
      throw LessonFileError(
        .missing, file: name, "the folder \(name) was not found",
        found: places.isEmpty ? nil : "nothing at " + places.prefix(3).joined(separator: ", "),
        expected: option)
    }
    return found
  }

  private func candidates(_ name: String) -> [String] {
    guard let executable else { return [] }
    var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    var places = [
      folder.deletingLastPathComponent().appendingPathComponent("share/conlab/\(name)").path
    ]
    while true {
      places.append(folder.appendingPathComponent(name).path)
      let parent = folder.deletingLastPathComponent()
      guard parent.path != folder.path, places.count < 32 else { return places }
      folder = parent
    }
  }
}
