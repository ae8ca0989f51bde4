import Histories

extension LinearizationProblem {
  /// Reduces a component that no order explains to a set that is minimal among the subsets closed under
  /// reads-from (`ReadsFromClosure`): no operation can be left out, together with those that then read what
  /// nobody wrote, so that a violation remains.
  ///
  /// First the component is cut after its longest linearizable prefix, then halves, quarters and so on
  /// are left out, later ones first, at last single operations until none can go. About as many
  /// checks as the witness is long, times the logarithm of the prefix's length, where little depends on
  /// little; at most as many as the square of that length. A check that exceeds the limits counts
  /// as no violation, and when all checks together have taken `minimizationMax` steps, the set reached by
  /// then is the witness: a violation, closed under reads-from, perhaps not minimal.
  func witness(in component: HistoryComponent) -> Witness {
    var kept = component
    let closure: ReadsFromClosure
    var isPrefix = false
    if let conflict = conflict(component) {
      closure = ReadsFromClosure(conflict, history)
      kept.members = conflict
      // Of a set the operations named are the fewest already, but for what a few of them may save.
      if component.kind == .growingSet && conflict.count > Self.fewMembers {
        var witness = Witness(
          .linearizability, noOrderFor: conflict.map { history.operations[Int($0)] })
        witness.isMinimal = false
        return witness
      }
    } else if let witness = strays(component)?.witness(.linearizability) {
      return witness
    } else {
      closure = ReadsFromClosure(component.members, history)
      var spent = 0
      if case .fails(let end, _) = solve(component, isTraced: false, &spent) {
        kept = cut(component, end, closure)
        isPrefix = true
      }
    }
    let isMinimal = minimize(&kept, closure, isPrefix: isPrefix)
    var witness = Witness(
      .linearizability, noOrderFor: kept.members.map { history.operations[Int($0)] })
    witness.isMinimal = isMinimal
    return witness
  }

  private static let fewMembers = 64

  /// The few operations that a conflict found by zones or by a monitor comes down to.
  private func conflict(_ component: HistoryComponent) -> [Int32]? {
    if var zones = zones(component) { return zones.firstConflict().members }
    guard case .fails(let members) = monitored(component, isTraced: false) else { return nil }
    var part = component
    part.members = members
    return fewestElements(part).members
  }

  /// What counts for the responses up to an instant: what was invoked by then and has returned or can
  /// change state, and later writes where only those can have been read.
  ///
  /// As violating as the whole: a history is linearizable only if each of its prefixes is.
  private func cut(
    _ component: HistoryComponent, _ end: Int64, _ closure: ReadsFromClosure
  ) -> HistoryComponent {
    var result = component
    let end = VirtualTime(end)
    result.members = component.members.filter { member in
      let operation = history.operations[Int(member)]
      return operation.invoked <= end
        && (!operation.call.isReadOnly || operation.completion.map { $0.time <= end } ?? false)
    }
    result.members = closure.completed(result.members, within: component.members)
    return result
  }

  /// Whether it came to its end.
  ///
  /// - Parameter isPrefix: whether everything before its last response can be explained.
  private func minimize(
    _ kept: inout HistoryComponent, _ closure: ReadsFromClosure, isPrefix: Bool
  ) -> Bool {
    var spent = 0
    let keepsChanges = isPrefix && dependsOnEveryChange(kept)
    var free = removable(kept, keepsChanges)
    var size = max(free.count / 2, 1)
    while true {
      var isReduced = false
      var isDecided = true
      var end = free.count
      while end > 0 {
        if spent > limits.minimizationMax || isOver?() ?? false { return false }
        let start = max(end - size, 0)
        var rest = kept
        let leftOut = Set(free[start..<end])
        rest.members.removeAll { leftOut.contains($0) }
        rest.members = closure.closed(rest.members)
        // What it costs to find out what must go with it.
        spent += history.operations.count
        end = start
        if isPlainlyExplained(rest.members) {
          spent += kept.members.count
          continue
        }
        switch solve(rest, isTraced: false, &spent) {
        case .holds: continue
        case .unknown: isDecided = false
        case .fails(let instant, _):
          kept = cut(rest, instant, closure)
          isReduced = true
          let first = end == 0 ? 0 : free[end - 1] + 1
          free = removable(kept, keepsChanges)
          // Those that came before what was left out are next.
          end = free.partitioningIndex { $0 >= first }
        }
      }
      if size == 1 && !isReduced { return isDecided }
      size = max(size / 2, 1)
    }
  }

  /// The members that may be left out.
  private func removable(_ kept: HistoryComponent, _ keepsChanges: Bool) -> [Int32] {
    guard keepsChanges else { return kept.members }
    return kept.members.filter { history.operations[Int($0)].call.isReadOnly }
  }

  /// Whether each result depends on all changes before it, and every change without a result can be made always.
  ///
  /// Then no change of a shortest violated prefix can be left out: with it goes every result after it, and those
  /// that remain are before the last response, where everything can be explained; of their order what was
  /// left out is no part, and the changes that remain can follow it.
  private func dependsOnEveryChange(_ component: HistoryComponent) -> Bool {
    var key: Key?
    var kinds: Set<String> = []
    for member in component.members {
      let operation = history.operations[Int(member)]
      guard let own = operation.call.key, own == key ?? own else { return false }
      key = own
      switch operation.call {
      case .read: continue
      case .append(_, .text): kinds.insert("append text")
      case .append: kinds.insert("append")
      case .acquire, .release: kinds.insert("lock")
      case .increment: kinds.insert("increment")
      case .add, .remove: kinds.insert("set")
      case .enqueue, .dequeue: kinds.insert("queue")
      case .push, .pop: kinds.insert("stack")
      default: return false
      }
    }
    let isPlain = key.map { history.initialValue(of: $0) == .absent } ?? false
    return kinds.count == 1 && (isPlain || kinds != ["append"] && kinds != ["append text"])
  }

  /// Whether there are only changes that can always be made and of which nobody learns anything.
  private func isPlainlyExplained(_ members: [Int32]) -> Bool {
    members.allSatisfy { member in
      let operation = history.operations[Int(member)]
      return switch operation.call {
      case .write, .delete, .add, .remove, .enqueue, .push: true
      case .increment: !operation.observes
      default: false
      }
    }
  }
}
