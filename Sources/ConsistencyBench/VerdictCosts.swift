import Histories
import Laboratory
import Simulation

/// What the verdicts of whole histories cost at one step of a run, at most, on random work under every
/// preset: a step of a run that is looked at pays for one update.
struct VerdictCosts {
  private struct Case {
    let name: String
    let operations: Int
    var update = Samples()
  }
  private var cases: [Case] = []

  /// Updates them at instants that lie apart, up to as many operations as they are asked for.
  mutating func measure(times: Int) {
    for preset in Preset.all {
      var scenario = preset.scenario
      let workload = Workload(
        clients: scenario.clients.indices.map { ProcessID($0) }, meanGap: 40, readPercent: 60,
        keys: ["a", "b"])
      scenario.script.append(.init(time: 0, intervention: .setWorkload(workload)))
      guard var run = try? Run(scenario) else { continue }
      let most = WholeHistoryVerdicts.operationsMax
      while run.simulation.recording.history.operations.count < most, run.clock < 60_000 {
        run.seek(time: run.clock + 50)
      }
      cases.append(measured(&run, preset.name, times: times))
    }
  }

  private func measured(_ run: inout Run, _ name: String, times: Int) -> Case {
    let newest = run.newest
    var result = Case(
      name: name, operations: run.simulation.recording.history.operations.count)
    var verdicts = WholeHistoryVerdicts()
    for index in 1...times {
      run.seek(to: newest * index / times)
      let before = threadTime()
      verdicts.update(run)
      result.update.add(threadTime() - before)
    }
    return result
  }

  func print() {
    Swift.print("\nverdicts of whole histories at one step, random reads and writes")
    Table.print(
      header: ["", "operations", "median us", "99 %", "max"],
      rows: cases.map { one in
        [
          one.name, "\(one.operations)", Table.number(one.update.median / 1000, digits: 0),
          Table.number(one.update.percentile(99) / 1000, digits: 0),
          Table.number(one.update.maximum / 1000, digits: 0),
        ]
      })
  }
}
