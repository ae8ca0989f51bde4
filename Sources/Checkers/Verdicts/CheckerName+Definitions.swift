extension CheckerName {
  /// What the checker decides, in one sentence.
  public var definition: String {
    switch self {
    case .staleRead:
      "A read misses a write to a key it reads that was committed before the read was invoked."
    case .readYourWrites:
      "Within a session, a read reflects every earlier acknowledged write to the keys it reads."
    case .monotonicReads:
      "Within a session, a read reflects every write that an earlier read of the same key "
        + "reflected."
    case .monotonicWrites:
      "A later write of a session takes effect at a server only after the session's earlier "
        + "acknowledged writes, in their order."
    case .writesFollowReads:
      "A write takes effect at a server only after the writes that its session had read before."
    case .consistentPrefix:
      "A read equals the state after some prefix of the commit order."
    case .twoLeaders:
      "Two nodes led at the same time, and one of them committed a write meanwhile on another line "
        + "of the log than a write that the other has committed."
    case .acknowledgedWriteLost:
      "An acknowledged write did not survive, and no surviving version was written by one who had "
        + "seen it."
    case .convergence:
      "At quiescence all replicas hold the same state."
    case .linearizability:
      "One order of all operations explains every result and respects real time."
    case .sequentialConsistency:
      "One order of all operations explains every result and respects each process's order."
    case .causalConsistency:
      "For each process one order of all writes and its own reads explains its results and "
        + "respects causality (causal memory)."
    case .pram:
      "For each process one order of all writes and its own reads explains its results and "
        + "respects every process's order."
    }
  }

  /// Where the definition comes from.
  public var reference: String {
    switch self {
    case .staleRead: "Aiyer et al. 2005; Golab et al. 2011; Bailis et al., VLDB 2012"
    case .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads:
      "Terry et al. 1994"
    case .consistentPrefix: "Terry, CACM 2013"
    case .twoLeaders: "Ongaro and Ousterhout 2014 (election safety, leader completeness)"
    case .acknowledgedWriteLost: "Burckhardt 2014 (happens-before); Jepsen (lost writes)"
    case .convergence: "Vogels 2009; Shapiro et al., SSS 2011"
    case .linearizability: "Herlihy and Wing 1990"
    case .sequentialConsistency: "Lamport 1979"
    case .causalConsistency: "Ahamad et al. 1995"
    case .pram: "Lipton and Sandberg 1988"
    }
  }
}
