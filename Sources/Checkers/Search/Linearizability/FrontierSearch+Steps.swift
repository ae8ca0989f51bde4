extension FrontierSearch {
  /// Tries every sequence of steps after which the responding operation has taken effect.
  ///
  /// - Parameter target: the slot of the operation that responds.
  mutating func explore(toward target: Int) -> UnknownReason? {
    if explored.count == 0 { return nil }
    soleGroup = commonGroup
    followSteps()
    var index = 0
    while index < explored.count {
      if explored.configurations[index].isLive {
        let configuration = explored.configurations[index]
        if let reason = expand(configuration, toward: target) { return reason }
      }
      index += 1
      if let reason = limitReached() { return reason }
    }
    return nil
  }

  /// The group of all open classes, where the reductions make use of it; else -1.
  private var commonGroup: Int32 {
    mutating get {
      guard absorbs, !classes.isEmpty else { return -1 }
      let group = classes[0].group
      for place in classes.indices where classes[place].group != group { return -1 }
      return group
    }
  }

  /// Lets each class of open operations take one step. Of many classes the limits are looked at in between.
  private mutating func expand(
    _ configuration: Configuration<Slots>, toward target: Int
  ) -> UnknownReason? {
    let needs = needs(of: configuration)
    for place in classes.indices {
      if width > 0, let reason = limitReached() { return reason }
      let from = classes[place].from
      if from >= 0 && from != configuration.state { continue }
      let group = classes[place].group
      // The last write would be absorbed by this one: nobody noticed it.
      if group >= 0 && configuration.idleGroup == group { continue }
      steps += width
      var untaken = classes[place].slots.subtracting(configuration.taken)
      if untaken.isEmpty { continue }
      steps += 1
      let next = model.next(configuration.state, classes[place].action)
      if next < 0 { continue }
      let state = model.canonical(next, now: now)
      if !isRelevant(state, needs) {
        if group >= 0 && absorbs {
          if untaken.contains(target) { take(target, configuration, to: state, toward: target) }
          continue
        }
        untaken = untaken.intersection(configuration.owed)
        if untaken.isEmpty { continue }
      }
      if looksAtDependence, !isAwaited(classes[place].action, configuration, target) { continue }
      let first = first(of: untaken)
      take(first, configuration, to: state, toward: target)
      // What must take effect and what may do so are not interchangeable where a step can come to
      // nothing: then one of each is tried.
      if group >= 0 || configuration.owed.contains(first) { continue }
      let owed = untaken.intersection(configuration.owed)
      if owed.isEmpty { continue }
      take(self.first(of: owed), configuration, to: state, toward: target)
    }
    return nil
  }

  /// Of interchangeable operations the one that returns first goes first.
  @inline(__always)
  private mutating func first(of slots: Slots) -> Int {
    var rest = slots
    var first = rest.removeFirst()
    while !rest.isEmpty {
      steps += width
      let slot = rest.removeFirst()
      let (a, b) = (open[slot].timed.returned, open[first].timed.returned)
      if a < b || a == b && open[slot].index < open[first].index { first = slot }
    }
    return first
  }

  /// The operation takes effect by a step of its own, which leads to `state`.
  private mutating func take(
    _ slot: Int, _ configuration: Configuration<Slots>, to state: Int32, toward target: Int
  ) {
    let (group, usefulUntil) = (open[slot].timed.group, open[slot].timed.usefulUntil)
    let isOwed = configuration.owed.contains(slot)
    let isAbsorbable = group >= 0 && absorbs
    if slot != target && usefulUntil < now && (!isOwed || isAbsorbable) { return }
    if group >= 0 && group == soleGroup && slot != target,
      !isNoticed(state, configuration, group)
    {
      return
    }
    var child = configuration
    let hasAbsorbed = isAbsorbable && absorb(group, except: slot, &child)
    // What is spare has no need of a step that changes nothing.
    if state == configuration.state && !isOwed && !hasAbsorbed { return }
    trail?.append(open[slot].index, isStep: true, to: &child.trail)
    child.state = state
    child.taken.insert(slot)
    child.owed.remove(slot)
    let isTargetOwed = child.owed.contains(target)
    let isNoticed = settle(&child)
    if looksAtDependence { child.isHasty = !isNoticed && isHasty(slot, configuration, target) }
    if slot == target { return explain(child, slot) }
    child.idleGroup = isAbsorbable && !isNoticed ? group : -1
    if isTargetOwed && !child.owed.contains(target) {
      explain(child, target)
      let timed = open[target].timed
      if !timed.isObserver && timed.usefulUntil >= now { explored.insert(child) }
    } else if child.idleGroup < 0 || goesOn(child) {
      explored.insert(child)
    }
  }

  /// Whether an owed operation counts as done where a write of the group has made this state.
  ///
  /// If not, and if only writes of the group are open, the write needs no step before them: they
  /// would absorb it.
  private mutating func isNoticed(
    _ state: Int32, _ configuration: Configuration<Slots>, _ group: Int32
  ) -> Bool {
    var others = configuration.owed.subtracting(groups[Int(group)])
    while !others.isEmpty {
      steps += width
      if isSilent(open[others.removeFirst()].timed, in: state) { return true }
    }
    return false
  }

  /// Whether anything but a write that would absorb the last one can take a step now.
  private mutating func goesOn(_ configuration: Configuration<Slots>) -> Bool {
    for place in classes.indices where classes[place].group != configuration.idleGroup {
      steps += width
      if classes[place].slots.isSubset(of: configuration.taken) { continue }
      if model.next(configuration.state, classes[place].action) >= 0 { return true }
    }
    return false
  }

  /// Owed writes of the group took effect just before a write of it, and were overwritten. Whether there
  /// are any.
  @inline(__always)
  private mutating func absorb(
    _ group: Int32, except slot: Int, _ configuration: inout Configuration<Slots>
  ) -> Bool {
    var absorbed = configuration.owed.intersection(groups[Int(group)])
    absorbed.remove(slot)
    if absorbed.isEmpty { return false }
    configuration.owed.subtract(absorbed)
    while trail != nil, !absorbed.isEmpty {
      let index = open[absorbed.removeFirst()].index
      trail?.append(index, isStep: false, to: &configuration.trail)
    }
    return true
  }

  /// Owed operations that change nothing in the state of the configuration take effect there. Whether there
  /// are any.
  @inline(__always)
  private mutating func settle(_ configuration: inout Configuration<Slots>) -> Bool {
    var rest = configuration.owed
    var isNoticed = false
    while !rest.isEmpty {
      let slot = rest.removeFirst()
      steps += 1 + width
      guard isSilent(open[slot].timed, in: configuration.state) else { continue }
      isNoticed = true
      configuration.owed.remove(slot)
      trail?.append(open[slot].index, isStep: false, to: &configuration.trail)
    }
    return isNoticed
  }
}
