import Histories

/// Two protocols in one world: every node plays the role of one of them.
///
/// The nodes of a role speak their own protocol among themselves. Between roles there is only the
/// envelope shared by all stores: a service that writes to a database and then publishes to a queue
/// is a client of both. A sum is a protocol, so sums nest: `RoleSum<Store, RoleSum<Queue, Service>>`
/// has three roles.
///
/// Guaranteed: a role behaves exactly as in a world of its own with the same node numbers. Not
/// offered: a message of one role to a node of another; sending one is an error of the protocol.
public enum RoleSum<First: SimulatedProtocol, Second: SimulatedProtocol>: SimulatedProtocol {
  /// Something of one of the two roles.
  public enum Either<A: Sendable, B: Sendable>: Sendable {
    case first(A)
    case second(B)

    var first: A? { if case .first(let value) = self { value } else { nil } }
    var second: B? { if case .second(let value) = self { value } else { nil } }
  }

  public typealias Durable = Either<PartState<First.Durable>, PartState<Second.Durable>>
  public typealias Volatile = Either<PartState<First.Volatile>, PartState<Second.Volatile>>
  public typealias Message = Either<First.Message, Second.Message>
  public typealias Timer = Either<First.Timer, Second.Timer>

  public struct Configuration: Sendable {
    public var first: RolePart<First>
    public var second: RolePart<Second>
    /// Every node of the sum, in ascending order.
    public let nodes: [NodeID]
    private let isFirst: [Bool]

    /// The parts have different names and no node in common.
    public init(_ first: RolePart<First>, _ second: RolePart<Second>) {
      precondition(
        first.name == nil || first.name != second.name, "the parts have different names")
      nodes = (first.nodes + second.nodes).sorted()
      precondition(
        zip(nodes, nodes.dropFirst()).allSatisfy { $0 != $1 }, "a node plays one role")
      self.first = first
      self.second = second
      var isFirst = [Bool](repeating: false, count: Int(nodes.last?.index ?? -1) + 1)
      for node in first.nodes { isFirst[Int(node.index)] = true }
      self.isFirst = isFirst
    }

    func playsFirst(_ node: NodeID) -> Bool {
      precondition(Int(node.index) < isFirst.count, "every node plays a role")
      return isFirst[Int(node.index)]
    }
  }
}

extension RoleSum.Either: Equatable where A: Equatable, B: Equatable {}

extension RoleSum.Either: CanonicallyEncodable
where A: CanonicallyEncodable, B: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    switch self {
    case .first(let value):
      digest.combine(1)
      digest.combine(value)
    case .second(let value):
      digest.combine(2)
      digest.combine(value)
    }
  }
}

/// One role of a sum: who plays it, how it is configured, and which calls of clients go to it.
public struct RolePart<P: SimulatedProtocol>: Sendable {
  /// Stands before the paths of the role's knobs: `store` in `store.acknowledgement`. Nil for a
  /// nested sum, whose parts have names themselves.
  public let name: String?
  /// In ascending order.
  public let nodes: [NodeID]
  public var scope: KeyScope
  public var configuration: P.Configuration

  public init(
    _ name: String, nodes: [NodeID], scope: KeyScope, configuration: P.Configuration
  ) {
    self.name = name
    self.nodes = nodes.sorted()
    self.scope = scope
    self.configuration = configuration
  }

  /// The roles of another sum, with their own names and scopes.
  public init<A, B>(nested sum: RoleSum<A, B>.Configuration) where P == RoleSum<A, B> {
    name = nil
    nodes = sum.nodes
    scope = .all
    configuration = sum
  }

  var knobs: [Knob] {
    P.knobs(configuration).map { knob in
      var knob = knob
      knob.path = path(knob.path)
      return knob
    }
  }

  private func path(_ own: String) -> String { name.map { "\($0).\(own)" } ?? own }

  /// Turns the part's knob with this full path; false when it has none.
  mutating func turn(_ knob: String, to value: Value) -> Bool {
    guard let own = P.knobs(configuration).first(where: { path($0.path) == knob }) else {
      return false
    }
    P.turn(own.path, to: value, in: &configuration)
    return true
  }

  /// The nodes of the part that take a client's call.
  func candidates(for call: Call) -> [NodeID] {
    scope.covers(call) ? P.candidates(for: call, configuration: configuration) : []
  }
}
