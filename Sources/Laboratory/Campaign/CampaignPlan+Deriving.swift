import Checkers
import Histories
import Simulation

extension CampaignPlan {
  /// A plan from a scenario. Generators that its script sets stay; the others are chosen so that they
  /// suit the delays of the cluster. Then all faults are repaired, the clients go on for a while, so
  /// that what was lost is asked for, and everything is switched off.
  ///
  /// - Parameter decisive: the checkers whose verdicts decide; empty: any violation is a finding.
  /// - Throws: `ScenarioError` when the scenario cannot be run, or nobody is there to ask anything.
  public init(of scenario: Scenario, decisive: [CheckerName]) throws(ScenarioError) {
    let entry = try scenario.validate()
    let pace = CampaignPace(scenario, knobs: entry.initialKnobs(scenario))
    var complete = scenario
    if !scenario.setsWorkload {
      guard !scenario.clients.isEmpty else {
        throw ScenarioError(.clients, "a campaign needs a client; this scenario has none")
      }
      let workload = Workload(
        clients: scenario.clients.indices.map { ProcessID($0) }, meanGap: pace.gap,
        readPercent: 50, compareAndSetPercent: 15, keys: scenario.campaignKeys)
      complete.script.append(.init(time: .zero, intervention: .setWorkload(workload)))
    }
    if !scenario.setsNemesis {
      let nemesis = Nemesis(
        kinds: Nemesis.Kind.allCases, meanGap: pace.faultGap, meanDuration: pace.faultDuration)
      complete.script.append(.init(time: .zero, intervention: .setNemesis(nemesis)))
    }
    let last = scenario.script.map(\.time).max() ?? .zero
    let repair = max(.zero + pace.window, last + pace.faultGap)
    complete.script += scenario.repairs(at: repair)
    complete.end = max(repair + pace.epilogue, scenario.end ?? .zero)
    complete.script.append(.init(time: repair + pace.epilogue, intervention: .setWorkload(nil)))
    try self.init(
      complete: complete, drain: Self.drainStandard, eventsMax: Self.eventsStandard,
      decisive: decisive)
  }

  /// A plan from a run: its scenario, with what the user did in it as part of the script.
  ///
  /// - Throws: `ScenarioError` also for actions on single messages or choices, which mean nothing
  ///   under another seed.
  public init(
    of scenario: Scenario, log: [LoggedIntervention], decisive: [CheckerName]
  ) throws(ScenarioError) {
    var scenario = scenario
    for entry in log {
      switch entry.intervention {
      case .treat, .choose:
        throw ScenarioError(
          .script(scenario.script.count),
          "the action \"\(entry.intervention.name)\" at t=\(entry.time) is about one message of "
            + "that run; a campaign runs other seeds, where it means nothing")
      default: scenario.script.append(.init(time: entry.time, intervention: entry.intervention))
      }
    }
    try self.init(of: scenario, decisive: decisive)
  }
}

/// The times of a campaign, from what the cluster needs: an answer takes a round trip, and a failover
/// the time until a failure is noticed.
private struct CampaignPace {
  /// Between two operations of a client.
  let gap: VirtualDuration
  let faultGap: VirtualDuration
  let faultDuration: VirtualDuration
  /// How long faults strike.
  let window: VirtualDuration
  /// How long the clients go on after all is repaired.
  let epilogue: VirtualDuration

  init(_ scenario: Scenario, knobs: [Knob]) {
    func value(_ path: String) -> Value? {
      scenario.settings.last { $0.path == path }?.value ?? knobs.first { $0.path == path }?.value
    }
    let named = scenario.delays.map(\.delay)
    let slowest = ([scenario.servers.count > 1 ? scenario.serverDelay : .zero] + named).max()
    let round = 2 * ((slowest ?? .zero) + scenario.clientDelay).milliseconds
    var detection: Int64 = 0
    if let mode = value("failover"), mode != "off",
      case .integer(let timeout)? = value("detector-timeout")
    {
      detection = timeout
    }
    // A scenario may have delays of years; the script must stay within its bounds.
    let answer = min(max(round, 20), 1_000_000)
    let reaction = max(answer, min(detection, 1_000_000))
    gap = VirtualDuration(answer)
    faultGap = VirtualDuration(reaction * 5 / 2)
    faultDuration = VirtualDuration(reaction * 3)
    window = VirtualDuration(reaction * 15)
    epilogue = VirtualDuration(reaction * 4)
  }
}

extension Scenario {
  fileprivate var setsWorkload: Bool {
    script.contains { if case .setWorkload(.some) = $0.intervention { true } else { false } }
  }

  fileprivate var setsNemesis: Bool {
    script.contains { if case .setNemesis(.some) = $0.intervention { true } else { false } }
  }

  /// Two keys: few, so that operations meet. Registers that the scenario knows, else one that each shard
  /// names, else `a` and `b`.
  fileprivate var campaignKeys: [Key] {
    var keys = initial.map(\.key)
    for line in script {
      guard case .invoke(_, let call, _) = line.intervention else { continue }
      switch call {
      case .read(let key), .write(let key, _), .compareAndSet(let key, _, _), .delete(let key):
        keys.append(key)
      default: break
      }
    }
    keys += shards.compactMap { $0.keys.first.map { Key($0) } }
    var chosen: [Key] = []
    for key in keys + ["a", "b"] where chosen.count < 2 && !chosen.contains(key) {
      chosen.append(key)
    }
    return chosen
  }

  /// The end of every fault: no more of them, links whole and without loss, nodes up.
  fileprivate func repairs(at time: VirtualTime) -> [ScriptLine] {
    var interventions: [Intervention] = [.setNemesis(nil), .heal(nil)]
    for node in servers.indices.map({ NodeID($0) }) {
      interventions += [.resume(node), .restart(node)]
    }
    for line in script {
      if case .setLoss(let links, let loss) = line.intervention, loss > .never {
        interventions.append(.setLoss(links, .never))
      }
    }
    return interventions.map { ScriptLine(time: time, intervention: $0) }
  }
}
