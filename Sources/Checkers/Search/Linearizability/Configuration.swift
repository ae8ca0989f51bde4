/// What may have happened so far, up to what nobody can tell apart: a state of the object, and of each
/// open operation whether it has taken effect.
///
/// An open operation is *taken*: it has taken effect by a step of its own; *owed*: it has not, and must
/// before it returns; or *spare*, neither: it may count as done without a step, and may still take one.
/// A pending operation is spare from the start, because it need never take effect.
struct Configuration<Slots: SlotSet> {
  var state: Int32
  /// The newest entry of the trail that led here; -1 if none.
  var trail: Int32 = -1
  /// The group of the blind write that was the last step, if nobody can have noticed it; else -1.
  var idleGroup: Int32 = -1
  /// Whether it has taken a step that could as well come after the response that is looked at, and nothing has
  /// depended on it yet.
  var isHasty = false
  /// Whether no configuration that dominates it has come.
  var isLive = true
  /// The place of the one of the same state that came before it in an antichain; -1 if none.
  fileprivate var link: Int32 = -1
  var taken: Slots
  var owed: Slots

  init(state: Int32, capacity: Int) {
    self.state = state
    taken = Slots(capacity: capacity)
    owed = Slots(capacity: capacity)
  }

  /// Whether every continuation of the other is one of this as well. Spare is better than taken and
  /// better than owed; taken and owed do not compare.
  func dominates(_ other: Self) -> Bool {
    taken.isSubset(of: other.taken) && owed.isSubset(of: other.owed)
  }
}

/// Configurations in the order in which they came. It keeps its room when it is emptied, at no cost.
struct ConfigurationList<Slots: SlotSet> {
  private var room: [Configuration<Slots>] = []
  private(set) var count = 0

  var indices: Range<Int> { 0..<count }

  init() { room.reserveCapacity(16) }

  subscript(index: Int) -> Configuration<Slots> {
    get { room[index] }
    _modify { yield &room[index] }
  }

  mutating func append(_ configuration: Configuration<Slots>) {
    if count < room.count { room[count] = configuration } else { room.append(configuration) }
    count += 1
  }

  mutating func removeAll() { count = 0 }
}

/// Configurations of which none dominates another (or, without that reduction, none equals another),
/// in the order in which they came.
struct Antichain<Slots: SlotSet> {
  private(set) var configurations = ConfigurationList<Slots>()
  /// The newest configuration of each state.
  private var heads: [Int32] = []
  private let usesDomination: Bool
  /// Comparisons made so far: what an insertion costs. One counts `1 + width`.
  private(set) var comparisons = 0
  private let capacity: Int
  private var width: Int { Slots.width(capacity: capacity) }

  init(usesDomination: Bool, capacity: Int) {
    self.usesDomination = usesDomination
    self.capacity = capacity
    heads.reserveCapacity(16)
  }

  var count: Int { configurations.count }

  mutating func removeAll() {
    for index in configurations.indices { heads[Int(configurations[index].state)] = -1 }
    configurations.removeAll()
  }

  /// Adds it, unless one that is as good is there. Those that it dominates are no longer live.
  mutating func insert(_ new: Configuration<Slots>) {
    let state = Int(new.state)
    while heads.count <= state { heads.append(-1) }
    var index = heads[state]
    while index >= 0 {
      let place = Int(index)
      comparisons += 1 + width
      if configurations[place].isLive {
        if usesDomination {
          if configurations[place].dominates(new) { return }
          if new.dominates(configurations[place]) { configurations[place].isLive = false }
        } else if configurations[place].taken == new.taken
          && configurations[place].owed == new.owed
        {
          return
        }
      }
      index = configurations[place].link
    }
    var linked = new
    linked.link = heads[state]
    heads[state] = Int32(configurations.count)
    configurations.append(linked)
  }

  /// Puts those that none dominates in the place of what the list holds.
  func copyLive(to target: inout ConfigurationList<Slots>) {
    target.removeAll()
    for index in configurations.indices where configurations[index].isLive {
      target.append(configurations[index])
    }
  }
}
