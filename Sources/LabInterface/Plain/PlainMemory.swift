import Checkers
import Curriculum
import Histories
import Laboratory

/// What has been said, so that only what is new is said next.
struct PlainMemory: Sendable {
  /// The screen that was told of; nil before the first.
  var screen: Model.Screen?
  /// A run or a lesson is open, and was told of.
  var isInLab = false
  /// What Home listed.
  var home: [String] = []
  /// What was said of two branches side by side.
  var compared: [String] = []
  /// The lesson's page, and its stage, as they were read.
  var page: PageKey?
  /// How many hints were read.
  var hints = 0
  /// The checklist as it was read.
  var goals: [ChecklistItem] = []
  /// The place in the run.
  var place: Place?
  /// The run as it was told of.
  var view: LabView?
  /// The board as it was told of.
  var board: BoardPage?
  /// A line was typed, and nothing has been said to it yet.
  var wantsAnswer = false

  /// The panel in focus is to be read, or its selected row.
  var readsFocus = false
  var readsRow = false

  struct PageKey: Hashable, Sendable {
    var lesson: String
    var round: Int
    var beat: Int
    var stage: Int
  }

  /// Where a run stands.
  struct Place: Hashable, Sendable {
    var branch: String
    var position: Int
    var newest: Int
    var clock: VirtualTime
  }

  /// Takes the view as told of, but for what is covered: that is told of when it is uncovered.
  mutating func remember(_ view: LabView, covered: [String]) {
    var told = view
    if let old = self.view {
      if covered.contains(ReplicasPanel.id.rawValue) { told.replicas = old.replicas }
      if covered.contains(GuaranteesPanel.id.rawValue) { told.guarantees = old.guarantees }
    }
    self.view = told
  }

  /// The run was left; another one will be told of from its beginning.
  mutating func leaveLab() {
    isInLab = false
    view = nil
    place = nil
    page = nil
    goals = []
    board = nil
  }

  /// Everything is said again.
  mutating func forget() {
    screen = nil
    leaveLab()
  }
}
