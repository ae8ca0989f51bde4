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
      guard let elements = value.elements else { return false }
      value = .list(elements + [element])
      return true
    default: return false
    }
  }
}
