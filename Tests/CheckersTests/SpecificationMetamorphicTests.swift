import Checkers
import Histories
import Testing

/// Changes of a history of each data type that must not change the verdict, or only in one direction.
@Suite struct SpecificationMetamorphicTests {
  /// Histories that fit the type, linearizable and not.
  static func samples(_ name: SpecificationName, _ count: Int) -> [[TimedCall]] {
    var generator = TestGenerator(seed: 71)
    return (0..<count).map { round in
      if round % 2 == 0, let kind = ElementKind.named(name) {
        return RandomElements(
          kind, operations: 24, processes: 4, pendingPercent: round % 3 * 6,
          changed: round % 4 > 0, &generator
        ).calls
      }
      let random = RandomHistory(
        Vocabulary.named(name), operations: 10 + round % 4, processes: 3, keys: 2,
        pendingPercent: round % 3 * 6, changed: round % 4 > 0, &generator)
      let calls = name == .kv ? random.calls.map(\.withText) : random.calls
      return calls.filter { name.accepts($0.call) }
    }
  }

  private func decide(_ calls: [TimedCall], _ name: SpecificationName) -> Bool? {
    let initial: [History.InitialValue] =
      [.register, .casRegister, .multiRegister, .counter].contains(name)
      ? [.init("x", 0), .init("y", 0)] : []
    return LinearizabilityChecker(specification: name)
      .decide(blackBox(calls, initial: initial))
  }

  @Test(arguments: SpecificationName.allCases)
  func renamingClientsShiftingTimeAndMovingKeys(name: SpecificationName) {
    var counts = [false: 0, true: 0]
    for calls in Self.samples(name, 60) {
      let verdict = decide(calls, name)
      if let verdict { counts[verdict, default: 0] += 1 }
      let renamed = calls.map { call in
        var call = call
        call.process = 100 - call.process
        return call
      }
      #expect(decide(renamed, name) == verdict)
      #expect(decide(calls.map { $0.moved(by: 1_000, times: 3) }, name) == verdict)
      // Keys that no call joins can be moved against each other, and have other names.
      guard !calls.contains(where: { $0.call.keys.count > 1 }) else { continue }
      let apart = calls.map { $0.call.addresses("x") ? $0.moved(by: 5_000, times: 1) : $0 }
      #expect(decide(apart, name) == verdict)
      // The same object twice, at the same time under another name.
      let twice = calls + calls.compactMap { call in call.renamed().map { $0 } }
      if !calls.contains(where: { $0.call.key == "y" }) {
        #expect(decide(twice, name) == verdict)
      }
    }
    #expect(counts[true, default: 0] > 5 && counts[false, default: 0] > 1, "\(counts)")
  }

  /// An operation that returns earlier, or is invoked later, precedes or follows more.
  @Test(arguments: SpecificationName.allCases)
  func moreRealTimeOrderNeverHelps(name: SpecificationName) {
    var changes = 0
    for (round, calls) in Self.samples(name, 120).enumerated() where !calls.isEmpty {
      let before = decide(calls, name)
      for step in 0..<3 {
        var ordered = calls
        let chosen = (round * 7 + step * 5) % calls.count
        guard let returned = calls[chosen].returned, returned > calls[chosen].invoked else {
          continue
        }
        if (round + step) % 2 == 0 {
          ordered[chosen].returned = calls[chosen].invoked
        } else {
          ordered[chosen].invoked = returned
        }
        let after = decide(ordered, name)
        if before == false { #expect(after == false, "\(calls) \(chosen)") }
        if before != after { changes += 1 }
      }
    }
    #expect(changes > 0)
  }
}

extension ElementKind {
  fileprivate static func named(_ name: SpecificationName) -> ElementKind? {
    switch name {
    case .queue: .queue
    case .stack: .stack
    case .set: .growingSet
    default: nil
    }
  }
}

extension Vocabulary {
  fileprivate static func named(_ name: SpecificationName) -> Vocabulary {
    switch name {
    case .register: .register
    case .casRegister: .compareAndSet
    case .multiRegister: .several
    case .kv, .list: .list
    case .counter: .counter
    case .set: .set
    case .queue: .queue
    case .stack: .stack
    case .mutex: .lock
    }
  }
}

extension TimedCall {
  fileprivate func moved(by offset: Int, times factor: Int) -> TimedCall {
    var copy = self
    copy.invoked = invoked * factor + offset
    copy.returned = returned.map { $0 * factor + offset }
    return copy
  }

  /// The same call by another process on an object of another name, of types that start empty.
  fileprivate func renamed() -> TimedCall? {
    var copy = self
    copy.process += 50
    switch call {
    case .add(_, let value): copy.call = .add("other", value)
    case .remove(_, let value): copy.call = .remove("other", value)
    case .append(_, let value): copy.call = .append("other", value)
    case .enqueue(_, let value): copy.call = .enqueue("other", value)
    case .push(_, let value): copy.call = .push("other", value)
    case .dequeue: copy.call = .dequeue("other")
    case .pop: copy.call = .pop("other")
    case .acquire: copy.call = .acquire("other")
    case .release: copy.call = .release("other")
    case .read(let key) where key != "x" && key != "y": copy.call = .read("other")
    default: return nil
    }
    return copy
  }
}
