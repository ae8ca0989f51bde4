import Histories

/// What clients and replicas do for the sake of session guarantees, the same for every store and
/// every session of a run. The knobs turn it.
///
/// Guaranteed with a leader that keeps its place and its disk: `token` of own writes gives read your
/// writes, of reads monotonic reads, of both both, unless `fallback` is `serve`. A pin gives read your
/// writes only while its window is longer than the lag, and not at all with a faulty bookkeeping.
public struct SessionPolicy: Hashable, Sendable {
  /// How a session keeps in mind that it is pinned.
  public enum PinBookkeeping: String, Hashable, Sendable, CaseIterable {
    /// The end of the window after its latest acknowledged write, whatever key is read.
    case latest
    /// Faulty: the marker holds only the key written last; reads of others are not pinned.
    case oneKey = "one-key"
    /// Faulty: each write has a timer of its own, and the first that expires removes the one marker.
    case firstTimer = "first-timer"
  }

  /// Which positions a token remembers.
  public enum Token: String, Hashable, Sendable, CaseIterable {
    case none
    /// Those of the session's own acknowledged writes.
    case writes
    /// Those that its reads reflected.
    case reads
    case all
  }

  /// Who shares a token.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    case session
    /// All sessions of one user.
    case user
  }

  /// What a replica does with a read that it is too old for.
  public enum Miss: String, Hashable, Sendable, CaseIterable {
    /// Sends it to the leader that it knows.
    case redirect
    /// Keeps it until it has caught up, or has waited long enough.
    case wait
  }

  /// What a replica does with a read that has waited long enough.
  public enum Fallback: String, Hashable, Sendable, CaseIterable {
    case redirect
    /// Answers with what it has: the guarantee is given up.
    case serve
    /// Fails the read, definitely.
    case refuse
  }

  /// What a token is made of.
  public enum Shape: String, Hashable, Sendable, CaseIterable {
    /// One position, the greatest so far. Right for one log; across logs it compares numbers that have
    /// nothing to do with each other.
    case maximum
    /// Faulty: one position, that of the latest answer, even when it is older.
    case assigned
    /// One position for each log, joined log by log.
    case vector
  }

  /// What waits behind the requests that a busy node has accepted.
  public enum Shipping: String, Hashable, Sendable, CaseIterable {
    /// Nothing but requests: what a node sends to other nodes leaves at once.
    case apart
    /// Its messages to other nodes too: the log and the heartbeats leave when their turn comes.
    case queued
  }

  /// How long reads go to the leader after an acknowledged write; zero is off.
  public var pinWindow: VirtualDuration = .zero
  public var pinBookkeeping: PinBookkeeping = .latest
  public var token: Token = .none
  public var shape: Shape = .maximum
  public var scope: Scope = .session
  public var miss: Miss = .redirect
  /// How long a replica keeps a read at most, by its own clock.
  public var wait: VirtualDuration = 1000
  public var fallback: Fallback = .redirect
  /// After how long without an answer a read is asked of a second node as well; zero is off.
  public var hedgeDelay: VirtualDuration = .zero
  /// The lag above which a replica's reads go to the leader; zero is off.
  public var lagLimit: VirtualDuration = .zero
  /// How many of those reads, in a hundred, go to the leader at most.
  public var divertCap: Int64 = 100
  public var shipping: Shipping = .apart

  public init() {}
}

extension SessionPolicy: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    digest.combine(pinWindow)
    digest.combine(pinBookkeeping.rawValue)
    digest.combine(token.rawValue)
    digest.combine(scope.rawValue)
    digest.combine(miss.rawValue)
    digest.combine(wait)
    digest.combine(fallback.rawValue)
    // What is off leaves the digests of runs that know nothing of it as they were.
    if shape != .maximum { digest.combine(shape.rawValue) }
    if hedgeDelay > .zero { digest.combine(hedgeDelay) }
    if lagLimit > .zero {
      digest.combine(lagLimit)
      digest.combine(divertCap)
    }
    if shipping != .apart { digest.combine(shipping.rawValue) }
  }
}
