import Curriculum
import Histories
import Laboratory
import Simulation

/// A cluster and its script as they are put together from the lesson, a round that another one comes
/// from, and the round's own overrides.
struct ClusterDraft {
  var protocolName: YAMLValue?
  var nodes: [YAMLValue] = []
  var shards: [YAMLValue] = []
  var spread: Scenario.KeySpread?
  var clients: [YAMLValue] = []
  var clientTimeout: Int64?
  var clientDelay: Int64 = 1
  var nodeDelay: Int64 = 10
  /// Later ones win.
  var links: [(key: String, value: YAMLValue)] = []
  var initial: [(key: String, value: YAMLValue)] = []
  var knobs: [(key: String, value: YAMLValue)] = []
  var seed: Int64 = 1
  var script: [SourceLine] = []
  var until: Int64?

  static let timeMax: Int64 = 3_600_000

  /// Lays the keys of a `cluster` mapping over what is there. One that names a protocol begins anew:
  /// knobs, links and values of another protocol mean nothing to it.
  mutating func override(with value: YAMLValue) throws(LessonFileError) {
    let fields = try value.fields(LessonKeys.cluster)
    if let name = fields["protocol"] {
      self = ClusterDraft()
      protocolName = name
    }
    if let nodes = fields["nodes"] {
      self.nodes = try nodes.list(atMost: Scenario.serversMax)
    }
    if let shards = fields["shards"] {
      self.shards = try shards.list(atMost: Scenario.serversMax)
    }
    spread = try fields["placement"]?.word(Scenario.KeySpread.self) ?? spread
    if let clients = fields["clients"] {
      self.clients = try clients.list(atMost: Scenario.clientsMax)
    }
    clientTimeout =
      try fields["client-timeout"]?.integer(in: 1...Self.timeMax) ?? clientTimeout
    clientDelay = try fields["client-delay"]?.integer(in: 0...Self.timeMax) ?? clientDelay
    nodeDelay = try fields["node-delay"]?.integer(in: 0...Self.timeMax) ?? nodeDelay
    seed = try fields["seed"]?.integer(in: 0...Int64.max) ?? seed
    try Self.lay(fields["links"], over: &links)
    try Self.lay(fields["initial"], over: &initial)
    try Self.lay(fields["knobs"], over: &knobs)
  }

  private static func lay(
    _ value: YAMLValue?, over entries: inout [(key: String, value: YAMLValue)]
  ) throws(LessonFileError) {
    guard let value else { return }
    for (key, value) in try value.entries() {
      entries.removeAll { $0.key == key }
      entries.append((key, value))
    }
  }
}

extension ClusterDraft {
  /// The scenario without its script.
  func scenario(title: String, at place: YAMLValue) throws(LessonFileError) -> Scenario {
    guard let protocolName, !nodes.isEmpty else {
      throw place.error("no cluster is described: protocol and nodes are needed")
    }
    guard let clientTimeout else {
      throw place.error("the clients need a time-out", expected: "client-timeout: MILLISECONDS")
    }
    var names: [String] = []
    for node in nodes { names.append(try node.line()) }
    var shards: [Scenario.Shard] = []
    for shard in self.shards { shards.append(try Self.shard(shard)) }
    var clients: [Scenario.ClientSpecification] = []
    for client in self.clients { clients += try Self.clients(client, clientTimeout) }
    var scenario = Scenario(
      title: title, protocolName: try protocolName.line(), servers: names, shards: shards,
      spread: spread ?? .rendezvous, clients: clients,
      serverDelay: VirtualDuration(nodeDelay), clientDelay: VirtualDuration(clientDelay),
      seed: UInt64(seed), end: until.map { VirtualTime($0) })
    for (key, value) in links { scenario.delays += try Self.delays(key, value) }
    for (key, value) in initial {
      scenario.initial.append(History.InitialValue(Key(key), try value.value()))
    }
    for (key, value) in knobs {
      scenario.settings.append(Scenario.Setting(key, try value.value()))
    }
    return scenario
  }

  private static func shard(_ value: YAMLValue) throws(LessonFileError) -> Scenario.Shard {
    let fields = try value.fields(LessonKeys.shard)
    var shard = Scenario.Shard(name: try fields.required("name").line(), nodes: [])
    for node in try fields.required("nodes").list(atMost: Scenario.serversMax) {
      shard.nodes.append(try node.line())
    }
    for key in try fields["keys"]?.list(atMost: 1000) ?? [] { shard.keys.append(try key.line()) }
    shard.lsn = try fields["lsn"]?.integer(in: 0...1_000_000_000)
    return shard
  }

  /// One client, or as many alike as `count` says: `u1`, `u2`, …
  private static func clients(
    _ value: YAMLValue, _ timeout: Int64
  ) throws(LessonFileError) -> [Scenario.ClientSpecification] {
    if case .scalar = value.node {
      return [
        Scenario.ClientSpecification(
          name: try value.line(), routing: .preferred, timeout: VirtualDuration(timeout))
      ]
    }
    let fields = try value.fields(LessonKeys.client)
    let one = try client(fields, timeout)
    guard let count = try count(of: fields) else { return [one] }
    if let session = fields["session"] {
      throw session.error("clients with a count have sessions of their own")
    }
    return (1...count).map { number in
      var client = one
      client.name += "\(number)"
      client.session = client.name
      return client
    }
  }

  private static func count(
    of fields: YAMLFields
  ) throws(LessonFileError) -> Int64? {
    try fields["count"]?.integer(in: 1...Int64(Scenario.clientsMax))
  }

  private static func client(
    _ fields: YAMLFields, _ timeout: Int64
  ) throws(LessonFileError) -> Scenario.ClientSpecification {
    var among: [String] = []
    for node in try fields["among"]?.list(atMost: Scenario.serversMax) ?? [] {
      among.append(try node.line())
    }
    let own = try fields["timeout"]?.integer(in: 1...timeMax) ?? timeout
    return Scenario.ClientSpecification(
      name: try fields.required("name").line(), session: try fields["session"]?.line(),
      routing: try fields["routing"]?.word(RoutingPolicy.self) ?? .preferred, among: among,
      timeout: VirtualDuration(own))
  }

  /// `P | R1: 40` for both directions, `P -> R1: 40` for one.
  private static func delays(
    _ key: String, _ value: YAMLValue
  ) throws(LessonFileError) -> [Scenario.LinkDelay] {
    let delay = VirtualDuration(try value.integer(in: 0...timeMax))
    let words = key.split(separator: " ").map(String.init)
    guard words.count == 3, words[1] == "|" || words[1] == "->" else {
      throw value.error("a link is not understood", found: key, expected: "P | R1 or P -> R1")
    }
    let there = Scenario.LinkDelay(from: words[0], to: words[2], delay: delay)
    let back = Scenario.LinkDelay(from: words[2], to: words[0], delay: delay)
    return words[1] == "|" ? [there, back] : [there]
  }

  /// Where the client with this number stands.
  private func client(_ index: Int) -> YAMLValue? {
    var end = 0
    return clients.first { value in
      let fields = try? value.fields(LessonKeys.client)
      let count = fields.flatMap { try? Self.count(of: $0) } ?? 1
      end += Int(count)
      return index < end
    }
  }

  /// Where the part of a scenario that is at fault stands.
  func place(of part: ScenarioError.Part) -> YAMLValue? {
    switch part {
    case .protocolName: protocolName
    case .servers: nodes.first
    case .server(let index): nodes.indices.contains(index) ? nodes[index] : nil
    case .shard(let index): shards.indices.contains(index) ? shards[index] : nil
    case .clients: clients.first
    case .client(let index): client(index)
    case .initial(let index): initial.indices.contains(index) ? initial[index].value : nil
    case .setting(let index): knobs.indices.contains(index) ? knobs[index].value : nil
    // A link of two directions stands for two delays.
    default: links.first?.value
    }
  }
}
