import Checkers
import Histories

/// What it costs to decide whether black-box histories are linearizable.
struct SearchCosts {
  private struct Case {
    let name: String
    let operations: Int
    let aim: String
    /// What the histories are: linearizable or not; nil where that was not planted.
    let isHeld: Bool
    /// Whether it is as the one before, but longer.
    let isLonger: Bool
    let make: () -> [History]
    var histories = 0
    var decided = 0
    var each = Samples()
  }
  private var cases: [Case] = []
  private var heap = Samples()
  private let checker = LinearizabilityChecker()
  private let many: Int

  /// - Parameter largest: operations of the longest history.
  init(largest: Int, many: Int) {
    self.many = many
    addSmall()
    addRegisters(largest)
    addElements(largest)
  }

  /// Histories of the length of a test of a store, many of each kind.
  private mutating func addSmall() {
    let small = RegisterHistories.Shape(operations: 80, clients: 5, timedOutPercent: 20)
    for values in [2, 5] {
      var shape = small
      shape.values = values
      addMany("\(values) values, 80 operations, 20% timed out", "50", shape)
      (shape.readPercent, shape.conditionalPercent) = (33, 50)
      addMany("\(values) values with cas, 80 operations, 20% timed out", "50", shape)
    }
    addMany(
      "unique values, 150 operations, 3 keys", "",
      .init(operations: 150, clients: 6, keys: 3, timedOutPercent: 5))
    addMany(
      "5 values, 200 operations, 3 keys, 20% timed out", "",
      .init(operations: 200, clients: 6, keys: 3, values: 5, timedOutPercent: 20))
  }

  private mutating func addRegisters(_ largest: Int) {
    for clients in [4, 10, 16, 64] {
      for isWrong in [false, true] where clients != 10 || !isWrong {
        for (size, isLonger) in sizes(to: largest) {
          add(
            "unique values", size, aim: clients == 10 && size == 1_000_000 ? "300000" : "",
            clients, isWrong, isLonger
          ) { $0.next(.init(operations: size, clients: clients, isWrong: isWrong)) }
        }
      }
    }
    for clients in [4, 16, 64] {
      for isWrong in [false, true] {
        // What is open at once bounds how long a history can be decided.
        let longest = clients == 4 ? largest : clients == 16 ? 10_000 : 1_000
        for (size, isLonger) in sizes(to: min(largest, longest)) {
          add("5 values with cas", size, clients, isWrong, isLonger) {
            $0.next(
              .init(
                operations: size, clients: clients, values: 5, conditionalPercent: 50,
                isWrong: isWrong))
          }
        }
        for (size, isLonger) in sizes(to: min(largest, 100_000)) {
          add("strings with append, \(4 * clients) keys", size, clients, isWrong, isLonger) {
            $0.next(
              .init(
                operations: size, clients: clients, keys: 4 * clients, appendPercent: 40,
                isWrong: isWrong))
          }
        }
      }
    }
    for values in [2, 10] {
      add("\(values) values", 10_000, aim: "100000", 10, false, false) {
        $0.next(.init(operations: 10_000, values: values))
      }
    }
  }

  private mutating func addElements(_ largest: Int) {
    for kind in ElementHistories.Kind.allCases {
      for clients in [4, 10, 64] {
        for isWrong in [false, true] {
          for (size, isLonger) in sizes(to: largest) {
            append(
              "unique \(kind.rawValue)", size,
              aim: size == 1_000_000 && clients == 10 ? "2500000" : "", clients, isWrong, isLonger
            ) {
              var source = ElementHistories(seed: 5)
              return source.next(kind, operations: size, clients: clients, isWrong: isWrong)
            }
          }
        }
      }
    }
  }

  private func sizes(to largest: Int) -> [(Int, Bool)] {
    [1_000, 10_000, 100_000, 1_000_000].filter { $0 <= largest }.map { ($0, $0 > 1_000) }
  }

  private mutating func addMany(_ name: String, _ aim: String, _ shape: RegisterHistories.Shape) {
    cases.append(
      Case(
        name: name, operations: shape.operations, aim: aim, isHeld: true,
        isLonger: false,
        make: { [many] in
          var source = RegisterHistories(seed: 3)
          return (0..<many).map { _ in source.next(shape) }
        }))
  }

  private mutating func add(
    _ name: String, _ size: Int, aim: String = "", _ clients: Int, _ isWrong: Bool,
    _ isLonger: Bool, _ make: @escaping (inout RegisterHistories) -> History
  ) {
    append(name, size, aim: aim, clients, isWrong, isLonger) {
      var source = RegisterHistories(seed: 3)
      return make(&source)
    }
  }

  private mutating func append(
    _ name: String, _ size: Int, aim: String, _ clients: Int, _ isWrong: Bool, _ isLonger: Bool,
    _ make: @escaping () -> History
  ) {
    cases.append(
      Case(
        name: "\(name), \(clients) clients, \(size)\(isWrong ? ", one error" : "")",
        operations: size, aim: aim, isHeld: !isWrong, isLonger: isLonger, make: { [make()] }))
  }

  /// Measures one after the other, each several times beside the bare heap loop. Histories are made when they
  /// are needed, and dropped.
  mutating func measure(times: Int) {
    var sum: Int64 = 0
    for index in cases.indices {
      let histories = cases[index].make()
      let isHeld = cases[index].isHeld
      cases[index].histories = histories.count
      for _ in 0..<times {
        let (heapTime, part) = timed { HeapLoop.run(events: 100_000, pending: 45) }
        heap.add(heapTime, dividedBy: 100_000)
        sum &+= part
        let (duration, decided) = timed {
          histories.reduce(0) { $0 + (checker.decide($1) == isHeld ? 1 : 0) }
        }
        cases[index].each.add(duration, dividedBy: histories.count)
        cases[index].decided = decided
      }
    }
    precondition(sum != 0)
  }

  func print() {
    Swift.print("\ndeciding linearizability of histories, 5 to 64 clients")
    var rows: [[String]] = []
    for (index, one) in cases.enumerated() {
      let perOperation = one.each.median / Double(one.operations)
      let growth =
        one.isLonger
        ? Growth.exponent(
          from: cases[index - 1].each.median, cases[index - 1].operations, to: one.each.median,
          one.operations) : ""
      rows.append([
        one.name, Table.number(one.each.median / 1000, digits: 0),
        Table.number(perOperation, digits: 0),
        Table.number(perOperation / heap.median, digits: 1), growth, one.aim,
        one.decided == one.histories
          ? "" : "\(one.decided) of \(one.histories) decided as planted",
      ])
    }
    Table.print(
      header: ["", "us each", "ns/operation", "ratio", "growth", "aim us", ""], rows: rows)
  }
}

/// How a cost grows with size: the exponent, 1 where it is proportional.
enum Growth {
  static func exponent(from a: Double, _ smaller: Int, to b: Double, _ larger: Int) -> String {
    guard a > 0, b > 0 else { return "" }
    let exponent = binaryLogarithm(b / a) / binaryLogarithm(Double(larger) / Double(smaller))
    return (exponent < 0 ? "-" : "") + Table.number(abs(exponent), digits: 2)
  }

  /// By repeated squaring of the significand: without a mathematics library, to about nine digits.
  private static func binaryLogarithm(_ value: Double) -> Double {
    var significand = value.significand
    var result = Double(value.exponent)
    var bit = 0.5
    while bit > 1e-9 {
      significand *= significand
      if significand >= 2 {
        significand /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}
