import Laboratory

/// How many runs of a campaign one core makes in a second, everything that is judged included.
struct CampaignCosts {
  private let plan: CampaignPlan
  private let name: String
  private var runs = Samples()
  private var events = 0
  private var operations = 0
  private var count = 0

  /// The strongest preset that there is.
  init() {
    let preset = Preset.named("linearizable") ?? Preset.named("majority") ?? .threeReplicas
    guard let plan = try? CampaignPlan(of: preset.scenario, decisive: preset.promises) else {
      preconditionFailure("a preset makes a plan")
    }
    self.plan = plan
    name = preset.name
  }

  /// Runs so many seeds, in parts, so that a machine that is busy for a while does not spoil it all.
  mutating func measure(seeds: Int) {
    let part = 50
    for start in stride(from: 0, to: seeds, by: part) {
      let (duration, results) = timed {
        (0..<part).map { plan.run(seed: UInt64(start + $0)) }
      }
      runs.add(duration, dividedBy: part)
      count += part
      events += results.reduce(0) { $0 + $1.events }
      operations += results.reduce(0) { $0 + $1.operations.total }
    }
  }

  func print() {
    Swift.print("\na campaign of the preset \(name), one core, \(count) seeds")
    Table.print(
      header: ["", ""],
      rows: [
        ["runs a second", Table.number(1e9 / runs.median, digits: 0)],
        ["events a run", Table.number(Double(events) / Double(count), digits: 0)],
        ["operations a run", Table.number(Double(operations) / Double(count), digits: 0)],
      ])
  }
}
