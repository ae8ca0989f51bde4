extension FrontierSearch {
  /// Tries every sequence of steps after which the responding operation has taken effect.
  mutating func explore(_ operation: Int) -> UnknownReason? {
    var index = 0
    while index < explored.count {
      if explored.configurations[index].isLive {
        expand(explored.configurations[index], toward: operation)
      }
      index += 1
      if explored.count + explained.count > limits.configurationsMax {
        return .tooManyConfigurations(maximum: limits.configurationsMax)
      }
      if steps + explored.comparisons + explained.comparisons > limits.stepsMax {
        return .tooManySteps(maximum: limits.stepsMax)
      }
    }
    return nil
  }

  /// Lets each class of open operations take one step.
  private mutating func expand(
    _ configuration: Configuration<Slots>, toward target: Int
  ) {
    for place in classes.indices {
      let group = classes[place].group
      // The last write would be absorbed by this one: nobody noticed it.
      if group >= 0 && configuration.idleGroup == group { continue }
      guard let first = firstUntaken(place, configuration) else { continue }
      take(first, configuration, toward: target)
      // What must take effect and what may do so are not interchangeable where a step can come to
      // nothing: then one of each is tried.
      if group < 0, let owed = firstOwed(place, configuration), owed != first {
        take(owed, configuration, toward: target)
      }
    }
  }

  /// Of interchangeable operations the one that returns first goes first.
  private func firstUntaken(_ place: Int, _ configuration: Configuration<Slots>) -> Int? {
    classes[place].operations.first {
      !configuration.taken.contains(Int(timetable.slots[$0]))
    }
  }

  private func firstOwed(_ place: Int, _ configuration: Configuration<Slots>) -> Int? {
    let isOwed = { (operation: Int) in
      configuration.owed.contains(Int(timetable.slots[operation]))
    }
    guard let first = firstUntaken(place, configuration), !isOwed(first) else { return nil }
    return classes[place].operations.first(where: isOwed)
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
    var child = configuration
    let hasAbsorbed = absorb(timed.group, except: operation, &child)
    // What is spare has no need of a step that changes nothing.
    if state == configuration.state && !isOwed && !hasAbsorbed { return }
    trail?.append(operation, isStep: true, to: &child.trail)
    child.state = state
    child.taken.insert(slot)
    child.owed.remove(slot)
    let isNoticed = settle(&child)
    child.idleGroup = isAbsorbed(timed) && !isNoticed ? timed.group : -1
    keep(child, after: configuration, operation, toward: target)
  }

  /// Whether it takes no step of its own where a write of its group follows.
  private func isAbsorbed(_ operation: TimedAction) -> Bool {
    operation.group >= 0 && reductions.contains(.absorption)
  }

  private mutating func keep(
    _ child: Configuration<Slots>, after parent: Configuration<Slots>, _ operation: Int,
    toward target: Int
  ) {
    let slot = Int(timetable.slots[target])
    if operation == target { return explain(child, slot) }
    if parent.owed.contains(slot) && !child.owed.contains(slot) {
      explain(child, slot)
      if operations[target].isObserver || operations[target].usefulUntil < now { return }
    }
    // After an unnoticed write only a call that depends on it is worth a step.
    let idle = child.idleGroup
    if idle >= 0, classes.allSatisfy({ $0.group == idle }) { return }
    explored.insert(child)
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
      absorbed.forEach { slot in
        trail?.append(holders[slot], isStep: false, to: &configuration.trail)
      }
    }
    return true
  }

  /// Owed operations that change nothing in the new state take effect there. Whether there are any.
  private mutating func settle(_ configuration: inout Configuration<Slots>) -> Bool {
    var isNoticed = false
    let owed = configuration.owed
    owed.forEach { slot in
      let operation = operations[holders[slot]]
      guard isSilentAtOnce(operation) else { return }
      steps += 1
      guard isSilent(operation, in: configuration.state) else { return }
      configuration.owed.remove(slot)
      trail?.append(holders[slot], isStep: false, to: &configuration.trail)
      isNoticed = true
    }
    return isNoticed
  }
}
