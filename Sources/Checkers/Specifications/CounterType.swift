import Histories

/// A counter. An increment returns the new count, or nothing; an absent counter stands at zero.
enum CounterType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .read, .increment: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    switch call {
    case .read: return value.normalized(0).agrees(with: result?.normalized(0))
    case .increment(_, let amount):
      guard let sum = sum(of: value, amount) else { return false }
      value = .integer(sum)
      return result == .absent || value.agrees(with: result)
    default: return false
    }
  }

  private static func sum(of value: Value, _ amount: Int64) -> Int64? {
    switch value {
    case .absent: return amount
    case .integer(let number):
      let (sum, overflow) = number.addingReportingOverflow(amount)
      return overflow ? nil : sum
    case .text, .list: return nil
    }
  }
}
