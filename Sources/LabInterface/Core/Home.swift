import CellGraphics
import Curriculum
import Laboratory

/// Where the person is on Home.
struct HomeState: Sendable {
  var selection = 0
  var filter = ""
  /// What was opened last: on the way back it is selected again, wherever it stands then.
  var opened: String?
  /// How far the Result screen is scrolled.
  var resultOffset = 0
}

/// A line of Home that can be opened.
enum HomeItem: Sendable {
  case resume(LessonHead, round: Int)
  case lesson(LessonHead, trackTitle: String)
  case preset(Preset)
  case saved(SavedRunEntry)

  /// The heading that it stands under.
  var section: String {
    switch self {
    case .resume: "Continue"
    case .lesson(_, let track): track
    case .preset: "Sandbox"
    case .saved: "Saved runs"
    }
  }

  /// Names the line as long as what it opens is there.
  var id: String {
    switch self {
    case .resume: "resume"
    case .lesson(let lesson, _): "lesson \(lesson.id)"
    case .preset(let preset): "preset \(preset.name)"
    case .saved(let entry): "saved \(entry.name)"
    }
  }

  var text: String {
    switch self {
    case .resume(let lesson, _), .lesson(let lesson, _): "\(lesson.id) \(lesson.title)"
    case .preset(let preset): preset.title
    case .saved(let entry): entry.name
    }
  }

  var searchText: String {
    switch self {
    case .resume(let lesson, _): "continue \(lesson.id) \(lesson.title)"
    case .lesson(let lesson, let track): "\(track) \(lesson.id) \(lesson.title) \(lesson.objective)"
    case .preset(let preset): "sandbox \(preset.name) \(preset.title) \(preset.summary)"
    case .saved(let entry):
      "saved \(entry.name) \(entry.detail) \(entry.contents.joined(separator: " "))"
    }
  }
}

extension SavedRunEntry {
  /// When something was saved that has only just been.
  static let now = "just now"

  /// What the file holds, in lines: of what it is, what was done, its branches.
  var contents: [String] {
    guard let outline else { return [] }
    let actions =
      outline.actions == 0
      ? "no actions of yours" : Wording.count(outline.actions, "action", "actions") + " of yours"
    let branches =
      outline.branches.count > 1 ? ["branches " + outline.branches.joined(separator: ", ")] : []
    return [outline.title, "\(actions), to t=\(outline.end) ms"] + branches
  }
}

extension Model {
  /// Everything that Home offers, in order, narrowed by the filter.
  var homeItems: [HomeItem] {
    var items: [HomeItem] = []
    if let (lesson, round) = library.lessons.continuation(progress), progress.place != nil {
      items.append(.resume(lesson, round: round))
    }
    for track in library.lessons.tracks {
      items += track.lessons.map { .lesson($0, trackTitle: track.title) }
    }
    items += library.presets.map { .preset($0) }
    items += savedRuns.map { .saved($0) }
    let filter = home.filter.lowercased()
    return filter.isEmpty ? items : items.filter { $0.searchText.lowercased().contains(filter) }
  }

  var homeItem: HomeItem? {
    let items = homeItems
    return items.isEmpty ? nil : items[min(max(home.selection, 0), items.count - 1)]
  }

  mutating func moveHome(by step: Int) -> [Command] {
    let count = homeItems.count
    home.selection = min(max(min(home.selection, count - 1) + step, 0), max(0, count - 1))
    return []
  }

  /// Selects a line by what it opens; stays where it is when that is not there.
  mutating func selectOnHome(_ id: String?) {
    guard let id, let place = homeItems.firstIndex(where: { $0.id == id }) else { return }
    home.selection = place
  }

  mutating func openHomeItem() -> [Command] {
    home.opened = homeItem?.id
    switch homeItem {
    case .resume(let lesson, let round): return askForLesson(lesson.id, round: round)
    case .lesson(let lesson, _): return askForLesson(lesson.id, round: 0)
    case .preset(let preset): return openSandbox(preset.scenario, title: preset.title)
    case .saved(let entry): return [.load(name: entry.name)]
    case nil: return []
    }
  }

  /// The selected lesson, if the learner was in a later round of it than the first, and that round.
  var begunLesson: (lesson: LessonHead, round: Int)? {
    guard case .lesson(let lesson, _)? = homeItem,
      let round = library.lessons.round(toGoOn: lesson, progress), round > 0
    else { return nil }
    return (lesson, round)
  }

  mutating func continueLesson() -> [Command] {
    if let (lesson, round) = begunLesson {
      home.opened = homeItem?.id
      return askForLesson(lesson.id, round: round)
    }
    guard let (lesson, round) = library.lessons.continuation(progress) else { return [] }
    home.opened = "resume"
    return askForLesson(lesson.id, round: round)
  }

  /// What the screen says to those who open a cluster.
  var sandboxGreeting: String {
    "Time stands still at t=0. \(key("write")) writes something; then \(key("step")) goes one event "
      + "on, \(key("play")) plays."
  }

  mutating func openSandbox(_ scenario: Scenario, title: String) -> [Command] {
    do {
      lab = LabState(run: try Run(scenario), title: "Sandbox: \(title)")
      screen = .lab
      status = .news(sandboxGreeting)
    } catch {
      status = .refusal("\(title) cannot be run: \(error)")
    }
    return []
  }

  /// Shows a run that was made elsewhere, such as a replayed one.
  mutating func openRun(_ run: Run, title: String) {
    lab = LabState(run: run, title: title)
    let logs = lab?.logs ?? []
    lab?.savedLogs = logs
    screen = .lab
  }

  // MARK: Result

  mutating func proceed() -> [Command] {
    if let result, !result.isComplete { return askForLesson(result.lesson, round: result.round) }
    guard let next = lessonAfterResult else { return goHome() }
    return askForLesson(next.id, round: 0)
  }

  /// What comes after the lesson whose result is shown: the next one, after the last one the first that
  /// is not complete; nil when all are.
  var lessonAfterResult: LessonHead? {
    guard let result else { return nil }
    return library.lessons.lesson(after: result.lesson)
      ?? library.lessons.lessons.first { progress[$0.id]?.isComplete != true }
  }

  mutating func playAgain() -> [Command] {
    result.map { askForLesson($0.lesson, round: 0) } ?? []
  }

  mutating func scrollResult(by step: Int) -> [Command] {
    home.resultOffset = min(max(0, home.resultOffset + step), 500)
    return []
  }
}
