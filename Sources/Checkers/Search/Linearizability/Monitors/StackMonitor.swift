import Histories

/// Decides histories of a last-in-first-out stack no element of which is pushed twice.
///
/// * An element whose push and pop can take effect at one instant can be left out: put in there again, one
///   after the other, they are in nobody's way.
/// * Between two instants at which no element is certainly inside, elements can be judged by themselves.
/// * Of the others, one whose push can come before everything and whose pop can come after everything can be
///   left out: pushed first and popped last, it lies below the others.
/// * If none of these applies, there is no order: whatever lies lowest between two empty instants would
///   have to be pushed first and popped last.
///
/// A removal that found nothing needs an instant at which no element is certainly inside, and nothing
/// more. This is decrease and conquer (Lee and Mathur 2025; Abdulla et al. 2025), with the gaps found from both ends at once:
/// O(n log n), if times are close.
///
/// Pops that are pending may have taken any element that nobody else popped. If there is an order in which
/// they take none, that is one; if there is none even for the elements that others popped, the history is
/// violated; else the monitor hands over.
struct StackMonitor {
  private var table: ElementTable
  private let operations: [Operation]
  private let isTraced: Bool

  init(_ table: ElementTable, _ operations: [Operation], isTraced: Bool) {
    self.table = table
    self.operations = operations
    self.isTraced = isTraced
  }

  mutating func judge() -> MonitorFinding {
    if let conflict = table.conflict { return .fails(conflict) }
    let finding = nest()
    guard !table.openRemovals.isEmpty, case .fails = finding else { return finding }
    table.keepRemoved()
    let certain = nest()
    if case .fails = certain { return certain }
    return .handsOver
  }

  private func nest() -> MonitorFinding {
    let elements = table.elements
    let periods = OccupiedPeriods(elements)
    var cuts: [(instant: Int64, empty: ElementTable.Lone)] = []
    for empty in table.empties {
      let instant = periods.firstVacancy(from: empty.invoked)
      if instant > empty.returned { return .fails(periods.chain(covering: empty)) }
      cuts.append((instant, empty))
    }
    cuts.sort { ($0.instant, $0.empty.invoked) < ($1.instant, $1.empty.invoked) }
    let all = elements.indices.map { Int32($0) }
    let forward = periods.forward
    var nesting = StackNesting(elements)
    var (start, cut) = (0, 0)
    for period in periods.periods {
      while cut < cuts.count, cuts[cut].instant <= period.start {
        nesting.append(cuts[cut].empty.member)
        cut += 1
      }
      var end = start
      while end < forward.count, elements[Int(forward[end])].low < period.end { end += 1 }
      if let failing = nesting.nest(Array(forward[start..<end])) {
        return .fails(failing.flatMap { elements[Int($0)].members }.sorted())
      }
      start = end
    }
    for rest in cuts[cut...] { nesting.append(rest.empty.member) }
    guard isTraced else { return .holds([]) }
    return .holds(placed(all.filter { !elements[Int($0)].isForward }, in: nesting.order.all()))
  }

  /// Puts the elements whose push and pop can take effect at one instant into the order.
  private func placed(_ brief: [Int32], in order: [Int32]) -> [Int] {
    let elements = table.elements
    let sorted = TimeOrder.sorted(brief) { elements[Int($0)].high }
    var result: [Int] = []
    result.reserveCapacity(order.count + 2 * brief.count)
    var next = 0
    var point = Int64.min
    for operation in order {
      // The instant of an operation is not before the invocation of any that comes before it.
      point = max(point, operations[Int(operation)].invoked.milliseconds)
      while next < sorted.count, elements[Int(sorted[next])].high < point {
        result += elements[Int(sorted[next])].members.map { Int($0) }
        next += 1
      }
      result.append(Int(operation))
    }
    return result + sorted[next...].flatMap { elements[Int($0)].members.map { Int($0) } }
  }
}
