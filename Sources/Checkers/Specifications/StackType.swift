import Histories

/// A stack, last in, first out; its value is a list, top last. To pop an empty one returns nothing.
enum StackType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .push, .pop: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    guard var elements = value.elements else { return false }
    switch call {
    case .push(_, let element): elements.append(element)
    case .pop:
      let top = elements.popLast() ?? .absent
      guard top.agrees(with: result) else { return false }
    default: return false
    }
    value = Value.list(elements).normalized
    return true
  }
}
