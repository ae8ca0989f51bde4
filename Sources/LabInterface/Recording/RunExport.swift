import CellGraphics
import Histories
import Laboratory

/// What a run can be written as, to be shown to others.
public enum ExportFormat: String, CaseIterable, Hashable, Sendable {
  /// A space-time diagram in characters.
  case text

  /// How the names of such files end.
  public var pathExtension: String {
    switch self {
    case .text: "txt"
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
  public var glyphs: GlyphSet = .unicode

  public init(_ format: ExportFormat) { self.format = format }

  /// The text of the file.
  /// - Throws: `DiagramTooLarge` when there is too much in the stretch of time.
  public func text(of run: Run) throws(DiagramTooLarge) -> String {
    var shown = run
    if let to, to < Self.end(of: run) { shown.seek(time: to) } else { shown.seek(to: run.newest) }
    let diagram = try SpaceTimeDiagram(of: shown, from: from, showsBackground: showsBackground)
    switch format {
    case .text: return diagram.text(ascii: glyphs == .ascii)
    }
  }

  /// The instant of the newest event of the branch that is shown.
  static func end(of run: Run) -> VirtualTime {
    let events = run.simulation.recording.events
    return run.newest > 0 ? events[run.newest - 1].time : .zero
  }
}
