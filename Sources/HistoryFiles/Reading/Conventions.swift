import Histories

/// What a file says of itself in one line of a process that is no client, so that other programs pass
/// over it: `{:process :conlab, :type :info, :f :conventions, :value {:nil-read :observed, :initial
/// {"x" 7}}}`.
struct Conventions {
  var nilReading: NilReading?
  /// What objects held before the first operation.
  var initial: [History.InitialValue] = []
  var isGiven = false

  init() {}

  init(_ event: RecordedEvent) throws(HistoryFileError) {
    isGiven = true
    for (name, value) in try Self.pairs(event.value, event) {
      switch name {
      case "nil-read":
        guard let nilReading = NilReading(rawValue: value.asName) else {
          throw HistoryFileError(
            at: event.valuePlace, "nil-read \(quoted("\(value)")), expected unknown or observed")
        }
        self.nilReading = nilReading
      case "initial":
        initial = try Self.pairs(value, event).map { .init(Key($0), $1) }
      default: continue
      }
    }
  }

  private static func pairs(
    _ value: Value, _ event: RecordedEvent
  ) throws(HistoryFileError) -> [(String, Value)] {
    guard case .list(let pairs) = value else {
      throw HistoryFileError(at: event.valuePlace, "\(quoted("\(value)")), expected a map")
    }
    var result: [(String, Value)] = []
    for pair in pairs {
      guard case .list(let both) = pair, both.count == 2 else {
        throw HistoryFileError(at: event.valuePlace, "\(quoted("\(pair)")), expected a map")
      }
      result.append((both[0].asName, both[1]))
    }
    return result
  }
}

extension Value {
  /// As the name of a thing: without the colon of a keyword.
  var asName: String {
    if case .text(let text) = self { return text.first == ":" ? String(text.dropFirst()) : text }
    return description
  }
}
