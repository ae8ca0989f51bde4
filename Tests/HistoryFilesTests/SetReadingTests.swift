import Checkers
import Histories
import HistoryFiles
import Testing

/// Of a set the order in which its elements are written says nothing, of a list or a register everything.
@Suite struct SetReadingTests {
  typealias Found = FoundHistoriesTests

  /// Operations one after the other, each with what it returned, of objects with names.
  private func events(_ calls: [(function: String, value: String, result: String)]) -> String {
    calls.flatMap { call in
      ["0 invoke \(call.function) \(call.value)", "0 ok \(call.function) \(call.result)"]
    }.joined(separator: "\n")
  }

  @Test(arguments: [false, true])
  func aListBesideASetKeepsItsOrder(addsLast: Bool) throws {
    let add = (function: "add", value: "[:s 3]", result: "[:s 3]")
    func history(_ read: String) throws -> HistoryFile {
      let list = [
        (function: "append", value: "[:l 2]", result: "[:l 2]"),
        (function: "append", value: "[:l 1]", result: "[:l 1]"),
        (function: "read", value: "[:l nil]", result: "[:l \(read)]"),
      ]
      return try Found.file(events(addsLast ? list + [add] : [add] + list))
    }
    let file = try history("[2 1]")
    #expect(Found.verdict(file, .linearizability) == .holds)
    #expect(file.history.operations.compactMap(\.result).contains([2, 1]))
    for read in ["[1 2]", "[2 1 1]", "[1 2 2]"] {
      #expect(try Found.verdict(history(read), .linearizability).isViolated, "\(read)")
    }
  }

  @Test func aRegisterBesideASetHoldsTheListThatWasWritten() throws {
    let file = try Found.file(
      events([
        ("add", "[:s 3]", "[:s 3]"), ("write", "[:x [2 1]]", "[:x [2 1]]"),
        ("read", "[:x nil]", "[:x [2 1]]"), ("read", "[:s nil]", "[:s [3 3]]"),
      ]))
    #expect(Found.verdict(file, .linearizability) == .holds)
  }

  /// Whatever the order, also before the first addition, and of what is there at first.
  @Test(arguments: [SpecificationName.set, nil])
  func theOrderOfElementsIsNoMatter(name: SpecificationName?) throws {
    for initial: Value in [[1, 2], [2, 1], [2, 1, 2]] {
      for read in ["[1 2]", "[2 1]", "#{2 1}", "[2 1 1]"] {
        let text =
          "0 invoke read nil\n0 ok read \(read)\n1 invoke add 0\n1 ok add 0\n"
          + "0 invoke read nil\n0 ok read [2 0 1]"
        let file = try Found.file(text) {
          $0.initial = initial
          $0.specification = name
        }
        #expect(Found.verdict(file, .linearizability) == .holds, "\(initial) \(read)")
      }
    }
  }
}
