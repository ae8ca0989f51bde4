import Histories

/// Bounded staleness (Aiyer, Alvisi and Bazzi 2005; Golab, Li and Shah 2011; Bailis et al., VLDB 2012): each read
/// misses at most k committed versions of its key, and none that was committed more than t before
/// the instant at which it was served.
///
/// Where the history has what its servers had applied and what was committed, these are measured for each read
/// (`StalenessMeasure`). Where it has not, the measures are what no placement of the instants of commit and of
/// service can avoid for that read by itself: of the writes invoked after the write of its value returned and
/// returned before the read was invoked, k is how many there are, and t runs from the first of their responses to
/// the read's invocation. Of several writes of one value the one that returned last counts. k = 0 for
/// every read is then exactly the regular register (Aiyer's k counts from 1: his k-regular register is k - 1). That one order of all writes gives every read its k at
/// once (k-atomicity, hard for k > 2) is not decided: with several readers the true k may be larger.
///
/// A read of a value that nobody had written is within no bound. O(n log n), and for each read beyond the bound of k
/// versions O(k log n) for its witness.
struct BoundedStaleness {
  let history: History
  let bounds: StalenessBounds
  private var worst = StalenessBounds(versions: 0, age: .zero)
  private var witnesses: [Witness] = []
  /// Whether some read is within no bound: it returned what nobody had written.
  private var isUnbounded = false
  private var missing: UnknownReason?
  private let isOver: (@Sendable () -> Bool)?

  /// - Parameter isOver: whether time is up; asked before each witness.
  init(_ history: History, _ bounds: StalenessBounds, isOver: (@Sendable () -> Bool)? = nil) {
    self.history = history
    self.bounds = bounds
    self.isOver = isOver
    if !measureByEvidence() { measureByInstants() }
  }

  /// The smallest bounds within which every read was; nil if one is within none, or could not be measured.
  var smallest: StalenessBounds? { isUnbounded || missing != nil ? nil : worst }

  var verdict: Verdict {
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    if let missing { return .unknown(missing) }
    return bounds.versions == nil && bounds.age == nil ? .unknown(.missingBound) : .holds
  }

  /// Takes in how far behind a read was; whether that is too far.
  private mutating func isBeyond(versions: Int, age: VirtualDuration) -> Bool {
    worst.versions = max(worst.versions ?? 0, versions)
    worst.age = max(worst.age ?? .zero, age)
    return bounds.versions.map { versions > $0 } ?? false || bounds.age.map { age > $0 } ?? false
  }

  private mutating func report(
    _ id: OperationID, versions: Int, age: VirtualDuration, missed: OperationID?,
    related: [OperationID]
  ) {
    let read = history[id]
    var witness = Witness(
      .boundedStaleness, against: read,
      eventIndex: read.completion?.eventIndex ?? read.invokedEvent, relation: .beyondTheBound,
      missed: missed, related: related.sorted())
    witness.versions = versions
    witness.age = age
    witnesses.append(witness)
  }

  /// From visibility and commits; false if the history does not have them all.
  private mutating func measureByEvidence() -> Bool {
    guard history.hasNotes else { return false }
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    monitor.advance(over: history)
    guard monitor.gaps.reason(for: .staleRead, asOf: .max) == nil else { return false }
    for measure in monitor.staleness
    where isBeyond(versions: measure.versions, age: measure.age) {
      report(
        measure.read, versions: measure.versions, age: measure.age, missed: measure.oldestMissed,
        related: [])
    }
    return true
  }

  private mutating func measureByInstants() {
    let table = RegisterTable(history)
    missing = table.unsupported.map { .unsupportedCall(of: $0) }
    for register in table.registers where register.unsupported == nil {
      let index = FreshnessIndex(register.writes)
      var explained: [(read: RegisterTable.Access, source: FreshnessIndex.Source)] = []
      for read in register.reads {
        let source = index.source(of: read)
        if case .none(let later) = source {
          isUnbounded = true
          witnesses.append(
            history.witness(
              .boundedStaleness, read, .neverWritten, missed: nil, later.map { index.writes[$0] }))
        } else {
          explained.append((read, source))
        }
      }
      measure(explained, index)
    }
  }

  /// Sweeps over the invocations of reads, with the writes that have returned in a tree of counts by the
  /// order of their invocations.
  private mutating func measure(
    _ reads: [(read: RegisterTable.Access, source: FreshnessIndex.Source)], _ index: FreshnessIndex
  ) {
    var counts = CountTree(index.writes.count)
    var placeOf = Array(repeating: 0, count: index.writes.count)
    for (place, write) in index.byInvocation.enumerated() { placeOf[write] = place }
    let sorted = reads.indices.sorted {
      (reads[$0].read.invoked, $0) < (reads[$1].read.invoked, $1)
    }
    var next = 0
    for (read, source) in sorted.map({ reads[$0] }) {
      while next < index.byResponse.count,
        index.writes[index.byResponse[next]].returned < read.invoked
      {
        counts.add(placeOf[index.byResponse[next]])
        next += 1
      }
      let start = index.firstPlace(invokedAfter: index.returned(source))
      let older = counts.count(below: start)
      let versions = next - older
      let oldest = versions == 0 ? nil : index.firstEnded(fromPlace: start)
      let age = VirtualDuration(oldest.map { read.invoked - index.writes[$0].returned } ?? 0)
      guard isBeyond(versions: versions, age: age), let oldest else { continue }
      if isOver?() ?? false {
        missing = .timeIsUp
        return
      }
      let missed = self.missed(older..<next, of: counts, oldest, age, index)
      let others = missed.dropFirst().map { index.writes[$0] } + [index.needed(by: read, source)]
      report(
        OperationID(Int(read.operation)), versions: versions, age: age,
        missed: OperationID(Int(index.writes[oldest].operation)),
        related: others.compactMap { $0.map { OperationID(Int($0.operation)) } })
    }
  }

  /// As many of the writes that a read missed as it takes to break a bound: the oldest, if it is too old,
  /// else one more than may be missed. O(log w) for each.
  ///
  /// - Parameter marks: those of the tree's marks that are missed, by number.
  private func missed(
    _ marks: Range<Int>, of counts: CountTree, _ oldest: Int, _ age: VirtualDuration,
    _ index: FreshnessIndex
  ) -> [Int] {
    if let bound = bounds.age, age > bound { return [oldest] }
    var missed = [oldest]
    for mark in marks {
      if missed.count > bounds.versions ?? 0 { break }
      let write = index.byInvocation[counts.place(ofMark: mark)]
      if write != oldest { missed.append(write) }
    }
    return missed
  }
}

/// How many of the places from 0 are marked below one: a binary indexed tree (Fenwick 1994).
struct CountTree {
  private var sums: [Int32]

  init(_ count: Int) { sums = Array(repeating: 0, count: count + 1) }

  /// O(log count).
  mutating func add(_ place: Int) {
    var index = place + 1
    while index < sums.count {
      sums[index] += 1
      index += index & -index
    }
  }

  /// O(log count).
  func count(below place: Int) -> Int {
    var index = place
    var sum = 0
    while index > 0 {
      sum += Int(sums[index])
      index -= index & -index
    }
    return sum
  }

  /// The place of a mark, which are numbered from 0 in the order of their places. O(log count).
  func place(ofMark number: Int) -> Int {
    var place = 0
    var rest = number
    var stride = 1
    while stride < sums.count { stride *= 2 }
    while stride > 0 {
      let next = place + stride
      if next < sums.count, sums[next] <= rest {
        rest -= Int(sums[next])
        place = next
      }
      stride /= 2
    }
    return place
  }
}

extension History {
  /// Whether an observer inside the system noted anything.
  var hasNotes: Bool { events.contains { if case .note = $0.kind { true } else { false } } }
}

extension HistoryJudge {
  func boundedStaleness(_ history: History) -> Judgement {
    let staleness = BoundedStaleness(
      history, options.bounds, isOver: options.budget.isOver)
    return Judgement(.boundedStaleness, staleness.verdict, staleness: staleness.smallest)
  }

  func newOldInversion(_ history: History) -> Judgement {
    Judgement(.newOldInversion, NewOldInversion(history).judge())
  }
}
