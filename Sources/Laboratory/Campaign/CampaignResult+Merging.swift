import Checkers
import Simulation

extension CampaignResult {
  /// The most that any count may reach, so that sums stay far from overflow.
  static let countMax: Int64 = 1_000_000_000_000_000

  /// The results of several shards as one: what a single run over all of their seeds gives.
  ///
  /// Associative and commutative. What was asked for is then the whole of every shard's campaign, so
  /// seeds of a shard that is not among the results are missing.
  /// - Throws: `CampaignError`: nothing to merge, another plan, the same result or a seed that was run
  ///   twice. `named` says how messages call them.
  public static func merged(
    _ results: [CampaignResult], named name: (Int) -> String = { "result \($0 + 1)" }
  ) throws(CampaignError) -> CampaignResult {
    guard var whole = results.first else { throw CampaignError("there is nothing to merge") }
    whole.asked = whole.whole
    for index in results.indices.dropFirst() {
      let next = results[index]
      guard next.plan == whole.plan else {
        let what = whole.plan.difference(from: next.plan)
        throw CampaignError(
          "\(name(0)) and \(name(index)) are of different campaigns: \(what) differs")
      }
      if let same = results[..<index].firstIndex(of: next) {
        throw CampaignError(
          name(same) == name(index)
            ? "\(name(index)) is given twice"
            : "\(name(same)) and \(name(index)) are the same result")
      }
      if let seed = whole.done.firstCommon(with: next.done) {
        let other = results[..<index].firstIndex { $0.done.contains(seed) } ?? 0
        throw CampaignError(
          "\(name(other)) and \(name(index)) overlap: both have run seed \(seed)")
      }
      whole.join(next)
      guard whole.isWithinBounds else {
        throw CampaignError("the counts of \(name(index)) are too large to be added")
      }
    }
    return whole
  }

  private mutating func join(_ other: CampaignResult) {
    // Of two ways to open the same runs, either will do; the choice must not depend on the order.
    source = min(source, other.source)
    whole = whole.union(other.whole)
    asked = whole
    done = done.union(other.done)
    atRest += other.atRest
    exhausted += other.exhausted
    operations = operations + other.operations
    events += other.events
    digest &+= other.digest
    for index in tallies.indices { tallies[index].join(other.tallies[index]) }
  }

  private var isWithinBounds: Bool {
    done.count <= Self.countMax && events <= Self.countMax && operations.total <= Self.countMax
  }
}

extension CampaignResult.Tally {
  fileprivate mutating func join(_ other: Self) {
    holds += other.holds
    violated += other.violated
    pending += other.pending
    unknown += other.unknown
    reasons.merge(other.reasons) { $0.joined($1) }
    if let theirs = other.first, first.map({ theirs.seed < $0.seed }) ?? true { first = theirs }
  }
}

extension CampaignPlan {
  /// The first part in which two plans differ, in words.
  fileprivate func difference(from other: CampaignPlan) -> String {
    let (a, b) = (scenario, other.scenario)
    if a.title != b.title { return "the title" }
    if a.protocolName != b.protocolName { return "the protocol" }
    for setting in a.settings + b.settings {
      let values = [a, b].map { scenario in
        scenario.settings.last { $0.path == setting.path }?.value.description ?? "its default"
      }
      if values[0] != values[1] {
        return "the knob \(setting.path) (\(values[0]) and \(values[1]))"
      }
    }
    if a.script != b.script { return "the script" }
    if a != b { return "the cluster" }
    return decisive != other.decisive ? "which checkers decide" : "the limits"
  }
}
