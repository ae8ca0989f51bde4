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
  private static let frameMilliseconds = 100
  private static let durationMax = 40_000
  private static let framesMax = 600

  public init(from: VirtualTime, to: VirtualTime, size: Size, glyphs: GlyphSet) {
    self.from = from
    self.to = to
    self.size = size
    self.glyphs = glyphs
  }

  /// The text of the recording. The run must have happened up to `to`; nothing is added to it.
  public func text(of run: Run) -> String {
    var shown = run
    shown.seek(time: from)
    var model = Model(
      size: size, glyphs: glyphs, library: Library(lessons: LessonCatalogue(tracks: [])))
    _ = model.begin(.run(shown, title: run.scenario.title))
    model.lab?.speed = speed
    model.lab?.showsBackground = showsBackground
    model.settle()
    var cast = Asciicast(size: size, title: run.scenario.title)
    var buffer = CellBuffer(size: size, glyphs: glyphs)
    func draw(after milliseconds: Int) {
      view(model, into: &buffer)
      cast.show(buffer, after: milliseconds)
    }
    draw(after: 0)
    if from < to { _ = update(.key(.space), &model) }
    draw(after: 1000)
    for _ in 0..<Self.framesMax where isPlaying(model) {
      for _ in 0..<ticksPerFrame where isPlaying(model) {
        _ = update(.tick(elapsedMilliseconds: elapsed(model)), &model)
      }
      draw(after: Self.frameMilliseconds)
    }
    if model.isPlaying { _ = update(.key(.space), &model) }
    draw(after: Self.frameMilliseconds)
    return cast.text()
  }

  private func isPlaying(_ model: Model) -> Bool {
    model.isPlaying && (model.lab?.run.clock ?? to) < to
  }

  private var span: Int64 { max(0, (to - from).milliseconds) }

  /// The slowest speed at which the whole does not take too long, else the fastest.
  private var speed: Int {
    LabState.speeds.firstIndex { span <= Int64($0) * Int64(Self.durationMax) / 1000 }
      ?? LabState.speeds.count - 1
  }

  /// A very long run passes faster than the lab plays it.
  private var ticksPerFrame: Int {
    let perFrame = Int64(LabState.speeds[speed] * Self.frameMilliseconds / 1000)
    return 1 + Int(span / max(1, perFrame) / Int64(Self.framesMax))
  }

  /// The wall time of the next tick: shorter where the end comes before a whole one is over.
  private func elapsed(_ model: Model) -> Int {
    guard let lab = model.lab else { return Self.frameMilliseconds }
    let left = Int((to - lab.run.clock).milliseconds) * 1000 - lab.carry
    let speed = lab.millisecondsPerSecond
    return min(Self.frameMilliseconds, max(1, (left + speed - 1) / speed))
  }
}
