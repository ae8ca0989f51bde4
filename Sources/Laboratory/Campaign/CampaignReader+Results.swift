import Checkers
import Histories
import Simulation

extension CampaignReader {
  mutating func readSeeds(_ word: String) throws(CampaignError) -> SeedSet {
    try read("\(word) SEED to SEED, …") { parser throws(ActionError) in
      try parser.require(word, "seeds")
      if parser.take("none", "no seed") { return SeedSet() }
      var seeds = SeedSet()
      repeat {
        let place = parser.token
        let low = try parser.seed()
        let high = parser.take("to", "the last seed of a range") ? try parser.seed() : low
        guard low <= high, seeds.ranges.last.map({ $0.upperBound < low }) ?? true else {
          throw parser.error("the seeds are not in ascending order", at: place)
        }
        seeds = seeds.union(SeedSet(low...high))
      } while parser.take(",", "another seed")
      guard seeds.count <= CampaignResult.countMax else {
        throw parser.error("these are more than \(CampaignResult.countMax) seeds")
      }
      return seeds
    }
  }

  /// The seeds of the campaign of which this is a shard; those that were asked for, if no line says more.
  mutating func readWhole(_ asked: SeedSet) throws(CampaignError) -> SeedSet {
    guard let place = line, place.text.hasPrefix("campaign ") else { return asked }
    let whole = try readSeeds("campaign")
    guard whole != asked, whole.union(asked) == whole else {
      throw Self.error(place, "the seeds of the campaign are not more than those of its part")
    }
    return whole
  }

  mutating func readCounts(_ result: inout CampaignResult) throws(CampaignError) {
    let place = line
    result.done = try readSeeds("done")
    guard result.asked.union(result.done) == result.asked else {
      throw Self.error(place, "seeds were run that were not asked for")
    }
    let runs = Int64(result.done.count)
    result.atRest = Int(try readNumber("rest", "a number of runs", to: runs))
    result.exhausted = Int(try readNumber("exhausted", "a number of runs", to: runs))
    result.operations = try read("operations ok N failed N …") { parser throws(ActionError) in
      try parser.require("operations", "how they ended")
      var counts = OutcomeCounts()
      counts.ok = try parser.count("ok")
      counts.failed = try parser.count("failed")
      counts.indeterminate = try parser.count("indeterminate")
      counts.unanswered = try parser.count("unanswered")
      return counts
    }
    result.events = Int(try readNumber("events", "a number", to: CampaignResult.countMax))
    result.digest = try read("digest DIGEST") { parser throws(ActionError) in
      try parser.require("digest", "of all runs")
      return try parser.digestState()
    }
  }

  mutating func readTally(
    of checker: CheckerName, _ result: CampaignResult
  ) throws(CampaignError) -> CampaignResult.Tally {
    let place = line
    var tally = try read("check \(checker.kebabName) …") { parser throws(ActionError) in
      try parser.require("check", "what a checker said")
      try parser.require(checker.kebabName, "the next checker")
      var tally = CampaignResult.Tally()
      tally.holds = try parser.count("holds")
      tally.violated = try parser.count("violated")
      tally.pending = try parser.count("pending")
      tally.unknown = try parser.count("unknown")
      return tally
    }
    let sum = tally.holds + tally.violated + tally.pending + tally.unknown
    guard UInt64(sum) == result.done.count else {
      throw Self.error(place, "these are \(sum) verdicts of \(result.done.count) runs")
    }
    try readReasons(of: &tally, result)
    guard tally.violated > 0 else { return tally }
    let next = line
    let failure = try read("first SEED at TIME digest DIGEST WITNESS") {
      parser throws(ActionError) in
      try parser.require("first", "the smallest seed")
      let seed = try parser.seed()
      try parser.require("at", "the end of its run")
      let end = try parser.reachedInstant()
      try parser.require("digest", "the end of its run")
      let digest = try parser.digestState()
      return CampaignResult.Failure(
        seed: seed, witness: try parser.text("a witness"), end: end, digest: digest)
    }
    guard result.done.contains(failure.seed) else {
      throw Self.error(next, "seed \(failure.seed) was not run")
    }
    tally.first = failure
    return tally
  }
}

extension CampaignReader {
  /// Why runs are unknown: a line for each reason. Files of earlier versions have none.
  fileprivate mutating func readReasons(
    of tally: inout CampaignResult.Tally, _ result: CampaignResult
  ) throws(CampaignError) {
    var sum = 0
    while let place = line, place.text.hasPrefix("unknown ") {
      let (reason, runs) = try read("unknown N first SEED at TIME REASON") {
        parser throws(ActionError) in
        let count = try parser.count("unknown")
        try parser.require("first", "the smallest seed")
        let seed = try parser.seed()
        try parser.require("at", "the end of its run")
        let end = try parser.reachedInstant()
        return (
          try parser.text("a reason"), UnknownRuns(count: count, seed: seed, end: end)
        )
      }
      guard result.done.contains(runs.seed) else {
        throw Self.error(place, "seed \(runs.seed) was not run")
      }
      guard runs.count > 0, tally.reasons.updateValue(runs, forKey: reason) == nil else {
        throw Self.error(place, "each reason has one line, and a run")
      }
      sum += runs.count
      guard sum <= tally.unknown else {
        throw Self.error(place, "reasons for \(sum) of \(tally.unknown) runs")
      }
    }
  }
}

extension ActionParser {
  /// A word and how often.
  fileprivate mutating func count(_ word: String) throws(ActionError) -> Int {
    try require(word, "how many")
    return Int(try number("a number", in: 0...CampaignResult.countMax))
  }

  fileprivate mutating func digestState() throws(ActionError) -> UInt64 {
    let place = token
    guard let state = UInt64(try digest(), radix: 16) else { throw error("no digest", at: place) }
    return state
  }
}
