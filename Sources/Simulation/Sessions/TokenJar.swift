import Histories

/// The positions that a session, or a user, has to do with, in each of the shapes that a token can
/// have; the policy says which one is asked.
///
/// `maximum` is joined, never assigned: a position that is older than one already there changes
/// nothing. It is right for one log; positions of different logs say nothing about each other, and only
/// the vector keeps them apart. A join costs O(logs).
public struct TokenJar: Hashable, Sendable, CanonicallyEncodable {
  /// The newest position of an acknowledged write of its own.
  public private(set) var ownWrites: LogPosition?
  /// The newest position that an answered read reflected.
  public private(set) var reads: LogPosition?
  /// The same as assigned: those of the latest write, the latest read, the latest of either.
  private var latestWrite: LogPosition?
  private var latestRead: LogPosition?
  private var latest: LogPosition?
  /// The same log by log, ascending.
  private var writeVector = PositionVector()
  private var readVector = PositionVector()

  /// The newest position that it has been answered from, by whatever call.
  public var highWaterMark: LogPosition? { Self.join(ownWrites, reads) }

  /// What a replica of a log must reflect before it may serve a read, if the token remembers these.
  public func token(
    _ token: SessionPolicy.Token, _ shape: SessionPolicy.Shape, for log: LogID
  ) -> LogPosition? {
    switch shape {
    case .maximum: maximum(token)
    case .assigned: assigned(token)
    case .vector: vector(token)[log]
    }
  }

  /// The token as one position for each log that the session has to do with.
  public func vector(_ token: SessionPolicy.Token) -> PositionVector {
    switch token {
    case .none: return PositionVector()
    case .writes: return writeVector
    case .reads: return readVector
    case .all:
      var both = writeVector
      both.join(readVector)
      return both
    }
  }

  /// The token as one position; nil for a vector, which has one for each log.
  public func position(
    _ token: SessionPolicy.Token, _ shape: SessionPolicy.Shape
  ) -> LogPosition? {
    switch shape {
    case .maximum: maximum(token)
    case .assigned: assigned(token)
    case .vector: nil
    }
  }

  private func maximum(_ token: SessionPolicy.Token) -> LogPosition? {
    switch token {
    case .none: nil
    case .writes: ownWrites
    case .reads: reads
    case .all: highWaterMark
    }
  }

  private func assigned(_ token: SessionPolicy.Token) -> LogPosition? {
    switch token {
    case .none: nil
    case .writes: latestWrite
    case .reads: latestRead
    case .all: latest
    }
  }

  /// Takes in the position of a log that a call was answered from.
  mutating func join(_ prefix: LogPrefix, of call: Call) {
    latest = prefix.through
    if !call.isReadOnly {
      ownWrites = Self.join(ownWrites, prefix.through)
      latestWrite = prefix.through
      writeVector.join(prefix)
    }
    if call.includesRead {
      reads = Self.join(reads, prefix.through)
      latestRead = prefix.through
      readVector.join(prefix)
    }
  }

  private static func join(_ one: LogPosition?, _ other: LogPosition?) -> LogPosition? {
    guard let one, let other else { return one ?? other }
    return max(one, other)
  }

  public func encode(into digest: inout Digest) {
    for position in [ownWrites, reads] { digest.combine(position ?? .origin) }
  }

  /// What the shape asked for holds beyond the maximum.
  func encode(_ shape: SessionPolicy.Shape, into digest: inout Digest) {
    switch shape {
    case .maximum: break
    case .assigned:
      for position in [latestWrite, latestRead, latest] { digest.combine(position ?? .origin) }
    case .vector:
      digest.combine(writeVector)
      digest.combine(readVector)
    }
  }
}
