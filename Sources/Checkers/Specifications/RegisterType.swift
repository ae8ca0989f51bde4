import Histories

/// A register: holds one value, which is read and replaced.
///
/// A conditional put that succeeded is a write: its version is not part of a black-box history.
enum RegisterType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .read, .write, .conditionalPut, .delete: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    switch call {
    case .read: return value.agrees(with: result)
    case .write(_, let new), .conditionalPut(_, let new, _): value = new.normalized
    case .delete: value = .absent
    default: return false
    }
    return true
  }
}
