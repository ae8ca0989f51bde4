import Histories

/// One line of a recorded history, before it is joined with the other half of its operation.
struct RecordedEvent {
  enum Kind { case invoke, ok, fail, info }

  /// Who did it.
  enum Process: Equatable {
    case number(Int64)
    case named(String)
    /// The nemesis and its like, which are not clients of the store.
    case notClient
  }

  var kind: Kind?
  var process: Process?
  var function: FunctionName?
  /// The name of a function that is not known.
  var unknownFunction = ""
  var value: Value = .absent
  /// Whether the value was written as a vector or an array: a list or a set of two is no tuple.
  var isVector = false
  var key: Value?
  /// What it returned, where the value says what was asked; `:result`.
  var result: Value?
  /// Who goes on as another process after a crash; `:client`.
  var client: Value?
  /// The session, where it is not that of its process; `:session`.
  var session: Value?
  /// In nanoseconds; `:time`.
  var time: Int64?
  /// What `:time` says instead.
  var unfitTime: Value?
  /// Where it begins, and where its parts are.
  var place: FilePlace
  var functionPlace: FilePlace
  var valuePlace: FilePlace
  var timePlace: FilePlace

  init(at place: FilePlace) {
    self.place = place
    functionPlace = place
    valuePlace = place
    timePlace = place
  }
}

extension RecordedEvent.Kind {
  init?(_ word: UnsafeBufferPointer<UInt8>) {
    if word.equals("invoke") {
      self = .invoke
    } else if word.equals("ok") {
      self = .ok
    } else if word.equals("fail") {
      self = .fail
    } else if word.equals("info") {
      self = .info
    } else {
      return nil
    }
  }
}
