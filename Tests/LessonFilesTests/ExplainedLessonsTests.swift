import Checkers
import Curriculum
import Histories
import LessonFiles
import Simulation
import Testing

@testable import Laboratory

/// What is explained of the runs of the shipped lessons.
@Suite(.serialized) struct ExplainedLessonsTests {
  static func run(_ path: String, _ round: String, until time: VirtualTime) throws -> Run {
    let store = try LessonStore(folder: Checkout.root + "/Lessons")
    let lesson = try store.lesson(path).lesson
    let found = try #require(lesson.rounds.first { $0.id == round })
    guard case .cluster(let scenario) = found.setup else { throw Missing() }
    var run = try Run(scenario)
    run.seek(time: time)
    return run
  }
  struct Missing: Error {}

  static func show(_ explanation: Explanation) {
    print("## \(explanation.title)")
    print("   \(explanation.summary)")
    for step in explanation.steps {
      print(
        "   \(step.time.map { "t=\($0)" } ?? "-") #\(step.eventIndex.map(String.init) ?? "-")",
        step.place ?? "", step.isDeciding ? "*" : " ", step.sentence)
    }
    if let gap = explanation.gap { print("   GAP \(gap)") }
  }

  @Test(arguments: [
    ("SR1", "as-it-is", 250), ("SR1", "as-it-is", 1500), ("SR1", "as-it-is", 3000),
    ("SR1", "break-the-mend", 3000), ("SR1", "resolver", 900),
    ("SR3", "in-turn", 600), ("SR3", "crash", 600), ("SR3", "own-like", 600),
    ("SR3", "no-leader", 2000),
    ("WC4", "two-crowns", 350), ("WC4", "two-crowns", 3000), ("WC4", "ask-others", 3000),
    ("WC4", "deposed", 3000), ("WC4", "no-epochs", 6000),
  ]) func scratch(_ lesson: String, _ round: String, _ time: Int64) throws {
    let run = try Self.run(lesson, round, until: VirtualTime(time))
    print("######## \(lesson) \(round) \(time)")
    for checker in CheckerName.allCases {
      for witness in run.verdict(of: checker).witnesses.prefix(2) {
        print("-- \(checker.words): \(run.describe(witness))")
        Self.show(run.explain(.violation(witness)))
      }
    }
    for operation in run.simulation.recording.history.operations {
      print("-- op")
      Self.show(run.explain(.operation(operation.id)))
    }
    print("-- latest")
    if let latest = run.latestMark() { Self.show(run.explain(latest)) }
    for server in run.names.servers.indices {
      print("-- replica")
      Self.show(run.explain(.replica(NodeID(server))))
      if let key = run.simulation.nodeStates(at: run.clock)[server].inspection.cells.first?.key {
        Self.show(run.explain(.cell(key, at: NodeID(server))))
      }
    }
    for recorded in run.simulation.recording.interventions {
      if case .invoke = recorded.intervention { continue }
      print("-- fault")
      Self.show(run.explain(.event(recorded.eventIndex)))
    }
  }
}
