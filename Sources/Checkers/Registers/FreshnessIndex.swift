/// The writes of one register, so that it can be asked what a read could have returned by real time.
///
/// A write *w* is overwritten for a read *r* if another write was invoked after *w* returned and returned
/// before *r* was invoked. For every read the write of its value is taken that returned last among those invoked
/// by the read's response: any other write of that value is overwritten at least as often.
struct FreshnessIndex {
  /// What a read returned, as well as it can be explained.
  enum Source {
    /// The initial value: a write that returned before everything.
    case initial
    /// An index of `writes`.
    case write(Int)
    /// Nobody wrote the value by the time the read returned; an index of a later write of it, if any.
    case none(later: Int?)
  }

  let writes: [RegisterTable.Access]
  /// Indices of `writes` in order of response, with the newest invocation up to each.
  let byResponse: [Int]
  private let newestInvoked: [Int]
  /// For each value the indices of its writes in order of invocation, with the latest response up to each.
  private var ofValue: [Int32: [(write: Int, latest: Int)]] = [:]
  /// Indices of `writes` in order of invocation, with the earliest response from each on.
  let byInvocation: [Int]
  private let earliestFrom: [Int]

  /// O(w log w) for w writes.
  init(_ writes: [RegisterTable.Access]) {
    self.writes = writes
    let byResponse = writes.indices.filter { writes[$0].returned != RegisterTable.never }
      .sorted { (writes[$0].returned, $0) < (writes[$1].returned, $1) }
    let byInvocation = writes.indices.sorted {
      (writes[$0].invoked, $0) < (writes[$1].invoked, $1)
    }
    newestInvoked = Self.running(byResponse) { writes[$0].invoked > writes[$1].invoked }
    earliestFrom =
      Self.running(byInvocation.reversed()) { writes[$0].returned < writes[$1].returned }
      .reversed()
    for write in byInvocation {
      var latest = write
      if let last = ofValue[writes[write].value]?.last?.latest,
        writes[last].returned >= writes[write].returned
      {
        latest = last
      }
      ofValue[writes[write].value, default: []].append((write, latest))
    }
    self.byResponse = byResponse
    self.byInvocation = byInvocation
  }

  /// The best element so far, at each place.
  private static func running(
    _ elements: some Sequence<Int>, isBetter: (Int, Int) -> Bool
  ) -> [Int] {
    elements.reduce(into: []) { best, element in
      if let last = best.last, !isBetter(element, last) {
        best.append(last)
      } else {
        best.append(element)
      }
    }
  }

  /// O(log w).
  func source(of read: RegisterTable.Access) -> Source {
    let known = ofValue[read.value] ?? []
    let count = known.partitioningIndex { writes[$0.write].invoked > read.returned }
    if count > 0 { return .write(known[count - 1].latest) }
    return read.value == RegisterTable.initialValue ? .initial : .none(later: known.first?.write)
  }

  /// The write without which a read would be one from nobody; the initial value needs none.
  func needed(by read: RegisterTable.Access, _ source: Source) -> RegisterTable.Access? {
    guard case .write(let index) = source, read.value != RegisterTable.initialValue else {
      return nil
    }
    return writes[index]
  }

  /// The instant at which a source returned.
  func returned(_ source: Source) -> Int64 {
    switch source {
    case .initial, .none: .min
    case .write(let index): writes[index].returned
    }
  }

  /// Of the writes that returned strictly before an instant, the one invoked last. O(log w).
  func newestBegun(returnedBefore instant: Int64) -> Int? {
    let count = byResponse.partitioningIndex { writes[$0].returned >= instant }
    return count == 0 ? nil : newestInvoked[count - 1]
  }

  /// How many writes were invoked by an instant: the place in `byInvocation` of the first later one. O(log w).
  func firstPlace(invokedAfter instant: Int64) -> Int {
    byInvocation.partitioningIndex { writes[$0].invoked > instant }
  }

  /// Of the writes from a place of `byInvocation` on, the one that returned first.
  func firstEnded(fromPlace place: Int) -> Int? {
    place == byInvocation.count ? nil : earliestFrom[place]
  }

  /// Whether a read overlaps a write: neither ended strictly before the other began. O(log w).
  func overlapsWrite(_ read: RegisterTable.Access) -> Bool {
    // Those invoked by the response of the read, less those that returned before its invocation.
    let begun = firstPlace(invokedAfter: read.returned)
    let ended = byResponse.partitioningIndex { writes[$0].returned >= read.invoked }
    return begun > ended
  }
}
