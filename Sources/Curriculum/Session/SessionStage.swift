import Histories
import Laboratory

/// What the learner is asked to do now.
public enum Stage: Hashable, Sendable {
  case reading
  /// An answer is wanted. The run stands before the event that would give it away.
  case predicting(Prediction)
  case revealed(Prediction, AnswerReview)
  /// A task is open: moves are welcome.
  case working(LessonTask)
  /// The lesson is over.
  case finished
}

/// What is said to an answer.
public struct AnswerReview: Hashable, Sendable {
  public var isRight: Bool
  /// As the learner gave it.
  public var given: String
  /// As the engine computed it.
  public var truth: String
  /// To this answer.
  public var reply: String
  /// To everybody.
  public var explanation: String?
}

/// An answer that was given.
public struct PredictionRecord: Hashable, Sendable {
  /// The identifier of the prediction.
  public var id: String
  public var question: String
  /// The round that asks it, by index.
  public var round: Int
  public var review: AnswerReview
}

/// A line of the checklist.
public struct ChecklistItem: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case show, task }
  public enum State: Hashable, Sendable {
    /// A task that has not been opened yet.
    case open
    case met, unmet, pending, unknown
  }
  public var kind: Kind
  public var text: String
  public var state: State
  /// The witness, or why it is not met.
  public var reason: String
}

/// How the learner walks along the run.
public enum Navigation: Hashable, Sendable {
  /// One foreground event on, one back.
  case step, back
  /// To the end of the next instant with activity, to before the latest one.
  case tick, tickBack
  case start
  /// To the newest event that has happened.
  case newest
  /// To the end of the run, or as far as the story allows.
  case end
  /// To an instant: what playing does, a little at a time.
  case time(VirtualTime)
  /// To an event of the past, by how many have happened.
  case event(Int)
}

extension LessonSession {
  /// What the learner is asked to do at the beat being shown.
  public var stage: Stage {
    if isFinished { return .finished }
    if let prediction = beat.prediction {
      if let review = review(of: prediction) { return .revealed(prediction, review) }
      return .predicting(prediction)
    }
    if let task = openTask { return .working(task) }
    return .reading
  }

  /// The task of the beat being shown, while it is not met.
  public var openTask: LessonTask? {
    guard !isFinished, let id = beat.task, metTasks[id] == nil else { return nil }
    return lesson.task(id)
  }

  /// Whether the beat being shown asks for a task that is met already.
  public var isTaskMet: Bool { beat.task.map { metTasks[$0] != nil } ?? false }

  func review(of prediction: Prediction) -> AnswerReview? {
    predictions.first { $0.id == prediction.id }?.review
  }

  /// The prediction that is open, or comes next in this round.
  var nextPrediction: (beat: Int, prediction: Prediction)? {
    for (index, beat) in beats.enumerated() {
      if let prediction = beat.prediction, review(of: prediction) == nil {
        return (index, prediction)
      }
    }
    return nil
  }

  /// Whether the story has come to a question that is not answered, whatever beat is being shown.
  public var hasOpenPrediction: Bool {
    nextPrediction.map { $0.beat <= furthestBeat } ?? false
  }

  /// Whether the story stands where its latest text, or the answer to its question, has brought it.
  public var isWhereToldFrom: Bool {
    guard isStory, let stops else { return false }
    let beat = beats[furthestBeat]
    let isAnswered = beat.prediction.map { review(of: $0) != nil } ?? false
    let stop = (isAnswered ? stops.reveals[furthestBeat] : nil) ?? stops.standing[furthestBeat]
    return run.position == stop.position && run.clock == stop.clock
  }

  /// Whether a panel is covered for a question of a later round, and not for one that is open now.
  public func isCoveredForLater(_ panel: String) -> Bool {
    guard currentRound.covers.contains(panel) else { return false }
    guard let next = nextPrediction, next.beat <= furthestBeat else { return true }
    return !beats[next.beat].covers.contains(panel)
  }

  /// Panels that the interface covers now, by identifier.
  public var coveredPanels: [String] {
    guard let next = nextPrediction, next.beat <= furthestBeat else { return currentRound.covers }
    return currentRound.covers + beats[next.beat].covers
  }
}
