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

  /// One line a model, and below them the operations of the violations.
  var text: String {
    var lines = [heading]
    if let unjudged { lines.append(unjudged) }
    if let strongest = checked.strongest { lines.append(sentence(strongest)) }
    lines += checked.findings.map { finding in
      let origin = finding.inferredFrom.map { "  (by \($0.words))" } ?? ""
      return verdict(of: finding.judgement) + origin
    }
    if let unfit = checked.unfit.sentence(labels) { lines.append(unfit) }
    let groups = violations
    for group in groups {
      lines.append("")
      if checked.findings.count > 1 {
        lines.append("\(group.map(\.checker.promise).joined(separator: ", ")):")
      }
      lines += WitnessText(WitnessPicture(group[0], labels), width: width, isASCII: isASCII).lines
    }
    return lines.joined(separator: "\n")
  }

  /// The violations that were found, those with the same operations together.
  private var violations: [[Judgement]] {
    var groups: [[Judgement]] = []
    for finding in checked.findings where finding.inferredFrom == nil {
      guard let witness = finding.judgement.verdict.witnesses.first else { continue }
      let same = groups.firstIndex {
        $0[0].verdict.witnesses[0].operations == witness.operations
      }
      if let same {
        groups[same].append(finding.judgement)
      } else {
        groups.append([finding.judgement])
      }
    }
    return groups
  }

  private func sentence(_ strongest: StrongestModels) -> String {
    func words(_ models: [CheckerName]) -> String { models.map(\.words).joined(separator: ", ") }
    guard !strongest.maximal.isEmpty else {
      let open = strongest.entries.filter { !$0.judgement.verdict.isViolated }.map(\.model)
      return open.isEmpty
        ? "it satisfies none of these models"
        : "none is known to hold; not decided: \(words(open))"
    }
    let found = "strongest: \(words(strongest.maximal))"
    guard !strongest.isDecided else { return found }
    return found + "; open, and perhaps stronger: \(words(strongest.open))"
  }

  private var heading: String {
    let file = checked.file
    var parts = [
      Self.count(file.history.operations.count, "operation"),
      Self.count(file.processNames.count, "process", plural: "processes"),
    ]
    if let specification = file.specification { parts.append(specification.rawValue) }
    if file.conventionLines > 0 {
      parts.append(Self.count(file.conventionLines, "line") + " of conventions")
    }
    if file.skipped > 0 {
      parts.append(Self.count(file.skipped, "event") + " of no client passed over")
    }
    return "\(labels.printable(checked.name)): \(parts.joined(separator: ", "))"
  }

  /// What the verdicts do not rest on.
  private var unjudged: String? {
    let count = checked.file.unjudgedNilReads
    guard count > 0 else { return nil }
    return Self.count(count, "read") + " of nil \(count == 1 ? "was" : "were") not judged: "
      + "whether nil was seen or the value was not recorded is not known "
      + "(--nil-read observed judges \(count == 1 ? "it" : "them"))"
  }

  private static func count(_ number: Int, _ word: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? word : plural ?? word + "s")"
  }

  private func verdict(of judgement: Judgement) -> String {
    let words = judgement.checker.promise
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
    // Places in the file measure no time.
    if let age = bounds.age, checked.file.clock == .time { parts.append("t = \(age) ns") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}
