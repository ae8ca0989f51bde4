// Prints what the lab costs: events as ratios to a bare heap loop, going back, campaigns, frames,
// deciding linearizability, start-up.
// Usage: ConsistencyBench [--program PATH-OF-CONLAB] [--quick]
//        ConsistencyBench --frames | --checkers | --openings FOLDER
//        ConsistencyBench --monkey SEEDS [--keys COUNT] [--lessons FOLDER]

import Foundation

let arguments = CommandLine.arguments

/// What follows a flag.
func option(_ flag: String) -> String? {
  arguments.firstIndex(of: flag).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
}

if let seeds = option("--monkey").flatMap({ Int($0) }) {
  var isSound = true
  for seed in 1...max(1, seeds) {
    var monkey = Monkey(seed: UInt64(seed), lessons: option("--lessons"))
    let isFine = monkey.play(keys: option("--keys").flatMap { Int($0) } ?? 100_000)
    isSound = isSound && isFine
  }
  exit(isSound ? 0 : 1)
}

let isQuick = arguments.contains("--quick")

if arguments.contains("--checkers") {
  var searches = SearchCosts(largest: isQuick ? 100_000 : 1_000_000, many: isQuick ? 100 : 1_000)
  searches.measure(times: isQuick ? 3 : 5)
  searches.print()
  var causal = CausalCosts(largest: isQuick ? 100_000 : 1_000_000)
  causal.measure(times: isQuick ? 3 : 5)
  causal.print()
  exit(0)
}

if let folder = option("--openings") {
  var openings = try OpeningCosts(lessons: folder)
  openings.measure(times: isQuick ? 3 : 21)
  openings.print()
  exit(0)
}

/// What is paid for a key and its frame, the verdicts of whole histories by themselves among it.
func measureFrames(times: Int) {
  var frames = FrameCosts()
  frames.measure(events: isQuick ? [1000] : [1000, 1_000_000], times: times)
  frames.print()
  var verdicts = VerdictCosts()
  verdicts.measure(times: isQuick ? 20 : 200)
  verdicts.print()
}

if arguments.contains("--frames") {
  measureFrames(times: 200)
  exit(0)
}

var steps = StepCosts(events: isQuick ? 30_000 : 300_000, rounds: isQuick ? 3 : 7)
steps.measure()
steps.print()

var seeks = SeekCosts(events: isQuick ? 10_000 : 100_000)
seeks.measure(times: isQuick ? 11 : 101)
seeks.print()

var campaigns = CampaignCosts()
campaigns.measure(seeds: isQuick ? 200 : 2000)
campaigns.print()

measureFrames(times: isQuick ? 20 : 200)

var searches = SearchCosts(largest: isQuick ? 100_000 : 1_000_000, many: isQuick ? 100 : 1_000)
searches.measure(times: isQuick ? 3 : 7)
searches.print()

var causal = CausalCosts(largest: isQuick ? 100_000 : 1_000_000)
causal.measure(times: isQuick ? 3 : 5)
causal.print()

if let program = option("--program") {
  var playing = PlayingCosts(program: program)
  playing.measure(seconds: isQuick ? 3 : 10)
  playing.print()

  var starts = StartCosts(program: program)
  starts.measure(times: isQuick ? 3 : 21)
  starts.print()
}
