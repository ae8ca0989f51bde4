import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct ActionRoundTripTests {
  @Test func everyFormOfTheReferenceReadsAndRoundTrips() throws {
    for form in ActionGrammar.reference {
      let action = try ActionGrammar.example.parse(form.example)
      let text = ActionGrammar.example.text(action)
      #expect(try ActionGrammar.example.parse(text) == action, "\(form.example)")
      #expect(!form.meaning.contains("\n"))
    }
    let prefixes = ActionGrammar.reference.map { $0.syntax.split(separator: " ").first }
    #expect(prefixes.contains("cut") && prefixes.contains("nemesis"))
  }

  @Test func randomActionsRoundTrip() throws {
    var actions = RandomActions(random: SeededGenerator(seed: 1))
    for _ in 0..<4_000 {
      let action = actions.intervention()
      let text = RandomActions.grammar.text(action)
      #expect(text.unicodeScalars.allSatisfy { !QuotedText.isUnsafe($0) })
      let again = try RandomActions.grammar.parse(text)
      #expect(again == action, "\(text)")
      // Strings compare by canonical equivalence; the printed bytes must agree as well.
      #expect(RandomActions.grammar.text(again).utf8.elementsEqual(text.utf8))
    }
  }

  @Test func scriptLinesRoundTrip() throws {
    var actions = RandomActions(random: SeededGenerator(seed: 2))
    for _ in 0..<500 {
      let line = Scenario.ScriptLine(
        time: VirtualTime(Int64(actions.random.below(1_000_000))),
        intervention: actions.intervention())
      #expect(try RandomActions.grammar.parseLine(RandomActions.grammar.text(line)) == line)
    }
  }

  @Test func formattingDoesNotMatter() throws {
    let pairs = [
      ("cut P|R1", "  cut   { P }  | { R1 }   # both ways"),
      ("cut P->R1,R2", "cut P -> { R1 , R2 }"),
      ("c1 write name=Alice via P", "c1 write \"name\" = \"Alice\" via \"P\""),
      ("c1 transaction{write a=1;read b}", "c1 transaction { write a = 1 ; read b ; }"),
      ("loss P -> R1 2.5%", "loss P->R1 +2.5000 %"),
      ("skew R1 500", "skew R1 +500"),
      ("workload every 5 reads 50% keys a", "workload * every 5 reads 50% keys a"),
      ("c1 append l [1,two,[nil]]", "c1 append l [ 1 , \"two\" , [ nil ] ]"),
    ]
    for (one, other) in pairs {
      #expect(try ActionGrammar.example.parse(one) == ActionGrammar.example.parse(other))
    }
  }

  @Test func formsMeanWhatTheySay() throws {
    let grammar = ActionGrammar.example
    let (p, r3, c1) = (NodeID(0), NodeID(3), ProcessID(0))
    #expect(
      try grammar.parse("cut P | R3") == .cut([Link(from: p, to: r3), Link(from: r3, to: p)]))
    #expect(try grammar.parse("heal") == .heal(nil))
    #expect(try grammar.parse("crash R3") == .crash(r3, losingDisk: false))
    #expect(
      try grammar.parse("c1 write name = Alice via P")
        == .invoke(c1, .write("name", "Alice"), target: p))
    #expect(try grammar.parse("c1 read a") == .invoke(c1, .read("a"), target: nil))
    #expect(
      try grammar.parse("loss P -> R3 2.5%")
        == .setLoss(
          [Link(from: p, to: r3)], Probability(partsPerMillion: 25_000)))
    guard case .cut(let links) = try grammar.parse("cut P -> *") else { return }
    #expect(links.count == 6, "every other node and every client")
    guard case .cut(let between) = try grammar.parse("cut nodes | nodes") else { return }
    #expect(between.count == 12 && Set(between).count == 12)
    #expect(grammar.text(.cut(links)) == "cut P -> *")
    #expect(grammar.text(.cut(between)) == "cut nodes | nodes")
  }
}
