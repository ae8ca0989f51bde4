import CellGraphics
import Curriculum

extension ActionRegistry {
  static let lessonActions: [LabAction] = [
    LabAction(
      "next", "go on",
      help: "Go on with the lesson; with a task open, play your run to its end and judge it.",
      keys: [Key("n")], group: .lesson, screens: [.lab, .board], priority: 100, when: canGoOn,
      effect: { model, _ in model.nextBeat() }),
    LabAction(
      "previous", "text before", help: "Show the lesson's text before this one again.",
      keys: [Key("N")], group: .lesson, screens: [.lab, .board], priority: 29,
      when: { model in
        guard let session = model.lab?.session else { return .unavailable(noLesson) }
        return .when(session.beatIndex > 0, else: "this is the first text of the round")
      },
      effect: { model, _ in
        model.lab?.session?.previousBeat()
        model.lab?.selections[LessonPanel.id] = nil
        return []
      }),
    LabAction(
      "text-up", "text up", help: "Scroll the lesson's text up, whichever panel is selected.",
      keys: [Key("[")], group: .lesson, screens: [.lab, .board], when: hasPage,
      effect: { model, _ in model.scrollLesson(by: -3) }),
    LabAction(
      "text-down", "text down",
      help: "Scroll the lesson's text down, whichever panel is selected.", keys: [Key("]")],
      group: .lesson, screens: [.lab, .board], when: hasPage,
      effect: { model, _ in model.scrollLesson(by: 3) }),
    LabAction(
      "answer", "answer", help: "Answer the lesson's question: choose, or type the number.",
      keys: (0...9).map { Key(Unicode.Scalar(UInt8(48 + $0))) }, argument: "ANSWER",
      group: .lesson, screens: [.lab, .board], priority: 101, takesKey: true, when: isAsked,
      effect: { model, text in model.answer(text) }),
    LabAction(
      "hint", "hint", help: "Show the next hint for the open task.", keys: [Key("i")],
      group: .lesson, screens: [.lab, .board], priority: 72,
      when: { model in
        guard let session = model.lab?.session else { return .unavailable(noLesson) }
        guard session.openTask != nil else { return .unavailable(noTask(model, session)) }
        return .when(session.nextHintAvailable, else: "there is no further hint")
      },
      effect: { model, _ in
        if let hint = model.lab?.session?.revealHint() {
          model.status = .news("Hint: \(hint)")
          model.lab?.selections[LessonPanel.id] = nil
        }
        return []
      }),
    LabAction(
      "solution", "show the solution",
      help: "Play the reference solution of the open task; it earns no credit.",
      keys: [Key("I")], group: .lesson, screens: [.lab, .board],
      when: { model in
        guard let session = model.lab?.session else { return .unavailable(noLesson) }
        return .when(session.openTask != nil, else: noTask(model, session))
      }, effect: { model, _ in model.ask(.solution) }),
    LabAction(
      "restart-round", "begin anew",
      help: "Begin the run anew: the round of the lesson, or the sandbox from the start.",
      keys: [Key("R")], group: .lesson, screens: [.lab, .board], priority: 23,
      effect: { model, _ in model.ask(.restart) }),
  ]

  private static let noLesson = "no lesson is open; this is the sandbox"

  /// Why there is no task to help with.
  private static func noTask(_ model: Model, _ session: LessonSession) -> String {
    session.isTaskMet
      ? "your task is met already; \(model.key("next")) goes on"
      : "hints and solutions come with a task; none is open"
  }

  @Sendable private static func canGoOn(_ model: Model) -> Availability {
    guard let session = model.lab?.session else { return .unavailable(noLesson) }
    if case .predicting = session.stage, !session.isRereading {
      return .unavailable("answer first: any answer will do, none is punished")
    }
    if case .working = session.stage, !session.hasMoved, !session.isRereading {
      let hint = session.nextHintAvailable ? " (\(model.key("hint")) gives a hint)" : ""
      return .unavailable("your move first: nothing has changed yet" + hint)
    }
    return .available
  }

  @Sendable private static func hasPage(_ model: Model) -> Availability {
    .when(model.lab?.page != nil, else: noLesson)
  }

  @Sendable private static func isAsked(_ model: Model) -> Availability {
    guard let session = model.lab?.session else { return .unavailable(noLesson) }
    if case .predicting = session.stage { return .available }
    return .unavailable("no question is open")
  }
}
