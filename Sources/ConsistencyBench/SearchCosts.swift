import Checkers
import Histories

/// What it costs to decide whether black-box histories of a register are linearizable.
struct SearchCosts {
  private struct Case {
    let name: String
    let operations: Int
    let aim: String
    let histories: [History]
    var decided = 0
    var each = Samples()
  }
  private var cases: [Case] = []
  private var heap = Samples()
  private let checker = LinearizabilityChecker()

  /// - Parameter largest: operations of the longest history.
  init(largest: Int, many: Int) {
    var source = RegisterHistories(seed: 3)
    var size = 1_000
    while size <= largest {
      add("unique values, \(size) operations", size == 1_000_000 ? "300000" : "") {
        [source.next(.init(operations: size))]
      }
      size *= 10
    }
    add("2 values, 10000 operations", "100000") {
      [source.next(.init(operations: 10_000, values: 2))]
    }
    add("10 values, 10000 operations", "100000") {
      [source.next(.init(operations: 10_000, values: 10))]
    }
    for values in [2, 5] {
      add("\(values) values, 80 operations, 20% timed out", "50") {
        (0..<many).map { _ in
          source.next(.init(operations: 80, clients: 5, values: values, timedOutPercent: 20))
        }
      }
    }
    add("unique values, 150 operations, 3 keys", "") {
      (0..<many).map { _ in
        source.next(.init(operations: 150, clients: 6, keys: 3, timedOutPercent: 5))
      }
    }
    add("5 values, 200 operations, 3 keys, 20% timed out", "") {
      (0..<many).map { _ in
        source.next(
          .init(operations: 200, clients: 6, keys: 3, values: 5, timedOutPercent: 20))
      }
    }
  }

  private mutating func add(_ name: String, _ aim: String, _ make: () -> [History]) {
    let histories = make()
    let operations = histories.reduce(0) { $0 + $1.operations.count } / histories.count
    cases.append(Case(name: name, operations: operations, aim: aim, histories: histories))
  }

  /// Measures all of them in turn, beside the bare heap loop.
  mutating func measure(times: Int) {
    var sum: Int64 = 0
    for _ in 0..<times {
      let (heapTime, part) = timed { HeapLoop.run(events: 100_000, pending: 45) }
      heap.add(heapTime, dividedBy: 100_000)
      sum &+= part
      for index in cases.indices {
        let histories = cases[index].histories
        let (duration, decided) = timed {
          histories.reduce(0) { $0 + (checker.decide($1) == true ? 1 : 0) }
        }
        cases[index].each.add(duration, dividedBy: histories.count)
        cases[index].decided = decided
      }
    }
    precondition(sum != 0 && cases.allSatisfy { $0.decided == $0.histories.count })
  }

  func print() {
    Swift.print("\ndeciding linearizability of histories of a register, 5 to 10 clients")
    Table.print(
      header: ["", "us each", "ns/operation", "ratio", "aim us"],
      rows: cases.map { one in
        let perOperation = one.each.median / Double(one.operations)
        return [
          one.name, Table.number(one.each.median / 1000, digits: 0),
          Table.number(perOperation, digits: 0),
          Table.number(perOperation / heap.median, digits: 1), one.aim,
        ]
      })
  }
}
