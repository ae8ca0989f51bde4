import Checkers
import Histories

/// The definitions of Bouajjani, Enea, Guerraoui and Hamza (POPL 2017, table 1), tried by enumeration: a history satisfies
/// a model if there is *some* strict partial order of its operations that contains program order, under
/// which every operation can be explained. Nothing is said of who read from whom.
struct CausalDefinitions {
  /// An atomic operation: what it read of registers, then what it wrote.
  struct Step: Hashable {
    var process: Int
    var reads: [String: Int] = [:]
    var writes: [String: Int] = [:]
    var isPending = false
  }

  private let steps: [Step]
  /// Of each step those before it, as a set of bits.
  private typealias Order = [Int]

  /// - Parameter all: in the order of invocation. Keys start at 0.
  static func holds(_ model: CheckerName, _ all: [Step]) -> Bool {
    let pending = all.indices.filter { all[$0].isPending }
    // A pending write took effect or not.
    return (0..<(1 << pending.count)).contains { choice in
      let left = pending.indices.filter { choice & 1 << $0 != 0 }.map { pending[$0] }
      return CausalDefinitions(
        steps: all.indices.filter { !left.contains($0) }.map { all[$0] }
      ).holds(model)
    }
  }

  private func holds(_ model: CheckerName) -> Bool {
    let program = steps.indices.map { later in
      steps.indices.reduce(0) { set, earlier in
        earlier < later && steps[earlier].process == steps[later].process
          && !steps[earlier].isPending ? set | 1 << earlier : set
      }
    }
    return someOrder(containing: program) { causal in
      switch model {
      case .causalConvergence:
        someSequence(of: (1 << steps.count) - 1, causal) { arbitration in
          steps.indices.allSatisfy { step in
            explains(arbitration.filter { $0 == step || causal[step] & 1 << $0 != 0 }, [step])
          }
        }
      case .weakCausalConsistency:
        steps.indices.allSatisfy { step in
          someSequence(of: causal[step] | 1 << step, causal) { explains($0, [step]) }
        }
      default:
        steps.indices.allSatisfy { step in
          let own = steps.indices.filter { $0 == step || program[step] & 1 << $0 != 0 }
          return someSequence(of: causal[step] | 1 << step, causal) { explains($0, own) }
        }
      }
    }
  }

  /// Whether the reads of some of the steps return what was written last.
  private func explains(_ sequence: [Int], _ judged: [Int]) -> Bool {
    var values: [String: Int] = [:]
    for step in sequence {
      if judged.contains(step) {
        for (key, value) in steps[step].reads where values[key, default: 0] != value {
          return false
        }
      }
      for (key, value) in steps[step].writes { values[key] = value }
    }
    return true
  }

  private func someOrder(containing base: Order, _ test: (Order) -> Bool) -> Bool {
    Self.orders[steps.count].contains { order in
      zip(order, base).allSatisfy { $0 & $1 == $1 } && test(order)
    }
  }

  /// All strict partial orders of up to four steps: 1, 1, 3, 19, 219.
  static let orders: [[[Int]]] = (0...4).map { count in
    (0..<(1 << (count * count))).lazy
      .map { code in (0..<count).map { code >> ($0 * count) & ((1 << count) - 1) } }
      .filter(isOrder)
  }

  private static func isOrder(_ order: Order) -> Bool {
    order.indices.allSatisfy { later in
      order[later] & 1 << later == 0
        && order.indices.allSatisfy {
          order[later] & 1 << $0 == 0 || order[$0] & ~order[later] == 0
        }
    }
  }

  private func someSequence(of set: Int, _ order: Order, _ test: ([Int]) -> Bool) -> Bool {
    func extend(_ sequence: [Int], _ rest: Int) -> Bool {
      if rest == 0 { return test(sequence) }
      return order.indices.contains { step in
        rest & 1 << step != 0 && order[step] & rest == 0
          && extend(sequence + [step], rest & ~(1 << step))
      }
    }
    return extend([], set)
  }
}

extension CausalDefinitions.Step {
  init(_ operation: TestOperation) {
    self.init(process: operation.process)
    if operation.isWrite {
      writes[operation.key] = operation.value
    } else {
      reads[operation.key] = operation.value
    }
    isPending = operation.returned == nil
  }

  /// The history of atomic steps, as transactions; one step each millisecond.
  static func history(_ steps: [Self]) -> History {
    blackBox(
      steps.enumerated().map { place, step in
        let keys = step.reads.keys.sorted()
        let written = step.writes.keys.sorted()
        let calls =
          keys.map { Call.read(Key($0)) }
          + written.map { .write(Key($0), .integer(Int64(step.writes[$0]!))) }
        let values = keys.map { Value.integer(Int64(step.reads[$0]!)) }
        return TimedCall(
          process: step.process, call: .transaction(calls), invoked: place * 2,
          returned: step.isPending ? nil : place * 2 + 1,
          result: .list(values + written.map { _ in .absent }))
      }, initial: ["x", "y", "z"].map { .init(Key($0), 0) })
  }
}
