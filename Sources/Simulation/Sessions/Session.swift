import Histories

/// The person behind one or more sessions: `u` of `u@phone` and `u@laptop`.
public struct UserID: Hashable, Comparable, Sendable {
  public let index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

extension Call {
  /// Whether it returns the state of a key that it does not write: what monotonic reads are about.
  var includesRead: Bool {
    switch self {
    case .read, .readMany: true
    case .transaction(let calls): calls.contains(where: \.includesRead)
    default: false
    }
  }
}

/// Until when a session reads from the leader. All three bookkeepings are kept; the policy says
/// which one is asked.
public struct Pin: Hashable, Sendable, CanonicallyEncodable {
  /// The latest end of the window after any write.
  private var latest: VirtualTime?
  /// The keys of the last write, and the end of its window.
  private var last: Marker?
  /// The timers that have not expired when the last write was acknowledged, its own included.
  private var timers: ContiguousArray<VirtualTime> = []

  private struct Marker: Hashable, Sendable {
    let keys: [Key]
    let end: VirtualTime
  }

  init() {}

  /// A write was acknowledged.
  mutating func acknowledged(_ call: Call, at now: VirtualTime, window: VirtualDuration) {
    guard window > .zero else { return }
    let end = now + window
    latest = max(latest ?? end, end)
    last = Marker(keys: call.keys, end: end)
    timers.removeAll { $0 <= now }
    timers.append(end)
  }

  /// The end of the pin when it is pinned at an instant: for the keys of the call, or for some key
  /// when no call is given. The window ends just before that instant.
  func end(
    for call: Call?, at now: VirtualTime, _ bookkeeping: SessionPolicy.PinBookkeeping
  ) -> VirtualTime? {
    let end: VirtualTime?
    switch bookkeeping {
    case .latest: end = latest
    case .oneKey:
      let isMarked = call.map { call in last?.keys.contains(where: call.addresses) ?? false }
      end = isMarked ?? true ? last?.end : nil
    case .firstTimer: end = timers.min()
    }
    return end.flatMap { now < $0 ? $0 : nil }
  }

  /// The only keys whose reads are pinned, under a bookkeeping that forgets the others.
  public func keys(_ bookkeeping: SessionPolicy.PinBookkeeping) -> [Key] {
    bookkeeping == .oneKey ? last?.keys ?? [] : []
  }

  public func encode(into digest: inout Digest) {
    digest.combine(latest ?? .zero)
    digest.combine(contentsOf: last?.keys ?? [])
    digest.combine(last?.end ?? .zero)
    digest.combine(contentsOf: timers)
  }
}

/// What one session remembers, whichever of its clients acts.
public struct Session: Hashable, Sendable, CanonicallyEncodable {
  public internal(set) var jar = TokenJar()
  public internal(set) var pin = Pin()
  /// What it has read and written, where a store has several logs: its causal past.
  public internal(set) var context = PositionVector()

  public func encode(into digest: inout Digest) {
    digest.combine(jar)
    digest.combine(pin)
    // What a store with one log never touches stays out of its digests.
    if !context.isEmpty { digest.combine(context) }
  }
}
