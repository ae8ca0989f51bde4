import CellGraphics
import Histories
import Laboratory

/// What a run can be written as, to be shown to others.
public enum ExportFormat: String, CaseIterable, Hashable, Sendable {
  /// A space-time diagram in characters.
  case text
  /// The diagram as a picture.
  case svg
  /// The diagram as a Mermaid `sequenceDiagram`.
  case mermaid
  /// A recording of the run as it plays in the lab.
  case asciicast

  /// How the names of such files end.
  public var pathExtension: String {
    switch self {
    case .text: "txt"
    case .svg: "svg"
    case .mermaid: "mmd"
    case .asciicast: "cast"
    }
  }
}

/// A run as the text of a file. The same run gives the same bytes in every process.
public struct RunExport: Sendable {
  public var format: ExportFormat
  /// The stretch of time that is shown; nil ends at the newest event.
  public var from: VirtualTime = .zero
  public var to: VirtualTime?
  public var showsBackground = false
  /// Which characters may be used, in text and recordings.
  public var glyphs: GlyphSet = .unicode
  /// The size of the screen that is recorded.
  public var size = Size(width: 120, height: 36)

  public init(_ format: ExportFormat) { self.format = format }

  /// The text of the file.
  /// - Throws: `DiagramTooLarge` when there is too much in the stretch of time for a diagram.
  public func text(of run: Run) throws(DiagramTooLarge) -> String {
    let shown = shown(run)
    switch format {
    case .text: return try diagram(of: shown).text(ascii: glyphs == .ascii)
    case .svg: return try diagram(of: shown).svg()
    case .mermaid: return try diagram(of: shown).mermaid()
    case .asciicast:
      return recording(of: shown).text(of: shown)
    }
  }

  /// The recording of a run, to be drawn frame by frame.
  func recorder(of run: Run) -> RunRecorder {
    let shown = shown(run)
    return RunRecorder(recording(of: shown), shown)
  }

  /// The run at the end of what is exported.
  private func shown(_ run: Run) -> Run {
    var shown = run
    if let to, to < Self.end(of: run) { shown.seek(time: to) } else { shown.seek(to: run.newest) }
    return shown
  }

  private func recording(of shown: Run) -> RunRecording {
    var recording = RunRecording(from: from, to: shown.clock, size: size, glyphs: glyphs)
    recording.showsBackground = showsBackground
    return recording
  }

  private func diagram(of run: Run) throws(DiagramTooLarge) -> SpaceTimeDiagram {
    try SpaceTimeDiagram(of: run, from: from, showsBackground: showsBackground)
  }

  /// The instant of the newest event of the branch that is shown.
  static func end(of run: Run) -> VirtualTime {
    let events = run.simulation.recording.events
    return run.newest > 0 ? events[run.newest - 1].time : .zero
  }
}
