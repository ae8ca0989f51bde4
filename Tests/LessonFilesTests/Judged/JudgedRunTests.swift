import Checkers
import Curriculum
import Histories
import HistoryFiles
import LessonFiles
import Simulation
import Testing

@testable import Laboratory

/// No run of any preset, lesson or protocol is judged in two ways that contradict each other.
@Suite struct JudgedRunTests {
  /// Short runs of every preset, which the exact searches decide, too.
  @Test(arguments: Preset.all) func presets(preset: Preset) throws {
    var decided: [CheckerName: Int] = [:]
    for seed in UInt64(1)...6 {
      var scenario = preset.scenario
      scenario.seed = seed
      let clients = scenario.clients.indices.map { ProcessID($0) }
      let keys: [Key] = scenario.shards.isEmpty ? ["x", "y"] : ["q", "a"]
      scenario.script.append(
        .init(
          time: 0,
          intervention: .setWorkload(
            Workload(clients: clients, meanGap: 40, readPercent: 60, keys: keys))))
      var run = try Run(scenario)
      run.seek(time: 200)
      let judged = try JudgedRun("\(preset.name) \(seed)", run, format: .edn)
      let found = judged.contradictions(decided: &decided)
      #expect(found.isEmpty)
    }
    #expect(decided.count > 8)
  }

  /// Every round of every lesson that is played on a cluster, as it goes by itself.
  @Test func lessons() throws {
    let store = try LessonStore(folder: Checkout.root + "/Lessons")
    var decided: [CheckerName: Int] = [:]
    for head in store.catalogue.lessons {
      for round in try store.lesson(head.id).lesson.rounds {
        guard case .cluster(let scenario) = round.setup else { continue }
        var run = try Run(scenario)
        run.seek(time: 6000)
        let judged = try JudgedRun("\(head.id) \(round.id)", run, format: .edn)
        let found = judged.contradictions(decided: &decided)
        #expect(found.isEmpty)
      }
    }
    #expect(decided.count > 12)
  }

  /// A protocol that no preset and no lesson runs would escape.
  @Test func everyProtocolIsAmongThem() throws {
    let store = try LessonStore(folder: Checkout.root + "/Lessons")
    var names = Preset.all.map(\.scenario.protocolName)
    for head in store.catalogue.lessons {
      for round in try store.lesson(head.id).lesson.rounds {
        if case .cluster(let scenario) = round.setup { names.append(scenario.protocolName) }
      }
    }
    #expect(Set(ProtocolCatalogue.all.map(\.name)).subtracting(names).isEmpty)
  }
}
