import Histories
import Laboratory
import Simulation
import Testing

/// `delay` is about links or about messages; `lag`, its former word for links, is still read.
@Suite struct LinkDelayTests {
  private static let grammar = ActionGrammar.example

  @Test(arguments: [
    ("lag P -> R1 1800", "delay P -> R1 1800"), ("lag P | R1,R2 20", "delay P | R1,R2 20"),
    ("delay P | * 200", "delay P | * 200"), ("delay m12 by 300", "delay m12 by 300"),
    ("delay next append P -> R2 by 30", "delay next append P -> R2 by 30"),
  ])
  func isReadAndWritten(_ typed: String, _ written: String) throws {
    #expect(Self.grammar.text(try Self.grammar.parse(typed)) == written)
  }

  /// A node may be called like a message: what follows tells.
  @Test func aNodeMayBeCalledLikeAMessage() throws {
    let grammar = ActionGrammar(
      names: NameTable(servers: ["m1", "m2"], clients: ["c"], sessions: ["c"]), knobs: [],
      steps: [])
    #expect(try grammar.parse("delay m1 -> m2 5").name == "delay")
    #expect(
      try grammar.parse("delay m1 -> m2 5") == .setDelay([Link(from: NodeID(0), to: NodeID(1))], 5))
    #expect(try grammar.parse("delay m1 by 5") == .treat(MessageID(1), .delay(by: 5)))
  }

  @Test func anUnfinishedLineNamesBothForms() {
    #expect {
      try Self.grammar.parse("delay")
    } throws: { error in
      let text = (error as? ActionError)?.message ?? ""
      return text.contains("next") && text.contains("a message")
    }
  }
}
