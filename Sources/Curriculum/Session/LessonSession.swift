import Checkers
import Histories
import Laboratory
import Simulation

/// A lesson as it is played: a pure reducer. It has no clock and does no input or output; the
/// interface calls it and draws what it says.
///
/// The story of a round is told on the first branch of its run, which no move of the learner touches:
/// moves are made on branches of their own. Until the predictions of a round are answered the run
/// cannot be taken beyond the next one, so that nothing on the screen gives an answer away.
///
/// A wrong answer never blocks. Everything that is refused says why.
public struct LessonSession: Sendable {
  public let lesson: Lesson
  /// The index of the round being played.
  public internal(set) var round: Int
  /// The run on the screen. On benches without a cluster: an idle run of one node.
  public internal(set) var run: Run
  /// The board of a `history` round, else nil.
  public internal(set) var board: HistoryBoard?
  /// Boards before the moves of points, the oldest first, and the bar whose point was moved last.
  var earlierBoards: [HistoryBoard] = []
  var lastMovedBar: String?
  /// What the models say of the board whatever its points are.
  var boardJudgements: [BoardJudgement] = []
  /// What this round's board was found to show, once it may be told.
  var boardShows: [ChecklistItem]?
  /// The beat being shown. Never above `furthestBeat`.
  public internal(set) var beatIndex = 0
  /// The beat that the story has reached.
  public internal(set) var furthestBeat = 0
  /// Answers so far, in the order in which they were given.
  public internal(set) var predictions: [PredictionRecord] = []
  /// Moves made for the tasks of this lesson; `restart` takes those of its round off.
  public var moves: Int { work.reduce(0) { $0 + $1.moves } }
  /// Moves made since the round was opened: those on the runs that leaving it would lose.
  public internal(set) var movesSinceOpening = 0
  /// The hints taken in this round.
  public internal(set) var hintsShown: [String] = []
  /// Shows that have come true on the screen, and tasks. Kept up to date by every call.
  public internal(set) var checklist: [ChecklistItem] = []
  /// Whether the last beat of the last round has been left.
  public internal(set) var isFinished = false

  /// The how manieth going-through of the lesson it is, from 1.
  let attemptNumber: Int
  /// By round. The tasks that are met are in `metTasks`.
  var work: [LessonAttempt.RoundWork]
  var hintsTaken: Set<Int> = []
  /// The hints that answer a mistake on the screen; kept up to date by every call.
  var mistakesMade: [Int] = []
  var hasMissed = false
  /// The tasks that are met, with the witness; and those whose solution was shown.
  var metTasks: [String: String] = [:]
  var shownSolutions: Set<String> = []
  /// Knobs turned for the task at hand, in order.
  var turned: [Scenario.Setting] = []
  var stops: StoryStops?
  var endStops: [String: EndStop] = [:]
  /// Runs that were played to their end for the answer that is being worked out.
  var finished: [String: Run] = [:]
  /// Whether the latest walk stopped on its way, because its budget was spent.
  public internal(set) var isUnderway = false
  /// Looked up, never iterated.
  var watches: [WatchedGoal: Watch] = [:]

  /// Where a branch comes to its end, valid for one state of its log.
  struct EndStop: Sendable {
    var log: [LoggedIntervention]
    var position: Int
    var clock: VirtualTime
  }

  /// Opens a lesson at the first beat of a round, with what was done in it before: the answers that were
  /// given, the tasks that are met, moves, hints and revealed solutions. What the lesson does not know,
  /// because it was changed since, is passed over.
  /// - Throws: `ScenarioError` when the round cannot be run. `LessonCheck` finds such lessons.
  /// - Precondition: `round` is an index of `lesson.rounds`.
  public init(
    _ lesson: Lesson, round: Int = 0, done: LessonAttempt = LessonAttempt()
  ) throws(ScenarioError) {
    precondition(lesson.rounds.indices.contains(round), "lesson \(lesson.id) has no such round")
    self.lesson = lesson
    self.round = round
    run = try Self.run(of: lesson.rounds[round])
    attemptNumber = done.number
    work = lesson.rounds.map { LessonAttempt.RoundWork(round: $0.id) }
    take(done)
    open()
  }

  static func run(of round: Round) throws(ScenarioError) -> Run {
    switch round.setup {
    case .cluster(let scenario): try Run(scenario)
    case .history:
      try Run(
        Scenario(
          title: round.title, protocolName: "single-leader", servers: ["board"], clients: [],
          serverDelay: 1, clientDelay: 1, seed: 0))
    }
  }

  /// Prepares the round whose run was just made.
  mutating func open() {
    beatIndex = 0
    furthestBeat = 0
    turned = []
    hasMissed = false
    movesSinceOpening = 0
    hintsShown = hintsOfRound
    stops = nil
    endStops = [:]
    earlierBoards = []
    lastMovedBar = nil
    boardJudgements = []
    boardShows = nil
    watches = [:]
    isUnderway = false
    finished = [:]
    switch currentRound.setup {
    case .cluster(let scenario):
      board = nil
      stops = try? StoryStops(currentRound, scenario)
    case .history(let board):
      self.board = board
      boardJudgements = judgements(of: board)
    }
    arrive()
  }

  /// Brings the run to the point of the beat that the story has reached, or to what its question, where
  /// it was answered before, reveals.
  mutating func arrive() {
    let isAnswered = beats[furthestBeat].prediction.map { review(of: $0) != nil } ?? false
    let reveal = isAnswered ? stops?.reveals[furthestBeat] : nil
    if let stop = reveal ?? stops?.points[furthestBeat] {
      run.switchBranch(to: 0)
      run.go(to: stop)
    }
    refresh()
  }

  public var currentRound: Round { lesson.rounds[round] }
  public var beats: [Beat] { currentRound.beats }
  public var beat: Beat { beats[beatIndex] }
  /// Whether an earlier beat is being read again.
  public var isRereading: Bool { beatIndex < furthestBeat }
  /// Whether the run on the screen is the story's, not one that the learner changed.
  public var isStory: Bool { run.currentBranch == 0 }
}
