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

  /// Open operations that can change the state and do the same.
  struct OpenClass {
    let action: Int
    let group: Int32
    /// Operations in the order of their responses.
    var operations: [Int]
    /// Their slots.
    var slots: Slots
  }

  let operations: [TimedAction]
  let timetable: Timetable
  let limits: Limits
  let reductions: Reductions
  private let isOver: (@Sendable () -> Bool)?
  /// When `isOver` is asked next, in steps.
  private var nextQuestion = 4_096
  var model: Model
  var trail: Trail?
  var now: Int64 = 0
  /// How many states and entries of the trail may be held before they are looked through.
  private var stateLimit: Int
  private var trailLimit: Int
  /// How many transitions were tried.
  var steps = 0
  /// What the limit counts: transitions tried and configurations compared.
  var spent: Int { steps + explored.comparisons + explained.comparisons }

  private var frontier: [Configuration<Slots>]
  /// What was reached while one response is explained, without and with the responding operation.
  var explored: Antichain<Slots>
  var explained: Antichain<Slots>
  /// Slots opened since the frontier was last brought up to date.
  private var fresh: Slots
  /// Which operation has the slot.
  var holders: [Int]
  var classes: [OpenClass] = []
  /// The group of all open classes, if they are of one group.
  var soleGroup: Int32 = -1
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
    self.isOver = isOver
    trail = isTraced ? Trail() : nil
    let capacity = timetable.capacity
    frontier = [Configuration(state: model.initial, capacity: capacity)]
    explored = Antichain(usesDomination: reductions.contains(.domination))
    explained = Antichain(usesDomination: reductions.contains(.domination))
    fresh = Slots(capacity: capacity)
    holders = Array(repeating: -1, count: capacity)
    stateLimit = 4 * limits.configurationsMax
    trailLimit = 4 * limits.configurationsMax
  }

  mutating func run() -> SearchOutcome {
    for event in timetable.events {
      now = event.time
      switch event.kind {
      case .invoke: open(event.operation)
      case .expire: expire(event.operation)
      case .respond:
        if let reason = respond(event.operation) { return .unknown(reason) }
        if frontier.isEmpty { return .fails(at: event.time, by: event.operation) }
      }
    }
    return .holds(trail?.order(frontier[0].trail, operations) ?? [])
  }

  // MARK: Opening and closing

  private mutating func open(_ operation: Int) {
    let slot = Int(timetable.slots[operation])
    holders[slot] = operation
    fresh.insert(slot)
    let timed = operations[operation]
    if isSilentAtOnce(timed) && timed.isObserver { return }
    if timed.group >= 0 {
      while groups.count <= timed.group { groups.append(Slots(capacity: timetable.capacity)) }
      groups[Int(timed.group)].insert(slot)
    }
    if reductions.contains(.symmetry),
      let index = classes.firstIndex(where: { $0.action == timed.action })
    {
      let place = classes[index].operations.partitioningIndex {
        (operations[$0].returned, $0) > (timed.returned, operation)
      }
      classes[index].operations.insert(operation, at: place)
      classes[index].slots.insert(slot)
    } else {
      var slots = Slots(capacity: timetable.capacity)
      slots.insert(slot)
      classes.append(
        OpenClass(
          action: timed.action, group: timed.group, operations: [operation], slots: slots))
    }
  }

  private mutating func close(_ operation: Int) {
    let slot = Int(timetable.slots[operation])
    fresh.remove(slot)
    let timed = operations[operation]
    if timed.group >= 0 { groups[Int(timed.group)].remove(slot) }
    let index = classes.firstIndex {
      $0.action == timed.action && $0.operations.contains(operation)
    }
    guard let index else { return }
    classes[index].operations.removeAll { $0 == operation }
    classes[index].slots.remove(slot)
    if classes[index].operations.isEmpty { classes.remove(at: index) }
  }

  /// Nobody can depend on the optional operation any more, so its slot is free for another.
  private mutating func expire(_ operation: Int) {
    for index in frontier.indices {
      frontier[index].taken.remove(Int(timetable.slots[operation]))
    }
    close(operation)
  }

  /// Whether an operation that can take effect without changing the state counts as done at once.
  func isSilentAtOnce(_ operation: TimedAction) -> Bool {
    reductions.contains(operation.isObserver ? .greedyReads : .absorption)
  }

  /// Why the search must end undecided, if it must.
  mutating func limitReached() -> UnknownReason? {
    if explored.count + explained.count > limits.configurationsMax {
      return .tooManyConfigurations(maximum: limits.configurationsMax)
    }
    let spent = spent
    if spent > limits.stepsMax { return .tooManySteps(maximum: limits.stepsMax) }
    guard let isOver, spent >= nextQuestion else { return nil }
    nextQuestion = spent + 4_096
    return isOver() ? .timeIsUp : nil
  }

  // MARK: Responses

  /// Leaves the configurations in which the operation has taken effect.
  private mutating func respond(_ operation: Int) -> UnknownReason? {
    refresh()
    compact()
    let slot = Int(timetable.slots[operation])
    defer { close(operation) }
    let isObserver = operations[operation].isObserver
    if isObserver && isSilentAtOnce(operations[operation]),
      !frontier.contains(where: { $0.owed.contains(slot) })
    {
      return nil
    }
    explored.removeAll()
    explained.removeAll()
    let mayStep = !isObserver && operations[operation].usefulUntil >= now
    for configuration in frontier {
      let isOwed = configuration.owed.contains(slot)
      if !isOwed { explain(configuration, slot) }
      if isOwed || mayStep && !configuration.taken.contains(slot) {
        explored.insert(configuration)
      }
    }
    if let reason = explore(operation) { return reason }
    frontier.removeAll(keepingCapacity: true)
    for configuration in explained.configurations where configuration.isLive {
      frontier.append(configuration)
    }
    return nil
  }

  /// Keeps a configuration in which the responding operation has taken effect.
  mutating func explain(_ configuration: Configuration<Slots>, _ slot: Int) {
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
      let states = model.keepOnly(frontier.map(\.state))
      for index in frontier.indices { frontier[index].state = states[index] }
      stateLimit = 2 * model.stateCount + share
    }
    if let count = trail?.count, count > trailLimit {
      let ends = trail?.keepOnly(frontier.map(\.trail)) ?? []
      for index in frontier.indices { frontier[index].trail = ends[index] }
      trailLimit = 2 * (trail?.count ?? 0) + share
    }
  }

  /// Enters what has been invoked since into every configuration.
  private mutating func refresh() {
    for index in frontier.indices {
      var configuration = frontier[index]
      configuration.state = model.canonical(configuration.state, now: now)
      if !fresh.isEmpty { enter(&configuration) }
      frontier[index] = configuration
    }
    fresh = Slots(capacity: timetable.capacity)
  }

  private mutating func enter(_ configuration: inout Configuration<Slots>) {
    let opened = fresh
    opened.visitEach { slot in
      let operation = operations[holders[slot]]
      guard !operation.isOptional else { return }
      steps += 1
      if isSilentAtOnce(operation), isSilent(operation, in: configuration.state) {
        trail?.append(holders[slot], isStep: false, to: &configuration.trail)
      } else {
        configuration.owed.insert(slot)
      }
    }
  }

  mutating func isSilent(_ operation: TimedAction, in state: Int32) -> Bool {
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

/// How each configuration was reached: chains of operations that share their beginnings.
struct Trail {
  private struct Entry {
    let parent: Int32
    let operation: Int32
    let isStep: Bool
  }
  private var entries: [Entry] = []

  var count: Int { entries.count }

  /// Drops what none of these ends leads back to; gives the ends as they are numbered then. O(count).
  mutating func keepOnly(_ ends: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: entries.count)
    for end in ends {
      var index = end
      while index >= 0, !isKept[Int(index)] {
        isKept[Int(index)] = true
        index = entries[Int(index)].parent
      }
    }
    // An entry comes after its parent, so that the parent's new number is known.
    var numbers = Array(repeating: Int32(-1), count: entries.count)
    var kept: [Entry] = []
    for (index, entry) in entries.enumerated() where isKept[index] {
      numbers[index] = Int32(kept.count)
      let parent = entry.parent < 0 ? -1 : numbers[Int(entry.parent)]
      kept.append(Entry(parent: parent, operation: entry.operation, isStep: entry.isStep))
    }
    entries = kept
    return ends.map { $0 < 0 ? -1 : numbers[Int($0)] }
  }

  /// - Parameter isStep: whether the operation changed the state; else it may have taken effect there
  ///   without anybody noticing.
  mutating func append(_ operation: Int, isStep: Bool, to end: inout Int32) {
    entries.append(Entry(parent: end, operation: Int32(operation), isStep: isStep))
    end = Int32(entries.count - 1)
  }

  /// Where each operation took effect: at its step, if it took one, else at the first place where it
  /// may have. O(length).
  func order(_ end: Int32, _ operations: [TimedAction]) -> [Int] {
    var chain: [Entry] = []
    var index = end
    while index >= 0 {
      chain.append(entries[Int(index)])
      index = entries[Int(index)].parent
    }
    var isPlaced = Array(repeating: false, count: operations.count)
    for entry in chain where entry.isStep { isPlaced[Int(entry.operation)] = true }
    return chain.reversed().compactMap { entry in
      let operation = Int(entry.operation)
      if entry.isStep { return operation }
      if isPlaced[operation] { return nil }
      isPlaced[operation] = true
      return operation
    }
  }
}
