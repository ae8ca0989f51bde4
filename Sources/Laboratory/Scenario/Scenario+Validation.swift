import Histories
import Simulation

/// A scenario that cannot be run: which part is wrong, what was found, what was expected.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which part of the scenario, for the one who knows where it stands in a file.
  public enum Part: Hashable, Sendable {
    case protocolName
    case server(Int)
    case servers
    case shard(Int)
    case client(Int)
    case clients
    case delay(Int)
    case initial(Int)
    case setting(Int)
    case script(Int)
  }
  public let part: Part
  public let message: String

  public init(_ part: Part, _ message: String) {
    self.part = part
    self.message = message
  }

  public var description: String { message }
}

extension Scenario {
  /// Checks that the scenario can be run, and returns its protocol.
  func validate() throws(ScenarioError) -> ProtocolEntry {
    guard let entry = ProtocolCatalogue.entry(named: protocolName) else {
      let known = ProtocolCatalogue.all.map(\.name).joined(separator: ", ")
      throw ScenarioError(
        .protocolName, "no protocol is called \(protocolName); there are \(known)")
    }
    try validateNames()
    try validateDelays()
    try validateShards(entry)
    for (index, initial) in initial.enumerated() where initial.value == .absent {
      throw ScenarioError(.initial(index), "\(initial.key) cannot start as nil; leave it out")
    }
    let knobs = entry.initialKnobs(self)
    for (index, setting) in settings.enumerated() {
      guard let knob = knobs.first(where: { $0.path == setting.path }) else {
        throw ScenarioError(
          .setting(index),
          "no knob of \(protocolName) is called \(setting.path); there are "
            + knobs.map(\.path).joined(separator: ", "))
      }
      guard knob.allows(setting.value) else {
        throw ScenarioError(
          .setting(index),
          "\(setting.path) cannot be \(setting.value); it takes \(knob.domain.description)")
      }
    }
    try validateScript(knobs)
    return entry
  }

  /// A script that names what does not exist, or leaves the bounds of the world, would stop the
  /// run in its middle; it is refused before it begins.
  private func validateScript(_ knobs: [Knob]) throws(ScenarioError) {
    let names = self.names
    for (index, line) in script.enumerated() {
      guard (0...ActionLimits.instantMax).contains(line.time.milliseconds) else {
        throw ScenarioError(
          .script(index),
          line.time < .zero
            ? "nothing can happen before t=0, found t=\(line.time)"
            : "nothing can happen after t=\(ActionLimits.instantMax), found t=\(line.time)")
      }
      do { try line.intervention.checkBounds(names) } catch {
        throw ScenarioError(.script(index), error.message)
      }
      guard case .configure(let path, let value) = line.intervention else { continue }
      guard let knob = knobs.first(where: { $0.path == path }), knob.allows(value) else {
        throw ScenarioError(.script(index), "no knob \(path) takes the value \(value)")
      }
    }
  }

  private func validateNames() throws(ScenarioError) {
    guard (1...Self.serversMax).contains(servers.count) else {
      throw ScenarioError(
        .servers, "a scenario has 1 to \(Self.serversMax) nodes, found \(servers.count)")
    }
    guard clients.count <= Self.clientsMax else {
      throw ScenarioError(
        .clients, "a scenario has at most \(Self.clientsMax) clients, found \(clients.count)")
    }
    var seen: Set<String> = []
    for (index, name) in (servers + clients.map(\.name)).enumerated() {
      let part: ScenarioError.Part =
        index < servers.count ? .server(index) : .client(index - servers.count)
      guard NameTable.isName(name) else {
        throw ScenarioError(
          part,
          "\"\(name)\" cannot be a name: 1 to 24 letters, digits and _ - . @, a letter first")
      }
      guard seen.insert(name).inserted else {
        throw ScenarioError(part, "two nodes or clients are called \(name)")
      }
    }
    for (index, client) in clients.enumerated() {
      for (place, node) in client.among.enumerated() {
        guard servers.contains(node) else {
          throw ScenarioError(
            .client(index),
            "no node is called \(node); there are " + servers.joined(separator: ", "))
        }
        guard !client.among[..<place].contains(node) else {
          throw ScenarioError(.client(index), "\(node) stands twice; a node is named once")
        }
      }
    }
  }

  private func validateDelays() throws(ScenarioError) {
    let names = self.names
    for (index, delay) in delays.enumerated() {
      for end in [delay.from, delay.to] where names.endpoint(named: end) == nil {
        throw ScenarioError(
          .delay(index),
          "no node or client is called \(end); there are "
            + names.endpoints.joined(separator: ", "))
      }
      guard delay.delay >= .zero else {
        throw ScenarioError(.delay(index), "a delay is not negative, found \(delay.delay)")
      }
    }
  }
}
