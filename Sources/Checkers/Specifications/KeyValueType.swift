import Histories

/// A key of a map of strings: get, put, append and compare-and-set. What is absent is the empty string, and an
/// append begins with it.
enum KeyValueType: DataType {
  static func accepts(_ call: Call) -> Bool {
    if case .append = call { return true }
    return CompareAndSetRegisterType.accepts(call)
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    value = value.normalized("")
    switch call {
    case .read: return value.agrees(with: result?.normalized(""))
    case .append(_, .text(let suffix)): return concatenate(.text(suffix), to: &value)
    case .append: return ListType.apply(call, returning: result, by: process, to: &value)
    case .write(_, let new), .conditionalPut(_, let new, _): value = new.normalized("")
    case .compareAndSet(let key, let expected, let new):
      return CompareAndSetRegisterType.apply(
        .compareAndSet(key, expected: expected.normalized(""), new: new.normalized("")),
        returning: result, by: process, to: &value)
    default:
      return CompareAndSetRegisterType.apply(call, returning: result, by: process, to: &value)
    }
    return true
  }

  /// Appends to a string what is one.
  private static func concatenate(_ suffix: Value, to value: inout Value) -> Bool {
    guard case .text(let more) = suffix else { return false }
    switch value {
    case .absent: value = suffix.normalized("")
    case .text(var text):
      // Nobody else holds it now, so that a long transaction's appends are made in place.
      value = .absent
      text += more
      value = .text(text)
    case .integer, .list: return false
    }
    return true
  }
}
