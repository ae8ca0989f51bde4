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

  /// How long reads go to the leader after an acknowledged write; zero is off.
  public var pinWindow: VirtualDuration = .zero
  public var pinBookkeeping: PinBookkeeping = .latest
  public var token: Token = .none
  public var scope: Scope = .session
  public var miss: Miss = .redirect
  /// How long a replica keeps a read at most, by its own clock.
  public var wait: VirtualDuration = 1000
  public var fallback: Fallback = .redirect

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
  }
}
