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
    } else {
      closure = ReadsFromClosure(component.members, history)
      var spent = 0
      if case .fails(let end, _) = solve(component, isTraced: false, &spent) {
        kept = cut(component, end, closure)
      }
    }
    let isMinimal = minimize(&kept, closure)
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
  private func minimize(_ kept: inout HistoryComponent, _ closure: ReadsFromClosure) -> Bool {
    var spent = 0
    var size = max(kept.members.count / 2, 1)
    while true {
      var isReduced = false
      var isDecided = true
      var end = kept.members.count
      while end > 0 {
        if spent > limits.minimizationMax || isOver?() ?? false { return false }
        let start = max(end - size, 0)
        var rest = kept
        rest.members.removeSubrange(start..<end)
        rest.members = closure.closed(rest.members)
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
          end = min(start, kept.members.count)
        }
      }
      if size == 1 && !isReduced { return isDecided }
      size = max(size / 2, 1)
    }
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
