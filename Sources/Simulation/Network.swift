import Histories

/// A directed pair of endpoints.
public struct Link: Hashable, Comparable, Sendable {
  public let from: NodeID
  public let to: NodeID
  @inlinable public init(from: NodeID, to: NodeID) {
    self.from = from
    self.to = to
  }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.from, lhs.to) < (rhs.from, rhs.to)
  }
}

/// How one directed link treats what is sent over it.
public struct LinkCondition: Hashable, Sendable {
  public var delay: VirtualDuration
  /// Up to this much more, drawn for each message.
  public var jitter: VirtualDuration = .zero
  public var loss: Probability = .never
  public var duplication: Probability = .never
  /// Whether streams stay in order. Datagrams never promise it.
  public var keepsStreamsInOrder = true
  public var isCut = false

  public init(delay: VirtualDuration) { self.delay = delay }
}

/// A rule for messages that are yet to be sent: "drop the next append on P -> R2".
public struct MessageRule: Hashable, Sendable {
  public var link: Link
  /// The first word of the message's label; nil for any message.
  public var kind: String?
  public var treatment: MessageTreatment

  public init(link: Link, kind: String?, treatment: MessageTreatment) {
    self.link = link
    self.kind = kind
    self.treatment = treatment
  }
}

/// What can be done to one message.
public enum MessageTreatment: Hashable, Sendable {
  case deliver
  case hold
  case release
  case delay(by: VirtualDuration)
  case drop
  case duplicate
}

/// The links between all endpoints of a world.
///
/// Every directed pair has a link. A message whose delivery instant falls inside a cut of its link
/// is lost; the network keeps nothing for later.
public struct Network: Sendable {
  public let endpoints: Int
  public private(set) var conditions: ContiguousArray<LinkCondition>
  /// Where in `streamDue` a link's streams begin; -1 for a link that has carried none.
  private var lanes: ContiguousArray<Int32>
  /// The last delivery instant promised for each stream of the links that carry streams. Apart from
  /// `lanes`, because it changes with every message and every keyframe then needs its own.
  private var streamDue: ContiguousArray<Int64> = []
  public internal(set) var rules: [MessageRule] = []
  /// How many directed links are cut.
  public private(set) var cutCount = 0

  static let streamsPerLink = 4

  public init(endpoints: Int, defaultDelay: VirtualDuration) {
    self.endpoints = endpoints
    conditions = ContiguousArray(
      repeating: LinkCondition(delay: defaultDelay), count: endpoints * endpoints)
    lanes = ContiguousArray(repeating: -1, count: endpoints * endpoints)
  }

  @inline(__always)
  private func index(_ link: Link) -> Int { Int(link.from.index) * endpoints + Int(link.to.index) }

  public subscript(link: Link) -> LinkCondition {
    get { conditions[index(link)] }
    set {
      let place = index(link)
      cutCount += (newValue.isCut ? 1 : 0) - (conditions[place].isCut ? 1 : 0)
      conditions[place] = newValue
    }
  }

  /// The links that are cut, in order.
  public var cuts: [Link] {
    guard cutCount > 0 else { return [] }
    return conditions.indices.filter { conditions[$0].isCut }.map {
      Link(from: NodeID($0 / endpoints), to: NodeID($0 % endpoints))
    }
  }

  /// The delivery instant of a message sent now, in order within its stream.
  mutating func due(
    _ link: Link, channel: Channel, sent: VirtualTime, extra: VirtualDuration
  ) -> VirtualTime {
    let place = index(link)
    let earliest = sent.milliseconds + conditions[place].delay.milliseconds + extra.milliseconds
    guard case .stream(let stream) = channel, conditions[place].keepsStreamsInOrder else {
      return VirtualTime(earliest)
    }
    if lanes[place] < 0 {
      lanes[place] = Int32(streamDue.count)
      streamDue.append(contentsOf: repeatElement(.min, count: Self.streamsPerLink))
    }
    let lane = Int(lanes[place]) + Int(stream) % Self.streamsPerLink
    let due = max(earliest, streamDue[lane])
    streamDue[lane] = due
    return VirtualTime(due)
  }

  /// Takes the first rule that applies to a message about to be sent.
  mutating func takeRule(for link: Link, kind: String) -> MessageTreatment? {
    let word = kind.prefix { $0 != " " }
    guard
      let place = rules.firstIndex(where: { rule in
        rule.link == link && (rule.kind.map { $0 == word } ?? true)
      })
    else { return nil }
    return rules.remove(at: place).treatment
  }
}
