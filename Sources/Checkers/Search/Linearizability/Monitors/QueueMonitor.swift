/// Decides histories of a first-in-first-out queue no element of which is enqueued twice.
///
/// Element `a` must come before `b` if `a`'s enqueue returned before `b`'s was invoked, if `a`'s dequeue returned
/// before `b`'s was invoked, or if `a`'s dequeue returned before `b`'s enqueue was invoked. The
/// history is linearizable if and only if no element is dequeued before it is enqueued, no two must each
/// come before the other, and every dequeue that found nothing has an instant at which no element is
/// certainly inside (Henzinger, Sezgin and Vafeiadis 2013, theorem 5: violations VFresh, VRepet, VOrd and
/// VWit; Bouajjani, Emmi, Enea and Hamza 2015). Elements that can come first are taken away until none is left
/// (decrease and conquer: Lee and Mathur 2025): what can come first goes on being able to.
///
/// An enqueue that is pending counts only if its element was dequeued. Dequeues that are pending may have
/// taken elements that something enqueued later has overtaken; each such element needs one that was
/// invoked before the overtaker's dequeue returned, and so the earliest goes to the most urgent. With both
/// pending dequeues and ones that found nothing the monitor may hand over.
///
/// O(n), if times are close; see `TimeOrder`.
struct QueueMonitor {
  private var table: ElementTable
  private let isTraced: Bool

  init(_ table: ElementTable, isTraced: Bool) {
    self.table = table
    self.isTraced = isTraced
  }

  mutating func judge() -> MonitorFinding {
    if let conflict = table.conflict { return .fails(conflict) }
    let hasOpenRemovals = !table.openRemovals.isEmpty
    if hasOpenRemovals, let conflict = assignOpenRemovals() { return .fails(conflict) }
    let periods = OccupiedPeriods(table.elements)
    var cuts: [(instant: Int64, empty: ElementTable.Lone)] = []
    for empty in table.empties {
      let instant = periods.firstVacancy(from: empty.invoked)
      if instant > empty.returned {
        return hasOpenRemovals ? .handsOver : .fails(periods.chain(covering: empty))
      }
      cuts.append((instant, empty))
    }
    cuts.sort { ($0.instant, $0.empty.invoked) < ($1.instant, $1.empty.invoked) }
    var order = ElementOrder(table.elements, cuts: cuts.map(\.instant))
    switch order.sort() {
    case .conflict(let a, let b):
      return .fails((table.elements[a].members + table.elements[b].members).sorted())
    case .sorted(let sequence):
      return .holds(isTraced ? merge(sequence, order.segments, cuts.map(\.empty)) : [])
    }
  }

  // MARK: Pending dequeues

  /// Lets pending dequeues take what must have been taken. If there are too few, the elements concerned, the
  /// one that overtook them, and the dequeues that were there in time.
  private mutating func assignOpenRemovals() -> [Int32]? {
    let elements = table.elements
    let all = elements.indices.map { Int32($0) }
    let byInsertion = TimeOrder.sorted(all) { elements[Int($0)].insertInvoked }
    let byReturn = TimeOrder.sorted(all.filter { elements[Int($0)].removal < 0 }) {
      elements[Int($0)].insertReturned
    }
    let removals = table.openRemovals.sorted { ($0.invoked, $0.member) < ($1.invoked, $1.member) }
    // For each place in `byInsertion` the element from there on that is dequeued first.
    var firstDequeued = byInsertion
    for place in byInsertion.indices.dropLast().reversed() {
      let later = firstDequeued[place + 1]
      if elements[Int(later)].removeReturned < elements[Int(byInsertion[place])].removeReturned {
        firstDequeued[place] = later
      }
    }
    var used = 0
    var place = 0
    for element in byReturn {
      let returned = elements[Int(element)].insertReturned
      while place < byInsertion.count,
        elements[Int(byInsertion[place])].insertInvoked <= returned
      {
        place += 1
      }
      guard place < byInsertion.count else { break }
      let overtaker = elements[Int(firstDequeued[place])]
      guard overtaker.removal >= 0 else { break }
      guard used < removals.count, removals[used].invoked <= overtaker.removeReturned else {
        let overtaken = byReturn[...used].map { elements[Int($0)].insertion }
        return (overtaken + overtaker.members + removals[..<used].map(\.member)).sorted()
      }
      table.remove(Int(element), by: removals[used])
      used += 1
    }
    return nil
  }

  // MARK: Operations from elements

  /// Enqueues and dequeues in the sequence of the elements: each dequeue as soon as no later enqueue must come
  /// before it. All of a segment come before the dequeue that found nothing after it.
  private func merge(
    _ sequence: [Int32], _ segments: [Int32], _ empties: [ElementTable.Lone]
  ) -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(2 * sequence.count + empties.count)
    // The earliest response among the enqueues from a place on.
    var earliest = Array(repeating: TimedAction.never, count: sequence.count + 1)
    for place in sequence.indices.reversed() {
      earliest[place] = min(
        earliest[place + 1], table.elements[Int(sequence[place])].insertReturned)
    }
    var dequeued = 0
    var passed = 0
    for (place, element) in sequence.enumerated() {
      while passed < segments[Int(element)] {
        dequeue(&dequeued, below: place, sequence, &order)
        order.append(Int(empties[passed].member))
        passed += 1
      }
      while dequeued < place,
        table.elements[Int(sequence[dequeued])].removeInvoked <= earliest[place]
      {
        dequeue(&dequeued, below: dequeued + 1, sequence, &order)
      }
      order.append(Int(table.elements[Int(element)].insertion))
    }
    dequeue(&dequeued, below: sequence.count, sequence, &order)
    return order + empties[passed...].map { Int($0.member) }
  }

  private func dequeue(
    _ next: inout Int, below end: Int, _ sequence: [Int32], _ order: inout [Int]
  ) {
    while next < end {
      let removal = table.elements[Int(sequence[next])].removal
      if removal >= 0 { order.append(Int(removal)) }
      next += 1
    }
  }
}
