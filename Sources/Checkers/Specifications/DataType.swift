import Histories

/// What an object of one type does when operations run one at a time.
///
/// A new type is a file with a conforming enum, a case of `SpecificationName`, and its line in
/// `SpecificationName.dataType`.
///
/// Of all types: an empty collection is the same as an absent value; a call that returns nothing is not
/// judged by what it returned.
protocol DataType: Sendable {
  /// Whether it is a call on such an object, whatever its arguments.
  static func accepts(_ call: Call) -> Bool

  /// Lets a call take effect on the object's value, which is `.absent` at first unless it was given.
  ///
  /// - Parameter result: what the call returned; nil if that is not known or not to be judged.
  /// - Returns: whether the call can have returned that. If not, the value is of no account.
  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool
}

extension Value {
  /// The same, for a type one of whose values is nothing too.
  func normalized(_ nothing: Value) -> Value { self == nothing ? .absent : normalized }

  /// Whether a call that returned `result`, if that is judged, can have met this value.
  func agrees(with result: Value?) -> Bool { result.map { $0.normalized == self } ?? true }

  /// The elements of a collection; nil if it is none.
  var elements: [Value]? {
    switch self {
    case .absent: []
    case .list(let elements): elements
    case .integer, .text: nil
    }
  }
}
