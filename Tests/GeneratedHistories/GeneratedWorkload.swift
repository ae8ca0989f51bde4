/// What clients ask for.
struct GeneratedWorkload {
  let type: GeneratedType
  /// Values that are written once.
  private var fresh = 0

  init(_ type: GeneratedType) { self.type = type }

  private mutating func next() -> Int {
    fresh += 1
    return fresh
  }

  /// An operation on an object.
  ///
  /// - Parameter others: objects that a transaction may touch beside it.
  mutating func operation(
    on object: Int, others: [Int], of store: GeneratedStore, by process: Int,
    _ dice: inout GeneratedNumbers
  ) -> GeneratedOperation {
    func one(_ function: String, _ value: GeneratedValue = .null) -> GeneratedOperation {
      .init(function: function, object: object, value: value)
    }
    switch type {
    case .register:
      return dice.happens(50) ? one("read") : one("write", .number(next()))
    case .casRegister:
      let (old, new) = (GeneratedValue.number(dice.below(5)), GeneratedValue.number(dice.below(5)))
      return [one("read"), one("write", new), one("cas", .list([old, new]))][dice.below(3)]
    case .multiRegister: return transaction([object] + others.filter { $0 != object }, &dice)
    case .kv:
      if dice.happens(40) { return one("get") }
      let isLong = (store.objects[object]?.text.utf8.count ?? 0) > 40
      return one(isLong || dice.happens(20) ? "put" : "append", .text("v\(next()) "))
    case .counter:
      // Even, so that no sum of them is odd.
      return dice.happens(40) ? one("read") : one("add", .number(2 * (1 + dice.below(4))))
    case .set: return dice.happens(5) ? one("read") : one("add", .number(next()))
    case .queue: return dice.happens(52) ? one("enqueue", .number(next())) : one("dequeue")
    case .stack: return dice.happens(52) ? one("push", .number(next())) : one("pop")
    case .list: return dice.happens(10) ? one("read") : one("append", .number(next()))
    case .mutex:
      return one(store.objects[object]?.holder == process ? "release" : "acquire")
    }
  }

  private mutating func transaction(
    _ objects: [Int], _ dice: inout GeneratedNumbers
  ) -> GeneratedOperation {
    let count = 1 + dice.below(min(3, objects.count))
    let parts = objects.prefix(count).map { object -> GeneratedValue in
      dice.happens(50)
        ? .list([.word("r"), .number(object), .null])
        : .list([.word("w"), .number(object), .number(next())])
    }
    return .init(function: "txn", object: nil, value: .list(parts))
  }

  /// Operations that, one after the other with nothing beside them, cannot be explained; each with the process that
  /// does it, 0 or 1.
  mutating func violation(on object: Int) -> [(process: Int, operation: GeneratedOperation)] {
    func one(_ function: String, _ value: GeneratedValue = .null, returns: GeneratedValue? = nil)
      -> GeneratedOperation
    { .init(function: function, object: object, value: value, result: returns) }
    let (a, b) = (next(), next())
    switch type {
    case .register:
      return [
        (0, one("write", .number(a))), (0, one("write", .number(b))),
        (1, one("read", returns: .number(a))),
      ]
    case .casRegister:
      // Values that nobody else writes.
      return [
        (0, one("write", .number(7))), (0, one("cas", .list([.number(7), .number(8)]))),
        (1, one("read", returns: .number(7))),
      ]
    case .multiRegister:
      func one(_ word: String, _ value: GeneratedValue, returns: GeneratedValue? = nil)
        -> GeneratedOperation
      {
        func part(_ value: GeneratedValue) -> GeneratedValue {
          .list([.list([.word(word), .number(object), value])])
        }
        return .init(
          function: "txn", object: nil, value: part(value), result: returns.map(part))
      }
      return [
        (0, one("w", .number(a))), (0, one("w", .number(b))),
        (1, one("r", .null, returns: .number(a))),
      ]
    case .kv:
      return [
        (0, one("put", .text("v\(a) "))), (0, one("append", .text("v\(b) "))),
        (1, one("get", returns: .text("v\(a) "))),
      ]
    case .counter: return [(0, one("add", .number(2))), (1, one("read", returns: .number(1)))]
    case .set: return [(0, one("add", .number(a))), (1, one("read", returns: .set([])))]
    case .queue:
      return [
        (0, one("enqueue", .number(a))), (0, one("enqueue", .number(b))),
        (1, one("dequeue", returns: .number(b))),
      ]
    case .stack:
      return [
        (0, one("push", .number(a))), (0, one("push", .number(b))),
        (1, one("pop", returns: .number(a))),
      ]
    case .list: return [(0, one("append", .number(a))), (1, one("read", returns: .list([])))]
    case .mutex:
      return [(0, one("acquire", returns: .null)), (1, one("acquire", returns: .null))]
    }
  }
}
