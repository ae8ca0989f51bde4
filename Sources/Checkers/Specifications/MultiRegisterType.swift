import Histories

/// Registers that several keys of are read or written at one instant; what is appended makes a list of them, as
/// in Elle's list-append tests, or a longer string.
///
/// What several keys do at one instant is a matter of the map of objects (`ObjectMapSpecification`), of
/// which each call on one key comes here.
enum MultiRegisterType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .readMany, .append: true
    case .transaction(let calls): calls.allSatisfy(accepts)
    default: RegisterType.accepts(call)
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    let type =
      if case .append = call { SpecificationName.spoken(by: call, of: value) } else {
        RegisterType.self as any DataType.Type
      }
    return type.apply(call, returning: result, by: process, to: &value)
  }
}
