import Histories

/// The sequential specification of a map of objects: of one type, or of the whole call vocabulary, in which
/// each call says what it takes its object for.
///
/// What each type does is in its `DataType`. Calls on several keys are calls on one after the other at one
/// instant: `readMany` returns the list of the values, a transaction the list of its calls' results, or nothing.
public struct ObjectMapSpecification: SequentialSpecification {
  public let initial: ObjectMap
  /// The type of all objects; nil if their calls tell.
  public let name: SpecificationName?

  public init(initial values: [History.InitialValue], as name: SpecificationName? = nil) {
    let nothing = name?.nothing ?? .absent
    var initial = ObjectMap()
    initial.merge(
      values.reduce(into: [:]) { $0[$1.key] = $1.value.normalized(nothing) })
    self.initial = initial
    self.name = name
  }

  public func step(_ state: ObjectMap, _ operation: SpecifiedOperation) -> ObjectMap? {
    var next = Working(state)
    let isPossible = apply(
      operation.call, returning: operation.result, by: operation.process, to: &next)
    return isPossible ? next.map() : nil
  }

  /// A map that is being changed. The first few changes are made at once; many, of one transaction, together, so
  /// that the map is not moved for each.
  private struct Working {
    private var state: ObjectMap
    private var later: [Key: Value] = [:]
    private var changes = 0

    init(_ state: ObjectMap) { self.state = state }

    /// Takes the value out, for changing: whoever takes it puts one back.
    mutating func take(_ key: Key) -> Value {
      if changes < Self.few { return state[key] }
      // What is here no longer is held by nobody else, so that it is changed where it is.
      return later.updateValue(.absent, forKey: key) ?? state[key]
    }

    mutating func put(_ value: Value, at key: Key) {
      if changes < Self.few { state[key] = value } else { later[key] = value }
      changes += 1
    }

    consuming func map() -> ObjectMap {
      if !later.isEmpty { state.merge(later) }
      return state
    }

    private static let few = 16
  }

  private func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to state: inout Working
  ) -> Bool {
    switch call {
    case .readMany(let keys):
      return apply(keys.map { .read($0) }, returning: result, by: process, to: &state)
    case .transaction(let calls):
      if case .list? = result {
        return apply(calls, returning: result, by: process, to: &state)
      }
      return calls.allSatisfy { apply($0, returning: nil, by: process, to: &state) }
    default:
      guard let key = call.key else { return false }
      var value = state.take(key)
      let type = name?.dataType ?? SpecificationName.spoken(by: call, of: value)
      guard type.apply(call, returning: result, by: process, to: &value) else { return false }
      state.put(value, at: key)
      return true
    }
  }

  /// Several calls, and the list of their results.
  private func apply(
    _ calls: [Call], returning result: Value?, by process: ProcessID, to state: inout Working
  ) -> Bool {
    guard let result else {
      return calls.allSatisfy { apply($0, returning: nil, by: process, to: &state) }
    }
    guard case .list(let results) = result, results.count == calls.count else { return false }
    return zip(calls, results).allSatisfy { apply($0, returning: $1, by: process, to: &state) }
  }
}
