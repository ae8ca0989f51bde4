import Histories

/// A register with compare-and-set, which returns 1 if it found what it expected and 0 if not.
enum CompareAndSetRegisterType: DataType {
  static func accepts(_ call: Call) -> Bool {
    call.isCompareAndSet || RegisterType.accepts(call)
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    guard case .compareAndSet(_, let expected, let new) = call else {
      return RegisterType.apply(call, returning: result, by: process, to: &value)
    }
    let succeeds = value == expected.normalized
    if succeeds { value = new.normalized }
    return Value.integer(succeeds ? 1 : 0).agrees(with: result)
  }
}
