import Histories

/// The operations of one queue or stack by elements, where no element is inserted twice: so that every
/// removal names its insertion.
struct ElementTable {
  /// One element: its insertion, and its removal if there is one.
  struct Element {
    /// Operations of the history; -1 if there is none.
    var insertion: Int32 = -1
    var removal: Int32 = -1
    var insertInvoked = TimedAction.never
    var insertReturned = TimedAction.never
    /// `never` as long as nothing removes it.
    var removeInvoked = TimedAction.never
    var removeReturned = TimedAction.never

    /// What must lie before everything that is invoked after it.
    var low: Int64 { min(insertReturned, removeReturned) }
    var high: Int64 { max(insertInvoked, removeInvoked) }
    /// Whether there is an instant at which it is certainly inside: between `low` and `high`.
    var isForward: Bool { low < high }
    var members: [Int32] { removal < 0 ? [insertion] : [insertion, removal] }
  }

  /// A removal that belongs to no element: it found nothing, or has not returned.
  struct Lone {
    let member: Int32
    let invoked: Int64
    let returned: Int64
  }

  /// In no particular order of time. A pending insertion of what nobody removed is left out: it can only
  /// stand in the way.
  private(set) var elements: [Element] = []
  /// Removals that found nothing.
  private(set) var empties: [Lone] = []
  /// Removals that may have taken anything, or may never take effect.
  private(set) var openRemovals: [Lone] = []
  /// Operations that no order explains whatever else there is: an element removed that nobody inserted, or
  /// twice, or before it was inserted.
  private(set) var conflict: [Int32]?

  /// Nil if an element is inserted twice, if nothing is inserted as an element, or if the object is not
  /// empty at first. O(n) expected.
  init?(_ members: [Int32], _ operations: [Operation], initial: Value) {
    guard initial == .absent || initial == .list([]) else { return nil }
    var values = ValueTable(expected: members.count)
    _ = values.number(of: .absent)
    elements = [Element()]
    elements.reserveCapacity(members.count / 2 + 2)
    for member in members {
      switch operations[Int(member)].call {
      case .enqueue(_, let value), .push(_, let value):
        let place = Int(values.number(of: value))
        if place == elements.count { elements.append(Element()) }
        guard place > 0, elements[place].insertion < 0 else { return nil }
        insert(member, operations, place)
      default: remove(member, operations, &values)
      }
    }
    elements.remove(at: 0)
    for element in elements where conflict == nil { conflict = element.conflict }
    elements.removeAll { $0.insertReturned == TimedAction.never && $0.removal < 0 }
  }

  private mutating func insert(_ member: Int32, _ operations: [Operation], _ place: Int) {
    elements[place].insertion = member
    elements[place].insertInvoked = operations[Int(member)].invoked.milliseconds
    if operations[Int(member)].isOK, let end = operations[Int(member)].completion?.time {
      elements[place].insertReturned = end.milliseconds
    }
  }

  private mutating func remove(
    _ member: Int32, _ operations: [Operation], _ values: inout ValueTable
  ) {
    let invoked = operations[Int(member)].invoked.milliseconds
    guard let end = operations[Int(member)].completion, case .ok(let value) = end.outcome else {
      openRemovals.append(Lone(member: member, invoked: invoked, returned: TimedAction.never))
      return
    }
    let place = Int(values.number(of: value))
    if place == 0 {
      empties.append(Lone(member: member, invoked: invoked, returned: end.time.milliseconds))
      return
    }
    if place == elements.count { elements.append(Element()) }
    if elements[place].removal >= 0, conflict == nil {
      conflict = (elements[place].members + [member]).filter { $0 >= 0 }.sorted()
    }
    elements[place].removal = member
    elements[place].removeInvoked = invoked
    elements[place].removeReturned = end.time.milliseconds
  }

  /// An open removal takes the element; it may do so at any later time.
  mutating func remove(_ place: Int, by removal: Lone) {
    elements[place].removal = removal.member
    elements[place].removeInvoked = removal.invoked
    elements[place].removeReturned = TimedAction.never - 1
  }

  /// Without elements that no completed operation removed. What remains is linearizable if the whole is:
  /// of the order that explains the whole, leave the others out.
  mutating func keepRemoved() { elements.removeAll { $0.removal < 0 } }
}

extension ElementTable.Element {
  fileprivate var conflict: [Int32]? {
    if removal >= 0 && insertion < 0 { return [removal] }
    return removeReturned < insertInvoked ? [insertion, removal].sorted() : nil
  }
}

/// When there is certainly something inside, whatever the order.
struct OccupiedPeriods {
  /// Disjoint, ascending; touching ones stay apart, for between them the object can be empty.
  private(set) var periods: [(start: Int64, end: Int64)] = []
  /// The elements that are certainly inside at some instant, ascending by `low`.
  let forward: [Int32]
  private let elements: [ElementTable.Element]

  /// O(n), if times are close; see `TimeOrder`.
  init(_ elements: [ElementTable.Element]) {
    self.elements = elements
    let places = elements.indices.lazy.filter { elements[$0].isForward }.map { Int32($0) }
    forward = TimeOrder.sorted(Array(places)) { elements[Int($0)].low }
    for place in forward {
      let element = elements[Int(place)]
      if let last = periods.last, element.low < last.end {
        periods[periods.count - 1].end = max(last.end, element.high)
      } else {
        periods.append((element.low, element.high))
      }
    }
  }

  /// The first instant, not before the one given, at which the object can be empty. O(log n).
  func firstVacancy(from instant: Int64) -> Int64 {
    let after = periods.partitioningIndex { $0.end > instant }
    return after < periods.count && periods[after].start < instant ? periods[after].end : instant
  }

  /// The operations that keep the object occupied all the time during an operation that found it empty: a
  /// chain of as few elements as can be. O(n).
  func chain(covering lone: ElementTable.Lone) -> [Int32] {
    var instant = lone.invoked
    var members = [lone.member]
    var next = 0
    // Of the elements inside since before the instant, the one that stays longest; of several the first.
    var farthest: (high: Int64, place: Int32) = (.min, -1)
    while instant <= lone.returned {
      while next < forward.count, elements[Int(forward[next])].low < instant {
        let (high, place) = (elements[Int(forward[next])].high, forward[next])
        if (high, -place) > (farthest.high, -farthest.place) { farthest = (high, place) }
        next += 1
      }
      if farthest.high <= instant { break }
      members += elements[Int(farthest.place)].members
      instant = farthest.high
    }
    return members.sorted()
  }
}
