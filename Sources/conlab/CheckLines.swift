import Checkers
import Histories
import HistoryFiles

/// What `conlab check` says to people.
struct CheckLines {
  private let checked: CheckedFile
  private let width: Int
  private let isASCII: Bool
  private let labels: OperationLabels

  init(_ checked: CheckedFile, width: Int, isASCII: Bool) {
    self.checked = checked
    self.width = width
    self.isASCII = isASCII
    labels = OperationLabels(checked.file, isASCII: isASCII)
  }

  /// One line a model, and below it the operations of a violation.
  var text: String {
    var lines = [heading]
    for judgement in checked.judgements {
      lines.append(verdict(of: judgement))
      if judgement.verdict.isViolated {
        lines.append("")
        let picture = WitnessPicture(judgement, labels)
        lines += WitnessText(picture, width: width, isASCII: isASCII).lines
        lines.append("")
      }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    let file = checked.file
    var parts = [
      Self.count(file.history.operations.count, "operation"),
      Self.count(file.processNames.count, "process", plural: "processes"),
    ]
    if let specification = file.specification { parts.append(specification.rawValue) }
    if file.skipped > 0 {
      parts.append(Self.count(file.skipped, "event") + " of no client passed over")
    }
    return "\(labels.printable(checked.name)): \(parts.joined(separator: ", "))"
  }

  private static func count(_ number: Int, _ word: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? word : plural ?? word + "s")"
  }

  private func verdict(of judgement: Judgement) -> String {
    let words = judgement.checker.words
    switch judgement.verdict {
    case .holds: return "\(isASCII ? "+" : "✓") \(words) holds\(staleness(judgement))"
    case .violated(let witnesses):
      let more = witnesses.count > 1 ? ", \(witnesses.count) violations, the first is:" : ""
      return "\(isASCII ? "x" : "✗") \(words) violated: \(witnesses[0].relation.words)"
        + staleness(judgement) + more
    case .pending: return "\(isASCII ? "~" : "…") \(words) pending: it is decided only at rest"
    case .unknown(let reason): return "? \(words) unknown: \(labels.named(reason))"
    }
  }

  private func staleness(_ judgement: Judgement) -> String {
    guard let bounds = judgement.staleness else { return "" }
    var parts: [String] = []
    if let versions = bounds.versions { parts.append("k = \(versions)") }
    if let age = bounds.age { parts.append("t = \(age)") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}
