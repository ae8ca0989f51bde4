import Histories

/// A register over numbered values: states are values, and actions are packed into one number.
struct RegisterTransitions: Transitions {
  enum Kind: Int {
    /// Returned the value `a`.
    case equal
    /// Put the value `b`.
    case write
    /// Found `a` and put `b`.
    case exchange
    /// Did not find `a`.
    case differ
  }

  let initial: Int32
  /// For each value the last response that tells it from others.
  let observedUntil: [Int64]

  static func action(_ kind: Kind, _ a: Int32, _ b: Int32 = 0) -> Int {
    kind.rawValue << 60 | Int(a) << 30 | Int(b)
  }

  func next(_ state: Int32, _ action: Int) -> Int32 {
    let a = Int32(truncatingIfNeeded: action >> 30 & (1 << 30 - 1))
    let b = Int32(truncatingIfNeeded: action & (1 << 30 - 1))
    return switch action >> 60 {
    case Kind.equal.rawValue: state == a ? state : impossible
    case Kind.write.rawValue: b
    case Kind.exchange.rawValue: state == a ? b : impossible
    default: state == a ? impossible : state
    }
  }

  var stateCount: Int { 0 }
  var stateBound: Int { observedUntil.count + 1 }

  var knowsDependence: Bool { false }
  func depends(_ other: Int, on action: Int) -> Bool { true }

  func required(by action: Int) -> Int32 {
    switch action >> 60 {
    case Kind.equal.rawValue, Kind.exchange.rawValue:
      Int32(truncatingIfNeeded: action >> 30 & (1 << 30 - 1))
    default: -1
    }
  }

  func keepOnly(_ states: [Int32]) -> [Int32] { states }

  /// Values that nobody will look for are all one: the number after the last.
  func canonical(_ state: Int32, now: Int64) -> Int32 {
    let state = Int(state)
    guard state < observedUntil.count else { return Int32(observedUntil.count) }
    return observedUntil[state] < now ? Int32(observedUntil.count) : Int32(state)
  }
}

/// The operations of one register, made ready for the frontier search.
struct RegisterEncoding {
  private(set) var actions: [TimedAction] = []
  /// Which operation of the history each action is.
  private(set) var members: [Int32] = []
  let transitions: RegisterTransitions

  /// - Parameter forgets: whether values that nobody looks for later are forgotten.
  init(
    _ component: [Int32], _ operations: [Operation], initial: Value, forgets: Bool,
    as name: SpecificationName? = nil
  ) {
    var values = ValueTable(expected: component.count, as: name)
    let initialValue = values.number(of: initial)
    actions.reserveCapacity(component.count)
    members.reserveCapacity(component.count)
    for member in component {
      let index = Int(member)
      let result = operations[index].result
      guard let action = Self.action(operations[index].call, result, &values) else { continue }
      let kind = action >> 60
      let isObserver =
        kind == RegisterTransitions.Kind.equal.rawValue
        || kind == RegisterTransitions.Kind.differ.rawValue
      actions.append(
        TimedAction(
          action: action, group: kind == RegisterTransitions.Kind.write.rawValue ? 0 : -1,
          isObserver: isObserver, invoked: operations[index].invoked.milliseconds,
          returned: result != nil
            ? operations[index].completion?.time.milliseconds ?? TimedAction.never
            : TimedAction.never,
          usefulUntil: TimedAction.never))
      members.append(member)
    }
    let observed = Self.observedUntil(actions, values: Int(values.count), forgets: forgets)
    transitions = RegisterTransitions(initial: initialValue, observedUntil: observed)
    if forgets { setUsefulness(observed) }
  }

  /// What the operation did, or nil if it can have no effect and says nothing.
  private static func action(
    _ call: Call, _ result: Value?, _ values: inout ValueTable
  ) -> Int? {
    switch call {
    case .read:
      return result.map { RegisterTransitions.action(.equal, values.number(of: $0)) }
    case .write(_, let value), .conditionalPut(_, let value, _):
      return RegisterTransitions.action(.write, 0, values.number(of: value))
    case .delete: return RegisterTransitions.action(.write, 0, values.number(of: .absent))
    case .compareAndSet(_, let expected, let new):
      let (a, b) = (values.number(of: expected), values.number(of: new))
      switch result {
      case nil: return a == b ? nil : RegisterTransitions.action(.exchange, a, b)
      case .integer(0): return RegisterTransitions.action(.differ, a)
      case .integer(1): return RegisterTransitions.action(a == b ? .equal : .exchange, a, b)
      // It returns 1 or 0: a value that nobody writes stands for the impossible.
      default: return RegisterTransitions.action(.equal, 1 << 30 - 1)
      }
    default: return nil
    }
  }

  private static func observedUntil(
    _ actions: [TimedAction], values: Int, forgets: Bool
  ) -> [Int64] {
    var observed = Array(repeating: forgets ? Int64.min : TimedAction.never, count: values)
    for action in actions where forgets && action.group < 0 {
      let value = action.action >> 30 & (1 << 30 - 1)
      if value < values { observed[value] = max(observed[value], action.returned) }
    }
    return observed
  }

  /// A write can matter as long as its value is looked for, or another value than the one before.
  private mutating func setUsefulness(_ observed: [Int64]) {
    let differing = actions.lazy.filter {
      $0.action >> 60 == RegisterTransitions.Kind.differ.rawValue
    }.map(\.returned).max()
    for index in actions.indices where !actions[index].isObserver {
      let value = actions[index].action & (1 << 30 - 1)
      actions[index].usefulUntil = max(observed[value], differing ?? .min)
    }
  }
}
