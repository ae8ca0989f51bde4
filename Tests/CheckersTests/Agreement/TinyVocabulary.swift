import Checkers
import Histories

/// What the operations of tiny histories of a data type ask and return: a few values, each result that the type can
/// give and one that it cannot.
struct TinyVocabulary {
  struct Label: Hashable {
    let call: Call
    let ending: TinyOperation.Ending
    var isOK: Bool { if case .ok = ending { true } else { false } }
  }

  let initial: [History.InitialValue]
  private let results: [(call: Call, results: [Value])]

  /// Every call with every result; every call that changes something without an answer, and one read; and the first call
  /// and one read refused.
  var labels: [Label] {
    let read = results.first { $0.call.isReadOnly }?.call
    let changes = results.map(\.call).filter { !$0.isReadOnly }
    return results.flatMap { call, results in
      results.map { Label(call: call, ending: .ok($0)) }
    }
      + (changes + (read.map { [$0] } ?? [])).map { Label(call: $0, ending: .pending) }
      + ([results[0].call] + (read.map { [$0] } ?? [])).map { Label(call: $0, ending: .failed) }
  }

  init(_ name: SpecificationName) {
    initial = name == .casRegister ? [.init("x", 0)] : []
    results = Self.results(name)
  }

  private static func results(_ name: SpecificationName) -> [(call: Call, results: [Value])] {
    switch name {
    case .register:
      [
        (.write("x", 1), [nil]), (.write("x", 2), [nil]), (.delete("x"), [nil]),
        (.conditionalPut("x", 1, ifVersion: LogPosition(epoch: 1, lsn: 1)), [nil]),
        (.read("x"), [nil, 1, 2, []]),
      ]
    case .casRegister:
      [
        (.write("x", 1), [nil]), (.compareAndSet("x", expected: 0, new: 1), [1, 0]),
        (.compareAndSet("x", expected: 1, new: 2), [1, 0]), (.read("x"), [0, 1, 2]),
      ]
    case .multiRegister:
      [
        (.write("x", 1), [nil]), (.write("y", 1), [nil]), (.read("x"), [nil, 1]),
        (.readMany(["x", "y"]), [[nil, nil], [1, nil], [nil, 1], [1, 1]]),
        (.transaction([.read("x"), .write("y", 2)]), [[nil, nil], [1, nil], nil]),
        (.transaction([.read("y"), .write("x", 2)]), [[nil, nil], [2, nil]]),
      ]
    case .kv:
      [
        (.write("x", "a"), [nil]), (.append("x", "a"), [nil]), (.append("x", "b"), [nil]),
        (.compareAndSet("x", expected: "", new: "a"), [1, 0]),
        (.read("x"), [nil, "", "a", "ab", "aa"]),
      ]
    case .counter:
      [(.increment("x", by: 1), [nil, 1, 2]), (.read("x"), [nil, 0, 1, 2])]
    case .set:
      [
        (.add("x", 1), [nil]), (.add("x", 2), [nil]), (.remove("x", 1), [nil]),
        (.read("x"), [nil, [], [1], [2], [1, 2]]),
      ]
    case .queue:
      [
        (.enqueue("x", 1), [nil]), (.enqueue("x", 2), [nil]), (.dequeue("x"), [nil, 1, 2]),
      ]
    case .stack:
      [(.push("x", 1), [nil]), (.push("x", 2), [nil]), (.pop("x"), [nil, 1, 2])]
    case .list:
      [
        (.append("x", 1), [nil]), (.append("x", 2), [nil]),
        (.read("x"), [nil, [1], [2], [1, 2], [2, 1]]),
      ]
    case .mutex:
      [(.acquire("x"), [nil]), (.release("x"), [nil])]
    }
  }
}
