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
  private var keys: [Key] = []
  /// For each key its place in `roots`; as an array for the first few, which is faster.
  private var numbers: [Key: Int] = [:]
  private var numbersOfFirst: [Int] = []
  /// For each key the key that stands for its component, perhaps by way of others.
  private var roots: [Int] = []

  /// The operations that count are those that succeeded, and pending ones that can change state.
  /// O(n) expected, but for multi-key operations.
  init(_ operations: [Operation]) {
    var places = Array(repeating: Int32(-1), count: operations.count)
    for index in operations.indices {
      guard let isOK = Self.counts(operations[index].completion) else { continue }
      let call = operations[index].call
      if isOK || !call.isReadOnly { places[index] = Int32(root(of: call)) }
    }
    var components: [Int] = []
    for index in operations.indices where places[index] >= 0 {
      let root = find(Int(places[index]))
      while components.count <= root { components.append(-1) }
      if components[root] < 0 {
        components[root] = self.components.count
        self.components.append(HistoryComponent(calls: [], members: []))
      }
      self.components[components[root]].members.append(Int32(index))
      let kind = Self.kind(of: operations[index].call)
      self.components[components[root]].calls.formUnion(kind)
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

  static func kind(of call: Call) -> CallKinds {
    switch call {
    case .read: .read
    case .write, .conditionalPut: .write
    case .compareAndSet, .delete: .condition
    case .enqueue, .dequeue: .queue
    case .push, .pop: .stack
    case .add: .add
    default: .other
    }
  }

  // MARK: Union and find

  private mutating func root(of call: Call) -> Int {
    switch call {
    case .readMany, .transaction: break
    case .read(let key), .write(let key, _): return number(of: key)
    default: if let key = call.key { return number(of: key) }
    }
    let joined = call.keys.map { number(of: $0) }
    guard let first = joined.first else {
      // An operation on no key is a component of its own.
      roots.append(roots.count)
      return roots.count - 1
    }
    for other in joined { roots[find(other)] = find(first) }
    return first
  }

  private mutating func find(_ key: Int) -> Int {
    var key = key
    while roots[key] != key {
      roots[key] = roots[roots[key]]
      key = roots[key]
    }
    return key
  }

  private mutating func number(of key: Key) -> Int {
    if let place = keys.firstIndex(of: key) { return numbersOfFirst[place] }
    if keys.count == Self.firstKeys, let known = numbers[key] { return known }
    let number = roots.count
    roots.append(number)
    if keys.count < Self.firstKeys {
      keys.append(key)
      numbersOfFirst.append(number)
    } else {
      numbers[key] = number
    }
    return number
  }

  private static let firstKeys = 8
}
