import Histories

/// Decides histories of a set to which elements are only added, and which is read as a whole.
///
/// The sets read must form a chain, for a set only grows. That gives the sequence: by levels, from the
/// smallest set read to the largest, first what it adds to the one before, then the reads of it; at last what nobody read.
/// Of an element added more than once, the addition invoked first comes there and the others need only not
/// have returned before. Operations of one step can take effect together, so the sequence obeys real time if and only
/// if nothing returned before something of an earlier step was invoked. This is the zone argument
/// (Gibbons and Korach 1997) for values that include each other.
///
/// O(n log n) and the sizes of the sets read. No element need be unique; a pending addition counts only if
/// its element was read.
struct GrowingSetMonitor {
  private struct Access {
    let member: Int32
    let invoked: Int64
    let returned: Int64
    /// The element added, or the level read.
    var place: Int32
    let isRead: Bool
  }

  private var values: ValueTable
  private var additions: [Access] = []
  private var reads: [(access: Access, elements: [Value])] = []
  private let isTraced: Bool
  /// For each element the lowest level that has it; -1 where none has.
  private var levels: [Int32] = []
  private var levelCount = 0
  private var firstAdditions: [Int32] = []

  /// Nil if there are calls other than additions and reads.
  init?(
    _ members: [Int32], _ operations: [Operation], initial: Value, isTraced: Bool
  ) {
    guard initial == .absent || initial == .list([]) else { return nil }
    self.isTraced = isTraced
    values = ValueTable(expected: members.count)
    for member in members {
      let operation = operations[Int(member)]
      let invoked = operation.invoked.milliseconds
      var returned = TimedAction.never
      if operation.isOK, let end = operation.completion { returned = end.time.milliseconds }
      switch operation.call {
      case .add(_, let value):
        guard value != .absent, value != .list([]) else { return nil }
        additions.append(
          Access(
            member: member, invoked: invoked, returned: returned,
            place: values.number(of: value), isRead: false))
      case .read:
        guard let result = operation.result else { continue }
        var elements: [Value] = []
        if case .list(let list) = result {
          elements = list
        } else if result != .absent {
          return nil
        }
        let access = Access(
          member: member, invoked: invoked, returned: returned, place: 0,
          isRead: true)
        reads.append((access, elements))
      default: return nil
      }
    }
  }

  mutating func judge() -> MonitorFinding {
    findFirstAdditions()
    if let conflict = findLevels() { return .fails(conflict.sorted()) }
    var steps: [[Access]] = Array(repeating: [], count: 2 * levelCount + 1)
    for read in reads { steps[2 * Int(read.access.place) + 1].append(read.access) }
    let repeated = addFirst(to: &steps)
    for step in steps.indices {
      steps[step].sort { ($0.invoked, $0.member) < ($1.invoked, $1.member) }
    }
    // Before each step, what of the steps before it was invoked last.
    var latest: [Access?] = [nil]
    for step in steps { latest.append(Self.later(latest[latest.count - 1], step.last)) }
    for (place, step) in steps.enumerated() {
      for access in step {
        if let before = latest[place], access.returned < before.invoked {
          return .fails(conflict(access, before))
        }
      }
    }
    for access in repeated {
      if let before = latest[firstStep(of: access)], access.returned < before.invoked {
        return .fails(conflict(access, before))
      }
    }
    return .holds(isTraced ? order(&steps, repeated, latest) : [])
  }

  private static func later(_ a: Access?, _ b: Access?) -> Access? {
    guard let a, let b else { return a ?? b }
    return b.invoked > a.invoked ? b : a
  }

  private func firstStep(of addition: Access) -> Int {
    let level = levels[Int(addition.place)]
    return level < 0 ? 2 * levelCount : 2 * Int(level)
  }

  // MARK: Levels

  /// Numbers the sets read, from the smallest; gives operations in conflict if they form no chain.
  private mutating func findLevels() -> [Int32]? {
    levels = Array(repeating: -1, count: Int(values.count))
    let bySize = reads.indices.sorted {
      (reads[$0].elements.count, $0) < (reads[$1].elements.count, $1)
    }
    var previous: Int?
    for index in bySize {
      let elements = reads[index].elements
      if let previous, reads[previous].elements == elements {
        reads[index].access.place = reads[previous].access.place
        continue
      }
      guard zip(elements, elements.dropFirst()).allSatisfy({ $0 < $1 }) else {
        return [reads[index].access.member]
      }
      let smaller = previous.map { reads[$0].elements } ?? []
      guard let added = Self.difference(elements, smaller) else {
        return witness([index] + [previous].compactMap(\.self))
      }
      for value in added {
        let number = Int(values.number(of: value))
        guard number < levels.count else { return witness([index]) }
        levels[number] = Int32(levelCount)
      }
      reads[index].access.place = Int32(levelCount)
      levelCount += 1
      previous = index
    }
    return nil
  }

  /// What a set has that a smaller one has not; nil if the smaller one is not part of it. Both ascend.
  private static func difference(_ larger: [Value], _ smaller: [Value]) -> [Value]? {
    var added: [Value] = []
    var next = 0
    for value in larger {
      if next < smaller.count, smaller[next] == value { next += 1 } else { added.append(value) }
    }
    return next == smaller.count ? added : nil
  }

  // MARK: Steps

  /// For each element its addition that was invoked first.
  private mutating func findFirstAdditions() {
    var first = Array(repeating: Int32(-1), count: Int(values.count))
    for (index, access) in additions.enumerated() {
      let known = first[Int(access.place)]
      let isBefore =
        known < 0
        || (access.invoked, access.member)
          < (additions[Int(known)].invoked, additions[Int(known)].member)
      if isBefore { first[Int(access.place)] = Int32(index) }
    }
    firstAdditions = first
  }

  /// Puts the first addition of each element into its step; gives the others that returned.
  private func addFirst(to steps: inout [[Access]]) -> [Access] {
    let first = firstAdditions
    var repeated: [Access] = []
    for (index, access) in additions.enumerated() {
      let isRead = levels[Int(access.place)] >= 0
      if first[Int(access.place)] != index || !isRead {
        // What nobody read need not have been added.
        if access.returned == TimedAction.never { continue }
      }
      if first[Int(access.place)] == index || !isRead {
        steps[firstStep(of: access)].append(access)
      } else {
        repeated.append(access)
      }
    }
    return repeated
  }

  /// Step by step; a repeated addition in the first step in which nothing is invoked later.
  private func order(
    _ steps: inout [[Access]], _ repeated: [Access], _ latest: [Access?]
  ) -> [Int] {
    var rest: [Access] = []
    for access in repeated {
      let after = latest.partitioningIndex { $0.map { $0.invoked >= access.invoked } ?? false }
      let step = max(after - 1, firstStep(of: access))
      if step < steps.count { steps[step].append(access) } else { rest.append(access) }
    }
    return (steps + [rest]).flatMap { step in
      step.sorted { ($0.invoked, $0.member) < ($1.invoked, $1.member) }.map { Int($0.member) }
    }
  }

  // MARK: Witnesses

  /// One that returned before the other was invoked and must come after it, and why it must.
  private func conflict(_ access: Access, _ before: Access) -> [Int32] {
    let level = before.isRead ? before.place : levels[Int(before.place)]
    let read = reads.indices.first { reads[$0].access.place == level }
    let needed = [access, before].compactMap { one in
      one.isRead ? reads.indices.first { reads[$0].access.member == one.member } : nil
    }
    let between = before.isRead || access.isRead ? [] : [read].compactMap(\.self)
    return Set(witness(needed + between) + [access.member, before.member]).sorted()
  }

  /// Reads with the first addition of each element that they have.
  ///
  /// Later ones can be left out: where an order has one of them first, the one invoked first can change places
  /// with it.
  private func witness(_ chosen: [Int]) -> [Int32] {
    var isNeeded = Array(repeating: false, count: Int(values.count))
    var numbers = values
    for value in chosen.flatMap({ reads[$0].elements }) {
      let number = Int(numbers.number(of: value))
      if number < isNeeded.count { isNeeded[number] = true }
    }
    let needed = firstAdditions.indices.filter { isNeeded[$0] && firstAdditions[$0] >= 0 }
      .map { additions[Int(firstAdditions[$0])].member }
    return (needed + chosen.map { reads[$0].access.member }).sorted()
  }
}
