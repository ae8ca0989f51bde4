import Histories

/// What the history failed to say, and since when.
struct EvidenceGaps: Sendable {
  private struct Gap: Sendable {
    let reason: UnknownReason
    let eventIndex: Int
  }

  /// The first gap of each checker, by its place in the list of checkers.
  private var first: [Gap?] = Array(repeating: nil, count: CheckerName.allCases.count)
  private var firstUnplaced: Int?
  private var firstSet: Int?

  mutating func note(_ checker: CheckerName, _ reason: UnknownReason, eventIndex: Int) {
    if first[checker.rank] == nil {
      first[checker.rank] = Gap(reason: reason, eventIndex: eventIndex)
    }
  }

  /// An acknowledged write is in no log.
  mutating func noteUnplaced(eventIndex: Int) {
    if firstUnplaced == nil { firstUnplaced = eventIndex }
  }

  /// A read showed the set of its server.
  mutating func noteSet(eventIndex: Int) { if firstSet == nil { firstSet = eventIndex } }

  /// What is missing for a checker, of the events through the one given.
  func reason(for checker: CheckerName, asOf eventIndex: Int) -> UnknownReason? {
    if let gap = first[checker.rank], gap.eventIndex <= eventIndex { return gap.reason }
    guard checker == .monotonicWrites || checker == .writesFollowReads else { return nil }
    let unplaced = firstUnplaced.map { $0 <= eventIndex } ?? false
    let set = firstSet.map { $0 <= eventIndex } ?? false
    return unplaced && !set ? .missingArbitration : nil
  }
}
