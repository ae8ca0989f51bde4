import Histories

/// A black-box operation of a test: `c1 w x=1 0-2`, `c2 r x=0 10-12`, `c1 w x=1 0-?` (pending).
struct TestOperation: Hashable {
  var process: Int
  var isWrite: Bool
  var key: String
  var value: Int
  var invoked: Int
  var returned: Int?
}

/// Reads the notation of the validation table. Processes are numbered in order of appearance.
func parse(_ text: String) -> [TestOperation] {
  var names: [Substring] = []
  return text.split(separator: ";").map { line in
    let words = line.split(separator: " ")
    if !names.contains(words[0]) { names.append(words[0]) }
    let assignment = words[2].split(separator: "=")
    let times = words[3].split(separator: "-")
    return TestOperation(
      process: names.firstIndex(of: words[0])!, isWrite: words[1] == "w",
      key: String(assignment[0]), value: Int(assignment[1])!, invoked: Int(times[0])!,
      returned: Int(times[1]))
  }
}

/// The history of test operations; the keys x, y and s start at 0.
func history(_ operations: [TestOperation]) -> History {
  var history = History(initial: ["x", "y", "s"].map { .init(Key($0), 0) })
  let ordered = operations.enumerated().sorted {
    ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
  }.map(\.element)
  var boundaries: [(time: Int, isReturn: Int, index: Int)] = []
  for (index, operation) in ordered.enumerated() {
    boundaries.append((operation.invoked, 0, index))
    if let returned = operation.returned { boundaries.append((returned, 1, index)) }
  }
  for (event, boundary) in boundaries.sorted(by: { $0 < $1 }).enumerated() {
    let operation = ordered[boundary.index]
    let id = OperationID(boundary.index)
    let time = VirtualTime(Int64(boundary.time))
    if boundary.isReturn == 1 {
      let result: Value = operation.isWrite ? nil : .integer(Int64(operation.value))
      history.complete(id, Completion(outcome: .ok(result), time: time, eventIndex: event))
    } else {
      let key = Key(operation.key)
      history.invoke(
        Operation(
          id: id, process: ProcessID(operation.process), session: SessionID(operation.process),
          intent: IntentID(Int64(boundary.index)),
          call: operation.isWrite ? .write(key, .integer(Int64(operation.value))) : .read(key),
          intended: time, invoked: time, invokedEvent: event))
    }
  }
  return history
}

/// A tiny seeded generator (SplitMix64), so that every run tests the same histories.
struct TestGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) >> 33) % bound
  }
}
