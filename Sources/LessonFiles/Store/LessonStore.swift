import Curriculum
import Foundation

/// The lessons of a folder: `<track>/<nn-slug>.yaml`, and `tracks.yaml` for the order of the tracks.
///
/// A file that cannot be read does not hide the others: its error is kept beside the catalogue.
public struct LessonStore: Sendable {
  public let folder: String
  public let catalogue: LessonCatalogue
  /// The files of the lessons, with the places of their parts; by identifier.
  public let maps: [String: SourceMap]
  /// What could not be read.
  public let errors: [LessonFileError]

  /// Reads every lesson of a folder.
  /// - Throws: `LessonFileError` when the folder or its list of tracks cannot be read.
  public init(folder: String) throws(LessonFileError) {
    self.folder = folder
    guard FileAccess.isFolder(folder) else {
      throw LessonFileError(.missing, file: folder, "no such folder of lessons")
    }
    var tracks = try Self.tracks(of: folder)
    for name in try FileAccess.names(in: folder)
    where FileAccess.isFolder("\(folder)/\(name)") && !tracks.contains(where: { $0.id == name }) {
      tracks.append(LessonCatalogue.Track(id: name, title: name, summary: "", lessons: []))
    }
    var maps: [String: SourceMap] = [:]
    var errors: [LessonFileError] = []
    for index in tracks.indices {
      let track = "\(folder)/\(tracks[index].id)"
      guard FileAccess.isFolder(track) else { continue }
      for name in try FileAccess.names(in: track) where name.hasSuffix(".yaml") {
        do {
          let loaded = try Self.lesson(at: "\(track)/\(name)", track: tracks[index].id, maps)
          maps[loaded.lesson.id] = loaded.map
          tracks[index].lessons.append(loaded.lesson)
        } catch { errors.append(error) }
      }
    }
    catalogue = LessonCatalogue(tracks: tracks.filter { !$0.lessons.isEmpty })
    self.maps = maps
    self.errors = errors
  }

  private static func lesson(
    at path: String, track: String, _ maps: [String: SourceMap]
  ) throws(LessonFileError) -> LoadedLesson {
    let loaded = try load(path)
    guard loaded.lesson.track == track else {
      throw error(
        loaded.map, "track", "the lesson is in the folder \(track)", found: loaded.lesson.track)
    }
    if let other = maps.first(where: { $0.key.lowercased() == loaded.lesson.id.lowercased() }) {
      throw error(
        loaded.map, "id", "the lesson of \(other.value.file) has this identifier too",
        found: loaded.lesson.id)
    }
    return loaded
  }

  private static func error(
    _ map: SourceMap, _ path: String, _ message: String, found: String
  ) -> LessonFileError {
    LessonFileError(
      file: map.file, line: map[path]?.line, column: map[path]?.column, message, found: found)
  }

  /// Reads one lesson file, wherever it is.
  public static func load(_ path: String) throws(LessonFileError) -> LoadedLesson {
    try LessonReader.read(try FileAccess.text(path), file: path)
  }

  /// The lesson with this identifier, whatever its case.
  /// - Throws: `LessonFileError` of kind `missing`, with the nearest identifier.
  public func lesson(_ id: String) throws(LessonFileError) -> LoadedLesson {
    if let lesson = catalogue.lesson(id), let map = maps[lesson.id] {
      return LoadedLesson(lesson: lesson, map: map)
    }
    if let near = catalogue.nearest(to: id) {
      throw LessonFileError(
        .missing, file: folder, "no lesson is called \(id); did you mean \(near)?")
    }
    let known = catalogue.lessons.map(\.id)
    throw LessonFileError(
      .missing, file: folder, "no lesson is called \(id)",
      expected: known.isEmpty ? nil : known.joined(separator: ", "))
  }

  private static func tracks(
    of folder: String
  ) throws(LessonFileError) -> [LessonCatalogue.Track] {
    let path = "\(folder)/tracks.yaml"
    guard FileAccess.isFile(path) else { return [] }
    let document = try YAMLDocument(try FileAccess.text(path), file: path)
    var tracks: [LessonCatalogue.Track] = []
    for element in try document.root.list(atMost: 100) {
      let fields = try element.fields(LessonKeys.track)
      let id = try fields.required("id").identifier()
      guard !tracks.contains(where: { $0.id == id }) else {
        throw element.error("two tracks are called \(id)")
      }
      tracks.append(
        LessonCatalogue.Track(
          id: id, title: try fields.required("title").line(),
          summary: try fields.required("summary").text().unwrapped, lessons: []))
    }
    return tracks
  }
}

extension LoadedLesson {
  /// Checks the lesson, with the places of what is found in its file.
  public func check(otherDigests: [String]? = nil) -> [LessonFileError] {
    LessonCheck(lesson, otherDigests: otherDigests).findings().map { finding in
      let mark = map[finding.path]
      return LessonFileError(
        file: map.file, line: mark?.line, column: mark?.column, finding.message)
    }
  }
}
