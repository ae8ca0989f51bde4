import Histories

/// An event of the run, as it began.
///
/// A recording holds one for every event, so the parts are kept narrow and in an order that leaves
/// few gaps: 52 bytes instead of 89. Counts above 2^31 do not fit.
public struct EventRecord: Hashable, Sendable {
  public let time: VirtualTime
  public let label: Label
  public let kind: EventKind
  public let isForeground: Bool
  /// -1 stands for nil in these.
  private let nodeIndex: Int32
  private let peerIndex: Int32
  private let messageNumber: Int32
  private let causeIndex: Int32

  public init(
    time: VirtualTime, kind: EventKind, isForeground: Bool, node: NodeID?, peer: NodeID? = nil,
    message: MessageID? = nil, cause: Int?, label: Label
  ) {
    self.time = time
    self.kind = kind
    self.isForeground = isForeground
    nodeIndex = node?.index ?? -1
    peerIndex = peer?.index ?? -1
    messageNumber = message.map { Int32($0.number) } ?? -1
    causeIndex = cause.map { Int32($0) } ?? -1
    self.label = label
  }

  /// Where it happened.
  public var node: NodeID? { nodeIndex < 0 ? nil : NodeID(Int(nodeIndex)) }
  /// The sender, for messages.
  public var peer: NodeID? { peerIndex < 0 ? nil : NodeID(Int(peerIndex)) }
  public var message: MessageID? { messageNumber < 0 ? nil : MessageID(Int64(messageNumber)) }
  /// The event that caused this one, or nil for the script and the start.
  public var cause: Int? { causeIndex < 0 ? nil : Int(causeIndex) }
}

/// A message, as it was sent. Kept narrow, as `EventRecord` is.
public struct MessageRecord: Hashable, Sendable {
  public let sent: VirtualTime
  public let label: Label
  public let isForeground: Bool
  public let from: NodeID
  public let to: NodeID
  private let number: Int32
  private let sentEventIndex: Int32
  /// 0 stands for nil.
  private let originalNumber: Int32

  public init(
    id: MessageID, from: NodeID, to: NodeID, label: Label, sent: VirtualTime, sentEvent: Int,
    isForeground: Bool, copyOf original: MessageID? = nil
  ) {
    number = Int32(id.number)
    originalNumber = original.map { Int32($0.number) } ?? 0
    self.from = from
    self.to = to
    self.label = label
    self.sent = sent
    sentEventIndex = Int32(sentEvent)
    self.isForeground = isForeground
  }

  public var id: MessageID { MessageID(Int64(number)) }
  /// The message that it is a duplicate of, made by the link or by hand; nil for an original.
  public var copyOf: MessageID? {
    originalNumber == 0 ? nil : MessageID(Int64(originalNumber))
  }
  /// The event that sent it; -1 when it was sent as the run began, before the first event.
  public var sentEvent: Int { Int(sentEventIndex) }
}

/// What became of a message, and at which event.
public struct MessageHistory: Hashable, Sendable {
  public internal(set) var decidedAt: VirtualTime = .never
  public let record: MessageRecord
  /// Nil while it is on its way.
  public internal(set) var fate: MessageFate?
  /// Int32.max while it is on its way.
  private var decidedEventIndex = Int32.max

  init(record: MessageRecord) { self.record = record }

  public internal(set) var decidedEvent: Int {
    get { decidedEventIndex == .max ? .max : Int(decidedEventIndex) }
    set { decidedEventIndex = Int32(newValue) }
  }

  /// What had become of it when `count` events had happened.
  public func fate(events count: Int) -> MessageFate? { decidedEvent < count ? fate : nil }
}
