import Curriculum
import Foundation

/// The lessons of a folder: `<track>/<nn-slug>.yaml`, and `tracks.yaml` for the order of the tracks.
///
/// It holds the heads of the files; a lesson is read when it is asked for, as its file is then. What the
/// store costs depends on the number of lessons and hardly on their length. A file whose head cannot
/// be read does not hide the others: its error is kept beside the catalogue. An error behind the head is
/// found by `lesson` and by `readAll`.
public struct LessonStore: Sendable {
  public let folder: String
  public let catalogue: LessonCatalogue
  /// What could not be read.
  public let errors: [LessonFileError]
  /// The file of each lesson, by identifier.
  private let files: [String: String]

  /// Reads the head of every lesson of a folder.
  /// - Throws: `LessonFileError` when the folder or its list of tracks cannot be read.
  public init(folder: String) throws(LessonFileError) {
    self.folder = folder
    guard FileAccess.isFolder(folder) else {
      throw LessonFileError(.missing, file: folder, "no such folder of lessons")
    }
    var tracks = try Self.tracks(of: folder)
    let listed = Set(tracks.map(\.id))
    for name in try FileAccess.names(in: folder)
    where !listed.contains(name) && FileAccess.isFolder("\(folder)/\(name)") {
      tracks.append(LessonCatalogue.Track(id: name, title: name, summary: "", lessons: []))
    }
    var listing = Listing()
    for index in tracks.indices {
      let track = "\(folder)/\(tracks[index].id)"
      guard FileAccess.isFolder(track) else { continue }
      for name in try FileAccess.names(in: track) where name.hasSuffix(".yaml") {
        if let head = listing.add("\(track)/\(name)", track: tracks[index].id) {
          tracks[index].lessons.append(head)
        }
      }
    }
    catalogue = LessonCatalogue(tracks: tracks.filter { !$0.lessons.isEmpty })
    files = listing.files
    errors = listing.errors
  }

  /// Reads one lesson file, wherever it is.
  public static func load(_ path: String) throws(LessonFileError) -> LoadedLesson {
    try LessonReader.read(try FileAccess.text(path), file: path)
  }

  /// Reads the lesson with this identifier, whatever its case.
  /// - Throws: `LessonFileError`: of kind `missing`, with the nearest identifier, when the folder has no
  ///   such lesson; what is wrong with its file otherwise.
  public func lesson(_ id: String) throws(LessonFileError) -> LoadedLesson {
    guard let head = catalogue.lesson(id), let file = files[head.id] else { throw missing(id) }
    let loaded = try Self.load(file)
    // Somebody may have edited it since it was listed.
    for (key, now, listed) in [
      ("id", loaded.head.id, head.id), ("track", loaded.head.track, head.track),
    ] where now != listed {
      throw loaded.map.error(
        key, "the file was changed: its \(key) was \(listed) when the lessons were listed",
        found: now)
    }
    return loaded
  }

  /// Reads every lesson: those that can be read, in order, and everything that is wrong with the others,
  /// that of `errors` included.
  public func readAll() -> (lessons: [LoadedLesson], errors: [LessonFileError]) {
    var lessons: [LoadedLesson] = []
    var errors = errors
    for head in catalogue.lessons {
      do { lessons.append(try lesson(head.id)) } catch { errors.append(error) }
    }
    return (lessons, errors)
  }

  private func missing(_ id: String) -> LessonFileError {
    if let near = catalogue.nearest(to: id) {
      return LessonFileError(
        .missing, file: folder, "no lesson is called \(id); did you mean \(near)?")
    }
    let known = catalogue.lessons.map(\.id)
    return LessonFileError(
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

/// The heads of a folder's files as they are found, one after another.
private struct Listing {
  private(set) var files: [String: String] = [:]
  private(set) var errors: [LessonFileError] = []
  /// The file of each identifier in small letters.
  private var taken: [String: String] = [:]

  /// The head of one more file; nil, with an error noted, when it cannot be listed.
  mutating func add(_ path: String, track: String) -> LessonHead? {
    do {
      let loaded = try read(path, track: track)
      files[loaded.head.id] = path
      taken[loaded.head.id.lowercased()] = path
      return loaded.head
    } catch {
      errors.append(error)
      return nil
    }
  }

  private func read(_ path: String, track: String) throws(LessonFileError) -> LoadedHead {
    let start = try FileAccess.start(of: path, bytesMax: LessonHeadReader.bytesMax)
    let loaded = try LessonHeadReader.read(start, file: path)
    let head = loaded.head
    guard head.track == track else {
      throw loaded.map.error(
        "track", "the lesson is in the folder \(track)", found: head.track)
    }
    if let other = taken[head.id.lowercased()] {
      throw loaded.map.error(
        "id", "the lesson of \(other) has this identifier too", found: head.id)
    }
    return loaded
  }
}

extension SourceMap {
  fileprivate func error(_ path: String, _ message: String, found: String) -> LessonFileError {
    LessonFileError(
      file: file, line: self[path]?.line, column: self[path]?.column, message, found: found)
  }
}

extension LoadedLesson {
  /// Checks the lesson, with the places of what is found in its file.
  public func check(otherDigests: [String]? = nil) -> [LessonFileError] {
    let findings =
      [countsFinding].compactMap(\.self)
      + LessonCheck(lesson, otherDigests: otherDigests).findings()
    return findings.map { finding in
      let mark = map[finding.path]
      return LessonFileError(
        file: map.file, line: mark?.line, column: mark?.column, finding.message)
    }
  }

  /// Lists believe the head; here it is proved.
  private var countsFinding: LessonFinding? {
    guard head.counts != lesson.head.counts, let counts = lesson.head.counts else { return nil }
    return LessonFinding(
      "counts",
      "the head must say what the lesson holds: counts: { rounds: \(counts.rounds), "
        + "questions: \(counts.questions), tasks: \(counts.tasks) }")
  }
}
