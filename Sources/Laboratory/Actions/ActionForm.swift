import Simulation

/// One form of the action grammar, for help, documentation and the palette.
public struct ActionForm: Hashable, Sendable {
  public enum Group: String, CaseIterable, Hashable, Sendable {
    case operations = "operations of clients"
    case links = "links"
    case nodes = "nodes and clocks"
    case messages = "messages"
    case settings = "settings and generators"
  }
  public let group: Group
  public let syntax: String
  /// One line.
  public let meaning: String
  /// Reads in `ActionGrammar.example`.
  public let example: String

  init(_ group: Group, _ syntax: String, _ meaning: String, _ example: String) {
    self.group = group
    self.syntax = syntax
    self.meaning = meaning
    self.example = example
  }
}

extension ActionGrammar {
  /// The names that the examples of the reference use.
  public static let example = ActionGrammar(
    names: NameTable(
      servers: ["P", "R1", "R2", "R3"], clients: ["c1", "c2", "c3"], sessions: ["c1", "c2", "c3"]),
    knobs: [
      Knob(
        path: "acknowledgement", summary: "whose copy a write waits for",
        domain: .choice(["none", 1, 2, 3, "majority", "all"]), value: "none")
    ], steps: ["after-commit"])

  /// Every form of an action. A script line is any of them after `at TIME`.
  public static var reference: [ActionForm] { operations + links + nodes + messages + settings }

  private static let operations = [
    ActionForm(
      .operations, "CLIENT read KEY [via NODE]", "read a key, at the node named or by routing",
      "c2 read name via R1"),
    ActionForm(
      .operations, "CLIENT read KEY, KEY … [via NODE]", "read several keys from one snapshot",
      "c2 read a, b via R1"),
    ActionForm(
      .operations, "CLIENT read-many [KEY, …] [via NODE]",
      "the same for one key or none", "c2 read-many a"),
    ActionForm(
      .operations, "CLIENT write KEY = VALUE [via NODE]", "write a value",
      "c1 write name = \"Alice B.\" via P"),
    ActionForm(
      .operations, "CLIENT cas KEY VALUE -> VALUE", "set the key if it holds the first value",
      "c1 cas lock nil -> 7"),
    ActionForm(
      .operations, "CLIENT put-if KEY = VALUE at EPOCH:LSN",
      "write if the key's version is still that one", "c1 put-if name = Ann at 1:2"),
    ActionForm(.operations, "CLIENT delete KEY", "delete a key", "c1 delete name"),
    ActionForm(.operations, "CLIENT add KEY VALUE", "add to a set", "c1 add album p1"),
    ActionForm(.operations, "CLIENT remove KEY VALUE", "remove from a set", "c1 remove album p1"),
    ActionForm(
      .operations, "CLIENT increment KEY [by N]", "add N, or 1, to a counter",
      "c1 increment likes by -2"),
    ActionForm(
      .operations, "CLIENT append KEY VALUE", "append to a list", "c1 append log [1, two, nil]"),
    ActionForm(
      .operations, "CLIENT enqueue KEY VALUE", "put into a queue", "c1 enqueue jobs job-1"),
    ActionForm(.operations, "CLIENT dequeue KEY", "take from a queue", "c1 dequeue jobs"),
    ActionForm(.operations, "CLIENT push KEY VALUE", "push onto a stack", "c1 push undo 3"),
    ActionForm(.operations, "CLIENT pop KEY", "pop from a stack", "c1 pop undo"),
    ActionForm(.operations, "CLIENT acquire KEY", "acquire a lock", "c1 acquire door"),
    ActionForm(.operations, "CLIENT release KEY", "release a lock", "c1 release door"),
    ActionForm(
      .operations, "CLIENT transaction { CALL; CALL … } [via NODE]", "all calls at one instant",
      "c1 transaction { write a = 1; read b } via P"),
  ]

  private static let links = [
    ActionForm(
      .links, "cut LINKS",
      "cut links: A | B both ways, A -> B one way; A is NAME,NAME…, * (everybody else), nodes or clients; join by and",
      "cut P,R1 | *"),
    ActionForm(.links, "heal [LINKS]", "heal these links, or all", "heal P -> R3"),
    ActionForm(.links, "delay LINKS MS", "set the one-way delay", "delay P -> R1 1800"),
    ActionForm(
      .links, "jitter LINKS MS", "add up to MS, drawn for each message", "jitter P | R1 30"),
    ActionForm(.links, "loss LINKS N%", "lose messages at random", "loss nodes | nodes 2.5%"),
    ActionForm(
      .links, "duplication LINKS N%", "duplicate messages at random", "duplication P -> R1 10%"),
    ActionForm(
      .links, "ordering LINKS on|off", "keep streams in order, or let messages overtake",
      "ordering P -> R1,R2 off"),
  ]

  private static let nodes = [
    ActionForm(
      .nodes, "crash NODE [losing-disk]", "destroy its memory, and its disk too if so said",
      "crash R1 losing-disk"),
    ActionForm(
      .nodes, "crash NODE at STEP", "crash it when it next reaches a named step",
      "crash P at after-commit"),
    ActionForm(.nodes, "restart NODE", "start a crashed node from its disk", "restart R1"),
    ActionForm(.nodes, "pause NODE", "stop it; nothing is lost", "pause R1"),
    ActionForm(.nodes, "resume NODE", "let a paused node run again", "resume R1"),
    ActionForm(.nodes, "slow NODE MS", "let it take MS for each message", "slow R1 20"),
    ActionForm(
      .nodes, "skew NODE [+-]MS", "set its clock MS ahead of true time, or behind", "skew R1 +500"),
    ActionForm(.nodes, "step-clock NODE [+-]MS", "move its clock at once", "step-clock R1 -250"),
    ActionForm(
      .nodes, "drift NODE [+-]PPM", "let its clock run too fast, or too slow", "drift R1 +200"),
  ]

  private static let messages = [
    ActionForm(.messages, "deliver mN", "deliver a message now", "deliver m12"),
    ActionForm(.messages, "hold mN", "take it off the wire until released", "hold m12"),
    ActionForm(.messages, "release mN", "put a held message back on the wire", "release m12"),
    ActionForm(.messages, "delay mN by MS", "deliver it later", "delay m12 by 300"),
    ActionForm(.messages, "drop mN", "lose it", "drop m12"),
    ActionForm(.messages, "duplicate mN", "send it twice", "duplicate m12"),
    ActionForm(
      .messages, "deliver|hold|drop|duplicate next [KIND] A -> B",
      "the same for the next message sent on a link", "drop next append P -> R2"),
    ActionForm(
      .messages, "delay next [KIND] A -> B by MS", "deliver the next message later",
      "delay next P -> R2 by 300"),
    ActionForm(
      .messages, "forget RULE", "take away a rule that waits for its message, as it was written",
      "forget drop next append P -> R2"),
    ActionForm(
      .messages, "choose N", "let the pending occurrence with this order number happen now",
      "choose 17"),
  ]

  private static let settings = [
    ActionForm(.settings, "set KNOB = VALUE", "turn a knob", "set acknowledgement = all"),
    ActionForm(
      .settings, "route CLIENT,…|* POLICY [among NODE,…]",
      "change how clients find a node for reads: "
        + RoutingPolicy.allCases.map(\.rawValue).joined(separator: ", ")
        + "; among restricts them to these nodes", "route c2 sticky-modulo among R1,R2"),
    ActionForm(
      .settings, "workload [CLIENT,…|*] every MS [steady] reads N% [cas N%] keys KEY,…",
      "let clients operate by themselves; cas are compare-and-sets, the rest writes; steady: exactly so "
        + "often, answered or not",
      "workload c1,c2 every 50 reads 60% cas 20% keys a,b"),
    ActionForm(.settings, "workload off", "stop that", "workload off"),
    ActionForm(
      .settings, "nemesis cut|crash|pause|skew,… every MS for MS",
      "let faults happen and end by themselves", "nemesis cut,crash every 2000 for 500"),
    ActionForm(.settings, "nemesis off", "stop that", "nemesis off"),
  ]
}
