import Checkers
import Foundation
import Laboratory

/// The report of a campaign for people.
struct CampaignLines {
  private let result: CampaignResult
  private let wasInterrupted: Bool

  init(_ result: CampaignResult, wasInterrupted: Bool) {
    self.result = result
    self.wasInterrupted = wasInterrupted
  }

  var text: String {
    let unknowns = CampaignUnknowns(result).lines
    return (totals + table + failures + unknowns + [sentence]).joined(separator: "\n")
  }

  private var totals: [String] {
    let runs = result.done.count
    let operations = result.operations
    let part = result.whole == result.asked ? "" : ", a part of \(result.whole)"
    var lines = [
      "\(result.plan.scenario.title), seeds "
        + (result.done.isEmpty ? "none" : "\(result.done)") + part,
      "  \(runs) runs, \(result.events) events, digest \(CampaignReport(of: result).digest)",
      "  \(operations.total) operations: \(operations.ok) ok, \(operations.failed) refused, "
        + "\(operations.indeterminate) timed out, \(operations.unanswered) without an answer",
    ]
    if result.atRest < runs {
      lines.append("  \(runs - UInt64(result.atRest)) runs did not come to rest")
    }
    if result.exhausted > 0 {
      lines.append(
        "  \(result.exhausted) runs were given up after \(result.plan.eventsMax) events")
    }
    return lines
  }

  private var table: [String] {
    let header = ["", "holds", "violated", "pending", "unknown"]
    let rows = CheckerName.inRuns.map { checker in
      let tally = result[checker]
      let mark = result.plan.decisive.contains(checker) ? " *" : ""
      return [checker.promise + mark]
        + [tally.holds, tally.violated, tally.pending, tally.unknown].map { "\($0)" }
    }
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let lines = all.map { row in
      "  "
        + row.enumerated().map { column, text in
          let padding = String(repeating: " ", count: widths[column] - text.count)
          return column == 0 ? text + padding : padding + text
        }.joined(separator: "  ")
    }
    let note =
      result.plan.decisive.isEmpty
      ? "  Nothing is promised and no --check is named: any violation counts."
      : "  * decides"
    return lines + [note]
  }

  /// The first failing seed of each violated checker, and how to see the one that decides.
  private var failures: [String] {
    var lines: [String] = []
    for checker in CheckerName.inRuns {
      guard let first = result[checker].first else { continue }
      lines.append("violated \(checker.promise), first at seed \(first.seed): \(first.witness)")
    }
    if let (_, failure) = result.firstFailure {
      lines.append(
        "see seed \(failure.seed): \(result.command(toOpen: failure.seed))  "
          + "(it ends at t=\(failure.end) ms, digest \(failure.digestText))")
    }
    return lines
  }

  private var sentence: String {
    let stopped = missing.map { "; \(wasInterrupted ? "interrupted, " : "")\($0)" } ?? ""
    switch result.decision {
    case .holds:
      // What does not decide may be violated.
      guard result.decisive.count < CheckerName.inRuns.count else { return "Holds on every run." }
      let names = result.decisive.map(\.promise).joined(separator: ", ")
      return "Holds on every run: \(names)."
    case .violated:
      let names = result.decisive.filter { result[$0].violated > 0 }.map { checker in
        "\(checker.promise) on \(result[checker].violated)"
      }
      return "Violated: " + names.joined(separator: ", ") + " of \(result.done.count) runs"
        + stopped
        + "."
    case .undecided:
      let open = result.decisive.filter { result[$0].pending + result[$0].unknown > 0 }.map {
        "\($0.promise) on \(result[$0].pending + result[$0].unknown)"
      }
      let reason =
        open.isEmpty
        ? "no violation in what was run"
        : open.joined(separator: ", ") + " of \(result.done.count) runs"
      return "Undecided: " + reason + stopped + "."
    }
  }

  /// Which seeds were not run: `seeds 4 to 6 are missing (3 of 9 were not run)`; nil when all were.
  private var missing: String? {
    let seeds = result.missing
    guard !seeds.isEmpty else { return nil }
    let shown = seeds.ranges.prefix(Self.rangesMax).reduce(SeedSet()) { $0.union(SeedSet($1)) }
    let more = seeds.ranges.count - shown.ranges.count
    let rest = more == 0 ? "" : " and \(more) more ranges"
    let words = seeds.count == 1 ? ("seed", "is", "was") : ("seeds", "are", "were")
    return "\(words.0) \(shown)\(rest) \(words.1) missing "
      + "(\(seeds.count) of \(result.asked.count) \(words.2) not run)"
  }

  /// The most ranges of missing seeds that are told.
  private static let rangesMax = 8
}
