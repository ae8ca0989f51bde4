import CellGraphics
import Histories
import Laboratory
import Simulation

/// The three pages for somebody who is here for the first time. They show a run, not a picture of one.
struct Tour: Sendable {
  var page = 0
  /// A small run in which one copy is behind, as the pages draw it.
  let view: LabView

  static let pageCount = 3

  /// Nil when the run cannot be made; then there is nothing to show.
  init?() {
    guard var run = try? Run(Self.scenario) else { return nil }
    _ = try? run.run(until: [.time(Self.shownAt)], limit: Self.shownAt, budget: 10_000)
    run.seek(time: Self.shownAt)
    view = run.view(ViewOptions(timelineStart: 0, timelineSpan: 320))
  }

  /// One follower has the new name, the other has not, and somebody has just read there.
  static let shownAt: VirtualTime = 290

  /// The first sandbox with a write and a read in it.
  static var scenario: Scenario {
    var scenario = Preset.threeReplicas.scenario
    scenario.clients = Array(scenario.clients.prefix(2))
    scenario.script = [
      .init(
        time: 20,
        intervention: .invoke(ProcessID(0), .write("name", "Alice"), target: NodeID(0))),
      .init(time: 240, intervention: .invoke(ProcessID(1), .read("name"), target: NodeID(2))),
    ]
    return scenario
  }
}

/// What stands on a page: text, and between two texts perhaps a panel.
public struct TourPage: Sendable {
  public var title: String
  public var before: [String]
  public var panel: PanelID?
  public var after: [String]

  /// The page of a number from 0, with the keys as they are bound.
  public init(_ number: Int, keys: KeyLabels) {
    switch number {
    case 0:
      title = "Copies disagree"
      before = [
        "Here a name is kept in three copies. c1 has just changed it from Bob to Alice at the "
          + "leader, and been told that it is done. The change is still on its way to R2:"
      ]
      panel = ReplicasPanel.id
      after = [
        "~ marks a copy that is behind, and by how much. Whoever reads there now gets Bob. "
          + "In this lab you see such things happen, cause them, and find out what prevents them."
      ]
    case 1:
      title = "Time is yours"
      before = [
        "The same, drawn over time: operations are bars, messages are lines between copies. "
          + "c2 read at R2 and got the old name."
      ]
      panel = TimelinePanel.id
      after = [
        "\(keys["step"]) goes on by one event, \(keys["back"]) goes back, \(keys["play"]) lets time "
          + "run; heartbeats are passed over. Go back and do something else: the old future stays, as a branch. "
          + "There is nothing that you can break for good."
      ]
    default:
      title = "Every key says what it does"
      before = [
        "The last line of the screen lists the keys that work; a window in front lists its own.",
        "\(keys["help"])  lists everything that can be done here, and does it.",
        "\(keys["palette"])  takes the same as typed commands, with completion.",
        "\(keys["words"])  explains the words of an open run.",
        "\(keys["theme"])  chooses the colours, also for colour-blind eyes.",
        "\(keys["quit"])  leaves, and asks before anything is lost.",
        "Lessons lead you from one idea to the next and ask before they tell. The sandbox is "
          + "yours: write, cut links, crash copies, and see which promises hold.",
      ]
      panel = nil
      after = []
    }
  }
}
