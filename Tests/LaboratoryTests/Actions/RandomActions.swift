import Histories
import Simulation

@testable import Laboratory

/// Random actions over awkward names and texts.
struct RandomActions {
  var random: SeededGenerator
  /// Names that are keywords, look like other tokens, or are not ASCII.
  static let grammar = ActionGrammar(
    names: NameTable(
      servers: ["P", "nodes", "R1", "Zürich", "m5", "cut"],
      clients: ["c1", "u@phone", "every", "clients", "via"],
      sessions: ["c1", "u", "every", "clients", "via"]),
    knobs: [
      Knob(
        path: "acknowledgement", summary: "", domain: .choice(["none", 1, "majority", "via", nil]),
        value: "none"),
      Knob(path: "odd knob", summary: "", domain: .integer(-5...5), value: 0),
    ], steps: ["after-commit", "before publish"])

  static let texts = [
    "", "nil", "via", "Alice", "a b", "\"", "\\", "\n\t\r", "-5", "+5", "007", "1.5", "2nd", "->",
    "a->b", "#", "a#b", "é", "e\u{301}", "\u{301}x", "\u{202E}", "\u{0}", "\u{1B}[2J", "日本語", "👩‍👩‍👧",
    "at", "cut", "none", "[1]", "{", "cart:42", "x:", "a/b", "%", "c1", "\u{2028}", "\u{FEFF}", "-",
  ]

  mutating func text() -> String { random.pick(Self.texts) }
  mutating func key() -> Key { Key(text()) }

  mutating func value(_ depth: Int = 0) -> Value {
    switch random.below(depth > 3 ? 3 : 4) {
    case 0: .absent
    case 1: .integer(random.pick([0, 1, -1, .max, .min, 42]))
    case 2: .text(text())
    default: .list((0..<random.below(4)).map { _ in value(depth + 1) })
    }
  }

  mutating func node() -> NodeID { NodeID(random.below(6)) }
  mutating func client() -> ProcessID { ProcessID(random.below(5)) }
  mutating func time() -> VirtualDuration {
    VirtualDuration(random.pick([0, 1, 40, 1800, ActionLimits.durationMax]))
  }
  mutating func signed() -> VirtualDuration {
    VirtualDuration(time().milliseconds * (random.flag() ? 1 : -1))
  }
  mutating func probability() -> Probability {
    Probability(partsPerMillion: random.pick([0, 1, 25_000, 123_456, 999_999, 1_000_000, 10]))
  }

  mutating func link() -> Link {
    let from = random.below(11)
    return Link(from: NodeID(from), to: NodeID((from + 1 + random.below(10)) % 11))
  }

  /// Any list of links: pairs, products of groups, and some of each kind.
  mutating func links() -> [Link] {
    let group = { (generator: inout SeededGenerator) -> LinkGroup in
      switch generator.below(6) {
      case 0: .everybodyElse
      case 1: .otherNodes
      case 2: .otherClients
      default: .listed((0..<11).filter { _ in generator.below(4) == 0 }.map { NodeID($0) })
      }
    }
    if random.flag() { return (0..<random.below(5)).map { _ in link() } }
    let set = LinkSet(from: group(&random), to: group(&random), isBothWays: random.flag())
    var links = set.links(Self.grammar.names)
    if random.below(4) == 0 { links.append(link()) }
    if random.below(4) == 0 { links.reverse() }
    return links
  }

  mutating func treatment() -> MessageTreatment {
    random.pick([.deliver, .hold, .drop, .duplicate, .delay(by: time())])
  }

  mutating func call(_ depth: Int = 0) -> Call {
    let (key, value) = (key(), value())
    return switch random.below(depth > 2 ? 16 : 17) {
    case 0: .read(key)
    case 1: .write(key, value)
    case 2: .compareAndSet(key, expected: value, new: self.value())
    case 3:
      .conditionalPut(
        key, value,
        ifVersion: LogPosition(
          epoch: random.pick([0, 1, Int(Int32.max)]), lsn: random.pick([0, .max])))
    case 4: .delete(key)
    case 5: .add(key, value)
    case 6: .remove(key, value)
    case 7: .increment(key, by: random.pick([1, 0, -1, .min, .max]))
    case 8: .append(key, value)
    case 9: .enqueue(key, value)
    case 10: .dequeue(key)
    case 11: .push(key, value)
    case 12: .pop(key)
    case 13: .acquire(key)
    case 14: .release(key)
    case 15: .readMany((0..<random.below(4)).map { _ in self.key() })
    default: .transaction((0..<random.below(4)).map { _ in call(depth + 1) })
    }
  }

  mutating func intervention() -> Intervention {
    switch random.below(25) {
    case 0: .cut(links())
    case 1: .heal(random.flag() ? nil : links())
    case 2: .setDelay(links(), time())
    case 3: .setJitter(links(), time())
    case 4: .setLoss(links(), probability())
    case 5: .setDuplication(links(), probability())
    case 6: .setOrdering(links(), inOrder: random.flag())
    case 7: .crash(node(), losingDisk: random.flag())
    case 8: .armCrash(node(), at: random.pick(Self.grammar.steps))
    case 9: .restart(node())
    case 10: .pause(node())
    case 11: .resume(node())
    case 12: .setServiceTime(node(), time())
    case 13: .setClockOffset(node(), signed())
    case 14: .stepClock(node(), signed())
    case 15: .setDrift(node(), partsPerMillion: random.pick([0, 200, -500_000, 500_000]))
    case 16: .treat(MessageID(Int64(1 + random.below(99))), random.flag() ? .release : treatment())
    case 17:
      .addRule(
        MessageRule(link: link(), kind: random.flag() ? nil : text(), treatment: treatment()))
    case 23:
      .removeRule(
        MessageRule(link: link(), kind: random.flag() ? nil : text(), treatment: treatment()))
    case 18: .choose(sequence: Int64(random.below(1000)))
    case 19: routing()
    case 20: configure()
    case 21: .setWorkload(random.flag() ? nil : workload())
    case 22: .setNemesis(random.flag() ? nil : nemesis())
    default: .invoke(client(), call(), target: random.flag() ? nil : node())
    }
  }

  private mutating func routing() -> Intervention {
    var pool = (0..<4).filter { _ in random.flag() }.map { NodeID($0) }
    if random.flag() { pool.reverse() }
    return .setRouting(
      (0..<5).filter { _ in random.flag() }.map { ProcessID($0) },
      random.pick(RoutingPolicy.allCases), among: pool)
  }

  private mutating func configure() -> Intervention {
    random.flag()
      ? .configure(path: "odd knob", value: .integer(Int64(random.below(11)) - 5))
      : .configure(
        path: "acknowledgement", value: random.pick(["none", 1, "majority", "via", nil]))
  }

  private mutating func workload() -> Workload {
    var keys: [Key] = []
    for _ in 0...random.below(4) {
      let key = key()
      if !keys.contains(key) { keys.append(key) }
    }
    let reads = random.below(101)
    return Workload(
      clients: (0..<5).filter { _ in random.flag() }.map { ProcessID($0) }, meanGap: time(),
      readPercent: reads, compareAndSetPercent: random.below(101 - reads), keys: keys,
      isSteady: random.flag())
  }

  private mutating func nemesis() -> Nemesis {
    Nemesis(
      kinds: (0...random.below(4)).map { _ in random.pick(Nemesis.Kind.allCases) },
      meanGap: time(), meanDuration: time())
  }
}
