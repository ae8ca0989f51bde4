import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct ActionCompletionTests {
  private func texts(_ input: String) -> [String] {
    ActionGrammar.example.completions(of: input).map(\.text)
  }

  @Test func completionsFollowTheGrammar() {
    #expect(texts("").contains("cut") && texts("").contains("c1"))
    #expect(texts("cr") == ["crash"])
    #expect(texts("crash ") == ["P", "R1", "R2", "R3"])
    #expect(texts("crash P ") == ["losing-disk", "at"])
    #expect(texts("crash P at a") == ["after-commit"])
    #expect(texts("c1 wr") == ["write"])
    #expect(texts("c1 read name ") == [",", "via"])
    #expect(texts("cut P ") == [",", "|", "->"])
    #expect(texts("set ack") == ["acknowledgement"])
    #expect(texts("set acknowledgement = a") == ["all"])
    #expect(texts("ordering P | R1 o") == ["on", "off"])
    #expect(texts("at 100 cr") == ["crash"])
    #expect(texts("crash Q ").isEmpty)
    #expect(texts("c1 write a = \"open").isEmpty)
    #expect(texts("drop next P -> ").contains("R1"))
    #expect(texts("drop next P ").contains("->"))
  }

  @Test func completionsReplaceTheUnfinishedWord() throws {
    let completion = try #require(ActionGrammar.example.completions(of: "at 5 res").first)
    #expect(completion.applied(to: "at 5 res") == "at 5 restart")
    #expect(completion.explanation == "restart a crashed node")
  }

  @Test func everyCompletionIsAcceptable() {
    // Whatever is offered can be inserted without making the text wrong at that place.
    for form in ActionGrammar.reference {
      let words = form.example.split(separator: " ")
      for count in 0..<words.count {
        let start = words.prefix(count).joined(separator: " ") + (count > 0 ? " " : "")
        for completion in ActionGrammar.example.completions(of: start)
        where !completion.text.isEmpty {
          let text = completion.applied(to: start)
          do throws(ActionError) { _ = try ActionGrammar.example.parse(text) } catch {
            #expect((error.column ?? 0) > start.count, "\(text): \(error.message)")
          }
        }
      }
    }
  }

  @Test func nearMatches() {
    #expect(NearMatch.nearest(to: "hela", among: ["heal", "hold"]) == "heal")
    #expect(NearMatch.nearest(to: "Crash", among: ["cut", "crash"]) == "crash")
    #expect(NearMatch.nearest(to: "x", among: ["P", "R1"]) == nil)
    #expect(NearMatch.nearest(to: "", among: ["P"]) == nil)
    #expect(NearMatch.nearest(to: String(repeating: "x", count: 1_000_000), among: ["x"]) == nil)
    #expect(NearMatch.distance("kitten", "sitting") == 3)
    #expect(NearMatch.distance("ab", "ba") == 1)
  }
}
