import Histories

/// What one checker says of one history, with all that it can show for it.
public struct Judgement: Hashable, Sendable {
  public var checker: CheckerName
  public var verdict: Verdict
  /// Orders that explain the history, where the verdict is *holds* and an order is what the model asks
  /// for: one for all, or one for each process, ascending.
  public var orders: [Serialization]
  /// Linearizability that does not hold: the longest prefix that is linearizable.
  public var prefix: LinearizablePrefix?
  /// The smallest bounds within which every read was fresh, where versions can be told.
  public var staleness: StalenessBounds?
  /// What it was judged from, where there are two variants of one guarantee.
  public var basis: Basis?

  public enum Basis: Hashable, Sendable {
    /// What the servers had applied, and where the log has each write.
    case visibility
    /// Session order, reads-from and values.
    case values
  }

  public init(
    _ checker: CheckerName, _ verdict: Verdict, orders: [Serialization] = [],
    prefix: LinearizablePrefix? = nil, staleness: StalenessBounds? = nil, basis: Basis? = nil
  ) {
    self.checker = checker
    self.verdict = verdict
    self.orders = orders
    self.prefix = prefix
    self.staleness = staleness
    self.basis = basis
  }
}

/// How far a history can be explained under linearizability.
public struct LinearizablePrefix: Hashable, Sendable {
  /// The events (invocations and responses, in order of time) that can still be explained.
  public var events: Int
  /// An order that explains them, with the point at which each operation took effect.
  public var order: Serialization
  /// The response that no order explains together with what came before it.
  public var blocking: OperationID?

  public init(events: Int, order: Serialization, blocking: OperationID?) {
    self.events = events
    self.order = order
    self.blocking = blocking
  }
}

/// How stale a read may be: k versions behind, and t behind in time. Nil sets no bound.
public struct StalenessBounds: Hashable, Sendable {
  /// Committed versions of the key that a read may miss.
  public var versions: Int?
  /// How long before the read the oldest version that it missed may have been committed.
  public var age: VirtualDuration?

  public init(versions: Int? = nil, age: VirtualDuration? = nil) {
    self.versions = versions
    self.age = age
  }
}
