import Histories
import Simulation

/// The names of a scenario: what a person types and reads instead of numbers.
///
/// Endpoints are numbered as the world numbers them: servers first, then clients.
public struct NameTable: Hashable, Sendable {
  public let servers: [String]
  public let clients: [String]
  /// By number of the session.
  public let sessions: [String]
  /// By number of the user.
  public let users: [String]

  public init(servers: [String], clients: [String], sessions: [String]) {
    self.servers = servers
    self.clients = clients
    self.sessions = sessions
    var users: [String] = []
    for client in clients where !users.contains(Self.user(of: client)) {
      users.append(Self.user(of: client))
    }
    self.users = users
  }

  /// The user that a client belongs to: `u` of `u@phone`; a client without `@` is its own.
  public static func user(of client: String) -> String {
    client.firstIndex(of: "@").map { String(client[..<$0]) } ?? client
  }

  public var endpoints: [String] { servers + clients }

  public subscript(node: NodeID) -> String {
    let index = Int(node.index)
    if index < servers.count { return index >= 0 ? servers[index] : "?" }
    return index - servers.count < clients.count ? clients[index - servers.count] : "?"
  }

  public subscript(process: ProcessID) -> String {
    clients.indices.contains(Int(process.index)) ? clients[Int(process.index)] : "?"
  }

  public subscript(session: SessionID) -> String {
    sessions.indices.contains(Int(session.index)) ? sessions[Int(session.index)] : "?"
  }

  public subscript(user: UserID) -> String {
    users.indices.contains(Int(user.index)) ? users[Int(user.index)] : "?"
  }

  public func server(named name: some StringProtocol) -> NodeID? {
    servers.firstIndex { $0 == name }.map { NodeID($0) }
  }

  public func client(named name: some StringProtocol) -> ProcessID? {
    clients.firstIndex { $0 == name }.map { ProcessID($0) }
  }

  public func endpoint(named name: some StringProtocol) -> NodeID? {
    server(named: name) ?? clients.firstIndex { $0 == name }.map { NodeID(servers.count + $0) }
  }

  /// Whether a text can be a name: 1 to 24 letters, digits and `_ - . @`, beginning with a letter.
  public static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return text.unicodeScalars.count <= 24
      && text.unicodeScalars.allSatisfy { isNameScalar($0) }
  }

  static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || ("0"..."9").contains(scalar)
      || scalar == "_" || scalar == "-" || scalar == "." || scalar == "@"
  }

  /// Whether it is alphabetic; the tables of Unicode are asked for what is not ASCII alone.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return scalar.properties.isAlphabetic }
    return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
