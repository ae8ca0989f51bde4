import Checkers
import Foundation
import Testing

/// Every checker against its definition, for every data type, on tiny histories.
@Suite struct CatalogueAgreementTests {
  /// All histories of up to so many operations: two, or as many as `CONLAB_AGREEMENT` asks for, if that is more. Three
  /// take long; see docs/CHECKERS.md.
  private static let size = max(2, number("CONLAB_AGREEMENT") ?? 2)

  /// How many of three and of four are drawn for each type: 12, or as many as `CONLAB_AGREEMENT_DRAWN` asks for.
  private static let drawn = number("CONLAB_AGREEMENT_DRAWN") ?? 12

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  /// The types of which three are tried: all, or those that `CONLAB_AGREEMENT_TYPES` names, separated by commas.
  private static let named = ProcessInfo.processInfo.environment["CONLAB_AGREEMENT_TYPES"]?
    .split(separator: ",").map(String.init)

  @Test(arguments: SpecificationName.allCases)
  func agreesOnAllHistoriesOfUpToTwo(name: SpecificationName) {
    var comparison = CatalogueComparison(name)
    let isNamed = Self.named?.contains(name.rawValue) ?? true
    for size in 1...(isNamed ? Self.size : 2) {
      TinyHistories.forEach(size, comparison.vocabulary.labels) { comparison.compare($0) }
    }
    let report = comparison.report
    #expect(report.isEmpty)
    #expect(comparison.witnessesLeftOpen.isEmpty)
    #expect(comparison.histories > 50)
  }

  /// What is done by hand for all of three, and for four, is done here for some of them.
  @Test(arguments: SpecificationName.allCases)
  func agreesOnSomeOfThreeAndFour(name: SpecificationName) {
    var comparison = CatalogueComparison(name)
    var generator = TestGenerator(seed: 61)
    for round in 0..<Self.drawn {
      comparison.compare(
        TinyHistories.random(3 + round % 2, comparison.vocabulary.labels, &generator))
    }
    let report = comparison.report
    #expect(report.isEmpty)
    #expect(comparison.witnessesLeftOpen.count * 100 <= comparison.histories)
  }
}
