import Checkers
import Histories

/// Where nobody names the data type, `add` puts an element into a set, unless the file itself refutes that: of an object
/// that was read as a number, is incremented too, or holds a number at first, `add` adds amounts.
extension HistoryBuilder {
  /// What a file tells of one object to which something is added.
  private struct AddedObject {
    /// The first read that returned a number, by its index.
    var read: Int?
    /// Whether something else tells that it counts, or that it is a set.
    var isCounted = false
    var isSet = false
    var hasOnlyAmounts = true
  }

  /// The objects that `add` counts; the vocabulary knows of them from now on.
  ///
  /// - Throws: at a read of a number, if its object cannot be a counter either.
  mutating func countedByAdding() throws(HistoryFileError) -> Set<Key> {
    guard vocabulary.specification == nil, vocabulary.seen.contains(.add) else { return [] }
    let objects = addedObjects()
    var counted: Set<Key> = []
    var contradiction: Int?
    for (key, object) in objects where object.read != nil || object.isCounted {
      if !object.isSet && object.hasOnlyAmounts {
        counted.insert(key)
      } else if let read = object.read {
        contradiction = min(read, contradiction ?? read)
      }
    }
    if let contradiction {
      throw HistoryFileError(
        at: FilePlace(line: Int(endLines[contradiction]), column: Int(endColumns[contradiction])),
        "\(quoted(history.operations[contradiction].result?.description ?? "nil")), expected a set, "
          + "to which 'add' adds elements; --spec counter?")
    }
    if !counted.isEmpty {
      vocabulary.adding = counted.count == objects.count ? .amounts : .both
    }
    return counted
  }

  /// Every object of an `add`, with what the file tells of it. O(operations) expected.
  private func addedObjects() -> [Key: AddedObject] {
    var objects: [Key: AddedObject] = [:]
    for operation in history.operations {
      guard case .add(let key, let value) = operation.call else { continue }
      if objects[key] == nil { objects[key] = AddedObject(isCounted: beginsAsNumber(key)) }
      switch value {
      case .absent, .integer: break
      case .text, .list: objects[key]?.hasOnlyAmounts = false
      }
    }
    for (index, operation) in history.operations.enumerated() {
      switch operation.call {
      case .increment(let key, _): objects[key]?.isCounted = true
      case .remove(let key, _): objects[key]?.isSet = true
      case .read(let key):
        switch operation.result {
        case .integer: if objects[key]?.read == nil { objects[key]?.read = index }
        case .list: objects[key]?.isSet = true
        case .absent, .text, nil: break
        }
      default: break
      }
    }
    return objects
  }

  private func beginsAsNumber(_ key: Key) -> Bool {
    let said = conventions.initial.first { $0.key == key }?.value
    if case .integer = reader.initial ?? said ?? .absent { return true }
    return false
  }

  /// The additions to such objects as what they are.
  func amounts(of counted: Set<Key>) -> [(index: Int, call: Call)] {
    guard !counted.isEmpty else { return [] }
    return history.operations.compactMap { operation in
      guard case .add(let key, let value) = operation.call, counted.contains(key) else {
        return nil
      }
      let amount: Int64 = if case .integer(let amount) = value { amount } else { 1 }
      return (Int(operation.id.index), .increment(key, by: amount))
    }
  }
}
