import Histories
import Simulation

/// The states of all lanes over the events of a run: which clients wait, which nodes are down.
struct LaneCourse {
  private enum Change {
    case asks, ends, crashes, restarts, pauses, resumes

    /// What it makes of a state: a node that is down cannot be paused, and only a restart brings it
    /// up again.
    func applied(to state: SpaceTimeDiagram.LaneState) -> SpaceTimeDiagram.LaneState {
      switch self {
      case .asks: .busy
      case .ends: .idle
      case .crashes: .down
      case .restarts: state == .down ? .idle : state
      case .pauses: state == .down ? .down : .paused
      case .resumes: state == .paused ? .idle : state
      }
    }
  }

  /// In the order of events.
  private var changes: [(event: Int, lane: Int, change: Change)] = []
  private let laneCount: Int

  init(_ run: Run, lanes: Int) {
    laneCount = lanes
    let recording = run.simulation.recording
    for operation in recording.history.operations {
      let lane = Int(operation.process.index)
      changes.append((operation.invokedEvent, lane, .asks))
      if let completion = operation.completion {
        changes.append((completion.eventIndex, lane, .ends))
      }
    }
    let clients = run.names.clients.count
    for recorded in recording.interventions {
      guard let node = recorded.intervention.node else { continue }
      let (lane, event) = (clients + Int(node.index), recorded.eventIndex)
      switch recorded.intervention {
      case .crash: changes.append((event, lane, .crashes))
      case .armCrash(_, let step):
        if let crash = recording.crash(of: node, at: step.name, after: event) {
          changes.append((crash, lane, .crashes))
        }
      case .pause: changes.append((event, lane, .pauses))
      case .restart: changes.append((event, lane, .restarts))
      case .resume: changes.append((event, lane, .resumes))
      default: break
      }
    }
    let order = changes.indices.sorted { (changes[$0].event, $0) < (changes[$1].event, $1) }
    changes = order.map { changes[$0] }
    fillCourse()
  }

  /// The states after each change, so that a question is a bisection.
  private var course: [(event: Int, states: [SpaceTimeDiagram.LaneState])] = []

  private mutating func fillCourse() {
    var states = Self.idle(laneCount)
    for change in changes where change.lane < laneCount {
      states[change.lane] = change.change.applied(to: states[change.lane])
      if course.last?.event == change.event {
        course[course.count - 1].states = states
      } else {
        course.append((change.event, states))
      }
    }
  }

  private static func idle(_ count: Int) -> [SpaceTimeDiagram.LaneState] {
    [SpaceTimeDiagram.LaneState](repeating: .idle, count: count)
  }

  /// The states when an event and all before it have happened. O(log changes).
  func states(after event: Int) -> [SpaceTimeDiagram.LaneState] {
    let index = course.bisect { $0.event <= event }
    return index == 0 ? Self.idle(laneCount) : course[index - 1].states
  }
}
