import ArgumentParser
import Curriculum
import Foundation

/// `conlab progress`: what the learner has come to, as a text that can be carried to another machine.
struct ProgressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress",
    abstract: "Show your progress, write it to a file, or join it with that of a file.",
    subcommands: [Show.self, Export.self, Import.self], defaultSubcommand: Show.self)

  /// `conlab progress show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is complete and what is begun.")

    func run() throws {
      try guarded {
        let progress = try ProgressCommand.known()
        if progress.lessons.isEmpty { print("No lesson has been begun.") }
        for entry in progress.lessons {
          let state = entry.isComplete ? entry.isSolved ? "complete, solved" : "complete" : "begun"
          let answered = entry.right.count + entry.onlyWrong.count
          print("\(entry.lesson): \(state); \(entry.right.count) of \(answered) answers right")
        }
      }
    }
  }

  /// `conlab progress export [FILE]`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write your progress to a new file, or to standard output.")

    @Argument(help: "The file; it must not be there yet.")
    var file: String?

    func run() throws {
      try guarded {
        let text = try ProgressCommand.known().text
        guard let file else { return print(text, terminator: "") }
        try AtomicFile.writeNew(text, to: URL(fileURLWithPath: file))
      }
    }
  }

  /// `conlab progress import FILE`.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Join what a file knows with your progress; nothing of yours is lost.")

    @Argument(help: "A file that export has written.")
    var file: String

    func run() throws {
      try guarded {
        let url = URL(fileURLWithPath: file)
        let text = try AtomicFile.read(url)
        let other: LearnerProgress
        do throws(ProgressDamage) { other = try LearnerProgress(parsing: text) } catch {
          throw CommandFailure(.data, "\(file):\(error.line): \(error.message)")
        }
        let store = ProgressStore(file: Paths().progress)
        let before = try ProgressCommand.known()
        try store.save(other)
        let after = try ProgressCommand.known()
        let complete = { (progress: LearnerProgress) in
          progress.lessons.filter(\.isComplete).count
        }
        print("Lessons complete: \(complete(after)); before: \(complete(before)).")
      }
    }
  }

  /// What the file of this learner holds; one that cannot be read is an error here.
  private static func known() throws -> LearnerProgress {
    let (progress, notice) = ProgressStore(file: Paths().progress).load()
    if let notice { throw CommandFailure(.data, notice) }
    return progress
  }
}
