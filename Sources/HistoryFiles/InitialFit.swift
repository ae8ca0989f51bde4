import Checkers
import Histories

extension SpecificationName {
  /// What objects of the type can hold at first, if the value is nothing of that kind; nil if it is.
  public func expectation(insteadOf initial: Value) -> String? {
    switch (self, initial) {
    case (_, .absent), (.register, _), (.casRegister, _), (.multiRegister, _): nil
    case (.counter, .integer), (.kv, .text): nil
    case (.set, .list), (.queue, .list), (.stack, .list), (.list, .list): nil
    case (.counter, _): "a whole number"
    case (.kv, _): "a text, such as '\"a\"'"
    case (.set, _), (.queue, _), (.stack, _), (.list, _): "a list, such as '[1 2]'"
    case (.mutex, _): "nil: a mutex is free at first"
    }
  }
}
