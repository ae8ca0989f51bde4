/// The entries of one log up to and including a position.
public struct LogPrefix: Hashable, Sendable {
  public let log: LogID
  public let through: LogPosition
  public init(of log: LogID, through position: LogPosition) {
    self.log = log
    through = position
  }
}

/// A position in each of several independent logs; a log that is not named stands at its origin.
///
/// Vectors are compared by component: of two, neither may include the other. Only joining is safe,
/// which takes the later position of each log; positions of different logs say nothing of each other.
/// Operations cost O(logs named).
public struct PositionVector: Hashable, Sendable {
  /// In ascending order of the logs; at most one for each.
  public private(set) var prefixes: [LogPrefix] = []

  public init() {}

  public init(_ prefixes: [LogPrefix]) {
    for prefix in prefixes { join(prefix) }
  }

  public var isEmpty: Bool { prefixes.isEmpty }

  /// The position in one log; nil when it is not named.
  public subscript(log: LogID) -> LogPosition? {
    prefixes.first { $0.log == log }?.through
  }

  /// Takes in a position, unless a later one of the same log is there.
  public mutating func join(_ prefix: LogPrefix) {
    guard let index = prefixes.firstIndex(where: { $0.log >= prefix.log }) else {
      return prefixes.append(prefix)
    }
    if prefixes[index].log != prefix.log {
      prefixes.insert(prefix, at: index)
    } else if prefixes[index].through < prefix.through {
      prefixes[index] = prefix
    }
  }

  /// Takes in every position of another vector.
  public mutating func join(_ other: PositionVector) {
    for prefix in other.prefixes { join(prefix) }
  }

  /// Whether nothing in the prefix is later than what the vector names of that log.
  public func includes(_ prefix: LogPrefix) -> Bool {
    self[prefix.log].map { $0 >= prefix.through } ?? false
  }

  /// The vector without one of its logs.
  public func without(_ log: LogID) -> PositionVector {
    var copy = self
    copy.prefixes.removeAll { $0.log == log }
    return copy
  }
}
