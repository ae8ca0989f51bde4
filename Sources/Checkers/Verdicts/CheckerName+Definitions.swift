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
    case .causalConvergence:
      "One order of all writes that contains causality explains every read from the writes in its "
        + "causal past (CCv)."
    case .weakCausalConsistency:
      "Every read is explained by some order of the writes in its causal past (CC)."
    case .causalPlus:
      "Causal consistency, and replicas that have the same writes hold the same state."
    case .eventualConsistency:
      "At quiescence every read sees every write, and no effect precedes its cause."
    case .strongEventualConsistency:
      "Whenever two replicas have applied the same writes, they hold the same state."
    case .regularRegister:
      "A read returns the last completed write or one that overlaps it."
    case .safeRegister:
      "A read that overlaps no write returns the last completed write."
    case .boundedStaleness:
      "A read misses at most k committed versions, and none committed more than t before it was "
        + "served."
    case .strictSerializability:
      "Transactions are explained by one order of them that respects real time."
    case .serializability:
      "Transactions are explained by one order of them."
    case .lostUpdate:
      "Two read-modify-writes read the same version of a key, and both took effect."
    case .writeSkew:
      "Two transactions each overwrote what the other had read, and neither saw the other's write."
    case .newOldInversion:
      "A read returns an older version than a read of the same key that had ended before it."
    case .rolledBackRead:
      "A read returned the value of a write that was thrown away later."
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
    case .causalConvergence, .weakCausalConsistency: "Bouajjani et al., POPL 2017"
    case .causalPlus: "Lloyd et al., SOSP 2011"
    case .eventualConsistency: "Vogels 2009; Viotti and Vukolic 2016"
    case .strongEventualConsistency: "Shapiro et al., SSS 2011"
    case .regularRegister, .safeRegister: "Lamport 1986"
    case .boundedStaleness: "Aiyer et al. 2005; Golab et al. 2011"
    case .strictSerializability: "Papadimitriou 1979; Corbett et al. 2012"
    case .serializability, .lostUpdate, .writeSkew: "Adya 1999"
    case .newOldInversion: "Lamport 1986 (atomic and regular registers)"
    case .rolledBackRead: "Adya 1999 (aborted read)"
    }
  }
}
