import CellGraphics
import Checkers
import Laboratory

/// The name of a panel, as lessons and key scripts spell it: `replicas`.
public struct PanelID: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ name: String) { rawValue = name }
}

/// What a panel draws from: one view of the run, and what the user does with the panel.
public struct PanelContext: Sendable {
  public var view: LabView
  public var lesson: LessonPage?
  /// The bars and points of a round on the history bench.
  public var board: BoardPage?
  /// The selected row, from 0; panels clamp it to what they have.
  public var selection: Int
  public var isFocused: Bool
  /// Only rows with this text are shown; empty shows all.
  public var filter: String
  public var glyphs: GlyphSet
  /// What can be done now, for the panel that says so.
  public var suggestions: [Suggestion]
  /// It would give the answer to an open question away.
  public var isCovered: Bool
  /// Until when it is covered, in words.
  var coverWords = PanelContext.coveredUntilAnswer
  static let coveredUntilAnswer = "covered until you answer"
  /// From how many milliseconds behind a replica is marked; nil marks none.
  public var lagAlert: Int?
  /// The bound keys, for a panel that names one.
  public var keys: KeyLabels
  /// Whether the guarantees are drawn as a map of models.
  public var showsMap = false
  /// The guarantees that the lesson is about, which come first; empty without a lesson.
  public var taught: [CheckerName] = []
  /// Whether the others are listed too, not only counted.
  public var listsAllGuarantees = false
  /// How the timeline runs.
  public var timelineForm = TimelineForm.lanes
  /// What the diagram shows of the view, if it was found already.
  var timelineShown: TimelineShown?

  public init(
    view: LabView, lesson: LessonPage? = nil, selection: Int = 0, isFocused: Bool = false,
    filter: String = "", glyphs: GlyphSet = .unicode, suggestions: [Suggestion] = [],
    isCovered: Bool = false, keys: KeyLabels? = nil, lagAlert: Int? = nil,
    timelineForm: TimelineForm = .lanes
  ) {
    self.lagAlert = lagAlert
    self.keys = keys ?? KeyLabels(.standard, glyphs)
    self.isCovered = isCovered
    self.timelineForm = timelineForm
    self.view = view
    self.lesson = lesson
    self.selection = selection
    self.isFocused = isFocused
    self.filter = filter
    self.glyphs = glyphs
    self.suggestions = suggestions
  }

  /// Whether a row with this text is shown. Case does not matter.
  public func shows(_ text: String) -> Bool {
    filter.isEmpty || text.lowercased().contains(filter.lowercased())
  }

  /// The selection within `count` rows, or nil when the panel is not focused or has no rows.
  public func selection(of count: Int) -> Int? {
    isFocused && count > 0 ? min(max(selection, 0), count - 1) : nil
  }
}

/// An action that makes sense now, as a panel shows it.
public struct Suggestion: Hashable, Sendable {
  public var key: String
  public var title: String
  public init(key: String, title: String) {
    self.key = key
    self.title = title
  }
}

/// One panel of the lab screen. Panels know nothing of each other.
///
/// A new panel is a file with a type that conforms, and a line in `Panels.all`.
public protocol Panel: Sendable {
  static var id: PanelID { get }
  static var title: String { get }
  /// What it shows, in one sentence for the help.
  static var purpose: String { get }
  /// The rows of content that it needs at least, and those that it would use.
  static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int>
  /// How many rows can be selected.
  static func itemCount(_ context: PanelContext) -> Int
  /// A name for each row that stays while what it shows is there, so that the selection stays on
  /// it when rows come and go; empty where rows stand still.
  static func rowIDs(_ context: PanelContext) -> [String]
  /// How much each row matters to the lesson's text: the one that matters most is selected, and those
  /// that matter are in view, until a person selects another; empty where all are alike.
  static func interest(_ context: PanelContext) -> [Int]
  /// What may be typed to filter it, where it is more than a text to look for.
  static var filterHelp: String { get }
  /// A short text at the right end of the title.
  static func note(_ context: PanelContext, width: Int) -> TextLine
  /// Whether something in it has crossed a limit that the person set.
  static func isAlerting(_ context: PanelContext) -> Bool
  /// A text that changes when the panel has news.
  static func news(_ context: PanelContext) -> String
  /// Draws into a rectangle of at least 16 columns and one row, and never outside of it.
  static func draw(_ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect)
}

extension Panel {
  public static func itemCount(_ context: PanelContext) -> Int { 0 }
  public static func rowIDs(_ context: PanelContext) -> [String] { [] }
  public static func interest(_ context: PanelContext) -> [Int] { [] }
  public static var filterHelp: String { "" }
  public static func note(_ context: PanelContext, width: Int) -> TextLine { "" }
  public static func isAlerting(_ context: PanelContext) -> Bool { false }
}

/// The panels, in one list: layout, tabs, help and tests are driven by it.
public enum Panels {
  /// Those that take turns in the wide part of the screen, in the order of Tab.
  public static let all: [any Panel.Type] = [
    ReplicasPanel.self,
    LagPanel.self,
    NetworkPanel.self,
    TimelinePanel.self,
    LogsPanel.self,
    SessionsPanel.self,
    GuaranteesPanel.self,
    MetersPanel.self,
    LoadPanel.self,
    KnobsPanel.self,
    BoardPanel.self,
    LessonPanel.self,
    NextPanel.self,
  ]

  public static func panel(_ id: PanelID) -> (any Panel.Type)? {
    all.first { $0.id == id }
  }
}

extension CellBuffer {
  /// Draws a panel with its frame; nothing where even a word would not fit.
  mutating func draw(_ panel: any Panel.Type, _ context: PanelContext, in rect: Rect) {
    guard rect.width >= 20, rect.height >= 3 else { return }
    noteOwner(panel.id.rawValue)
    note(.area, in: rect)
    let inner = PanelFrame.content(of: rect).inset(columns: 1, rows: 0)
    if context.isCovered {
      draw(PanelFrame(title: TextLine(panel.title), isFocused: context.isFocused), in: rect)
      put(TextLine(context.coverWords, .dim), at: inner.origin, width: inner.width)
      if context.isFocused { cursor = inner.origin }
      return
    }
    var title = TextLine(panel.title)
    if !context.filter.isEmpty { title.append(" /\(context.filter)", .warning) }
    draw(
      PanelFrame(
        title: title, note: panel.note(context, width: inner.width), isFocused: context.isFocused),
      in: rect)
    panel.draw(context, into: &self, in: inner)
  }
}
