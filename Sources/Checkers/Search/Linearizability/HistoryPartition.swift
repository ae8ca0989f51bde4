import Histories

/// The operations of one component of a history, which is linearizable or not by itself.
struct HistoryComponent {
  /// Which of the methods can decide it.
  enum Kind {
    /// Reads and writes of one register.
    case plainRegister
    /// Also deletes and compare-and-sets.
    case register
    case queue
    case stack
    /// A set that is read and added to.
    case growingSet
    /// Anything.
    case general
  }
  /// Which calls there are.
  fileprivate(set) var calls: CallKinds
  var kind: Kind {
    switch calls {
    case _ where calls.isSubset(of: [.read, .write]): .plainRegister
    case _ where calls.isSubset(of: [.read, .write, .condition]): .register
    case _ where calls.isSubset(of: .queue): .queue
    case _ where calls.isSubset(of: .stack): .stack
    case _ where calls.isSubset(of: [.read, .add]): .growingSet
    default: .general
    }
  }
  /// Indices of the operations that count, ascending.
  var members: [Int32]
}

/// Kinds of calls, as far as methods differ by them.
struct CallKinds: OptionSet {
  let rawValue: UInt8
  static let read = CallKinds(rawValue: 1)
  static let write = CallKinds(rawValue: 2)
  /// Compare-and-set, delete.
  static let condition = CallKinds(rawValue: 4)
  static let queue = CallKinds(rawValue: 8)
  static let stack = CallKinds(rawValue: 16)
  static let add = CallKinds(rawValue: 32)
  static let other = CallKinds(rawValue: 64)
}

/// A history by components: linearizability is local (Herlihy and Wing 1990, theorem 1), so each object is
/// decided by itself; operations on several keys join their objects into one.
struct HistoryPartition {
  /// In the order of their first operations.
  private(set) var components: [HistoryComponent] = []
  /// For each key its place in `roots`; as an array for the first few, which is faster.
  private var numbers: [Key: Int] = [:]
  private var numbersOfFirst: [(key: Key, number: Int)] = []
  private var roots: [Root] = []

  private struct Root {
    /// The key that stands for the component of this one, perhaps by way of others.
    var root: Int
    /// The calls that begin with this key.
    var calls: CallKinds = []
  }

  /// The operations that count are those that succeeded, and pending ones that can change state.
  /// O(n) expected, but for multi-key operations.
  init(_ operations: [Operation]) {
    var places = Array(repeating: Int32(-1), count: operations.count)
    for index in operations.indices {
      guard let isOK = Self.counts(operations[index].completion) else { continue }
      let (kind, key) = Self.description(of: operations[index].call)
      if !isOK && (kind == .read || kind == .other && operations[index].call.isReadOnly) {
        continue
      }
      let place = key.map { number(of: $0) } ?? joinedRoot(of: operations[index].call.keys)
      places[index] = Int32(place)
      roots[place].calls.formUnion(kind)
    }
    gather(places)
  }

  private mutating func gather(_ places: [Int32]) {
    var components = Array(repeating: -1, count: roots.count)
    for index in places.indices where places[index] >= 0 {
      let place = Int(places[index])
      let root = find(place)
      if components[root] < 0 {
        components[root] = self.components.count
        var members: [Int32] = []
        if roots.count == 1 { members.reserveCapacity(places.count) }
        self.components.append(HistoryComponent(calls: [], members: members))
      }
      self.components[components[root]].members.append(Int32(index))
      self.components[components[root]].calls.formUnion(roots[place].calls)
    }
  }

  /// Whether it succeeded; nil if it had no effect.
  private static func counts(_ completion: Completion?) -> Bool? {
    switch completion?.outcome {
    case nil, .info: false
    case .ok: true
    case .fail: nil
    }
  }

  /// The kind of the call, and the key if there is exactly one.
  private static func description(of call: Call) -> (CallKinds, Key?) {
    switch call {
    case .read(let key): (.read, key)
    case .write(let key, _), .conditionalPut(let key, _, _): (.write, key)
    case .compareAndSet(let key, _, _), .delete(let key): (.condition, key)
    case .enqueue(let key, _), .dequeue(let key): (.queue, key)
    case .push(let key, _), .pop(let key): (.stack, key)
    case .add(let key, _): (.add, key)
    case .readMany, .transaction: (.other, nil)
    default: (.other, call.key)
    }
  }

  // MARK: Union and find

  /// Joins the keys of one operation.
  private mutating func joinedRoot(of keys: [Key]) -> Int {
    let joined = keys.map { number(of: $0) }
    // An operation on no key is a component of its own.
    guard let first = joined.first else { return newRoot() }
    for other in joined { roots[find(other)].root = find(first) }
    return first
  }

  private mutating func find(_ key: Int) -> Int {
    var key = key
    while roots[key].root != key {
      roots[key].root = roots[roots[key].root].root
      key = roots[key].root
    }
    return key
  }

  private mutating func number(of key: Key) -> Int {
    for known in numbersOfFirst where known.key == key { return known.number }
    if numbersOfFirst.count == Self.firstKeys, let known = numbers[key] { return known }
    let number = newRoot()
    if numbersOfFirst.count < Self.firstKeys {
      numbersOfFirst.append((key, number))
    } else {
      numbers[key] = number
    }
    return number
  }

  private mutating func newRoot() -> Int {
    roots.append(Root(root: roots.count))
    return roots.count - 1
  }

  private static let firstKeys = 8
}
