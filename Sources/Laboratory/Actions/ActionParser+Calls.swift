import Histories
import Simulation

extension ActionParser {
  /// `CLIENT CALL [via NODE]`.
  mutating func invocation() throws(ActionError) -> Intervention {
    let client = try client()
    let call = try call(depth: 0)
    let target = take("via", "name the node that is to serve it") ? try node() : nil
    return .invoke(client, call, target: target)
  }

  /// The words that begin a call.
  private static let operation = Expectation(
    "an operation",
    words: [
      ("read", "read a key, or several from one snapshot"), ("write", "write a key"),
      ("cas", "compare and set"), ("put-if", "write if the version is still the one given"),
      ("delete", "delete a key"), ("add", "add to a set"), ("remove", "remove from a set"),
      ("increment", "increment a counter"), ("append", "append to a list"),
      ("enqueue", "put into a queue"), ("dequeue", "take from a queue"),
      ("push", "push onto a stack"), ("pop", "pop from a stack"), ("acquire", "acquire a lock"),
      ("release", "release a lock"), ("read-many", "read keys from one snapshot"),
      ("transaction", "several calls at one instant"),
    ])

  private mutating func call(depth: Int) throws(ActionError) -> Call {
    expect(Self.operation)
    guard let word = token.word, Self.operation.offers(word) else {
      throw failure()
    }
    advance()
    switch word {
    case "read": return try read()
    case "read-many": return .readMany(try keysOrNone())
    case "write":
      let key = try key()
      try require("=", "the value to write")
      return .write(key, try value())
    case "cas":
      let (key, expected) = (try key(), try value())
      try require("->", "the new value")
      return .compareAndSet(key, expected: expected, new: try value())
    case "put-if": return try conditionalPut()
    case "increment":
      let key = try key()
      let amount = take("by", "an amount other than 1") ? try amount() : 1
      return .increment(key, by: amount)
    case "transaction": return .transaction(try transaction(depth: depth))
    case "delete": return .delete(try key())
    case "dequeue": return .dequeue(try key())
    case "pop": return .pop(try key())
    case "acquire": return .acquire(try key())
    case "release": return .release(try key())
    default: return try update(word)
    }
  }

  /// The calls with a key and a value.
  private mutating func update(_ word: String) throws(ActionError) -> Call {
    let (key, value) = (try key(), try value())
    switch word {
    case "add": return .add(key, value)
    case "remove": return .remove(key, value)
    case "append": return .append(key, value)
    case "enqueue": return .enqueue(key, value)
    default: return .push(key, value)
    }
  }

  private mutating func amount() throws(ActionError) -> Int64 {
    try number("an amount", in: Int64.min...Int64.max)
  }

  private mutating func read() throws(ActionError) -> Call {
    let first = try key()
    var keys = [first]
    while take(",", "another key of the same snapshot") { keys.append(try key()) }
    return keys.count == 1 ? .read(first) : .readMany(keys)
  }

  /// The keys of `read-many`, which may be one or none.
  private mutating func keysOrNone() throws(ActionError) -> [Key] {
    switch token.kind {
    case .end, .symbol(";"), .symbol("}"), .word("via"): return []
    default: break
    }
    var keys: [Key] = []
    repeat { keys.append(try key()) } while take(",", "another key of the same snapshot")
    return keys
  }

  private mutating func conditionalPut() throws(ActionError) -> Call {
    let key = try key()
    try require("=", "the value to write")
    let value = try value()
    try require("at", "the version that the key must still have")
    let epoch = try number("an epoch", in: 0...Int64(Int32.max))
    try require(":", "before the LSN")
    let lsn = try number("an LSN", in: 0...Int64.max)
    return .conditionalPut(key, value, ifVersion: LogPosition(epoch: Int(epoch), lsn: lsn))
  }

  private mutating func transaction(depth: Int) throws(ActionError) -> [Call] {
    guard depth < ActionLimits.depthMax else {
      throw error("transactions nest at most \(ActionLimits.depthMax) deep")
    }
    try require("{", "the calls of the transaction")
    var calls: [Call] = []
    while !take("}", "the end of the transaction") {
      calls.append(try call(depth: depth + 1))
      if take(";", "another call") { continue }
      try require("}", "the end of the transaction")
      break
    }
    return calls
  }
}
