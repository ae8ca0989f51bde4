import ArgumentParser
import Curriculum
import Foundation
import LessonFiles

/// `conlab lessons check`: proves that lessons do what they say.
struct LessonsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prove that lessons do what they say.",
    discussion: """
      For each lesson: it parses with no unknown key; what it shows, shows; each task is open as \
      shipped, its solution meets it, accepted ways pass and rejected ones fail; expected answers \
      are the computed ones; texts fit at 80x24; digests agree between two processes; nothing \
      depends on the order of same-instant events. Without arguments every lesson is checked.
      """)

  @OptionGroup var shared: SharedOptions
  @Argument(help: "Identifiers or files; none means all.") var subjects: [String] = []

  func run() throws {
    try guarded {
      var errors: [LessonFileError] = []
      let loaded = try lessons(&errors)
      for lesson in loaded {
        let found = lesson.check(otherDigests: try Self.digestsElsewhere(lesson.map.file))
        errors += found
        let verdict = found.isEmpty ? "passes" : "fails"
        print(Printable.text("\(lesson.lesson.id)  \(verdict)  \(lesson.map.file)"))
      }
      for error in errors { complain(error.description) }
      if let first = errors.first { throw first.kind.status.code }
    }
  }

  private func lessons(_ errors: inout [LessonFileError]) throws -> [LoadedLesson] {
    if subjects.isEmpty {
      let store = try shared.store()
      let all = store.readAll()
      errors += all.errors
      return all.lessons
    }
    var loaded: [LoadedLesson] = []
    var store: LessonStore?
    for subject in subjects {
      do {
        if RunnableFile.isPath(subject) {
          loaded.append(try LessonStore.load(subject))
        } else {
          if store == nil { store = try shared.store() }
          if let store { loaded.append(try store.lesson(subject)) }
        }
      } catch let error as LessonFileError { errors.append(error) }
    }
    return loaded
  }

  /// The digests of the lesson's rounds as another process computes them.
  private static func digestsElsewhere(_ file: String) throws -> [String]? {
    guard let program = Bundle.main.executablePath else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["lessons", "digests", file]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // A lesson whose rounds cannot be run is found out in this process, with its reason.
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// `conlab lessons digests`: what `check` asks of another process.
struct LessonsDigests: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digests", abstract: "Print the digest of each round of a lesson file.",
    shouldDisplay: false)

  @Argument var file: String

  func run() throws {
    try guarded {
      let lesson = try LessonStore.load(file).lesson
      let digests: [String]
      do { digests = try LessonCheck.digests(of: lesson) } catch {
        throw CommandFailure(.data, "\(file): \(error)")
      }
      for digest in digests { print(digest) }
    }
  }
}
