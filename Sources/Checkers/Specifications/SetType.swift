import Histories

/// A set to which elements are added and from which they are removed; it is read as a whole, in ascending
/// order. What is there already is not added again, what is not there is not missed.
enum SetType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .read, .add, .remove: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    if case .read = call { return value.agrees(with: result) }
    guard var elements = value.elements else { return false }
    switch call {
    case .add(_, let element):
      let slot = elements.partitioningIndex { $0 >= element }
      if slot == elements.count || elements[slot] != element { elements.insert(element, at: slot) }
    case .remove(_, let element): elements.removeAll { $0 == element }
    default: return false
    }
    value = Value.list(elements).normalized
    return true
  }
}
