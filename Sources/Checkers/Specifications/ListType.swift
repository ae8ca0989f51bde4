import Histories

/// A list to which elements are appended; it is read as a whole.
enum ListType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .read, .append: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    switch call {
    case .read: return value.agrees(with: result)
    case .append(_, let element):
      guard var elements = value.elements else { return false }
      // Nobody else holds them now, so that a long transaction's appends are made in place.
      value = .absent
      elements.append(element)
      value = .list(elements)
      return true
    default: return false
    }
  }
}
