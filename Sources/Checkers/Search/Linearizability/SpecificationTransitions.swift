import Histories

/// Any sequential specification over numbered states and actions. Each transition is computed once.
struct SpecificationTransitions<Specification: SequentialSpecification>: Transitions {
  private let specification: Specification
  private let actions: [SpecifiedOperation]
  private var states: [Specification.State]
  private var numbers: [Specification.State: Int32]
  private var known: [Int: Int32] = [:]

  let initial: Int32 = 0

  /// Gives one state for all those that nothing can tell apart.
  private let simplify: (@Sendable (Specification.State) -> Specification.State)?

  private let dependence: SetDependence?

  init(
    _ specification: Specification, actions: [SpecifiedOperation],
    simplify: (@Sendable (Specification.State) -> Specification.State)? = nil,
    dependence: SetDependence? = nil
  ) {
    self.dependence = dependence
    self.specification = specification
    self.simplify = simplify
    self.actions = actions
    states = [specification.initial]
    numbers = [specification.initial: 0]
  }

  mutating func next(_ state: Int32, _ action: Int) -> Int32 {
    let slot = Int(state) * actions.count + action
    if let next = known[slot] { return next }
    let result = specification.step(states[Int(state)], actions[action])
      .map { number(of: simplify?($0) ?? $0) }
    known[slot] = result ?? impossible
    return result ?? impossible
  }

  var stateCount: Int { states.count }
  var stateBound: Int { 0 }
  func required(by action: Int) -> Int32 { -1 }
  var knowsDependence: Bool { dependence != nil }
  func depends(_ other: Int, on action: Int) -> Bool {
    dependence?.depends(other, on: action) ?? true
  }

  mutating func keepOnly(_ kept: [Int32]) -> [Int32] {
    let old = states
    states = []
    numbers = [:]
    known = [:]
    return kept.map { number(of: old[Int($0)]) }
  }

  private mutating func number(of state: Specification.State) -> Int32 {
    if let number = numbers[state] { return number }
    numbers[state] = Int32(states.count)
    states.append(state)
    return Int32(states.count - 1)
  }

  func canonical(_ state: Int32, now: Int64) -> Int32 { state }
}

/// The operations of one component over any calls, made ready for the frontier search.
struct SpecificationEncoding {
  private(set) var actions: [TimedAction] = []
  let transitions: SpecificationTransitions<ObjectMapSpecification>

  init(_ component: [Int32], _ history: History, as name: SpecificationName?, forgets: Bool) {
    var keys = KeyNumbers()
    var numbers: [SpecifiedOperation: Int] = [:]
    var specified: [SpecifiedOperation] = []
    for member in component {
      let operation = history.operations[Int(member)]
      // Only locks look at the process.
      let process = operation.call.isLockCall ? operation.process : ProcessID(0)
      let action = SpecifiedOperation(
        call: operation.call, process: process, result: operation.result)
      let number = numbers[action] ?? specified.count
      if number == specified.count {
        numbers[action] = number
        specified.append(action)
      }
      for key in operation.call.keys { _ = keys.number(of: key) }
      actions.append(
        TimedAction(
          action: number, group: operation.call.blindlyWritten.map { keys.number(of: $0) } ?? -1,
          isObserver: operation.isObserver, invoked: operation.invoked.milliseconds,
          returned: operation.isOK
            ? operation.completion?.time.milliseconds ?? TimedAction.never : TimedAction.never,
          usefulUntil: TimedAction.never))
    }
    let initial = keys.names.map { History.InitialValue($0, history.initialValue(of: $0)) }
      .filter { $0.value != .absent }
    let observed =
      forgets && keys.count == 1
      ? ObservedBeginnings(component.map { history.operations[Int($0)] }) : nil
    transitions = SpecificationTransitions(
      ObjectMapSpecification(initial: initial, as: name), actions: specified,
      simplify: Self.simplification(observed),
      dependence: keys.count == 1
        ? SetDependence(specified, initial: history.initialValue(of: keys.names[0])) : nil)
  }

  private static func simplification(
    _ observed: ObservedBeginnings?
  ) -> (@Sendable (ObjectMap) -> ObjectMap)? {
    guard let observed else { return nil }
    return { observed.simplified($0) }
  }

  private struct KeyNumbers {
    private var numbers: [Key: Int32] = [:]
    private(set) var names: [Key] = []
    var count: Int { names.count }
    mutating func number(of key: Key) -> Int32 {
      if let known = numbers[key] { return known }
      let number = Int32(names.count)
      numbers[key] = number
      names.append(key)
      return number
    }
  }
}

extension Call {
  fileprivate var isLockCall: Bool {
    switch self {
    case .acquire, .release: true
    case .transaction(let calls): calls.contains(where: \.isLockCall)
    default: false
    }
  }

  /// The key whose value the call replaces, whatever it was.
  fileprivate var blindlyWritten: Key? {
    switch self {
    case .write(let key, _), .conditionalPut(let key, _, _), .delete(let key): key
    default: nil
    }
  }
}

extension Operation {
  /// Whether it can have changed no state.
  fileprivate var isObserver: Bool {
    call.isReadOnly || call.isCompareAndSet && result == .integer(0)
  }
}
