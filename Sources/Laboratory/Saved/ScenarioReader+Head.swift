import Histories
import Simulation

extension ScenarioReader {
  /// Reads one line of the head, up to its end.
  mutating func readHead(
    _ reader: inout ActionParser, _ line: Int
  ) throws(ActionError) {
    let start = reader.token
    reader.expect(Self.headWord)
    guard let word = start.word, Self.headWord.offers(word) else { throw reader.failure() }
    reader.advance()
    switch word {
    case "title": try once(&title, try reader.text("a title"), reader, start)
    case "protocol":
      try once(&protocolName, try reader.text("a protocol"), reader, start)
      places[.protocolName] = line
    case "nodes": try readNodes(&reader, start, line)
    case "shard":
      places[.shard(shards.count)] = line
      try readShard(&reader, start)
    case "placement":
      let isModulo = reader.take("modulo", "hash modulo the number of shards")
      if !isModulo { try reader.require("rendezvous", "the shard with the highest hash") }
      try once(&spread, isModulo ? .modulo : .rendezvous, reader, start)
    case "client":
      places[.client(clients.count)] = line
      try readClient(&reader, start)
    case "delay": try readDelay(&reader, start, line)
    case "initial":
      try reader.limit(initial.count, Self.initialMax, "initial values", start)
      places[.initial(initial.count)] = line
      let key = try reader.key()
      try reader.require("=", "its value")
      initial.append(History.InitialValue(key, try reader.value()))
    case "set":
      try reader.limit(settings.count, Self.settingsMax, "settings", start)
      places[.setting(settings.count)] = line
      let path = try reader.text("a knob")
      try reader.require("=", "to")
      settings.append(Scenario.Setting(path, try reader.value()))
    case "seed": try once(&seed, try reader.seed(), reader, start)
    case "ties":
      let isReversed = reader.take("reversed", "the audit")
      if !isReversed { try reader.require("standard", "the usual order") }
      try once(&tieOrder, isReversed ? .reversed : .standard, reader, start)
    default:
      let none = reader.take("none", "until nothing more happens")
      try once(&end, none ? .whenNothingHappens : .at(try reader.instant()), reader, start)
    }
    try reader.requireEnd()
  }

  private static let headWord = Expectation(
    "a line of a scenario",
    words: [
      "title", "protocol", "nodes", "shard", "placement", "client", "delay", "initial", "set",
      "seed", "ties", "end",
    ].map { ($0, "") } + [("at", "a line of the script")])

  private func once<T>(
    _ place: inout T?, _ value: T, _ reader: ActionParser, _ start: ActionToken
  ) throws(ActionError) {
    guard place == nil else {
      throw reader.error("\(start.description) stands twice; it is said once", at: start)
    }
    place = value
  }

  private mutating func readNodes(
    _ reader: inout ActionParser, _ start: ActionToken, _ line: Int
  ) throws(ActionError) {
    var names: [String] = []
    repeat {
      try reader.limit(names.count, Scenario.serversMax, "nodes", reader.token)
      places[.server(names.count)] = line
      names.append(try reader.text("a name"))
    } while reader.take(",", "another node")
    places[.servers] = line
    try once(&servers, names, reader, start)
  }

  private mutating func readShard(
    _ reader: inout ActionParser, _ start: ActionToken
  ) throws(ActionError) {
    try reader.limit(shards.count, Scenario.serversMax, "shards", start)
    var shard = Scenario.Shard(name: try reader.text("a name"), nodes: [])
    try reader.require("nodes", "its nodes, the leader first")
    repeat {
      try reader.limit(shard.nodes.count, Scenario.serversMax, "nodes", reader.token)
      shard.nodes.append(try reader.text("a node"))
    } while reader.take(",", "another node")
    if reader.take("keys", "the keys that lie on it") {
      repeat {
        try reader.limit(shard.keys.count, Scenario.shardKeysMax, "keys", reader.token)
        shard.keys.append(try reader.key().name)
      } while reader.take(",", "another key")
    }
    if reader.take("lsn", "what its log begins with") {
      shard.lsn = try reader.number("an lsn", in: 0...Scenario.shardLSNMax)
    }
    shards.append(shard)
  }

  private mutating func readClient(
    _ reader: inout ActionParser, _ start: ActionToken
  ) throws(ActionError) {
    try reader.limit(clients.count, Scenario.clientsMax, "clients", start)
    let name = try reader.text("a name")
    let session =
      reader.take("session", "the session it works in") ? try reader.text("a session") : nil
    try reader.require("routing", "how it finds a node")
    let routing = try reader.routingPolicy()
    var among: [String] = []
    if reader.take("among", "only these nodes for reads") {
      repeat {
        try reader.limit(among.count, Scenario.serversMax, "nodes", reader.token)
        among.append(try reader.text("a node"))
      } while reader.take(",", "another node")
    }
    try reader.require("timeout", "how long it waits")
    let timeout = reader.take("none", "for ever") ? nil : try reader.duration("a time-out in ms")
    clients.append(
      Scenario.ClientSpecification(
        name: name, session: session, routing: routing, among: among, timeout: timeout))
  }

  private mutating func readDelay(
    _ reader: inout ActionParser, _ start: ActionToken, _ line: Int
  ) throws(ActionError) {
    if reader.take("nodes", "between two nodes") {
      return try once(&serverDelay, try reader.duration("a delay in ms"), reader, start)
    }
    if reader.take("clients", "between a client and a node") {
      return try once(&clientDelay, try reader.duration("a delay in ms"), reader, start)
    }
    try reader.limit(delays.count, Self.delaysMax, "delays", start)
    places[.delay(delays.count)] = line
    let from = try reader.text("a name")
    try reader.require("->", "towards")
    let to = try reader.text("a name")
    delays.append(
      Scenario.LinkDelay(from: from, to: to, delay: try reader.duration("a delay in ms")))
  }
}
