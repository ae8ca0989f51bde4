import Checkers
import Histories

/// What the functions of a history ask of a store: from `:f` and `:value` to calls and back.
struct CallVocabulary {
  let specification: SpecificationName?
  /// What nil says that a read returned, and that a read within a transaction returned.
  var nilReading = NilReading.unknown
  var nilReadingWithin = NilReading.observed
  /// Reads that succeeded and are not judged, since they returned nil.
  var unjudgedNilReads = 0
  /// Whether values are `[key value]` tuples of independent objects; nil until an operation tells.
  private(set) var hasTuples: Bool?
  private(set) var hasKeys = false
  /// The functions seen, by which the data type is told where nobody says it.
  private(set) var seen: FunctionSet = []
  /// What `add` adds.
  var adding = Adding.elements
  /// Whether the latest outcome changed its call.
  var hasAmended = false

  /// Elements to sets, unless the file itself refutes that.
  enum Adding { case elements, amounts, both }

  init(_ specification: SpecificationName?) { self.specification = specification }

  /// The functions that operations on a data type have.
  static func functions(of specification: SpecificationName) -> FunctionSet {
    switch specification {
    case .register: [.read, .write, .delete]
    case .casRegister: [.read, .write, .delete, .compareAndSet]
    case .multiRegister: [.transaction, .readMany, .read, .write]
    case .kv: [.get, .put, .append, .delete, .read, .write, .compareAndSet]
    case .counter: [.read, .add, .increment, .decrement]
    case .set: [.read, .add, .remove]
    case .queue: [.enqueue, .dequeue]
    case .stack: [.push, .pop]
    case .list: [.read, .append]
    case .mutex: [.acquire, .release]
    }
  }

  /// The data type that was asked for, or that the functions tell; nil if they do not.
  var effective: SpecificationName? {
    if let specification { return specification }
    let order: [SpecificationName] = [
      .register, .casRegister, .list, .kv, .counter, .set, .queue, .stack, .mutex, .multiRegister,
    ]
    return order.first { name in
      switch name {
      case .counter where seen.contains(.add) && adding != .amounts: false
      case .set where seen.contains(.add) && adding != .elements: false
      default: seen.isSubset(of: Self.functions(of: name))
      }
    }
  }

  /// What objects hold before the first operation where nobody says it: counters zero, the rest nothing.
  func usualInitial(_ conventions: Conventions) -> Value {
    effective == .counter && !conventions.isGiven ? .integer(0) : .absent
  }

  // MARK: Invocations

  /// The call of an invocation, its function, and its value without the key.
  mutating func call(
    of event: RecordedEvent
  ) throws(HistoryFileError) -> (Call, FunctionName, Value) {
    guard let function = event.function, function != .conventions else {
      throw unknownFunction(event)
    }
    if !seen.contains(function) {
      if let specification, !Self.functions(of: specification).contains(function) {
        throw unknownFunction(event)
      }
      seen.insert(function)
    }
    let (key, value) = try parts(of: event, function)
    return (try call(function, key, value, event), function, value)
  }

  private func unknownFunction(_ event: RecordedEvent) -> HistoryFileError {
    let allowed = specification.map(Self.functions) ?? .all
    let names = FunctionName.allCases.filter { allowed.contains($0) && $0 != .conventions }
    let name = event.function?.name ?? event.unknownFunction
    let of = specification.map { " of a \($0.rawValue)" } ?? ""
    guard event.function != nil || !name.isEmpty else {
      return HistoryFileError(at: event.place, "an event without :f")
    }
    return HistoryFileError(
      at: event.functionPlace,
      "\(quoted(name)), expected a function\(of): " + names.map(\.name).joined(separator: ", "))
  }

  /// The object addressed and the value without it.
  private mutating func parts(
    of event: RecordedEvent, _ function: FunctionName
  ) throws(HistoryFileError) -> (Key, Value) {
    if let key = event.key {
      hasKeys = true
      return (Self.key(key), event.value)
    }
    if hasTuples == nil { hasTuples = event.isVector && Self.isTuple(event.value, function) }
    guard hasTuples == true else { return (HistoryFile.soleKey, event.value) }
    hasKeys = true
    guard event.isVector, case .list(let parts) = event.value, parts.count == 2 else {
      throw HistoryFileError(
        at: event.valuePlace,
        "\(quoted("\(event.value)")), expected a [key value] tuple as in the operations before")
    }
    return (Self.key(parts[0]), parts[1])
  }

  static func key(_ value: Value) -> Key {
    if case .integer(let number) = value { return Key(String(number)) }
    return Key(value.asName)
  }

  /// Whether the value of an invocation is a tuple of a key and what would be the value without keys.
  private static func isTuple(_ value: Value, _ function: FunctionName) -> Bool {
    guard case .list(let parts) = value, parts.count == 2 else { return false }
    switch function {
    case .compareAndSet, .transaction, .readMany:
      guard case .list = parts[1] else { return false }
      if case .list = parts[0] { return false }
      return true
    default: return true
    }
  }

  mutating func call(
    _ function: FunctionName, _ key: Key, _ value: Value, _ event: RecordedEvent
  ) throws(HistoryFileError) -> Call {
    switch function {
    case .read where specification == .multiRegister, .write where specification == .multiRegister:
      return .transaction(try microOperations(value, event).map(\.call))
    case .read, .get: return .read(key)
    case .write: return .write(key, value)
    case .put: return .write(key, text(value))
    case .delete: return .delete(key)
    case .append: return .append(key, value)
    case .add where specification == .counter:
      return .increment(key, by: try amount(value, event))
    case .add: return .add(key, value)
    case .remove: return .remove(key, value)
    case .increment: return .increment(key, by: try amount(value, event))
    case .decrement:
      let amount = try amount(value, event)
      guard amount > .min else { throw expected("a smaller number", event) }
      return .increment(key, by: -amount)
    case .enqueue: return .enqueue(key, value)
    case .dequeue: return .dequeue(key)
    case .push: return .push(key, value)
    case .pop: return .pop(key)
    case .acquire: return .acquire(key)
    case .release: return .release(key)
    case .compareAndSet:
      guard case .list(let pair) = value, pair.count == 2 else {
        throw expected("the old and the new value, as in [1 2]", event)
      }
      return .compareAndSet(key, expected: pair[0], new: pair[1])
    case .transaction:
      hasKeys = true
      return .transaction(try microOperations(value, event).map(\.call))
    case .readMany:
      hasKeys = true
      return .readMany(try microOperations(value, event).compactMap(\.call.key))
    case .conventions: throw unknownFunction(event)
    }
  }

  func expected(_ what: String, _ event: RecordedEvent) -> HistoryFileError {
    HistoryFileError(at: event.valuePlace, "\(quoted("\(event.value)")), expected \(what)")
  }

  private func amount(_ value: Value, _ event: RecordedEvent) throws(HistoryFileError) -> Int64 {
    switch value {
    case .absent: return 1
    case .integer(let amount): return amount
    case .text, .list: throw expected("a whole number", event)
    }
  }

  /// Of a map of strings the empty one is nothing.
  func text(_ value: Value) -> Value { value == .text("") ? .absent : value }

  /// `[[:read :x nil] [:write :y 3]]`: the calls, each with the value beside it.
  func microOperations(
    _ value: Value, _ event: RecordedEvent
  ) throws(HistoryFileError) -> [(call: Call, result: Value)] {
    guard case .list(let parts) = value else {
      throw expected("operations as in [[:read :x nil] [:write :y 3]]", event)
    }
    var result: [(call: Call, result: Value)] = []
    for part in parts {
      guard case .list(let words) = part, (2...3).contains(words.count) else {
        throw expected("operations as in [[:read :x nil] [:write :y 3]]", event)
      }
      let key = Self.key(words[1])
      let value = words.count == 3 ? words[2] : .absent
      switch words[0].asName {
      case "r", "read", "get": result.append((.read(key), value))
      case "w", "write", "put": result.append((.write(key, value), .absent))
      case "append": result.append((.append(key, value), .absent))
      default: throw expected("operations that read, write or append", event)
      }
    }
    return result
  }
}
