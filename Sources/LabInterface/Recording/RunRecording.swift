import CellGraphics
import Curriculum
import Histories
import Laboratory

/// A run played in the lab from one instant to another, as a recording.
///
/// What is recorded are the frames that the lab draws while the run plays, at a speed at which the
/// whole takes at most about a minute.
public struct RunRecording: Sendable {
  public var from: VirtualTime
  public var to: VirtualTime
  public var size: Size
  public var glyphs: GlyphSet
  public var showsBackground = false

  /// The wall time between two frames, as if played, and how long the whole may take.
  fileprivate static let frameMilliseconds = 100
  fileprivate static let durationMax = 40_000
  fileprivate static let framesMax = 600

  /// The largest screen that the lab records from its own: what is larger plays in no window of
  /// other people, and takes longer to draw than a frame may.
  static let sizeMax = Size(width: 200, height: 60)

  public init(from: VirtualTime, to: VirtualTime, size: Size, glyphs: GlyphSet) {
    self.from = from
    self.to = to
    self.size = size
    self.glyphs = glyphs
  }

  /// The text of the recording. The run must have happened up to `to`; nothing is added to it.
  public func text(of run: Run) -> String {
    var recorder = RunRecorder(self, run)
    while !recorder.isDone { recorder.drawNext() }
    return recorder.text
  }

  fileprivate var span: Int64 { max(0, (to - from).milliseconds) }

  /// The slowest speed at which the whole does not take too long, else the fastest.
  fileprivate var speed: Int {
    LabState.speeds.firstIndex { span <= Int64($0) * Int64(Self.durationMax) / 1000 }
      ?? LabState.speeds.count - 1
  }

  /// A very long run passes faster than the lab plays it.
  fileprivate var ticksPerFrame: Int {
    let perFrame = Int64(LabState.speeds[speed] * Self.frameMilliseconds / 1000)
    return 1 + Int(span / max(1, perFrame) / Int64(Self.framesMax))
  }
}

/// A recording that is being made, frame by frame.
struct RunRecorder: Sendable {
  private let plan: RunRecording
  /// What is recorded, until it is opened.
  private var run: Run?
  private var model: Model
  private var cast: Asciicast
  private var buffer: CellBuffer
  private var frames = 0
  /// Whether the run is as it is drawn.
  private var isSettled = false
  /// Whether every frame is drawn.
  private(set) var isDone = false

  init(_ plan: RunRecording, _ run: Run) {
    self.plan = plan
    self.run = run
    model = Model(
      size: plan.size, glyphs: plan.glyphs,
      library: Library(lessons: LessonCatalogue(tracks: [])))
    cast = Asciicast(size: plan.size, title: run.scenario.title)
    buffer = CellBuffer(size: plan.size, glyphs: plan.glyphs)
  }

  var text: String { cast.text() }

  private mutating func open(_ run: Run) {
    var shown = run
    shown.seek(time: plan.from)
    model.openRun(shown, title: run.scenario.title)
    model.lab?.speed = plan.speed
    model.lab?.showsBackground = plan.showsBackground
    self.run = nil
  }

  /// Opens the run, then looks at it; then, with each call, draws one frame more: the first, those of the
  /// run while it plays, the last.
  mutating func drawNext() {
    if let run { return open(run) }
    guard isSettled else {
      model.settle()
      isSettled = true
      return
    }
    defer { frames += 1 }
    switch frames {
    case 0: draw(after: 0)
    case 1:
      if plan.from < plan.to { _ = update(.key(.space), &model) }
      draw(after: 1000)
    case 2..<(2 + RunRecording.framesMax) where isPlaying:
      for _ in 0..<plan.ticksPerFrame where isPlaying {
        _ = update(.tick(elapsedMilliseconds: elapsed), &model)
      }
      draw(after: RunRecording.frameMilliseconds)
    default:
      if model.isPlaying { _ = update(.key(.space), &model) }
      draw(after: RunRecording.frameMilliseconds)
      isDone = true
    }
  }

  private mutating func draw(after milliseconds: Int) {
    view(model, into: &buffer)
    cast.show(buffer, after: milliseconds)
  }

  private var isPlaying: Bool {
    model.isPlaying && (model.lab?.run.clock ?? plan.to) < plan.to
  }

  /// The wall time of the next tick: shorter where the end comes before a whole one is over.
  private var elapsed: Int {
    guard let lab = model.lab else { return RunRecording.frameMilliseconds }
    let left = Int((plan.to - lab.run.clock).milliseconds) * 1000 - lab.carry
    let speed = lab.millisecondsPerSecond
    return min(RunRecording.frameMilliseconds, max(1, (left + speed - 1) / speed))
  }
}
