import Histories
import Simulation

extension ActionParser {
  /// After `workload`.
  mutating func workload() throws(ActionError) -> Intervention {
    if take("off", "no more generated operations") { return .setWorkload(nil) }
    if take("every", "all clients, with this mean gap") {
      return try workload(of: names.clients.indices.map { ProcessID($0) })
    }
    let clients = try clientList()
    try require("every", "the mean gap between a client's operations")
    return try workload(of: clients)
  }

  private mutating func clientList() throws(ActionError) -> [ProcessID] {
    if take("*", "every client") { return names.clients.indices.map { ProcessID($0) } }
    if take("none", "no client") { return [] }
    return try list { parser throws(ActionError) in try parser.client() }
  }

  /// After `every`.
  private mutating func workload(of clients: [ProcessID]) throws(ActionError) -> Intervention {
    let gap = try duration("a mean gap in ms")
    let isSteady = take("steady", "exactly so often, answered or not, the clients in turn")
    try require("reads", "the share of reads")
    let reads = try number("a percentage", in: 0...100)
    try require("%", "per cent")
    var compareAndSets: Int64 = 0
    if take("cas", "the share of compare-and-sets") {
      let place = token
      compareAndSets = try number("a percentage", in: 0...100)
      guard reads + compareAndSets <= 100 else {
        throw error(
          "reads and cas are \(reads + compareAndSets)% together; at most 100%", at: place)
      }
      try require("%", "per cent")
    }
    try require("keys", "the keys that are read and written")
    let keys = try list { parser throws(ActionError) in try parser.key() }
    return .setWorkload(
      Workload(
        clients: clients, meanGap: gap, readPercent: Int(reads),
        compareAndSetPercent: Int(compareAndSets), keys: keys, isSteady: isSteady))
  }

  /// After `nemesis`.
  mutating func nemesis() throws(ActionError) -> Intervention {
    if take("off", "no more generated faults") { return .setNemesis(nil) }
    // A kind named twice is drawn twice as often.
    var kinds: [Nemesis.Kind] = []
    repeat { kinds.append(try nemesisKind()) } while take(",", "another kind of fault")
    try require("every", "the mean gap between two faults")
    let gap = try duration("a mean gap in ms")
    try require("for", "the mean time until a fault is repaired")
    return .setNemesis(
      Nemesis(kinds: kinds, meanGap: gap, meanDuration: try duration("a mean duration in ms")))
  }

  private static let faultKind = Expectation(
    "a kind of fault", words: Nemesis.Kind.allCases.map { ($0.rawValue, "fault") })

  private static let policy = Expectation(
    "a routing policy", words: RoutingPolicy.allCases.map { ($0.rawValue, "routing") })

  private mutating func nemesisKind() throws(ActionError) -> Nemesis.Kind {
    expect(Self.faultKind)
    guard let kind = token.word.flatMap({ Nemesis.Kind(rawValue: $0) }) else { throw failure() }
    advance()
    return kind
  }

  /// After `route`.
  mutating func route() throws(ActionError) -> Intervention {
    let clients = try clientList()
    let policy = try routingPolicy()
    return .setRouting(clients, policy, among: try among())
  }

  /// The nodes after `among`, or none.
  private mutating func among() throws(ActionError) -> [NodeID] {
    guard take("among", "only these nodes for reads") else { return [] }
    return try list { parser throws(ActionError) in try parser.node() }
  }

  mutating func routingPolicy() throws(ActionError) -> RoutingPolicy {
    expect(Self.policy)
    guard let policy = token.word.flatMap({ RoutingPolicy(rawValue: $0) }) else { throw failure() }
    advance()
    return policy
  }
}
