import Checkers
import Simulation

extension CampaignResult {
  /// The version of the text form.
  public static let format = 1
  /// How the text of every campaign begins.
  public static let heading = "campaign format"

  /// The result as a small file: the plan, the seeds and the counts, sealed by a checksum. The same
  /// result gives the same bytes in every process.
  public var text: String {
    var text = "\(Self.heading) \(Self.format)\nengine \(EngineVersion.current)\n"
    text += "[scenario]\n" + ScenarioText(of: plan.scenario).text
    let decisive = plan.decisive.map(\.kebabName).joined(separator: ", ")
    // Only a shard has a line for the whole.
    let campaign = whole == asked ? "" : "campaign \(Self.text(whole))\n"
    text += """
      [plan]
      drain \(plan.drain)
      budget \(plan.eventsMax)
      decides \(decisive.isEmpty ? "any" : decisive)
      source \(QuotedText.quoted(source))
      [results]
      asked \(Self.text(asked))
      \(campaign)done \(Self.text(done))
      rest \(atRest)
      exhausted \(exhausted)
      operations ok \(operations.ok) failed \(operations.failed) \
      indeterminate \(operations.indeterminate) unanswered \(operations.unanswered)
      events \(events)
      digest \(Digest.hexadecimal(digest))

      """
    for (checker, tally) in zip(CheckerName.inRuns, tallies) {
      text += "check \(checker.kebabName) holds \(tally.holds) violated \(tally.violated)"
      text += " pending \(tally.pending) unknown \(tally.unknown)\n"
      for (reason, runs) in tally.reasons.sorted(by: { $0.key < $1.key }) {
        text += "unknown \(runs.count) first \(runs.seed) at \(runs.end)"
        text += " \(QuotedText.quoted(reason))\n"
      }
      guard let first = tally.first else { continue }
      text += "first \(first.seed) at \(first.end) digest \(Digest.hexadecimal(first.digest))"
      text += " \(QuotedText.quoted(first.witness))\n"
    }
    return text + SavedRun.checksumLine(of: text)
  }

  private static func text(_ seeds: SeedSet) -> String {
    seeds.isEmpty ? "none" : seeds.description
  }
}

extension Digest {
  /// A finished digest as sixteen hexadecimal digits.
  static func hexadecimal(_ state: UInt64) -> String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
