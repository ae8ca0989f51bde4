import Histories

/// A lock, which belongs to a process: to acquire it while it is held, or to release it when another holds it,
/// is impossible. An acquire may return a fencing token, which is not judged.
enum MutexType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .acquire, .release: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    let holder = Value.integer(Int64(process.index))
    switch call {
    case .acquire:
      guard value == .absent else { return false }
      value = holder
    case .release:
      guard value == holder else { return false }
      value = .absent
    default: return false
    }
    return true
  }
}
