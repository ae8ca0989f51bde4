import Histories

/// Something that will happen at a known instant unless a fault prevents it.
///
/// It holds nothing of the protocol's own types inline: what does is copied as a whole whenever
/// generic code looks into it.
enum Occurrence<P: SimulatedProtocol>: Sendable {
  indirect case intervention(Intervention)
  case timer(NodeID, token: Int64)
  indirect case continuation(NodeID, StepName, ticket: Int64, incarnation: Int32)
  case clientTimeout(ProcessID, token: Int64)
  /// A read has waited at a node for as long as it may.
  case patience(NodeID, token: Int64)
  /// A client has waited long enough to ask a second node.
  case hedge(ProcessID, token: Int64)
  case delivery(Envelope<P.Message>)
  /// A node that serves slowly has finished with this message.
  indirect case service(Envelope<P.Message>, incarnation: Int32)
  /// A busy node comes to sending a message to another node.
  indirect case departure(Departure<P.Message>, incarnation: Int32)
  indirect case invocation(ProcessID, PlannedCall)
  case workload(ProcessID, ordinal: Int, generation: Int32)
  case nemesis(ordinal: Int, generation: Int32)

  /// The tie class: at one instant faults come before timers, timers before deliveries, deliveries
  /// before client invocations.
  @inline(__always)
  var tieClass: UInt64 {
    switch self {
    case .intervention, .nemesis: 0
    case .timer, .continuation, .clientTimeout, .patience, .hedge: 1
    case .delivery, .service, .departure: 2
    case .invocation, .workload: 3
    }
  }
}

/// A message that waits at its sender behind the requests that the sender has accepted.
struct Departure<Message: Sendable>: Sendable {
  let message: Message
  let from: NodeID
  let to: NodeID
}

/// An occurrence in the queue, with what caused it.
struct Scheduled<P: SimulatedProtocol>: Sendable {
  var occurrence: Occurrence<P>
  var cause: Int32
  var key: CausalKey
  var isForeground: Bool
}
