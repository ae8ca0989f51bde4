/// Just-in-time linearization (Lowe 2017, after Wing and Gong 1993) as a search in breadth: events in the
/// order of time, and between them every configuration that can have been reached.
///
/// An operation takes effect no sooner than a response needs it: when the responding operation has
/// not, sequences of steps of open operations are tried that end with it. The frontier is empty at the
/// first response that no order explains. Exponential in the number of open operations in the worst
/// case; see `Reductions` for what keeps it small.
struct FrontierSearch<Model: Transitions, Slots: SlotSet> {
  typealias Limits = LinearizabilityChecker.Limits
  typealias Reductions = LinearizabilityChecker.Reductions

  /// An operation that has been invoked and has not returned yet.
  struct OpenOperation {
    var timed: TimedAction
    /// Which operation it is.
    var index: Int
    /// The states of which it needs one to take effect, as a set of bits.
    var needs: UInt64
  }

  /// Open operations that can change the state and do the same.
  struct OpenClass {
    let action: Int
    let group: Int32
    /// The only state in which they are possible, and the one after it; -1 if there may be others, or none.
    let from: Int32
    let to: Int32
    /// Their slots.
    var slots: Slots
  }

  let operations: [TimedAction]
  let timetable: Timetable
  let limits: Limits
  let reductions: Reductions
  /// Whether reads count as done where they can, and whether unnoticed writes do.
  let readsGreedily: Bool
  let absorbs: Bool
  private let isOver: (@Sendable () -> Bool)?
  /// When `isOver` is asked next, in steps.
  private var nextQuestion = 4_096
  var model: Model
  var trail: Trail?
  var now: Int64 = 0
  /// How many states and entries of the trail may be held before they are looked through.
  private var stateLimit: Int
  private var trailLimit: Int
  /// How many transitions were tried; where sets of slots are wide, each with what they cost.
  var steps = 0
  /// What an operation on a set of slots adds to a step: 0 while a set is one word.
  var width: Int { Slots.width(capacity: timetable.capacity) }
  /// What the limit counts: transitions tried and configurations compared.
  var spent: Int { steps + explored.comparisons + explained.comparisons }

  private var frontier = ConfigurationList<Slots>()
  /// What was reached while one response is explained, without and with the responding operation.
  var explored: Antichain<Slots>
  var explained: Antichain<Slots>
  /// Slots opened since the frontier was last brought up to date.
  private var fresh: Slots
  /// Which operation has the slot, or had it last.
  var open: [OpenOperation] = []
  var classes: [OpenClass] = []
  /// The group of all open classes, if they are of one group.
  var soleGroup: Int32 = -1
  /// For each state those to which steps of open operations can lead that are possible in one state only;
  /// empty where that is not looked at.
  var leads: [UInt64]
  /// Whether steps that nothing depends on are left for later.
  let looksAtDependence: Bool
  /// The open slots of each group of blind writes.
  var groups: [Slots] = []

  init(
    _ operations: [TimedAction], _ timetable: Timetable, _ model: Model, _ limits: Limits,
    _ reductions: Reductions, isTraced: Bool, _ isOver: (@Sendable () -> Bool)? = nil
  ) {
    self.operations = operations
    self.timetable = timetable
    self.model = model
    self.limits = limits
    self.reductions = reductions
    readsGreedily = reductions.contains(.greedyReads)
    absorbs = reductions.contains(.absorption)
    self.isOver = isOver
    trail = isTraced ? Trail() : nil
    let capacity = timetable.capacity
    frontier.append(Configuration(state: model.initial, capacity: capacity))
    explored = Antichain(usesDomination: reductions.contains(.domination), capacity: capacity)
    explained = Antichain(usesDomination: reductions.contains(.domination), capacity: capacity)
    fresh = Slots(capacity: capacity)
    open.reserveCapacity(capacity)
    classes.reserveCapacity(16)
    // What changes nothing must count as done without a step.
    looksAtDependence =
      reductions.isSuperset(of: [.relevance, .absorption, .greedyReads]) && model.knowsDependence
    let isSmall = reductions.contains(.relevance) && model.stateBound <= UInt64.bitWidth
    leads = Array(repeating: 0, count: isSmall ? model.stateBound : 0)
    stateLimit = 4 * limits.configurationsMax
    trailLimit = 4 * limits.configurationsMax
  }

  mutating func run() -> SearchOutcome {
    let events = timetable.events
    for event in events {
      now = event.time
      switch event.kind {
      case .invoke: enter(event.operation)
      case .expire: expire(event.operation)
      case .respond:
        if let reason = respond(event.operation) { return .unknown(reason) }
        if frontier.count == 0 { return .fails(at: event.time, by: event.operation) }
      }
      if width > 0, let reason = limitReached() { return .unknown(reason) }
    }
    return .holds(trail?.order(frontier[0].trail, operations) ?? [])
  }

  // MARK: Opening and closing

  private mutating func enter(_ operation: Int) {
    let slot = Int(timetable.slots[operation])
    let timed = operations[operation]
    let opened = OpenOperation(timed: timed, index: operation, needs: needs(of: timed))
    // Slots are given out one after the other.
    if slot == open.count { open.append(opened) } else { open[slot] = opened }
    fresh.insert(slot)
    if timed.isObserver && readsGreedily { return }
    if timed.group >= 0 {
      while groups.count <= timed.group {
        steps += width
        groups.append(Slots(capacity: timetable.capacity))
      }
      groups[Int(timed.group)].insert(slot)
    }
    if reductions.contains(.symmetry) {
      for place in classes.indices where classes[place].action == timed.action {
        return classes[place].slots.insert(slot)
      }
    }
    steps += width
    var slots = Slots(capacity: timetable.capacity)
    slots.insert(slot)
    let from = leads.isEmpty ? -1 : model.required(by: timed.action)
    let isKnown = from >= 0 && from < leads.count
    let to = isKnown ? model.next(from, timed.action) : -1
    classes.append(
      OpenClass(action: timed.action, group: timed.group, from: from, to: to, slots: slots))
  }

  private mutating func close(_ slot: Int) {
    fresh.remove(slot)
    let group = open[slot].timed.group
    if group >= 0 { groups[Int(group)].remove(slot) }
    for place in classes.indices where classes[place].slots.contains(slot) {
      classes[place].slots.remove(slot)
      if classes[place].slots.isEmpty { classes.remove(at: place) }
      return
    }
  }

  /// Nobody can depend on the optional operation any more, so its slot is free for another.
  private mutating func expire(_ operation: Int) {
    let slot = Int(timetable.slots[operation])
    for index in frontier.indices { frontier[index].taken.remove(slot) }
    steps += frontier.count * width
    close(slot)
  }

  /// Why the search must end undecided, if it must.
  mutating func limitReached() -> UnknownReason? {
    if explored.count + explained.count > limits.configurationsMax {
      return .tooManyConfigurations(maximum: limits.configurationsMax)
    }
    let spent = spent
    if spent > limits.stepsMax { return .tooManySteps(maximum: limits.stepsMax) }
    guard spent >= nextQuestion, let isOver else { return nil }
    nextQuestion = spent + 4_096
    return isOver() ? .timeIsUp : nil
  }

  // MARK: Responses

  /// Leaves the configurations in which the operation has taken effect.
  private mutating func respond(_ operation: Int) -> UnknownReason? {
    refresh()
    compact()
    let slot = Int(timetable.slots[operation])
    let timed = operations[operation]
    if timed.isObserver && readsGreedily && !isOwedSomewhere(slot) {
      close(slot)
      return limitReached()
    }
    explored.removeAll()
    explained.removeAll()
    let mayStep = !timed.isObserver && timed.usefulUntil >= now
    for index in frontier.indices {
      let isOwed = frontier[index].owed.contains(slot)
      if !isOwed { explain(frontier[index], slot) }
      if isOwed || mayStep && !frontier[index].taken.contains(slot) {
        explored.insert(frontier[index])
      }
      if width > 0 || index & 1023 == 1023, let reason = limitReached() { return reason }
    }
    if let reason = explore(toward: slot) { return reason }
    explained.copyLive(to: &frontier)
    close(slot)
    return nil
  }

  private mutating func isOwedSomewhere(_ slot: Int) -> Bool {
    for index in frontier.indices where frontier[index].owed.contains(slot) { return true }
    return false
  }

  /// Keeps a configuration in which the responding operation has taken effect.
  @inline(__always)
  mutating func explain(_ configuration: Configuration<Slots>, _ slot: Int) {
    if configuration.isHasty { return }
    var closed = configuration
    closed.taken.remove(slot)
    closed.owed.remove(slot)
    closed.idleGroup = -1
    explained.insert(closed)
  }

  /// Lets go of states and of parts of the trail that no configuration leads back to, whenever they have doubled:
  /// what is held is bounded by the configurations and by the length of the history.
  private mutating func compact() {
    let share = 4 * limits.configurationsMax
    if model.stateCount > stateLimit {
      explored.removeAll()
      explained.removeAll()
      let states = model.keepOnly(frontier.indices.map { frontier[$0].state })
      for index in frontier.indices { frontier[index].state = states[index] }
      stateLimit = 2 * model.stateCount + share
    }
    if let count = trail?.count, count > trailLimit {
      let ends = trail?.keepOnly(frontier.indices.map { frontier[$0].trail }) ?? []
      for index in frontier.indices { frontier[index].trail = ends[index] }
      trailLimit = 2 * (trail?.count ?? 0) + share
    }
  }

  /// Enters what has been invoked since into every configuration.
  private mutating func refresh() {
    for index in frontier.indices {
      let state = model.canonical(frontier[index].state, now: now)
      if state != frontier[index].state { frontier[index].state = state }
    }
    while !fresh.isEmpty {
      let slot = fresh.removeFirst()
      let operation = open[slot]
      if operation.timed.isOptional { continue }
      for index in frontier.indices {
        steps += 1 + width
        if isSilent(operation.timed, in: frontier[index].state) {
          trail?.append(operation.index, isStep: false, to: &frontier[index].trail)
        } else {
          frontier[index].owed.insert(slot)
        }
      }
    }
  }

  /// Whether the operation counts as done in the state, since it can take effect there without changing it.
  @inline(__always)
  mutating func isSilent(_ operation: TimedAction, in state: Int32) -> Bool {
    guard operation.isObserver ? readsGreedily : absorbs else { return false }
    let next = model.next(state, operation.action)
    return next >= 0 && model.canonical(next, now: now) == state
  }
}

/// What a search of one component found.
enum SearchOutcome {
  /// Indices of operations in an order that explains them; empty if it was not asked for.
  case holds([Int])
  /// No order explains the responses up to this instant; the first of them that cannot be explained, or -1
  /// where the method does not say.
  case fails(at: Int64, by: Int)
  case unknown(UnknownReason)
}
