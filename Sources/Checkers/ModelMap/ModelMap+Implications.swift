extension ModelMap {
  /// The steps of the map, by the stronger model in the order of `models`.
  ///
  /// Read-your-writes, monotonic reads, monotonic writes and writes-follow-reads are incomparable, as are
  /// causal memory and causal convergence, PRAM and causal convergence or its weak form, and serializability
  /// and everything that respects the order of a session but not one order for all. Convergence says nothing of what reads
  /// returned before the system came to rest, and is implied by nothing that speaks of reads alone.
  public static let implications: [Implication] = [
    .init(
      .strictSerializability, .linearizability,
      "Herlihy and Wing 1990, section 3: an operation is a transaction of one; a transaction is judged "
        + "as one operation on the objects that it joins"),
    .init(
      .linearizability, .sequentialConsistency,
      "Herlihy and Wing 1990, section 3; Viotti and Vukolic 2016, figure 1"),
    .init(
      .linearizability, .regularRegister,
      "Lamport 1986, part II: an atomic register is regular; Shao, Pierce and Welch 2003 for several "
        + "writers"),
    .init(
      .linearizability, .boundedStaleness, .definitionsOnly,
      "Aiyer, Alvisi and Bazzi 2005: an atomic register is regular, so that no read misses a version"
    ),
    .init(
      .sequentialConsistency, .serializability,
      "Papadimitriou 1979; Daudjee and Salem 2004: a serial order that also keeps the order of sessions"
    ),
    .init(
      .sequentialConsistency, .causalConsistency,
      "Ahamad et al. 1995; Viotti and Vukolic 2016, figure 1"),
    .init(
      .sequentialConsistency, .causalConvergence,
      "Bouajjani et al., POPL 2017, section 3: the one order is the arbitration"),
    .init(
      .sequentialConsistency, .consistentPrefix, .definitionsOnly,
      "Terry, CACM 2013: each read shows the state after a prefix of the one order"),
    .init(.regularRegister, .safeRegister, "Lamport 1986, part II"),
    .init(
      .causalPlus, .causalConsistency,
      "Lloyd et al., SOSP 2011: causal consistency and convergent conflict handling"),
    .init(
      .causalPlus, .strongEventualConsistency, "Lloyd et al., SOSP 2011"),
    .init(
      .causalConsistency, .pram, "Ahamad et al. 1995; Viotti and Vukolic 2016, figure 1"),
    .init(
      .causalConsistency, .weakCausalConsistency,
      "Bouajjani et al., POPL 2017, section 3 (CM is stronger than CC)"),
    .init(
      .causalConsistency, .writesFollowReads, .sessionsWithinProcesses,
      "Brzezinski, Sobaniec and Wawrzyniak 2004: causal consistency is the four session guarantees"),
    .init(
      .causalConvergence, .weakCausalConsistency,
      "Bouajjani et al., POPL 2017, section 3 (CCv is stronger than CC)"),
    .init(
      .causalConvergence, .monotonicReads, .sessionsWithinProcesses,
      "Viotti and Vukolic 2016, section 3: visibility contains session order and is transitive, and one "
        + "arbitration holds for all"),
    .init(
      .causalConvergence, .monotonicWrites, .sessionsWithinProcesses,
      "Viotti and Vukolic 2016, section 3: arbitration contains session order"),
    .init(
      .causalConvergence, .writesFollowReads, .sessionsWithinProcesses,
      "Viotti and Vukolic 2016, section 3: arbitration contains causality"),
    .init(
      .strongEventualConsistency, .eventualConsistency, "Shapiro et al., SSS 2011"),
    .init(
      .weakCausalConsistency, .readYourWrites, .sessionsWithinProcesses,
      "Bouajjani et al., POPL 2017, section 3: a session's own writes are in the causal past of its reads"
    ),
    .init(
      .pram, .readYourWrites, .sessionsWithinProcesses,
      "Brzezinski, Sobaniec and Wawrzyniak 2003; jepsen.io/consistency: PRAM is RYW, MR and MW"),
    .init(
      .pram, .monotonicReads, .sessionsWithinProcesses,
      "Brzezinski, Sobaniec and Wawrzyniak 2003; jepsen.io/consistency"),
    .init(
      .pram, .monotonicWrites, .sessionsWithinProcesses,
      "Brzezinski, Sobaniec and Wawrzyniak 2003; jepsen.io/consistency"),
  ]
}

extension ModelMap.Implication {
  fileprivate init(_ stronger: CheckerName, _ weaker: CheckerName, _ source: String) {
    self.init(stronger, weaker, .always, source)
  }
}
