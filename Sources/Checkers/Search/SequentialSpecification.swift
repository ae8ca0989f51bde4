import Histories

/// What a store does when operations run one at a time: the `RVal` of the formal models.
///
/// Pure, like the models of Porcupine: a step returns the next state, or nil if the operation
/// could not have returned what it did.
public protocol SequentialSpecification: Sendable {
  associatedtype State: Hashable, Sendable
  /// The state before the first operation.
  var initial: State { get }
  func step(_ state: State, _ operation: SpecifiedOperation) -> State?
}

/// One operation as a specification sees it.
public struct SpecifiedOperation: Hashable, Sendable {
  public var call: Call
  public var process: ProcessID
  /// What it returned; nil if that is not known or not to be judged.
  public var result: Value?

  public init(call: Call, process: ProcessID, result: Value?) {
    self.call = call
    self.process = process
    self.result = result
  }
}

/// The values of all keys that are not absent, in ascending order of keys.
public struct ObjectMap: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    var key: Key
    var value: Value
  }
  private var entries: [Entry] = []

  public init() {}

  /// The value of a key. O(log keys).
  public subscript(key: Key) -> Value {
    get {
      let index = entries.partitioningIndex { $0.key >= key }
      return index < entries.count && entries[index].key == key ? entries[index].value : .absent
    }
    set {
      let index = entries.partitioningIndex { $0.key >= key }
      let isKnown = index < entries.count && entries[index].key == key
      switch (isKnown, newValue == .absent) {
      case (true, true): entries.remove(at: index)
      case (true, false): entries[index].value = newValue
      case (false, true): break
      case (false, false): entries.insert(Entry(key: key, value: newValue), at: index)
      }
    }
  }

  /// Puts other values in the place of some. O(keys + changes log changes): for many at once.
  mutating func merge(_ changes: [Key: Value]) {
    let changed = changes.map { Entry(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    var merged: [Entry] = []
    merged.reserveCapacity(entries.count + changed.count)
    var place = 0
    for entry in changed {
      while place < entries.count, entries[place].key < entry.key {
        merged.append(entries[place])
        place += 1
      }
      if place < entries.count, entries[place].key == entry.key { place += 1 }
      if entry.value != .absent { merged.append(entry) }
    }
    merged.append(contentsOf: entries[place...])
    entries = merged
  }
}
