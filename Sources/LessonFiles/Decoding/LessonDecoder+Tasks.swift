import Curriculum
import Histories
import Laboratory
import Simulation

extension LessonDecoder {
  func decodeShows(_ value: YAMLValue?) throws(LessonFileError) -> [Show] {
    var shows: [Show] = []
    for element in try value?.list() ?? [] {
      let fields = try element.fields(LessonKeys.show)
      let round = try round(try fields.required("round"))
      shows.append(
        Show(
          round: round.id, text: try fields.required("text").text().unwrapped,
          goal: try expression(try fields.required("goal"), in: round),
          timing: try fields["when"]?.word(GoalTiming.self) ?? .atEnd))
    }
    return shows
  }

  mutating func decodeTasks(_ value: YAMLValue) throws(LessonFileError) -> [LessonTask] {
    var tasks: [LessonTask] = []
    for element in try value.list(atMost: 40) {
      let fields = try element.fields(LessonKeys.task)
      let id = try fields.required("id").identifier()
      guard !tasks.contains(where: { $0.id == id }) else {
        throw element.error("two tasks are called \(id)")
      }
      let round = try round(try fields.required("round"))
      tasks.append(
        LessonTask(
          id: id, round: round.id, text: try fields.required("text").text().unwrapped,
          goal: try expression(try fields.required("goal"), in: round),
          timing: try fields["when"]?.word(GoalTiming.self) ?? .atEnd,
          moves: try words(fields["moves"]).map { ActionGrammar.word(formerly: $0) },
          knobs: try decodeKnobs(fields["knobs"], in: round)))
    }
    guard !tasks.isEmpty else { throw value.error("a lesson has at least one task") }
    return tasks
  }

  private func words(_ value: YAMLValue?) throws(LessonFileError) -> [String] {
    var result: [String] = []
    for element in try value?.list(atMost: 40) ?? [] { result.append(try element.line()) }
    return result
  }

  private mutating func decodeKnobs(
    _ value: YAMLValue?, in round: Round
  ) throws(LessonFileError) -> [String] {
    let paths = try words(value)
    guard let value, case .cluster(let scenario) = round.setup else { return paths }
    let known = (try? grammar(of: round.id, scenario))?.knobs.map(\.path) ?? []
    for (index, path) in paths.enumerated() where !known.contains(path) {
      throw error(
        "\(value.path)[\(index)]", "no knob is called \(path)", among: known, found: path)
    }
    return paths
  }

  func decodeHints(
    _ value: YAMLValue, _ tasks: [LessonTask]
  ) throws(LessonFileError) -> [Hint] {
    var hints: [Hint] = []
    for element in try value.list(atMost: 60) {
      if case .scalar = element.node {
        hints.append(Hint(task: nil, text: try element.text().unwrapped, mistake: nil))
        continue
      }
      let fields = try element.fields(LessonKeys.hint)
      let task = try fields["task"].map { value throws(LessonFileError) in
        try self.task(value, tasks)
      }
      let scope = rounds.first { $0.id == (task ?? tasks[0]).round } ?? rounds[0]
      hints.append(
        Hint(
          task: task?.id, text: try fields.required("text").text().unwrapped,
          mistake: try fields["mistake"].map { value throws(LessonFileError) in
            try expression(value, in: scope)
          }))
    }
    return hints
  }

  private func task(
    _ value: YAMLValue, _ tasks: [LessonTask]
  ) throws(LessonFileError) -> LessonTask {
    let id = try value.line()
    guard let task = tasks.first(where: { $0.id == id }) else {
      throw error(value.path, "no task is called \(id)", among: tasks.map(\.id), found: id)
    }
    return task
  }

  mutating func decodeTrials(
    _ value: YAMLValue?, _ tasks: [LessonTask]
  ) throws(LessonFileError) -> [Trial] {
    var trials: [Trial] = []
    for element in try value?.list(atMost: 60) ?? [] {
      let fields = try element.fields(LessonKeys.trial)
      let task = try task(try fields.required("task"), tasks)
      guard let round = rounds.first(where: { $0.id == task.round }) else { continue }
      trials.append(
        Trial(
          id: try fields.required("id").identifier(), task: task.id,
          moves: try decodeMoves(try fields.required("moves"), in: round)))
    }
    return trials
  }

  private mutating func decodeMoves(
    _ value: YAMLValue, in round: Round
  ) throws(LessonFileError) -> [Move] {
    var moves: [Move] = []
    for line in try value.sourceLines() {
      switch round.setup {
      case .history(let board): moves.append(try decodePlacement(line, board))
      case .cluster(let scenario):
        do {
          moves.append(try decodeMove(line, try grammar(of: round.id, scenario)))
        } catch let error as LessonFileError {
          throw error
        } catch { throw line.error(at: 1, "\(error)") }
      }
    }
    return moves
  }

  /// The language of the actions of a round, put together once.
  private mutating func grammar(
    of round: String, _ scenario: Scenario
  ) throws(ScenarioError) -> ActionGrammar {
    if let known = grammars[round] { return known }
    let grammar = try ActionGrammar(of: scenario)
    grammars[round] = grammar
    return grammar
  }

  /// `set KNOB = VALUE` is turned before the run begins; every other move has its instant.
  private func decodeMove(
    _ line: SourceLine, _ grammar: ActionGrammar
  ) throws(LessonFileError) -> Move {
    do {
      if line.text.hasPrefix("at ") { return .action(try grammar.parseLine(line.text)) }
      if case .configure(let path, let value) = try grammar.parse(line.text) {
        return .knob(path: path, value: value)
      }
    } catch { throw line.error(at: error.column, error.message) }
    throw line.error(at: 1, "a move begins with its instant: at TIME …, or is set KNOB = VALUE")
  }

  /// `place BAR at TIME`.
  private func decodePlacement(
    _ line: SourceLine, _ board: HistoryBoard
  ) throws(LessonFileError) -> Move {
    let words = line.text.split(separator: " ").map(String.init)
    guard words.count == 4, words[0] == "place", words[2] == "at", let instant = Int64(words[3])
    else { throw line.error(at: 1, "expected place BAR at TIME") }
    guard board.bars.contains(where: { $0.name == words[1] }) else {
      let known = board.bars.map(\.name).joined(separator: ", ")
      throw line.error(at: 7, "no bar is called \(words[1]); there are \(known)")
    }
    return .place(bar: words[1], at: instant)
  }
}
