import Curriculum
import Laboratory

/// What the program opens with.
public enum Opening: Sendable {
  case home
  case lesson(Lesson, round: Int)
  case sandbox(Scenario, title: String)
  case run(Run, title: String)
}

extension Model {
  /// Says whether the terminal reports the mouse. Called once, before `begin(_:)`.
  public mutating func begin(mouse: Bool) { usesMouse = mouse }

  /// Goes to what the command line asked for. Called once, before the first message.
  public mutating func begin(_ opening: Opening) -> [Command] {
    var commands: [Command] = [.listSavedRuns]
    switch opening {
    case .home: if isNewcomer { commands += showTour() }
    case .lesson(let lesson, let round): commands += openLesson(lesson, round: round)
    case .sandbox(let scenario, let title): commands += openSandbox(scenario, title: title)
    case .run(let run, let title): openRun(run, title: title)
    }
    settle()
    return commands
  }
}
