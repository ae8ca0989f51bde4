import Checkers
import Curriculum
import Histories
import Laboratory
import Simulation

/// A lesson with the places of its parts.
public struct LoadedLesson: Hashable, Sendable {
  public let lesson: Lesson
  /// The head as the file gives it. All but its counts is the lesson's own; `check` compares these.
  public let head: LessonHead
  public let map: SourceMap
}

/// Reads a lesson from the text of its file.
public enum LessonReader {
  /// - Throws: `LessonFileError`, with the line and the column of the first thing that is wrong.
  public static func read(_ text: String, file: String) throws(LessonFileError) -> LoadedLesson {
    let document = try YAMLDocument(text, file: file)
    var decoder = LessonDecoder(document)
    let lesson = try decoder.lesson()
    let start = Array(text.utf8.prefix(LessonHeadReader.bytesMax))
    let listed = try LessonHeadReader.read(start, file: file).head
    guard listed == decoder.head else {
      throw try document.root.error(
        "the head reads otherwise by itself; give each of its keys lines of its own")
    }
    return LoadedLesson(lesson: lesson, head: listed, map: document.map)
  }
}

/// Turns the nodes of one file into a lesson.
struct LessonDecoder {
  let document: YAMLDocument
  private(set) var head: LessonHead?
  var bench = BenchName.cluster
  var base = ClusterDraft()
  /// The rounds' clusters by identifier, once they are put together.
  var drafts: [String: ClusterDraft] = [:]
  var rounds: [Round] = []
  /// The languages of the rounds' actions by identifier, as they are wanted.
  var grammars: [String: ActionGrammar] = [:]

  init(_ document: YAMLDocument) { self.document = document }

  mutating func lesson() throws(LessonFileError) -> Lesson {
    let root = try document.root
    try Self.checkFormat(root)
    let fields = try root.fields(LessonKeys.lesson)
    try checkOrder(root)
    let head = try LessonHeadReader.head(fields)
    self.head = head
    bench = head.bench
    if let cluster = fields["cluster"] { try base.override(with: cluster) }
    rounds = try decodeRounds(try fields.required("rounds"))
    let tasks = try decodeTasks(try fields.required("tasks"))
    try checkBeatsNameTasks(tasks)
    return Lesson(
      id: head.id, title: head.title, track: head.track, objective: head.objective,
      minutes: head.minutes, bench: head.bench,
      guarantees: try decodeGuarantees(fields["guarantees"]), rounds: rounds,
      shows: try decodeShows(fields["shows"]), tasks: tasks,
      hints: try decodeHints(try fields.required("hints"), tasks),
      solutions: try decodeTrials(try fields.required("solution"), tasks),
      accepts: try decodeTrials(fields["accept"], tasks),
      rejects: try decodeTrials(fields["reject"], tasks),
      leavesOut: try texts(try fields.required("leaves-out")),
      sources: try texts(try fields.required("sources")))
  }

  /// Before anything else: another format may have other keys.
  static func checkFormat(_ root: YAMLValue) throws(LessonFileError) {
    guard let format = try root.entries().first(where: { $0.key == "format" })?.value else {
      throw root.error("this is not a lesson", expected: "format: 1")
    }
    guard try format.line() == "1" else {
      throw format.error("this lab reads lessons of format 1", found: format.kind)
    }
  }

  /// The head's keys come first.
  private func checkOrder(_ root: YAMLValue) throws(LessonFileError) {
    var body: String?
    for (key, value) in try root.entries() {
      guard LessonKeys.head.keys.contains(key) else {
        body = body ?? key
        continue
      }
      guard let body else { continue }
      let mark = root.keyMark(key) ?? value.mark
      throw LessonFileError(
        file: document.file, line: mark.line, column: mark.column,
        "a key of the head comes after \(body)", found: key, expected: "\(key) before \(body)")
    }
  }

  private func texts(_ value: YAMLValue) throws(LessonFileError) -> [String] {
    var result: [String] = []
    for element in try value.list(atMost: 40) { result.append(try element.text().unwrapped) }
    return result
  }

  private func decodeGuarantees(_ value: YAMLValue?) throws(LessonFileError) -> [CheckerName] {
    var result: [CheckerName] = []
    for entry in try value?.list(atMost: CheckerName.allCases.count) ?? [] {
      let name = try entry.line()
      guard let checker = CheckerName(parsing: name) else {
        throw error(
          entry.path, "no checker is called \(name)", among: CheckerName.allCases.map(\.name),
          found: name)
      }
      guard !result.contains(checker) else {
        throw entry.error("the guarantee is named twice", found: name)
      }
      result.append(checker)
    }
    return result
  }

  private func checkBeatsNameTasks(_ tasks: [LessonTask]) throws(LessonFileError) {
    for (r, round) in rounds.enumerated() {
      for (b, beat) in round.beats.enumerated() {
        guard let id = beat.task else { continue }
        let path = "rounds[\(r)].beats[\(b)].task"
        guard let task = tasks.first(where: { $0.id == id }) else {
          throw error(path, "no task is called \(id)", among: tasks.map(\.id), found: id)
        }
        guard task.round == round.id else {
          throw error(path, "the task \(id) belongs to the round \(task.round)")
        }
      }
    }
  }

  func error(
    _ path: String, _ message: String, among known: [String] = [], found: String? = nil
  ) -> LessonFileError {
    let mark = document.map[path]
    let near = found.flatMap { NearMatch.nearest(to: $0, among: known) }
    return LessonFileError(
      file: document.file, line: mark?.line, column: mark?.column, message,
      expected: near ?? (known.isEmpty ? nil : known.joined(separator: ", ")))
  }

  // MARK: Expressions

  /// A goal, in the language of the lesson's bench, checked against the names of a round.
  func expression(
    _ value: YAMLValue, in round: Round
  ) throws(LessonFileError) -> BenchExpression {
    let source = try value.sourceLine()
    switch round.setup {
    case .cluster(let scenario):
      do {
        let goal = try GoalExpression(parsing: source.text)
        try goal.check(scenario.names)
        return .cluster(goal)
      } catch { throw source.error(at: error.column, error.message) }
    case .history:
      do { return .history(try HistoryGoal(parsing: source.text)) } catch {
        throw source.error(at: 1, error.message)
      }
    }
  }

  /// The round with this identifier.
  func round(_ value: YAMLValue) throws(LessonFileError) -> Round {
    let id = try value.line()
    guard let round = rounds.first(where: { $0.id == id }) else {
      throw error(value.path, "no round is called \(id)", among: rounds.map(\.id), found: id)
    }
    return round
  }
}

extension String {
  /// Paragraphs without the line ends that only come from the file's own width. A line that begins
  /// with `- ` begins anew.
  var unwrapped: String {
    var result = ""
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      let text = String(line).trimmed
      if text.isEmpty {
        result += "\n\n"
      } else if result.isEmpty || result.hasSuffix("\n") {
        result += text
      } else {
        result += (text.hasPrefix("- ") ? "\n" : " ") + text
      }
    }
    while result.contains("\n\n\n") { result = result.replacing("\n\n\n", with: "\n\n") }
    return result
  }
}
