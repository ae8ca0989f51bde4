/// Which states are worth a step.
///
/// Between two blind writes stands a chain of operations each of which is possible only in the state that the one
/// before it left: compare-and-sets that succeeded. If neither the chain nor what can follow it contains an
/// operation that must take effect, the write after it finds the same without the chain, and more operations
/// are free later. So what need not take effect takes a step only to a state from which such a chain can lead to
/// the state that an owed operation needs. Of blind writes, which their successors absorb, the same holds
/// when they are owed.
extension FrontierSearch {
  /// The states of which the operation needs one: none if it overwrites, all if that is not known.
  func needs(of operation: TimedAction) -> UInt64 {
    if operation.group >= 0 { return 0 }
    let state = model.required(by: operation.action)
    if state < 0 { return ~0 }
    return state < UInt64.bitWidth ? 1 &<< UInt64(state) : 0
  }

  /// The states that operations need which must still take effect. O(owed).
  @inline(__always)
  mutating func needs(of configuration: Configuration<Slots>) -> UInt64 {
    var needs: UInt64 = 0
    var rest = configuration.owed
    while !rest.isEmpty {
      steps += width
      needs |= open[rest.removeFirst()].needs
    }
    return needs
  }

  /// Whether a step to the state can lead to one that is needed.
  @inline(__always)
  mutating func isRelevant(_ state: Int32, _ needs: UInt64) -> Bool {
    leads.isEmpty || leads[Int(state)] & needs != 0
  }

  /// Whether the target, or a read that must still take effect, can depend on the step.
  mutating func isAwaited(
    _ action: Int, _ configuration: Configuration<Slots>, _ target: Int
  ) -> Bool {
    if model.depends(open[target].timed.action, on: action) { return true }
    var rest = configuration.owed
    while !rest.isEmpty {
      steps += width
      let other = open[rest.removeFirst()].timed
      if other.isObserver && model.depends(other.action, on: action) { return true }
    }
    return false
  }

  /// Whether a step leaves one that nothing has depended on, if no read takes effect then: the same steps without that
  /// one are as good, and leave more free.
  mutating func isHasty(
    _ slot: Int, _ configuration: Configuration<Slots>, _ target: Int
  ) -> Bool {
    if configuration.isHasty { return true }
    if slot == target { return false }
    return !model.depends(open[target].timed.action, on: open[slot].timed.action)
  }

  /// Finds where chains of the open operations lead. O(open operations x states) at most.
  mutating func followSteps() {
    if leads.isEmpty { return }
    for state in leads.indices { leads[state] = 1 &<< UInt64(state) }
    var isChanged = true
    while isChanged {
      isChanged = false
      for place in classes.indices where classes[place].to >= 0 {
        let from = Int(classes[place].from)
        let further = leads[from] | leads[Int(model.canonical(classes[place].to, now: now))]
        if further != leads[from] {
          leads[from] = further
          isChanged = true
        }
      }
    }
  }
}
