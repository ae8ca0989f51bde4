import Histories

/// A scheduled occurrence as the queue keeps it: plain numbers here, and one reference beside them
/// (`Cargo`). Moving and copying the queue then costs next to nothing.
struct QueueRecord: Sendable {
  var time: Int64 = 0
  /// Tie class in the upper two bits, order of scheduling below.
  var order: UInt64 = 0
  var key: CausalKey
  /// The message, token or ordinal.
  var number: Int64 = 0
  var sent: Int64 = 0
  /// The node, process or sender.
  var place: Int32 = 0
  /// The receiver or generation.
  var other: Int32 = 0
  var cause: Int32
  /// The next in the same lane of the wheel, or -1.
  var next: Int32 = -1
  var kind: Kind = .rare
  var isForeground: Bool
  var isDoomed = false
  var hasArrived = false

  enum Kind: UInt8, Sendable {
    case delivery, timer, clientTimeout, patience, hedge, workload, nemesis
    /// Anything else: the cargo holds it all.
    case rare
  }
}

/// What of an occurrence is not plain numbers.
enum Cargo<P: SimulatedProtocol>: Sendable {
  case nothing
  case message(Payload<P.Message>)
  indirect case rare(Occurrence<P>)
}

extension Scheduled {
  /// Takes the occurrence apart.
  @inline(__always)
  func packed(at time: VirtualTime, sequence: UInt64) -> (QueueRecord, Cargo<P>) {
    var record = QueueRecord(key: key, cause: cause, isForeground: isForeground)
    record.time = time.milliseconds
    record.order = occurrence.tieClass << 62 | sequence
    switch occurrence {
    case .delivery(let envelope):
      record.kind = .delivery
      record.number = envelope.id.number
      record.sent = envelope.sent.milliseconds
      record.place = envelope.from.index
      record.other = envelope.to.index
      record.isDoomed = envelope.doomed
      record.hasArrived = envelope.hasArrived
      return (record, .message(envelope.payload))
    case .timer(let node, let token):
      record.kind = .timer
      record.number = token
      record.place = node.index
    case .clientTimeout(let process, let token):
      record.kind = .clientTimeout
      record.number = token
      record.place = process.index
    case .patience(let node, let token):
      record.kind = .patience
      record.number = token
      record.place = node.index
    case .hedge(let process, let token):
      record.kind = .hedge
      record.number = token
      record.place = process.index
    case .workload(let process, let ordinal, let generation):
      record.kind = .workload
      record.number = Int64(ordinal)
      record.place = process.index
      record.other = generation
    case .nemesis(let ordinal, let generation):
      record.kind = .nemesis
      record.number = Int64(ordinal)
      record.other = generation
    case .intervention, .continuation, .service, .departure, .invocation:
      return (record, .rare(occurrence))
    }
    return (record, .nothing)
  }

  /// Puts the occurrence together again.
  @inline(__always)
  init(_ record: QueueRecord, _ cargo: __owned Cargo<P>) {
    cause = record.cause
    key = record.key
    isForeground = record.isForeground
    switch cargo {
    case .message(let payload):
      var envelope = Envelope(
        id: MessageID(record.number), from: NodeID(Int(record.place)),
        to: NodeID(Int(record.other)), payload: payload, sent: VirtualTime(record.sent),
        doomed: record.isDoomed)
      envelope.hasArrived = record.hasArrived
      occurrence = .delivery(envelope)
    case .rare(let whole): occurrence = whole
    case .nothing:
      switch record.kind {
      case .timer: occurrence = .timer(NodeID(Int(record.place)), token: record.number)
      case .clientTimeout:
        occurrence = .clientTimeout(ProcessID(Int(record.place)), token: record.number)
      case .patience:
        occurrence = .patience(NodeID(Int(record.place)), token: record.number)
      case .hedge:
        occurrence = .hedge(ProcessID(Int(record.place)), token: record.number)
      case .workload:
        occurrence = .workload(
          ProcessID(Int(record.place)), ordinal: Int(record.number), generation: record.other)
      case .nemesis:
        occurrence = .nemesis(ordinal: Int(record.number), generation: record.other)
      case .delivery, .rare: preconditionFailure("an occurrence of this kind has a cargo")
      }
    }
  }
}
