import Curriculum
import Laboratory

/// What the program opens with.
public enum Opening: Sendable {
  case home
  case lesson(String, round: Int)
  case sandbox(Scenario, title: String)
  case run(Run, title: String)
}

extension Model {
  /// Goes to what the command line asked for. Called once, before the first message.
  public mutating func begin(_ opening: Opening) -> [Command] {
    var commands: [Command] = [.listSavedRuns]
    switch opening {
    case .home: break
    case .lesson(let id, let round):
      guard let lesson = library.lessons.lesson(id) else {
        status = .refusal("no lesson is called \(id)")
        break
      }
      let known = lesson.rounds.indices.contains(round) ? round : 0
      commands += openLesson(lesson, round: known)
    case .sandbox(let scenario, let title): commands += openSandbox(scenario, title: title)
    case .run(let run, let title): openRun(run, title: title)
    }
    settle()
    return commands
  }
}
