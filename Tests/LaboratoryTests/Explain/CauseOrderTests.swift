import Histories
import Laboratory
import Testing

private typealias Fixture = ExplainFixture

/// Within one event a cause is said before what follows from it.
@Suite struct CauseOrderTests {
  /// The answer that c1 waited for comes in the event in which it asks for the next thing.
  @Test func aClientIsToldBeforeItAsksAgain() throws {
    let run = try Fixture.run(Fixture.morning, set: ["acknowledgement = 2"], until: 2000)
    let found = try #require(run.explained("c1", 200))
    let told = try #require(place(of: "P told c1 that write name = Alice is done", in: found))
    let busy = try #require(place(of: "it was busy until", in: found))
    let asked = try #require(place(of: "c1 asked R3", in: found))
    #expect(found.steps[told].eventIndex == found.steps[asked].eventIndex)
    #expect(told < busy && busy < asked)
  }

  /// Whatever is explained: the steps are in the order of the trace, and within an event nothing is sent
  /// or asked before what came in is said.
  @Test(arguments: ["none", "1", "2", "all"])
  func everyChainGoesFromCauseToEffect(_ acknowledgement: String) throws {
    let run = try Fixture.run(
      Fixture.morning, set: ["acknowledgement = \(acknowledgement)"], until: 3000)
    var asked = 0
    for (client, time) in [
      ("c1", 100), ("c2", 150), ("c3", 150), ("c1", 200), ("c1", 600), ("c1", 800),
    ] {
      guard let found = run.explained(client, VirtualTime(Int64(time))) else { continue }
      let events = found.steps.map { $0.eventIndex ?? .max }
      #expect(events == events.sorted(), "\(client) at \(time)")
      for (place, step) in found.steps.enumerated() where goesOut(step.sentence) {
        asked += 1
        let later = found.steps[(place + 1)...].filter { $0.eventIndex == step.eventIndex }
        #expect(!later.contains { comesIn($0.sentence) }, "\(client) at \(time): \(step.sentence)")
      }
    }
    #expect(asked > 6)
  }

  private func place(of text: String, in found: Explanation) -> Int? {
    found.steps.firstIndex { $0.sentence.contains(text) }
  }

  private func goesOut(_ sentence: String) -> Bool {
    sentence.contains(" asked ") || sentence.contains(" sent ")
  }

  private func comesIn(_ sentence: String) -> Bool {
    sentence.contains(" told ") || sentence.contains(" came to ")
      || sentence.contains("had the answer")
      || sentence.contains(" put ")
  }
}
