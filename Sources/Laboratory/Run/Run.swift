import Histories
import Simulation

/// A run of a scenario as a person handles it: forward and back, with branches.
///
/// Going back changes nothing; forward survives back. Acting in the past never discards a future:
/// it opens a branch, and both stay. A run is a value, a pure function of the scenario and of what
/// was done to it.
public struct Run: Sendable {
  public let scenario: Scenario
  public let names: NameTable
  public let entry: ProtocolEntry
  /// Which node and which key belong to which shard.
  let shards: ShardMap
  public private(set) var branches: [Branch]
  public private(set) var currentBranch = 0
  /// Whether the models that are decided by search are judged at every stop, as a screen wants it. If
  /// not, each question for one of them searches anew: what a run played for one answer wants.
  public var searchesAsItGoes = true

  /// Begins a run at time 0, before the first event.
  /// - Throws: `ScenarioError` when the scenario cannot be run.
  public init(_ scenario: Scenario) throws(ScenarioError) {
    entry = try scenario.validate()
    self.scenario = scenario
    names = scenario.names
    shards = ShardMap(scenario)
    branches = [
      Branch(name: "main", origin: nil, simulation: entry.begin(scenario), clock: .zero)
    ]
    judge()
  }

  public var branch: Branch { branches[currentBranch] }
  public var simulation: any SimulationRun { branches[currentBranch].simulation }
  /// How many events have happened at the shown position.
  public var position: Int { simulation.position }
  /// How many events the branch reaches to.
  public var newest: Int { simulation.newest }
  /// The shown instant.
  public var clock: VirtualTime { branches[currentBranch].clock }
  public var isRewound: Bool { position < newest }

  // MARK: Walking

  /// Lets one event happen, background ones included. Nil when nothing is left.
  @discardableResult
  public mutating func stepEvent() -> StepSummary? {
    let summary = branches[currentBranch].forward()
    judge()
    return summary
  }

  /// Brings every check up to the shown position.
  private mutating func judge() {
    branches[currentBranch].judge()
    if searchesAsItGoes { branches[currentBranch].judgeExactly() }
    branches[currentBranch].judgeAtRest()
  }

  /// Lets one event happen in the middle of a longer way; `settle` comes at its end.
  mutating func stepUnjudged(live: Bool) -> StepSummary? {
    let summary = branches[currentBranch].forward()
    if live { branches[currentBranch].judge() }
    return summary
  }

  /// Ends a longer way.
  mutating func settle() { judge() }

  /// Lets events happen up to and including the next foreground one. Stops with nil when none comes
  /// within `patience` of virtual time: only background activity is left.
  @discardableResult
  public mutating func step(patience: VirtualDuration = 60_000) -> StepSummary? {
    let limit = clock + patience
    while let next = nextTime(), next <= limit {
      guard let summary = stepUnjudged(live: false) else { break }
      if summary.isForeground {
        settle()
        return summary
      }
      if !mayHaveForeground { break }
    }
    settle()
    return nil
  }

  /// Whether something that can be seen may still come without anybody's doing: a foreground event, or what
  /// background activity will change.
  public var mayHaveForeground: Bool {
    isRewound || simulation.hasForegroundPending || simulation.generatesMore
      || stirsInBackground
  }

  /// Whether background activity has work that it can finish: something to resend over open links, an election to
  /// be held, a commit to be told.
  private var stirsInBackground: Bool {
    if case .work? = simulation.unrest { return true }
    return simulation.mayStir
  }

  /// Goes back to the state after the previous foreground event, or to the start.
  public mutating func stepBack() {
    let recording = simulation.recording
    let before = recording.foregroundCount(before: position)
    guard before > 1 else { return seek(to: 0) }
    seek(to: Int(recording.foreground[before - 2]) + 1)
  }

  /// Lets everything of the next instant with foreground activity happen.
  public mutating func tick() {
    guard let first = step() else { return }
    while let next = nextTime(), next == first.time, stepUnjudged(live: false) != nil {}
    settle()
  }

  /// Goes back to before the latest instant with foreground activity.
  public mutating func tickBack() {
    let recording = simulation.recording
    let before = recording.foregroundCount(before: position)
    guard before > 0 else { return seek(to: 0) }
    let instant = recording.events[Int(recording.foreground[before - 1])].time
    seek(to: recording.events.bisect { $0.time < instant })
  }

  /// Shows the state after `target` events.
  public mutating func seek(to target: Int) {
    branches[currentBranch].seek(to: min(max(target, 0), newest))
    judge()
  }

  /// Shows the newest that has been seen of the branch: its last event, or the instant after it to which time
  /// had run on.
  public mutating func seekNewest() {
    seek(to: newest)
    branches[currentBranch].clock = branch.reach
  }

  /// Shows an instant: every event at or before it has happened.
  public mutating func seek(time: VirtualTime) {
    advance(to: time, budget: .max)
  }

  /// Goes to an instant, letting at most `budget` new events happen.
  /// - Returns: whether the instant was reached; if not, the run stands on the way to it.
  @discardableResult
  public mutating func advance(to time: VirtualTime, budget: Int) -> Bool {
    let known = simulation.recording.eventCount(at: time)
    if known > position || time < clock { branches[currentBranch].seek(to: known) }
    var spent = 0
    while let next = nextTime(), next <= time {
      guard spent < budget else {
        settle()
        return false
      }
      if stepUnjudged(live: false) == nil { break }
      spent += 1
    }
    branches[currentBranch].clock = max(time, .zero)
    settle()
    return true
  }

  /// The instant of the next event, background ones included.
  public mutating func nextTime() -> VirtualTime? {
    branches[currentBranch].simulation.peekTime()
  }

  // MARK: Acting

  /// Does something now. In the past, it opens a branch first, whose name is returned.
  /// - Throws: `ActionError` when the action cannot be done in this state; nothing has changed then.
  @discardableResult
  public mutating func perform(_ intervention: Intervention) throws(ActionError) -> String? {
    try check(intervention)
    var opened: String?
    if isRewound { opened = openBranch() }
    branches[currentBranch].dropReach()
    _ = branches[currentBranch].simulation.intervene(intervention, at: clock)
    judge()
    return opened
  }

  /// Opens a branch at the shown position and goes there. Both futures stay.
  @discardableResult
  public mutating func openBranch(named wanted: String? = nil) -> String {
    var copy = simulation
    copy.dropFuture()
    let name = wanted ?? freshBranchName()
    branches.append(
      Branch(
        name: name, origin: .init(branch: branch.name, position: position), simulation: copy,
        clock: clock))
    currentBranch = branches.count - 1
    judge()
    return name
  }

  private func freshBranchName() -> String {
    var number = branches.count + 1
    while branches.contains(where: { $0.name == "branch-\(number)" }) { number += 1 }
    return "branch-\(number)"
  }

  /// Shows another branch, where it was left.
  public mutating func switchBranch(to index: Int) {
    if branches.indices.contains(index) { currentBranch = index }
  }

  /// Whether `undo` has something to take back.
  public var canUndo: Bool {
    simulation.log.contains { $0.eventIndex < position } && !isRewound
  }

  /// Takes back the latest action of this branch: the run goes back to just before it, and what
  /// followed stays as a branch of its own when the world had moved on.
  public mutating func undo() {
    guard let last = simulation.log.last, !isRewound else { return }
    let movedOn = newest > last.eventIndex + 1
    let time = last.time
    if movedOn {
      seek(to: last.eventIndex)
      openBranch()
    } else {
      seek(to: last.eventIndex)
      var copy = simulation
      copy.dropFuture()
      let old = branch
      var origin = old.origin
      // What is taken back may have been done before the branch left.
      if let left = origin?.position { origin?.position = min(left, copy.newest) }
      branches[currentBranch] = Branch(
        name: old.name, origin: origin, simulation: copy, clock: time)
      shortenOrigins(to: old.name, at: copy.newest)
    }
    branches[currentBranch].clock = max(simulation.now, time)
    judge()
  }

  /// Those that left from a branch are equal to it only as far as it goes.
  private mutating func shortenOrigins(to name: String, at newest: Int) {
    for place in branches.indices where branches[place].origin?.branch == name {
      guard let origin = branches[place].origin else { continue }
      branches[place].origin?.position = min(origin.position, newest)
    }
  }

  /// Changes the list of branches, which is never empty; the shown one is set afterwards.
  mutating func changeBranches(_ change: (inout [Branch]) -> Void) {
    change(&branches)
    precondition(!branches.isEmpty, "a run has a branch")
    currentBranch = min(currentBranch, branches.count - 1)
  }

  /// Shows an instant between the last event and the next one, as a saved run was left.
  mutating func show(_ instant: VirtualTime) {
    precondition(instant >= simulation.now, "an instant at or after the last event")
    branches[currentBranch].clock = instant
  }
}
