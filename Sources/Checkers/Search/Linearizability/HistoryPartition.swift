import Histories

/// The operations of one component of a history, which is linearizable or not by itself.
struct HistoryComponent {
  /// Which of the methods can decide it.
  enum Kind: Int {
    /// Reads and writes of one register.
    case plainRegister
    /// Also deletes and compare-and-sets.
    case register
    /// Anything.
    case general
  }
  var kind: Kind
  /// Indices of the operations that count, ascending.
  var members: [Int32]
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
        self.components.append(HistoryComponent(kind: .plainRegister, members: []))
      }
      self.components[components[root]].members.append(Int32(index))
      let kind = Self.kind(of: operations[index].call)
      if kind.rawValue > self.components[components[root]].kind.rawValue {
        self.components[components[root]].kind = kind
      }
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

  static func kind(of call: Call) -> HistoryComponent.Kind {
    switch call {
    case .read, .write, .conditionalPut: .plainRegister
    case .compareAndSet, .delete: .register
    default: .general
    }
  }

  // MARK: Union and find

  private mutating func root(of call: Call) -> Int {
    switch call {
    case .readMany, .transaction: break
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
