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

  /// The index of the first key that is not below `key`.
  private func lowerBound(_ key: Key) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  public subscript(key: Key) -> Value? {
    get {
      let index = lowerBound(key)
      return index < keys.count && keys[index] == key ? values[index] : nil
    }
    set {
      let index = lowerBound(key)
      let found = index < keys.count && keys[index] == key
      if let newValue {
        if found {
          values[index] = newValue
        } else {
          keys.insert(key, at: index)
          values.insert(newValue, at: index)
        }
      } else if found {
        keys.remove(at: index)
        values.remove(at: index)
      }
    }
  }

  /// The entries in ascending order of keys.
  public var entries: Zip2Sequence<ContiguousArray<Key>, ContiguousArray<Value>> {
    zip(keys, values)
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
