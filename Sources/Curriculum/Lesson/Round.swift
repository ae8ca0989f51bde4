import Checkers
import Histories
import Laboratory
import Simulation

/// One setting of a lesson, with the story told on it.
public struct Round: Hashable, Sendable {
  /// Unique within the lesson; goals name the round by it: `run("as-it-is"): …`.
  public var id: String
  public var title: String
  public var setup: BenchSetup
  /// Panels that would give the answer to a question of a later round away: covered all the time.
  public var covers: [String]
  /// At least one.
  public var beats: [Beat]

  public init(
    id: String, title: String, setup: BenchSetup, covers: [String] = [], beats: [Beat]
  ) {
    self.covers = covers
    self.id = id
    self.title = title
    self.setup = setup
    self.beats = beats
  }
}

/// A step of the story: the run goes to its point, and its text is shown.
public struct Beat: Hashable, Sendable {
  public var title: String?
  /// At most 60 words of text in the lesson markup.
  public var narration: String
  /// Where the story's run is when the beat is shown. Nil: the run stays where it is, on whatever
  /// branch the learner is.
  public var point: StopPoint?
  /// The panels that the beat is about, by their identifiers: the first gets the focus, all are shown.
  public var panels: [String]
  /// More than these have no room beside a text on the smallest screen.
  public static let panelsMax = 3
  /// Panels that would give the answer away: the interface covers them while the prediction is open.
  public var covers: [String]
  public var prediction: Prediction?
  /// The identifier of the task that opens with this beat.
  public var task: String?

  public init(
    title: String? = nil, narration: String, point: StopPoint? = nil, panels: [String] = [],
    covers: [String] = [], prediction: Prediction? = nil, task: String? = nil
  ) {
    self.title = title
    self.narration = narration
    self.point = point
    self.panels = panels
    self.covers = covers
    self.prediction = prediction
    self.task = task
  }
}

/// A point of a run, tied to an instant or to an event.
public enum StopPoint: Hashable, Sendable {
  /// After everything at or before this instant.
  case time(VirtualTime)
  /// After the first event of this kind, at this node if one is named, later than the point before.
  case event(EventKind, node: String?)
  /// After the first event by which this guarantee is violated.
  case violation(CheckerName)
  /// When nothing more happens by itself.
  case rest
}
