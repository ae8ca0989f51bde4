import Histories

/// Results that no order of the operations explains under any model that asks for one: a read of a register of
/// what nobody wrote, an element of a queue, stack, set or list that nobody inserted, whenever it was invoked.
///
/// Every value that an object can come to hold is among those known of it, so what is found is a violation by
/// itself. Of objects whose values are computed (counters, strings that are appended to), of locks, and of
/// objects that calls of several types address, nothing is said. Two passes, O(n) expected.
struct StrayResults {
  /// What is known of one object.
  private struct Object {
    var kinds: Kinds = []
    var values: ValueTable
    /// For each number of a value whether the object, or an element of it, can be that.
    var known: [Bool] = []

    mutating func learn(_ value: Value) {
      let number = Int(values.number(of: value))
      while known.count <= number { known.append(false) }
      known[number] = true
    }

    mutating func knows(_ value: Value) -> Bool {
      let number = Int(values.number(of: value))
      return number < known.count && known[number]
    }
  }

  /// What the calls on an object take it for; reads take it for anything.
  private struct Kinds: OptionSet {
    let rawValue: UInt8
    static let read = Kinds(rawValue: 1)
    static let register = Kinds(rawValue: 2)
    static let queue = Kinds(rawValue: 4)
    static let stack = Kinds(rawValue: 8)
    static let set = Kinds(rawValue: 16)
    static let list = Kinds(rawValue: 32)
    static let opaque = Kinds(rawValue: 64)

    var isRegister: Bool { isSubset(of: [.read, .register]) }
    var isCollection: Bool {
      isSubset(of: [.read, .set]) || isSubset(of: [.read, .list]) || self == .queue
        || self == .stack
    }
  }

  private var objects: [Object] = []
  private var places: [Key: Int] = [:]
  private let history: History
  private let name: SpecificationName?
  private let expected: Int

  /// The first operation, in order of invocation, with such a result, and what kind of result it is.
  private(set) var first: (operation: Operation, relation: Witness.Relation)?

  /// - Parameter members: indices of operations that count, ascending.
  init<Members: Collection<Int32>>(
    _ members: Members, _ history: History, as name: SpecificationName?
  ) {
    self.history = history
    self.name = name
    expected = members.count
    if name == .counter || name == .mutex { return }
    for member in members { gather(history.operations[Int(member)].call) }
    for member in members {
      let operation = history.operations[Int(member)]
      guard let result = operation.result, let relation = stray(operation.call, result) else {
        continue
      }
      first = (operation, relation)
      return
    }
  }

  /// A witness of that one operation.
  func witness(_ model: CheckerName) -> Witness? {
    guard let (operation, relation) = first else { return nil }
    if relation == .noSerialization { return Witness(model, noOrderFor: [operation]) }
    let end = operation.completion?.eventIndex ?? operation.invokedEvent
    return Witness(model, against: operation, eventIndex: end, relation: relation, missed: nil)
  }

  // MARK: What there is

  private mutating func gather(_ call: Call) {
    switch call {
    case .transaction(let calls): for call in calls { gather(call) }
    case .readMany(let keys): for key in keys { enter(key, .read, nil) }
    case .read(let key): enter(key, .read, nil)
    case .write(let key, let value), .conditionalPut(let key, let value, _),
      .compareAndSet(let key, _, let value):
      enter(key, .register, value)
    case .delete(let key): enter(key, .register, .absent)
    case .enqueue(let key, let value): enter(key, .queue, value)
    case .dequeue(let key): enter(key, .queue, nil)
    case .push(let key, let value): enter(key, .stack, value)
    case .pop(let key): enter(key, .stack, nil)
    case .add(let key, let value): enter(key, .set, value)
    case .remove(let key, _): enter(key, .set, nil)
    case .append(let key, let value): enter(key, name == .kv ? .opaque : .list, value)
    case .increment(let key, _), .acquire(let key), .release(let key): enter(key, .opaque, nil)
    }
  }

  private mutating func enter(_ key: Key, _ kind: Kinds, _ value: Value?) {
    let place = place(of: key)
    objects[place].kinds.formUnion(kind)
    if let value { objects[place].learn(value) }
  }

  private mutating func place(of key: Key) -> Int {
    if let known = places[key] { return known }
    places[key] = objects.count
    // Small integers of one object are looked up in an array, which is faster.
    var object = Object(values: ValueTable(expected: objects.isEmpty ? expected : 8, as: name))
    let initial = history.initialValue(of: key)
    object.learn(initial)
    if let elements = initial.elements {
      for element in elements { object.learn(element) }
    } else {
      // It may be a register; what other calls make of such a value is not followed.
      object.kinds = .register
    }
    objects.append(object)
    return objects.count - 1
  }

  // MARK: What was returned

  /// What is wrong with a result; nil if nothing is known to be.
  private mutating func stray(_ call: Call, _ result: Value) -> Witness.Relation? {
    switch (call, result) {
    case (.transaction(let calls), .list(let results)) where calls.count == results.count:
      for (call, result) in zip(calls, results) {
        if let relation = stray(call, result) { return relation }
      }
      return nil
    case (.readMany(let keys), .list(let results)) where keys.count == results.count:
      for (key, result) in zip(keys, results) {
        if let relation = stray(.read(key), result) { return relation }
      }
      return nil
    case (.read(let key), _): return strayRead(place(of: key), result)
    case (.compareAndSet(let key, let expected, _), .integer(1)):
      let place = place(of: key)
      return objects[place].kinds.isRegister && !objects[place].knows(expected)
        ? .noSerialization : nil
    case (.dequeue(let key), _), (.pop(let key), _):
      let place = place(of: key)
      guard objects[place].kinds.isCollection, result.normalized != .absent else { return nil }
      return objects[place].knows(result) ? nil : .elementNobodyInserted
    default: return nil
    }
  }

  private mutating func strayRead(_ place: Int, _ result: Value) -> Witness.Relation? {
    let kinds = objects[place].kinds
    if kinds.isRegister { return objects[place].knows(result) ? nil : .noSerialization }
    guard kinds.isCollection, let elements = result.elements else { return nil }
    return elements.allSatisfy { objects[place].knows($0) } ? nil : .elementNobodyInserted
  }
}
