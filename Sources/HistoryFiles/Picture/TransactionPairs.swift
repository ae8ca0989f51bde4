import Histories

/// Transactions of a violation of which each read something that the other wrote, or that it changed: no order puts
/// both of them first.
struct TransactionPairs {
  /// What a transaction read before it wrote there itself, and what it left.
  private struct Effects {
    var reads: [Key: Value] = [:]
    var writes: [Key: Value] = [:]
    var appends: [Key: Value] = [:]

    init(_ operation: Operation) {
      guard case .transaction(let calls) = operation.call else { return }
      var results: [Value] = []
      if case .list(let all)? = operation.result { results = all }
      for (index, call) in calls.enumerated() {
        switch call {
        case .read(let key):
          guard index < results.count, writes[key] == nil, appends[key] == nil else { continue }
          if reads[key] == nil { reads[key] = results[index] }
        case .write(let key, let value): writes[key] = value
        case .append(let key, let value): if writes[key] == nil { appends[key] = value }
        default: continue
        }
      }
    }
  }

  private struct Written: Hashable {
    let key: Key
    let value: Value
  }

  private let history: History
  private let drawn: [(id: OperationID, effects: Effects)]
  /// How often something was written to an object, of all that did not fail.
  private var writers: [Written: Int] = [:]

  init(_ drawn: [OperationID], _ history: History) {
    self.history = history
    self.drawn = drawn.map { (id: $0, effects: Effects(history[$0])) }
      .filter { !$0.effects.reads.isEmpty }
    guard self.drawn.count > 1 else { return }
    for operation in history.operations where !operation.isFailed {
      for call in operation.call.parts {
        switch call {
        case .write(let key, let value), .append(let key, let value),
          .conditionalPut(let key, let value, _), .compareAndSet(let key, _, let value):
          writers[Written(key: key, value: value), default: 0] += 1
        case .delete(let key): writers[Written(key: key, value: .absent), default: 0] += 1
        default: continue
        }
      }
    }
  }

  /// One sentence a pair.
  func sentences(_ name: (OperationID) -> String, _ keyName: (Key) -> String) -> [String] {
    var result: [String] = []
    for (index, a) in drawn.enumerated() {
      for b in drawn[(index + 1)...] {
        guard let first = relation(a.effects, b.effects), let back = relation(b.effects, a.effects)
        else { continue }
        let (one, other) = (name(a.id), name(b.id))
        result.append(
          "\(one) \(first.words(other, keyName)), and \(other) \(back.words(one, keyName))")
      }
    }
    return result
  }

  private enum Relation {
    case readFrom(Key)
    case overwritten(Key)
    case beforeAppend(Key)

    func words(_ other: String, _ keyName: (Key) -> String) -> String {
      switch self {
      case .readFrom(let key): "read what \(other) wrote to \(keyName(key))"
      case .overwritten(let key): "read what \(other) overwrote in \(keyName(key))"
      case .beforeAppend(let key): "read \(keyName(key)) before \(other) appended to it"
      }
    }
  }

  /// What the first read of the second, or missed of it; nil if values do not tell.
  private func relation(_ reader: Effects, _ writer: Effects) -> Relation? {
    for (key, value) in reader.reads.sorted(by: { $0.key < $1.key }) {
      if let element = writer.appends[key], writers[Written(key: key, value: element)] == 1 {
        let elements: [Value] = if case .list(let all) = value { all } else { [] }
        return elements.contains(element) ? .readFrom(key) : .beforeAppend(key)
      }
      guard let written = writer.writes[key] else { continue }
      let isInitial = value == history.initialValue(of: key)
      let writers = writers[Written(key: key, value: value), default: 0]
      if written == value {
        if !isInitial, writers == 1 { return .readFrom(key) }
      } else if isInitial ? writers == 0 : writers == 1 && writer.reads[key] == value {
        return .overwritten(key)
      }
    }
    return nil
  }
}
