import Histories

extension LinearizationProblem {
  /// Leaves elements of a queue or stack out, each with all of its operations, and removals that found
  /// nothing, as long as what remains is violated: halves, quarters and so on, at last single ones.
  ///
  /// Leaving an element out whole never makes a violation: of an order that explains everything, what remains
  /// explains the rest. A check costs as many steps as it looks at operations. Pending removals stay, for without one there can be a violation that means nothing.
  func fewestElements(_ component: HistoryComponent) -> HistoryComponent {
    guard component.kind == .queue || component.kind == .stack else { return component }
    var (units, fixed) = elements(component.members)
    var spent = 0
    var size = max(units.count / 2, 1)
    while true {
      var isReduced = false
      var end = units.count
      while end > 0, spent <= limits.minimizationMax, !(isOver?() ?? false) {
        let start = max(end - size, 0)
        var rest = units
        rest.removeSubrange(start..<end)
        if let failing = failing(rest, fixed, component, &spent) {
          // The monitor may name fewer than it was given.
          let named = Set(failing)
          units = rest.filter { named.contains($0[0]) }
          isReduced = true
        }
        end = min(start, units.count)
      }
      if end > 0 || size == 1 && !isReduced { break }
      size = max(size / 2, 1)
    }
    var result = component
    result.members = (units.flatMap(\.self) + fixed).sorted()
    return result
  }

  private func failing(
    _ units: [[Int32]], _ fixed: [Int32], _ component: HistoryComponent, _ spent: inout Int
  ) -> [Int32]? {
    var part = component
    part.members = (units.flatMap(\.self) + fixed).sorted()
    spent += part.members.count
    guard case .fails(let members) = monitored(part, isTraced: false) else { return nil }
    return members
  }

  /// The operations of each element; those that cannot be left out.
  private func elements(_ members: [Int32]) -> (units: [[Int32]], fixed: [Int32]) {
    var values = ValueTable(expected: members.count)
    var units: [[Int32]] = []
    var places: [Int: Int] = [:]
    var fixed: [Int32] = []
    for member in members {
      let operation = history.operations[Int(member)]
      guard let value = operation.call.argument ?? operation.result else {
        fixed.append(member)
        continue
      }
      let number = Int(values.number(of: value))
      if value != .absent, let place = places[number] {
        units[place].append(member)
      } else {
        places[number] = units.count
        units.append([member])
      }
    }
    return (units, fixed)
  }
}
