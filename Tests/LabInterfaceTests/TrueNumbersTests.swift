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
    var model = Fixtures.model(width: 200, height: 60)
    _ = model.begin(.sandbox(Preset.threeReplicas.scenario, title: "Three replicas"))
    var person = Person(model)
    person.command("workload * every 5 reads 80% keys name")
    person.command("to 20000")
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

  /// What is in flight and not listed is not said to be nothing.
  @Test func hiddenMessagesAreCounted() throws {
    var person = Person.inSandbox(width: 120, height: 36)
    #expect(person.sees("0 in flight, 3 heartbeats hidden (y)"), "\(person.testDescription)")
    let view = try #require(person.model.lab?.view.network)
    #expect(view.messageCount == 0 && view.hiddenCount == 3)
    person.press("y")
    #expect(person.sees("3 in flight") && !person.sees("hidden"))
  }

  /// A script plans an operation for an instant at which its client still waits for another.
  @Test func aViolationIsDatedByWhenItHappened() throws {
    var scenario = Fixtures.staleReads()
    scenario.settings.append(.init("acknowledgement", .integer(2)))
    let (client, follower) = (ProcessID(0), NodeID(3))
    scenario.script = [
      Fixtures.line(100, .invoke(client, .write("name", "Alice"), target: nil)),
      Fixtures.line(101, .invoke(client, .read("name"), target: follower)),
    ]
    var run = try Run(scenario)
    _ = try run.runToRest(atLeast: .zero, limit: 10_000, budget: 10_000)
    let read = try #require(run.simulation.recording.history.operations.last)
    #expect(read.invoked > read.intended)
    let witness = try #require(run.verdict(of: .readYourWrites).witnesses.first)
    #expect(
      run.describe(witness).hasPrefix(
        "c1 at \(read.invoked), planned for \(read.intended) (read name):"),
      "\(run.describe(witness))")
  }
}
