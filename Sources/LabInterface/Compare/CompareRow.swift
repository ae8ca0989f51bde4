import CellGraphics
import Checkers
import Histories
import Laboratory

/// One thing in which two branches differ at the shown instant, beside what replicas hold.
struct CompareRow: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable {
    case setting, answer, guarantee, meter, network
  }
  /// A side of the row.
  struct Entry: Hashable, Sendable {
    var text: String
    var style: Style = .plain
    /// More of it, for the line of details.
    var detail: String
  }
  var kind: Kind
  var name: String
  var left: Entry
  var right: Entry

  func entry(_ side: Comparison.Side) -> Entry { side == .left ? left : right }

  /// Everything that differs: what was set otherwise first, then what it led to.
  static func rows(
    _ comparison: Comparison, _ left: LabView, _ right: LabView
  ) -> [CompareRow] {
    settings(left, right) + network(left, right) + answers(comparison)
      + guarantees(left, right) + meters(left, right)
  }

  private static func settings(_ left: LabView, _ right: LabView) -> [CompareRow] {
    left.knobs.compactMap { knob in
      guard let other = right.knobs.first(where: { $0.path == knob.path }),
        other.value != knob.value
      else { return nil }
      return CompareRow(
        kind: .setting, name: knob.path,
        left: Entry(text: "\(knob.value)", detail: knob.summary),
        right: Entry(text: "\(other.value)", detail: other.summary))
    }
  }

  private static func network(_ left: LabView, _ right: LabView) -> [CompareRow] {
    var rows: [CompareRow] = []
    let pairs = left.network.links.map { ($0.from, $0.to) }
    let more = right.network.links.map { ($0.from, $0.to) }.filter { pair in
      !pairs.contains { $0 == pair }
    }
    for (from, to) in pairs + more {
      let (one, other) = (link(from, to, left), link(from, to, right))
      guard describe(one) != describe(other) else { continue }
      // Both directions in one line where they are treated alike.
      let back = (link(to, from, left), link(to, from, right))
      let isBothWays = describe(one) == describe(back.0) && describe(other) == describe(back.1)
      if isBothWays, rows.contains(where: { $0.name == "link \(to) | \(from)" }) { continue }
      let name = isBothWays ? "link \(from) | \(to)" : "link \(from) -> \(to)"
      rows.append(
        CompareRow(kind: .network, name: name, left: entry(one), right: entry(other)))
    }
    return rows
  }

  private static func link(
    _ from: String, _ to: String, _ view: LabView
  ) -> NetworkView.LinkView? {
    view.network.links.first { $0.from == from && $0.to == to }
  }

  private static func describe(_ link: NetworkView.LinkView?) -> String {
    guard let link else { return "as usual" }
    if link.isCut { return "cut" }
    return (["\(link.delay) ms"] + link.troubles).joined(separator: ", ")
  }

  private static func entry(_ link: NetworkView.LinkView?) -> Entry {
    let isCut = link?.isCut ?? false
    return Entry(
      text: describe(link), style: isCut ? .bad : .plain,
      detail: isCut ? "what arrives over a cut link is lost" : "the way takes \(describe(link))")
  }

  private static func answers(_ comparison: Comparison) -> [CompareRow] {
    comparison.differingAnswers(most: 20).map { answer in
      CompareRow(
        kind: .answer, name: "\(answer.client) \(answer.call)",
        left: entry(answer.left, answer), right: entry(answer.right, answer))
    }
  }

  private static func entry(
    _ answer: AnswerDifference.Answer?, _ difference: AnswerDifference
  ) -> Entry {
    guard let answer else {
      return Entry(text: "not asked", style: .dim, detail: "was not asked for on this branch")
    }
    let words = "\(difference.call), called t=\(answer.invoked)"
    guard let completed = answer.completed else {
      return Entry(text: "waits", style: .accent, detail: words + ", not answered yet")
    }
    let duration = completed - answer.invoked
    let style: Style = answer.isOK ? .plain : .warning
    return Entry(
      text: "\(answer.text), \(duration) ms", style: style,
      detail: words + ", ended t=\(completed) (\(duration) ms): \(answer.text)")
  }

  private static func guarantees(_ left: LabView, _ right: LabView) -> [CompareRow] {
    left.guarantees.compactMap { one in
      // A model that does not speak of what one side did has no row.
      guard let other = right.guarantees.first(where: { $0.checker == one.checker }),
        one.state != other.state || one.count != other.count
          || one.isWarning != other.isWarning
      else { return nil }
      return CompareRow(
        kind: .guarantee, name: one.checker.promise, left: entry(one),
        right: entry(other))
    }
  }

  private static func entry(_ guarantee: GuaranteeView) -> Entry {
    let (text, style): (String, Style) =
      switch guarantee.state {
      case .holds: (guarantee.isWarning ? "holds, with a warning" : "holds", .good)
      case .violated:
        (
          guarantee.count > 1 ? "violated (\(guarantee.count))" : "violated",
          .bad
        )
      case .pending: ("pending", .dim)
      case .unknown: ("unknown", .warning)
      }
    let detail = guarantee.reason.isEmpty ? guarantee.checker.definition : guarantee.reason
    return Entry(text: text, style: style, detail: detail)
  }

  private static func meters(_ left: LabView, _ right: LabView) -> [CompareRow] {
    zip(left.meters, right.meters).compactMap { one, other in
      let isPending = !one.isSettled && !other.isSettled
      guard !isPending, one.value != other.value || one.isSettled != other.isSettled else {
        return nil
      }
      return CompareRow(
        kind: .meter, name: one.name.words, left: entry(one), right: entry(other))
    }
  }

  private static func entry(_ meter: MeterView) -> Entry {
    guard meter.isSettled else {
      return Entry(text: "pending", style: .dim, detail: "known when the run has come to rest")
    }
    return Entry(
      text: "\(meter.value)", detail: "\(meter.name.words) on this branch so far: \(meter.value)")
  }
}
