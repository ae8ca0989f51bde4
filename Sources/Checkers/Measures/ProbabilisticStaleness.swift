/// An exact probability, as a count of cases: so many of so many.
public struct Probability: Hashable, Sendable {
  public let cases: Int
  public let of: Int

  /// The same probability as the smallest count: 36 of 81 is 4 of 9.
  public var inLowestTerms: Probability {
    var (a, b) = (cases, of)
    while b != 0 { (a, b) = (b, a % b) }
    return Probability(cases: cases / max(a, 1), of: of / max(a, 1))
  }
}

/// Probabilistically bounded staleness over partial quorums (Bailis et al., VLDB 2012, sections 2 and 3).
public enum ProbabilisticStaleness {
  /// The largest number of replicas for which every choice of quorums is enumerated.
  public static let replicasMax = 5

  /// The probability that a read misses the last `versions` versions, each written to its own quorum of w of n
  /// replicas, when r replicas answer and nothing else spreads a write: (C(n-w, r) / C(n, r)) to the
  /// power of k. Counted over every choice of the quorums, each as likely as any other; beyond `replicasMax`
  /// replicas by the formula, which is the same.
  ///
  /// As counts: 6 of 9 for single replies of three replicas, and 36 of 81 for two versions. Each version's
  /// write quorum is chosen anew, as the paper assumes for k > 1. Nil if the sizes are out of range
  /// or the fraction does not fit into 64 bits. O(2^n * 2^n) for enumeration.
  public static func chanceOfMissing(
    replicas n: Int, reads r: Int, writes w: Int, versions k: Int = 1
  ) -> Probability? {
    guard n >= 1, n <= 60, (1...n).contains(r), (1...n).contains(w), k >= 1 else { return nil }
    let single = n <= replicasMax ? enumerated(n, r, w) : counted(n, r, w)
    guard let single else { return nil }
    var result = Probability(cases: 1, of: 1)
    for _ in 0..<k {
      let (cases, casesOverflow) = result.cases.multipliedReportingOverflow(by: single.cases)
      let (all, overflow) = result.of.multipliedReportingOverflow(by: single.of)
      if casesOverflow || overflow { return nil }
      result = Probability(cases: cases, of: all)
    }
    return result
  }

  /// Every pair of a write quorum and a read quorum.
  private static func enumerated(_ n: Int, _ r: Int, _ w: Int) -> Probability {
    let sets = 0..<(1 << n)
    let written = sets.filter { $0.nonzeroBitCount == w }
    let read = sets.filter { $0.nonzeroBitCount == r }
    var missing = 0
    for quorum in written { missing += read.count { $0 & quorum == 0 } }
    return Probability(cases: missing, of: written.count * read.count)
  }

  private static func counted(_ n: Int, _ r: Int, _ w: Int) -> Probability? {
    guard let missing = choices(n - w, r), let all = choices(n, r) else { return nil }
    return Probability(cases: missing, of: all)
  }

  /// Binomial coefficient; nil if it does not fit.
  private static func choices(_ n: Int, _ k: Int) -> Int? {
    if k > n { return 0 }
    var result = 1
    for index in 0..<k {
      let (product, overflow) = result.multipliedReportingOverflow(by: n - index)
      if overflow { return nil }
      result = product / (index + 1)
    }
    return result
  }
}
