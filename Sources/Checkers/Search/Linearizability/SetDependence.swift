import Histories

/// Which steps on a set or a counter an operation can depend on: what lets the search leave out the others until a
/// response needs them.
///
/// Additions and removals of different elements commute, and only reads see them. Let the search look for steps that
/// end with the target's. If an element is absent and no read that must still take effect has it, or if it is
/// present and all of them have it, then the steps on it can as well come after the target's, unless the target is
/// on the same element: no such read can take effect in between and see the difference. So the
/// configurations multiply with the reads that are open at once, no longer with all that is open.
///
/// Increments that return nothing commute too, and only reads see them: as long as no read must still take effect, a
/// step is left until its own response.
struct SetDependence: Sendable {
  private enum Action {
    case add(Int32)
    case remove(Int32)
    /// The numbers of the elements, ascending.
    case read([Int32])
    case increment
    case readOfCounter
  }
  private let actions: [Action]

  /// Nil if there are calls other than additions, removals and reads, or than increments that return nothing and reads.
  ///
  /// - Parameter initial: what the object holds at first.
  init?(_ actions: [SpecifiedOperation], initial: Value) {
    if actions.contains(where: \.call.isIncrement) {
      guard Self.commute(actions, initial) else { return nil }
      self.actions = actions.map { $0.call.isReadOnly ? .readOfCounter : .increment }
      return
    }
    var values = ValueTable(expected: actions.count)
    var known: [Action] = []
    for action in actions {
      switch action.call {
      case .add(_, let value): known.append(.add(values.number(of: value)))
      case .remove(_, let value): known.append(.remove(values.number(of: value)))
      case .read:
        let elements = action.result?.elements ?? []
        known.append(.read(elements.map { values.number(of: $0) }.sorted()))
      default: return nil
      }
    }
    self.actions = known
  }

  /// Whether an operation that must take effect can depend on whether another has.
  func depends(_ other: Int, on action: Int) -> Bool {
    switch (actions[action], actions[other]) {
    case (.read, _), (.readOfCounter, _), (_, .readOfCounter): true
    // Of a counter, which no other calls are on: its own step each needs.
    case (.increment, _), (_, .increment): other == action
    case (.add(let element), .read(let elements)): Self.contains(elements, element)
    case (.remove(let element), .read(let elements)): !Self.contains(elements, element)
    case (.add(let a), .add(let b)), (.add(let a), .remove(let b)), (.remove(let a), .add(let b)),
      (.remove(let a), .remove(let b)):
      a == b
    }
  }

  /// Whether there are only reads and increments that return nothing, and no order of them overflows.
  private static func commute(_ actions: [SpecifiedOperation], _ initial: Value) -> Bool {
    guard case .integer(let start) = initial == .absent ? 0 : initial else { return false }
    var reach = start.magnitude
    for action in actions {
      switch action.call {
      case .read: continue
      case .increment(_, let amount) where action.result ?? .absent == .absent:
        // One action may stand for many operations, of which there are never so many.
        reach = max(reach, amount.magnitude)
      default: return false
      }
    }
    return reach < 1 << 31
  }

  private static func contains(_ elements: [Int32], _ element: Int32) -> Bool {
    let place = elements.partitioningIndex { $0 >= element }
    return place < elements.count && elements[place] == element
  }
}

extension Call {
  fileprivate var isIncrement: Bool { if case .increment = self { true } else { false } }
}
