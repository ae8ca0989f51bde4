extension FrontierSearch {
  /// Tries every sequence of steps after which the responding operation has taken effect.
  mutating func explore(_ operation: Int) -> UnknownReason? {
    let group = classes.first?.group ?? -1
    soleGroup = isEveryClass(of: group) ? group : -1
    var index = 0
    while index < explored.count {
      if explored.configurations[index].isLive {
        expand(explored.configurations[index], toward: operation)
      }
      index += 1
      if let reason = limitReached() { return reason }
    }
    return nil
  }

  private func isEveryClass(of group: Int32) -> Bool {
    reductions.contains(.absorption) && classes.allSatisfy { $0.group == group }
  }

  /// Lets each class of open operations take one step.
  private mutating func expand(
    _ configuration: Configuration<Slots>, toward target: Int
  ) {
    for place in classes.indices {
      let group = classes[place].group
      // The last write would be absorbed by this one: nobody noticed it.
      if group >= 0 && configuration.idleGroup == group { continue }
      let untaken = classes[place].slots.subtracting(configuration.taken)
      if untaken.isEmpty { continue }
      let first = first(of: untaken, in: place)
      take(first, configuration, toward: target)
      // What must take effect and what may do so are not interchangeable where a step can come to
      // nothing: then one of each is tried.
      if group >= 0 || untaken.sole >= 0 { continue }
      let owed = untaken.intersection(configuration.owed)
      if owed.isEmpty || configuration.owed.contains(Int(timetable.slots[first])) { continue }
      take(self.first(of: owed, in: place), configuration, toward: target)
    }
  }

  /// Of interchangeable operations the one that returns first goes first.
  private func first(of slots: Slots, in place: Int) -> Int {
    let sole = slots.sole
    if sole >= 0 { return holders[sole] }
    for operation in classes[place].operations
    where slots.contains(Int(timetable.slots[operation])) {
      return operation
    }
    preconditionFailure("a class has the operations of its slots")
  }

  /// The operation takes effect by a step of its own.
  private mutating func take(
    _ operation: Int, _ configuration: Configuration<Slots>, toward target: Int
  ) {
    let timed = operations[operation]
    let slot = Int(timetable.slots[operation])
    let isOwed = configuration.owed.contains(slot)
    if operation != target && timed.usefulUntil < now && (!isOwed || isAbsorbed(timed)) { return }
    steps += 1
    let next = model.next(configuration.state, timed.action)
    guard next >= 0 else { return }
    let state = model.canonical(next, now: now)
    if timed.group >= 0 && timed.group == soleGroup && operation != target,
      !isNoticed(state, configuration, timed.group)
    {
      return
    }
    var child = configuration
    let hasAbsorbed = absorb(timed.group, except: operation, &child)
    // What is spare has no need of a step that changes nothing.
    if state == configuration.state && !isOwed && !hasAbsorbed { return }
    trail?.append(operation, isStep: true, to: &child.trail)
    child.state = state
    child.taken.insert(slot)
    child.owed.remove(slot)
    let target = Int(timetable.slots[target])
    if slot == target { return explain(settled(child), slot) }
    let isAbsorbed = configuration.owed.contains(target) && !child.owed.contains(target)
    let settled = settled(child)
    let isNoticed = settled.owed != child.owed
    child = settled
    child.idleGroup = self.isAbsorbed(timed) && !isNoticed ? timed.group : -1
    if child.owed.contains(target) || isAbsorbed || !configuration.owed.contains(target) {
      if child.idleGroup < 0 || goesOn(child) { explored.insert(child) }
      return
    }
    explain(child, target)
    if !operations[holders[target]].isObserver && operations[holders[target]].usefulUntil >= now {
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
    var others = configuration.owed
    others.subtract(groups[Int(group)])
    guard !others.isEmpty else { return false }
    var isNoticed = false
    others.visitEach { slot in
      let operation = operations[holders[slot]]
      if isSilentAtOnce(operation) && isSilent(operation, in: state) { isNoticed = true }
    }
    return isNoticed
  }

  /// Whether anything but a write that would absorb the last one can take a step now.
  private mutating func goesOn(_ configuration: Configuration<Slots>) -> Bool {
    for place in classes.indices where classes[place].group != configuration.idleGroup {
      if classes[place].slots.isSubset(of: configuration.taken) { continue }
      if model.next(configuration.state, classes[place].action) >= 0 { return true }
    }
    return false
  }

  /// Whether it takes no step of its own where a write of its group follows.
  private func isAbsorbed(_ operation: TimedAction) -> Bool {
    operation.group >= 0 && reductions.contains(.absorption)
  }

  /// Owed writes of the group took effect just before a write of it, and were overwritten. Whether there
  /// are any.
  private mutating func absorb(
    _ group: Int32, except operation: Int, _ configuration: inout Configuration<Slots>
  ) -> Bool {
    guard group >= 0, reductions.contains(.absorption) else { return false }
    var absorbed = configuration.owed.intersection(groups[Int(group)])
    absorbed.remove(Int(timetable.slots[operation]))
    if absorbed.isEmpty { return false }
    configuration.owed.subtract(absorbed)
    if trail != nil {
      absorbed.visitEach { slot in
        trail?.append(holders[slot], isStep: false, to: &configuration.trail)
      }
    }
    return true
  }

  /// Owed operations that change nothing in the state of the configuration take effect there.
  private mutating func settled(_ configuration: Configuration<Slots>) -> Configuration<Slots> {
    var settled = configuration
    configuration.owed.visitEach { slot in
      let operation = operations[holders[slot]]
      guard isSilentAtOnce(operation) else { return }
      steps += 1
      guard isSilent(operation, in: configuration.state) else { return }
      settled.owed.remove(slot)
      trail?.append(holders[slot], isStep: false, to: &settled.trail)
    }
    return settled
  }
}
