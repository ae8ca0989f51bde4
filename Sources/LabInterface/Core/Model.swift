import CellGraphics
import Curriculum
import Laboratory

/// Everything that the interface knows: a value, changed by `update` and drawn by `view` alone.
public struct Model: Sendable {
  public enum Screen: Hashable, Sendable {
    case home, lab, result, compare
    /// What keys and commands mean while the lab shows a board; never the screen itself.
    case board
  }

  public internal(set) var size: Size
  public internal(set) var screen: Screen = .home
  /// What there is to open.
  public let library: Library
  /// Which characters are drawn: the same as those of the buffer.
  public let glyphs: GlyphSet
  /// Which keys do what.
  public let keys: KeyBindings
  /// The themes that can be chosen.
  public let themes: [Theme]
  /// How many colours the terminal shows.
  public let depth: ColorDepth
  /// The theme in use; whoever shows the buffers asks for it before each.
  public internal(set) var theme: Theme
  /// Whether the tour comes by itself when Home is opened.
  let isNewcomer: Bool
  var home = HomeState()
  var lab: LabState?
  /// Two branches of the lab's run side by side, while that screen is shown.
  var compare: CompareState?
  var overlay: Overlay?
  var status: Status?
  /// The latest notice of the program: the same one is said once.
  var lastNotice: String?
  var savedRuns: [SavedRunEntry] = []
  /// Whether the program is shown to others: nothing is written, and the narration is larger.
  public let isPresenting: Bool
  /// Whether the mouse is listened to.
  public internal(set) var usesMouse = true
  /// What the learner has done so far.
  public internal(set) var progress: Progress
  /// The lesson that was asked for and is opened when it comes; a key takes the wish back.
  var awaitedLesson: (id: String, round: Int)?
  /// The saved run that is being replayed, to be opened; a key takes the wish back.
  var awaitedRun: AwaitedRun?
  /// What the progress knows of the lesson that is open.
  var recorded: LessonAttempt?
  /// The outcome of the lesson that was just finished.
  var result: LessonResult?
  /// Commands typed in the palette, oldest first.
  var history: [String]

  public init(
    size: Size, glyphs: GlyphSet, library: Library, progress: Progress = Progress(),
    preferences: Preferences = Preferences(), isPresenting: Bool = false
  ) {
    self.isPresenting = isPresenting
    self.size = size
    self.progress = progress
    self.glyphs = glyphs
    self.library = library
    keys = preferences.keys
    themes = preferences.themes
    theme = preferences.theme
    depth = preferences.depth
    history = preferences.history.suffix(Preferences.historyMax)
    isNewcomer = preferences.isNewcomer && !isPresenting
  }

  /// The smallest size at which the program is usable.
  public static let smallest = Size(width: 80, height: 24)

  /// Whether `tick` messages have an effect: a run plays, or is replayed to be opened.
  public var isPlaying: Bool { awaitedRun != nil || lab?.isPlaying ?? false }
}

/// What can be opened from Home: the heads of the lessons, and the sandbox's clusters.
public struct Library: Sendable {
  public var lessons: LessonCatalogue
  public var presets: [Preset]

  public init(lessons: LessonCatalogue, presets: [Preset] = Preset.all) {
    self.lessons = lessons
    self.presets = presets
  }
}

/// One line for the person: what was done, or why not. It stays until the next key.
public struct Status: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case news, refusal
  }
  public var text: String
  public var kind: Kind
  /// Of a refusal: the column of the argument at fault, from 1.
  var argumentColumn: Int?

  public static func news(_ text: String) -> Status { Status(text: text, kind: .news) }
  public static func refusal(_ text: String) -> Status { Status(text: text, kind: .refusal) }
}
