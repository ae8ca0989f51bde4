import Checkers
import Histories

/// A set may be written with its elements in any order, and some of them twice; here they are ascending, each once.
extension HistoryBuilder {
  /// Objects of one data type.
  enum Objects {
    case all
    case some(Set<Key>)

    func contains(_ key: Key) -> Bool {
      switch self {
      case .all: true
      case .some(let keys): keys.contains(key)
      }
    }
  }

  /// The objects that are sets: all of a history of sets, else those to which elements are added or from which they are
  /// removed. What this program wrote has them ascending. O(operations) expected.
  ///
  /// - Parameter counted: objects of which `add` is said in the sense of increment.
  func sets(_ counted: Set<Key>) -> Objects {
    if let type = vocabulary.effective { return type == .set ? .all : .some([]) }
    guard vocabulary.seen.contains(.add) || vocabulary.seen.contains(.remove),
      !conventions.isGiven
    else { return .some([]) }
    var keys: Set<Key> = []
    for operation in history.operations {
      switch operation.call {
      case .add(let key, _) where !counted.contains(key), .remove(let key, _): keys.insert(key)
      default: continue
      }
    }
    return .some(keys)
  }

  /// What reads of sets returned, where that is not ascending as it stands, by the index of the read.
  func ascendingResults(of sets: Objects) -> [Int: Value] {
    if case .some(let keys) = sets, keys.isEmpty { return [:] }
    var results: [Int: Value] = [:]
    for operation in history.operations {
      guard case .read(let key) = operation.call, let result = operation.result,
        sets.contains(key)
      else { continue }
      let ascending = result.asSet
      if ascending != result { results[Int(operation.id.index)] = ascending }
    }
    return results
  }
}

extension Value {
  /// The elements of a list ascending, each once; another value as it is.
  var asSet: Value {
    guard case .list(let elements) = self else { return self }
    let isAscending = zip(elements, elements.dropFirst()).allSatisfy { $0 < $1 }
    return isAscending
      ? self : .list(elements.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } })
  }
}
