import Checkers
import Foundation
import Histories

/// What it costs to judge black-box histories of eight sessions by PRAM, the three notions of causal consistency and
/// the session guarantees.
struct CausalCosts {
  private struct Row {
    let name: String
    let isValid: Bool
    let judge: (History) -> Bool?
    /// Whether replicas converge: what CCv asks for, and causal memory forbids.
    let converges: Bool
    var each: [Samples]
  }
  private var rows: [Row] = []
  private let sizes: [Int]
  private var histories: [[History]] = []

  /// - Parameter largest: operations of the longest history.
  init(largest: Int) {
    sizes = [1_000, 10_000, 100_000, 1_000_000].filter { $0 <= largest }
    var source = ReplicatedHistories(seed: 5)
    for size in sizes {
      histories.append(
        [(false, false), (true, false), (false, true), (true, true)].map { converges, isPlanted in
          source.next(
            .init(
              operations: size, keys: min(1_000, size / 100), converges: converges,
              isPlanted: isPlanted))
        })
    }
    let checker = CausalChecker()
    for isValid in [true, false] {
      for model in CausalChecker.models {
        add(model.words, isValid, converges: model == .causalConvergence) {
          checker.decide(model, $0)
        }
      }
      for guarantee in [CheckerName.readYourWrites, .monotonicReads] {
        add(guarantee.words, isValid, converges: false) {
          SessionChecker().check(guarantee, $0) == .holds
        }
      }
    }
    add("causal consistency, with witness", false, converges: false) {
      if case .violated = checker.check(.causalConsistency, $0) { false } else { nil }
    }
  }

  private mutating func add(
    _ name: String, _ isValid: Bool, converges: Bool, _ judge: @escaping (History) -> Bool?
  ) {
    rows.append(
      Row(
        name: name, isValid: isValid, judge: judge, converges: converges,
        each: sizes.map { _ in Samples() }))
  }

  /// Measures all of them in turn.
  mutating func measure(times: Int) {
    for _ in 0..<times {
      for place in sizes.indices {
        for row in rows.indices {
          let one = rows[row]
          let history = histories[place][(one.converges ? 1 : 0) + (one.isValid ? 0 : 2)]
          let (duration, holds) = timed { one.judge(history) }
          precondition(holds == one.isValid, "\(one.name) of \(sizes[place]) operations")
          rows[row].each[place].add(duration)
        }
      }
    }
  }

  func print() {
    Swift.print("\njudging histories of 8 sessions, up to 1000 keys, values written once, ms")
    Table.print(
      header: ["", ""] + sizes.map { "\($0)" } + ["ns/operation", "exponent", "aim ms", "stretch"],
      rows: rows.map { row in
        let isAimed = row.isValid && sizes.last == 1_000_000
        return [row.name, row.isValid ? "valid" : "planted"]
          + row.each.map { Table.number($0.median / 1e6, digits: 1) }
          + [
            Table.number((row.each.last?.median ?? 0) / Double(sizes.last ?? 1), digits: 0),
            exponent(of: row), isAimed ? "1600" : "", isAimed ? "400" : "",
          ]
      })
  }

  /// The exponent of growth over the last factor of ten.
  private func exponent(of row: Row) -> String {
    guard row.each.count > 1 else { return "" }
    let ratio = row.each[row.each.count - 1].median / row.each[row.each.count - 2].median
    return Table.number(max(0, log10(ratio)), digits: 2)
  }
}
