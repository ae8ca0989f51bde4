/// A map in ascending order of its keys, kept in one sorted array.
///
/// Iteration order is a function of the contents alone. Look-up is O(log n), insertion O(n): right
/// for the tens of keys of a lesson, good up to about a thousand.
public struct SortedMap<Key: Comparable & Sendable, Value: Sendable>: Sendable {
  public private(set) var keys: ContiguousArray<Key> = []
  public private(set) var values: ContiguousArray<Value> = []

  public init() {}

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }

  public subscript(key: Key) -> Value? {
    get {
      let (index, isFound) = place(of: key)
      return isFound ? values[index] : nil
    }
    set {
      let (index, isFound) = place(of: key)
      if let newValue {
        if isFound {
          values[index] = newValue
        } else {
          insert(newValue, for: key, at: index)
        }
      } else if isFound {
        remove(at: index)
      }
    }
  }

  /// The entries in ascending order of keys.
  public var entries: Zip2Sequence<ContiguousArray<Key>, ContiguousArray<Value>> {
    zip(keys, values)
  }

  // MARK: By place

  /// The index of the first key that is not below `key`, and whether it is that key. For whoever
  /// looks and then writes, so that one search is enough.
  public func place(of key: Key) -> (index: Int, isFound: Bool) {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return (low, low < keys.count && keys[low] == key)
  }

  /// Replaces the value at an index.
  public mutating func replaceValue(at index: Int, with value: Value) { values[index] = value }

  /// Inserts a key that is not in the map, at its place.
  public mutating func insert(_ value: Value, for key: Key, at index: Int) {
    keys.insert(key, at: index)
    values.insert(value, at: index)
  }

  public mutating func remove(at index: Int) {
    keys.remove(at: index)
    values.remove(at: index)
  }
}

extension SortedMap: Equatable where Value: Equatable {}
extension SortedMap: Hashable where Key: Hashable, Value: Hashable {}

extension SortedMap: CanonicallyEncodable
where Key: CanonicallyEncodable, Value: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    digest.combine(contentsOf: keys)
    digest.combine(contentsOf: values)
  }
}
