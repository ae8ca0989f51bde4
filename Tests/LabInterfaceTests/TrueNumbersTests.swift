import CellGraphics
import Checkers
import Histories
import Laboratory
import Testing

@testable import LabInterface

/// Numbers that are said in two places, or of only a part, agree and say what they leave out.
@Suite struct TrueNumbersTests {
  /// More violations than witnesses are kept: the count is that of the meter, and the first is first.
  @Test func violationsAreCountedInFull() throws {
    var person = Person.inSandbox(width: 200, height: 60)
    person.command("workload * every 5 reads 80% keys name")
    person.command("to 3000")
    let view = try #require(person.model.lab?.view)
    let stale = try #require(view.guarantees.first { $0.checker == .staleRead })
    let meter = try #require(view.meters.first { $0.name == .staleReads })
    #expect(stale.count > GuaranteeView.witnessesMax && Int64(stale.count) == meter.value)
    #expect(stale.witnesses.count == GuaranteeView.witnessesMax)
    #expect(person.sees("violated (\(stale.count))"))
    let run = try #require(person.model.lab?.run)
    let first = try #require(run.verdict(of: .staleRead).witnesses.first)
    #expect(stale.witnesses.first == first && stale.reason == run.describe(first))
  }
}
