import CellGraphics
import Checkers
import Curriculum
import Histories
import Laboratory
import Simulation

/// The lab screen: one run, and how it is looked at.
struct LabState: Sendable {
  /// The run of the sandbox or of a file; nil while a lesson has its own.
  var ownRun: Run?
  var session: LessonSession?
  /// The lesson's page as it is drawn; nil without a lesson.
  var page: LessonPage?
  /// The board of a round on the history bench as it is drawn; nil on a run.
  var boardPage: BoardPage?
  /// A number being typed as the answer to a question.
  var typedAnswer = ""
  /// What the run is called at the top of the screen.
  var title: String
  /// Where a lesson stands, `round 1/4`, and its name with that where the title is too long.
  var place: String?
  var shortTitle: String?
  /// The actions of the user that the last save held; what is beyond would be lost.
  var savedLogs: Logs = []
  /// The file that holds the run, which saving replaces; nil while none does.
  var file: SavedFile?
  /// The save under way.
  var pendingSave: PendingSave?

  // Playing.
  var isPlaying = false {
    didSet { if !isPlaying { journey = nil } }
  }
  /// Where playing leads, if not just on.
  var journey: Journey?
  /// An index into `speeds`.
  var speed = 4
  /// Thousandths of a virtual millisecond that are not shown yet.
  var carry = 0

  // Looking.
  /// Whether the lab is shown to others: the narration gets more room and air.
  var isPresenting = false
  var focus: PanelID = ReplicasPanel.id
  /// The panel that had the focus last among those that take turns.
  var lastTurn: PanelID = ReplicasPanel.id
  var isFullScreen = false
  var selections: [PanelID: Int] = [:]
  /// What the selection is on, where rows come and go.
  var anchors: [PanelID: String] = [:]
  var filters: [PanelID: String] = [:]
  /// Nil follows the clock.
  var timelineStart: VirtualTime?
  var timelineZoom = Self.usualZoom
  /// The zoom that a lesson's text asked for, and when the text before it was opened.
  var toldZoom = Self.usualZoom
  var toldAt: VirtualTime = .zero
  var timelineForm = TimelineForm.lanes
  var showsBackground = false
  /// The guarantees that the lesson is about; empty without a lesson.
  var taught: [CheckerName] = []
  /// Whether the others are listed too.
  var listsAllGuarantees = false
  /// Whether the guarantees are drawn as a map of models.
  var showsMap = false
  /// From how many milliseconds behind a replica is marked; nil marks none.
  var lagAlert: Int?
  /// The keys that its sentences name.
  var keys = KeyLabels()
  /// What each panel's news were when it was last on the screen.
  var seen: [PanelID: String] = [:]
  /// The explanation that was left for one of its events.
  var left: LeftExplanation?
  /// What the checkers of whole histories say of the shown part of the run.
  var whole = WholeHistoryVerdicts()
  /// What the diagram shows of the view.
  var timelineShown: TimelineShown?
  /// Where the panels are, found after each message; nil before the first.
  var layout: LabLayout?
  /// The run as it is drawn; extracted anew after each message.
  var view: LabView

  /// Virtual milliseconds in a second of wall time.
  static let speeds = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
  /// Spans of the diagram in virtual milliseconds.
  static let usualZoom = 4
  static let zooms = [20, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 20_000, 60_000]
  /// How many events one message may run at most, so that keys are never waited for.
  static let eventsPerMessageMax = 700
  /// How many other runs one message may play to their end, for the answer to a question.
  static let runsPerMessageMax = 2

  init(run: Run, title: String) {
    ownRun = run
    self.title = title
    view = run.view()
  }

  init(session: LessonSession) {
    self.session = session
    taught = session.lesson.taught
    title = ""
    view = session.run.view()
    openBeat()
  }

  /// The run on the screen. A copy costs nothing; what changes it goes through `ownRun` or `session`.
  var run: Run {
    if let session { return session.run }
    guard let ownRun else { preconditionFailure("a lab has a run or a lesson") }
    return ownRun
  }

  var millisecondsPerSecond: Int { Self.speeds[speed] }
  var timelineSpan: VirtualDuration { VirtualDuration(Int64(Self.zooms[timelineZoom])) }

  /// What a frame wants to see of the run.
  var viewOptions: ViewOptions {
    ViewOptions(
      timelineStart: timelineStart, timelineSpan: timelineSpan, lagColumns: 48,
      lagSpan: max(VirtualDuration(run.clock.milliseconds), 48),
      showsBackground: showsBackground, meterColumns: 48)
  }

  mutating func refresh() {
    let run = run
    view = run.view(viewOptions)
    if session?.board == nil {
      whole.complete(&view.guarantees, of: run)
    }
    findTimelineShown()
    refreshLesson()
  }

  /// Brings the diagram alone up to date, for whoever looks through one stretch after another.
  mutating func refreshTimeline() {
    view.timeline = run.timelineView(viewOptions)
    findTimelineShown()
  }

  private mutating func findTimelineShown() {
    timelineShown = TimelineShown(view.timeline, filter: filters[TimelinePanel.id] ?? "")
  }

  var mode: LabView.Mode {
    isPlaying ? .running : run.isRewound && !isWhereToldFrom ? .rewound : .paused
  }
}
