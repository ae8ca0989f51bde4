import ArgumentParser
import Checkers
import Foundation
import Laboratory

/// `conlab campaign`: the same cluster under many seeds of workload, faults and network.
struct CampaignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Run a cluster under faults with many seeds, and judge every run.",
    discussion: """
      Exit codes: 0 what decides holds on every run, 1 it is violated on one, 2 it is pending or \
      unknown on one or seeds are missing. What decides: --check, else what the preset promises, \
      else any violation.
      """,
    subcommands: [CampaignRunCommand.self, CampaignMergeCommand.self],
    defaultSubcommand: CampaignRunCommand.self)
}

/// `conlab campaign PRESET|FILE --seeds A..B`.
struct CampaignRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the seeds of a campaign.",
    discussion: Preset.list)

  @Argument(help: "A preset, a scenario file, a lesson file or a saved run.")
  var subject: String

  @Option(
    help: ArgumentHelp("The seeds, both ends included: 1..1000.", valueName: "a..b"),
    transform: SeedRange.init(parsing:))
  var seeds: SeedRange

  @Option(help: ArgumentHelp("Run on so many threads; as many as there are cores.", valueName: "n"))
  var jobs: Int = max(1, min(ProcessInfo.processInfo.activeProcessorCount, 256))

  @Option(
    help: ArgumentHelp("Run only the k-th of n parts of the seeds.", valueName: "k/n"),
    transform: Shard.init(parsing:))
  var shard: Shard?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a knob from the beginning; may be repeated.", valueName: "knob=value"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "The checkers that decide, in place of what the preset promises.", valueName: "name,…"))
  var check: [CheckerList] = []

  @Flag(help: "Stop at the first seed that violates what decides.")
  var stopAtFirst = false

  @OptionGroup var output: CampaignOutput

  func validate() throws {
    guard (1...256).contains(jobs) else {
      throw ValidationError("--jobs takes 1 to 256, found \(jobs).")
    }
    for list in check { _ = try list.checkers() }
    if Preset.named(subject) == nil, !RunnableFile.isPath(subject) {
      throw Preset.missing(subject, "preset, file or saved run")
    }
    if let shard, part(shard) == nil {
      let count = seeds.range.upperBound - seeds.range.lowerBound + 1
      throw ValidationError(
        "Part \(shard.part) of \(shard.parts) of \(count) seeds is empty; take fewer parts.")
    }
  }

  private func part(_ shard: Shard) -> ClosedRange<UInt64>? {
    SeedSet.shard(shard.part, of: shard.parts, in: seeds.range)
  }

  func run() throws {
    try guarded {
      let source =
        try Preset.named(subject).map { try RunSource(preset: $0, settings: settings) }
        ?? RunSource(path: subject, settings: settings)
      let named = try check.flatMap { try $0.checkers() }
      let plan = try source.plan(decisive: named.isEmpty ? source.promises : named)
      try output.check()
      let range = shard.flatMap(part) ?? seeds.range
      let asked = CampaignResult(
        of: plan, source: source.arguments, asked: SeedSet(range), whole: SeedSet(seeds.range))
      Interruption.watch()
      let options = CampaignDriver.Options(jobs: jobs, stopsAtFirst: stopAtFirst)
      let result = CampaignDriver(asked, seeds: range, options).run(ProgressMeter())
      try output.deliver(result, wasInterrupted: Interruption.isRequested)
    }
  }
}

/// `conlab campaign merge FILE…`.
struct CampaignMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the results of several parts of a campaign.",
    discussion: """
      The parts have one plan, and no seed is in two of them. Exit code 2 if a part of what --shard \
      divided is not among them, and nothing in the others is violated.
      """)

  @Argument(help: "Files written with --out.")
  var files: [String]

  @OptionGroup var output: CampaignOutput

  func run() throws {
    try guarded {
      let results = try files.map { path in
        let text = try AtomicFile.read(URL(fileURLWithPath: path))
        do throws(CampaignError) { return try CampaignResult(parsing: text) } catch {
          throw CommandFailure(.data, "\(path): \(error)")
        }
      }
      try output.check()
      let whole: CampaignResult
      do throws(CampaignError) {
        whole = try CampaignResult.merged(results) { files[$0] }
      } catch { throw CommandFailure(.data, error.description) }
      try output.deliver(whole)
    }
  }
}
