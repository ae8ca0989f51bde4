import Histories

/// What is looked for in an object that is read, written and appended to: so that values which no read can
/// ever return, whatever is appended to them, can be one state.
///
/// A value matters only if some read returned it or something that begins with it. Two strings of which
/// neither does are told apart by nothing: an append leaves them so, a write replaces them, and no read
/// returns them. The same holds for lists, and for integers without the beginnings.
struct ObservedBeginnings: Sendable {
  let key: Key
  /// Ascending.
  private let texts: [String]
  private let lists: [[Value]]
  private let integers: Set<Int64>
  /// What stands for all strings, lists and integers that nobody looks for.
  private let noText: String
  private let noList: [Value]
  private let noInteger: Int64

  /// Nil if there are calls that look at the object in another way, or strings of which one can begin another
  /// in a way that bytes do not show.
  init?(_ operations: [Operation]) {
    guard let key = operations.first?.call.key else { return nil }
    var observed: [Value] = []
    for operation in operations {
      switch operation.call {
      case .read: if let result = operation.result { observed.append(result) }
      case .compareAndSet(_, let expected, _): observed.append(expected)
      case .write, .conditionalPut, .delete, .append: break
      default: return nil
      }
      guard operation.call.key == key, Self.isPlain(operation.call.argument) else { return nil }
    }
    guard observed.allSatisfy({ Self.isPlain($0) }) else { return nil }
    self.key = key
    let texts = observed.compactMap { if case .text(let text) = $0 { text } else { nil } }
    let lists = observed.compactMap { if case .list(let list) = $0 { list } else { nil } }
    integers = Set(
      observed.compactMap { if case .integer(let number) = $0 { number } else { nil } })
    self.texts = Set(texts).sorted()
    self.lists = Set(lists).sorted { $0.lexicographicallyPrecedes($1) }
    // Longer than all others, so that none begins with it.
    noText = (texts.max { $0.utf8.count < $1.utf8.count } ?? "") + "?"
    noList = (lists.max { $0.count < $1.count } ?? []) + [0]
    var free: Int64 = 0
    while integers.contains(free) { free += 1 }
    noInteger = free
  }

  private static func isPlain(_ value: Value?) -> Bool {
    if case .text(let text)? = value { text.utf8.allSatisfy { $0 < 0x80 } } else { true }
  }

  /// The value, or what stands for it and others like it. O(length · log reads).
  func simplified(_ value: Value) -> Value {
    switch value {
    case .absent: return value
    case .integer(let number): return integers.contains(number) ? value : .integer(noInteger)
    case .text(let text):
      let place = texts.partitioningIndex { $0 >= text }
      return place < texts.count && texts[place].hasPrefix(text) ? value : .text(noText)
    case .list(let list):
      let place = lists.partitioningIndex { !$0.lexicographicallyPrecedes(list) }
      return place < lists.count && lists[place].starts(with: list) ? value : .list(noList)
    }
  }

  /// The state, with one form for all that nothing tells apart.
  func simplified(_ state: ObjectMap) -> ObjectMap {
    let value = state[key]
    let simple = simplified(value)
    if simple == value { return state }
    var copy = state
    copy[key] = simple
    return copy
  }
}
