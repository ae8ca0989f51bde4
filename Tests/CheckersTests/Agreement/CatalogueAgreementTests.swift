import Checkers
import Foundation
import Testing

/// Every checker against its definition, for every data type, on tiny histories.
@Suite struct CatalogueAgreementTests {
  /// All histories of up to so many operations: two, or as many as `CONLAB_AGREEMENT` asks for, if that is more. Three
  /// take long; see docs/CHECKERS.md.
  private static let size = max(
    2, ProcessInfo.processInfo.environment["CONLAB_AGREEMENT"].flatMap { Int($0) } ?? 2)

  @Test(arguments: SpecificationName.allCases)
  func agreesOnAllHistoriesOfUpToTwo(name: SpecificationName) {
    var comparison = CatalogueComparison(name)
    for size in 1...Self.size {
      TinyHistories.forEach(size, comparison.vocabulary.labels) { comparison.compare($0) }
    }
    let report = comparison.report
    #expect(report.isEmpty)
    #expect(comparison.histories > 50)
  }

  /// What is done by hand for all of three, and for four, is done here for some of them.
  @Test(arguments: SpecificationName.allCases)
  func agreesOnSomeOfThreeAndFour(name: SpecificationName) {
    var comparison = CatalogueComparison(name)
    var generator = TestGenerator(seed: 61)
    for round in 0..<12 {
      comparison.compare(
        TinyHistories.random(3 + round % 2, comparison.vocabulary.labels, &generator))
    }
    let report = comparison.report
    #expect(report.isEmpty)
  }
}
