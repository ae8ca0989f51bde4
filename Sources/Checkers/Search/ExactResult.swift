import Histories

/// An order that explains a history, or one process's view of it.
public struct Serialization: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    public let operation: OperationID
    /// The instant at which the operation may have taken effect, between invocation and response;
    /// only where the model has one (linearizability). Points never decrease along the order.
    public let point: VirtualTime?
  }
  /// Nil if the order is the same for all; else the process whose view it is.
  public let process: ProcessID?
  public let steps: [Step]
}

/// What an exact search found.
public enum ExactResult: Hashable, Sendable {
  /// With the order found: one for all, or one for each process, ascending.
  case holds([Serialization])
  /// With a witness that is minimal among the subsets closed under reads-from, or says that it may not be.
  case violated(Witness)
  case unknown(UnknownReason)

  public var verdict: Verdict {
    switch self {
    case .holds: .holds
    case .violated(let witness): .violated([witness])
    case .unknown(let reason): .unknown(reason)
    }
  }
}
