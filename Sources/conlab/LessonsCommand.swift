import ArgumentParser
import Curriculum
import Foundation
import LessonFiles

/// `conlab lessons`: what authors and teachers need.
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "List, show, check and begin lessons.",
    subcommands: [
      LessonsList.self, LessonsShow.self, LessonsCheck.self, LessonsNew.self, LessonsDigests.self,
    ],
    defaultSubcommand: LessonsList.self)
}

/// `conlab lessons list`.
struct LessonsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the lessons, track by track.")

  @OptionGroup var shared: SharedOptions
  @Option(help: "text or json.") var format: RunCommand.Format = .text

  private struct Line: Encodable {
    let id: String
    let title: String
    let track: String
    let objective: String
    let minutes: Int
    let bench: String
    let rounds: Int
    let predictions: Int
    let tasks: Int
    let file: String

    init(_ loaded: LoadedLesson) {
      let lesson = loaded.lesson
      id = lesson.id
      title = lesson.title
      track = lesson.track
      objective = lesson.objective
      minutes = lesson.minutes
      bench = lesson.bench.rawValue
      rounds = lesson.rounds.count
      predictions = lesson.predictions.count
      tasks = lesson.tasks.count
      file = loaded.map.file
    }
  }

  func run() throws {
    try guarded {
      let store = try shared.store()
      let (lessons, errors) = store.readAll()
      switch format {
      case .json: print(try JSONOutput.text(lessons.map(Line.init)))
      case .text: printText(store.catalogue, of: Set(lessons.map(\.lesson.id)))
      }
      for error in errors { complain(error.description) }
      if let first = errors.first { throw first.kind.status.code }
    }
  }

  /// Only lessons that can be opened are listed.
  private func printText(_ catalogue: LessonCatalogue, of readable: Set<String>) {
    for track in catalogue.tracks where track.lessons.contains(where: { readable.contains($0.id) })
    {
      print(Printable.text(track.title))
      for lesson in track.lessons where readable.contains(lesson.id) {
        let padding = String(repeating: " ", count: max(1, 6 - lesson.id.count))
        print(Printable.text("  \(lesson.id)\(padding)\(lesson.title)  (\(lesson.minutes) min)"))
      }
    }
  }
}

/// `conlab lessons show`.
struct LessonsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a lesson is about, without its answers.")

  @OptionGroup var shared: SharedOptions
  @Argument(help: "A lesson's identifier.") var lesson: String

  func run() throws {
    try guarded {
      let loaded = try shared.store().lesson(self.lesson)
      let lesson = loaded.lesson
      var lines = [
        "\(lesson.id)  \(lesson.title)", "",
        lesson.objective, "",
        "track \(lesson.track), \(lesson.minutes) minutes, bench \(lesson.bench.rawValue)",
        "file \(loaded.map.file)", "", "rounds",
      ]
      for (index, round) in lesson.rounds.enumerated() {
        let questions = round.beats.compactMap(\.prediction).count
        lines.append(
          "  \(index + 1). \(round.title)  (\(round.beats.count) beats, \(questions) predictions)")
      }
      lines += ["", "tasks"] + lesson.tasks.map { "  \($0.text)" }
      lines += ["", "what the model leaves out"] + lesson.leavesOut.map { "  \($0)" }
      lines += ["", "sources"] + lesson.sources.map { "  \($0)" }
      print(Printable.text(lines.joined(separator: "\n")))
    }
  }
}

/// `conlab lessons new`.
struct LessonsNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin a lesson: write a small one that passes its check.")

  @Argument(help: "The file to write; it must not be there yet.") var path: String

  func run() throws {
    try guarded {
      guard !path.isEmpty, !path.hasSuffix("/") else {
        throw CommandFailure(.usage, "expected the path of a file, found \"\(path)\"")
      }
      let file = URL(fileURLWithPath: path)
      let (id, track) = Self.names(for: file)
      try AtomicFile.writeNew(
        LessonTemplate.text(id: id, track: track), to: file, makesFolder: true)
      print(Printable.text("Wrote \(path). Check it with: conlab lessons check \(path)"))
    }
  }

  /// An identifier and a track from the path: `Lessons/<track>/<slug>.yaml`.
  static func names(for file: URL) -> (id: String, track: String) {
    func identifier(_ text: String, _ fallback: String) -> String {
      let plain = text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(40)
      return plain.first?.isLetter == true ? String(plain) : fallback
    }
    let slug = file.deletingPathExtension().lastPathComponent
    let folder = file.deletingLastPathComponent().lastPathComponent
    return (identifier(slug, "MY1"), identifier(folder, "my-track"))
  }
}
