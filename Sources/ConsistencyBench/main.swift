// Prints what the lab costs: events as ratios to a bare heap loop, going back, campaigns, frames,
// deciding linearizability, start-up.
// Usage: ConsistencyBench [--program PATH-OF-CONLAB] [--quick]

let arguments = CommandLine.arguments
let isQuick = arguments.contains("--quick")

var steps = StepCosts(events: isQuick ? 30_000 : 300_000, rounds: isQuick ? 3 : 7)
steps.measure()
steps.print()

var seeks = SeekCosts(events: isQuick ? 10_000 : 100_000)
seeks.measure(times: isQuick ? 11 : 101)
seeks.print()

var campaigns = CampaignCosts()
campaigns.measure(seeds: isQuick ? 200 : 2000)
campaigns.print()

var frames = FrameCosts()
frames.measure(events: isQuick ? [1000] : [1000, 1_000_000], times: isQuick ? 20 : 200)
frames.print()

var searches = SearchCosts(largest: isQuick ? 100_000 : 1_000_000, many: isQuick ? 100 : 1_000)
searches.measure(times: isQuick ? 3 : 7)
searches.print()

if let flag = arguments.firstIndex(of: "--program"), flag + 1 < arguments.count {
  var starts = StartCosts(program: arguments[flag + 1])
  starts.measure(times: isQuick ? 3 : 21)
  starts.print()
}
