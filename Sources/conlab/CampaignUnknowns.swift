import Checkers
import Laboratory

/// Why a campaign could not decide, and what would: for people.
struct CampaignUnknowns {
  private let result: CampaignResult

  init(_ result: CampaignResult) { self.result = result }

  /// A line for the checkers that are unknown on the same runs for the same reasons, and one for what
  /// looks further.
  var lines: [String] {
    var groups: [(tally: CampaignResult.Tally, checkers: [CheckerName])] = []
    for checker in CheckerName.inRuns where !result[checker].reasons.isEmpty {
      let tally = result[checker]
      if let place = groups.firstIndex(where: { $0.tally.reasons == tally.reasons }) {
        groups[place].checkers.append(checker)
      } else {
        groups.append((tally, [checker]))
      }
    }
    return groups.map { line($0.checkers, $0.tally) } + further
  }

  private func line(_ checkers: [CheckerName], _ tally: CampaignResult.Tally) -> String {
    let names = checkers.map(\.promise).joined(separator: ", ")
    let (reason, runs) = tally.reasonsByCount[0]
    let others = tally.unknown - runs.count
    return
      "unknown \(names): \(reason) on \(runs.count) of \(result.done.count) runs, first at seed "
      + "\(runs.seed)" + (others > 0 ? "; on \(others) for other reasons" : "")
  }

  /// The command that judges one history with higher limits, and causality from values.
  private var further: [String] {
    let open = CheckerName.inRuns.compactMap { checker -> (CheckerName, UnknownRuns)? in
      guard checker.method == .exactSearch, checker != .linearizability,
        let runs = result[checker].reasons.filter({ $0.key != SeedVerdict.givenUp })
          .map(\.value).min(by: { $0.seed < $1.seed })
      else { return nil }
      return (checker, runs)
    }
    guard let first = open.map(\.1).min(by: { $0.seed < $1.seed }) else { return [] }
    let models = open.map(\.0.kebabName).joined(separator: ",")
    return [
      "conlab check looks further, one run at a time: \(result.command(toOpen: first.seed)), there "
        + ":to \(first.end) and :save NAME; then conlab run NAME --history FILE, and "
        + "conlab check FILE --model \(models)"
    ]
  }
}
