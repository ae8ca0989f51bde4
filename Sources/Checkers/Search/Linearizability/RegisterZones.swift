import Histories

/// Decides histories of reads and writes of one register whose written values are unique, by zones (Gibbons
/// and Korach 1997, section 4): every read names its write, so a linearization is a sequence of
/// *clusters*, each a write followed by its reads.
///
/// Cluster A must come before B if some operation of A returns before one of B is invoked: if A's
/// `low`, its first response, lies before B's `high`, its last invocation. There is such a sequence if no
/// read returns before its own write is invoked and no two clusters must each come before the other. (A
/// longer cycle contains a cycle of two: in a shortest one, `high` <= `low` < next `high` all the way
/// round.) That is Gibbons and Korach's condition: with the zone of a cluster between `low` and `high`,
/// *forward* if `low` < `high`, no two forward zones overlap, and no backward zone lies within one.
///
/// The initial value is a cluster whose write returned before everything. A pending write has no
/// response; if its value was read, it took effect, else it may be left out, as it would only overwrite.
///
/// O(n) to read, O(c log c) for c clusters.
struct RegisterZones {
  private struct Cluster {
    var low = TimedAction.never
    var high = Int64.min
    var write: Int32 = -1
    var writeInvoked = Int64.min
    var firstReadReturned = TimedAction.never

    /// Whether there is anything to place: not if it is one pending write.
    var isPresent: Bool { low != TimedAction.never }
    var isForward: Bool { low < high }
    /// Increases along every sequence that is possible. Only where there is something to place.
    var rank: Int64 { low == .min ? .min : low + high }
  }

  private struct Access {
    let member: Int32
    let cluster: Int32
    let isWrite: Bool
    let invoked: Int64
    let returned: Int64
    var response: Response { Response(time: returned, member: member) }
  }

  /// A response, in the order of time and, at one instant, of operations.
  struct Response: Comparable {
    let time: Int64
    let member: Int32
    static func < (a: Self, b: Self) -> Bool { (a.time, a.member) < (b.time, b.member) }
    static let last = Response(time: TimedAction.never - 1, member: .max)
  }

  private var clusters: [Cluster]
  private var accesses: [Access]
  private static let initialCluster = 0

  /// Nil if a value is written twice, or if the initial one is written.
  init?(
    _ component: [Int32], _ operations: [Operation], initial: Value,
    as name: SpecificationName? = nil
  ) {
    var values = ValueTable(expected: component.count, as: name)
    _ = values.number(of: initial)
    clusters = [Cluster()]
    accesses = []
    accesses.reserveCapacity(component.count)
    clusters.reserveCapacity(component.count / 2 + 2)
    for member in component {
      let index = Int(member)
      let isWrite: Bool
      let cluster: Int32
      var returned = TimedAction.never
      switch operations[index].call {
      case .write(_, let value), .conditionalPut(_, let value, _):
        isWrite = true
        cluster = values.number(of: value)
        if operations[index].isOK, let completion = operations[index].completion {
          returned = completion.time.milliseconds
        }
      default:
        guard let completion = operations[index].completion,
          case .ok(let value) = completion.outcome
        else { continue }
        isWrite = false
        cluster = values.number(of: value)
        returned = completion.time.milliseconds
      }
      if cluster == clusters.count { clusters.append(Cluster()) }
      if isWrite {
        guard cluster != Self.initialCluster, clusters[Int(cluster)].write < 0 else { return nil }
        clusters[Int(cluster)].write = member
      }
      accesses.append(
        Access(
          member: member, cluster: cluster, isWrite: isWrite,
          invoked: operations[index].invoked.milliseconds, returned: returned))
    }
  }

  // MARK: Deciding

  /// What cannot be placed, judging by the responses up to and with `end` alone; nil if everything can.
  mutating func conflict(until end: Response = .last) -> [Int32]? {
    gather(until: end)
    return unreadable().map { [$0] } ?? overlapping()
  }

  /// Measures the clusters.
  private mutating func gather(until end: Response) {
    for index in clusters.indices { clusters[index] = Cluster() }
    clusters[Self.initialCluster].low = .min
    for access in accesses where access.invoked <= end.time {
      let returned = access.response <= end ? access.returned : TimedAction.never
      if !access.isWrite && returned == TimedAction.never { continue }
      let place = Int(access.cluster)
      clusters[place].low = min(clusters[place].low, returned)
      clusters[place].high = max(clusters[place].high, access.invoked)
      if access.isWrite {
        clusters[place].write = access.member
        clusters[place].writeInvoked = access.invoked
      } else {
        clusters[place].firstReadReturned = min(clusters[place].firstReadReturned, returned)
      }
    }
  }

  /// A cluster with a read and no write, or with a read that returned before the write was invoked.
  private func unreadable() -> Int32? {
    for index in clusters.indices.dropFirst() {
      let cluster = clusters[index]
      guard cluster.firstReadReturned != TimedAction.never else { continue }
      if cluster.write < 0 || cluster.firstReadReturned < cluster.writeInvoked {
        return Int32(index)
      }
    }
    return nil
  }

  /// Two clusters each of which must come before the other.
  private func overlapping() -> [Int32]? {
    var forward: [(low: Int64, high: Int64, index: Int32)] = []
    for (index, cluster) in clusters.enumerated() where cluster.isPresent && cluster.isForward {
      forward.append((cluster.low, cluster.high, Int32(index)))
    }
    forward.sort { ($0.low, $0.index) < ($1.low, $1.index) }
    for index in forward.indices.dropFirst() where forward[index].low < forward[index - 1].high {
      return [forward[index - 1].index, forward[index].index]
    }
    for (index, cluster) in clusters.enumerated() where cluster.isPresent && !cluster.isForward {
      // Forward zones do not overlap, so only the last that begins before it can hold it.
      let after = forward.partitioningIndex { $0.low >= cluster.high }
      guard after > 0, cluster.low < forward[after - 1].high else { continue }
      return [forward[after - 1].index, Int32(index)]
    }
    return nil
  }

  /// The operations in an order that explains them. Only after `conflict()` found nothing.
  ///
  /// By the sum of `low` and `high`: if A must come before B and not the reverse, A's `low` is before
  /// B's `high` and A's `high` not after B's `low`.
  func order() -> [Int] {
    var reads: [[Int]] = Array(repeating: [], count: clusters.count)
    for access in accesses where !access.isWrite {
      reads[Int(access.cluster)].append(Int(access.member))
    }
    let sequence = clusters.indices.filter { clusters[$0].isPresent }
      .sorted { (clusters[$0].rank, $0) < (clusters[$1].rank, $1) }
    return sequence.flatMap { index in
      (clusters[index].write >= 0 ? [Int(clusters[index].write)] : []) + reads[index]
    }
  }

  // MARK: Explaining a conflict

  /// The first response that cannot be explained, and the operations of the clusters in
  /// conflict that make it so, ascending. Only after `conflict()` found something.
  mutating func firstConflict() -> (at: Response, members: [Int32]) {
    let responses = accesses.map(\.response).filter { $0.time != TimedAction.never }.sorted()
    var (low, high) = (0, responses.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if conflict(until: responses[middle]) != nil { high = middle } else { low = middle + 1 }
    }
    let end = responses[low]
    let places = conflict(until: end) ?? []
    return (end, places.flatMap { extremes(of: $0, until: end) }.sorted())
  }

  /// The write of a cluster, the operation that returns first and the one that is invoked last.
  private func extremes(of place: Int32, until end: Response) -> [Int32] {
    let cluster = clusters[Int(place)]
    var members: [Int32] = []
    var hasLow = false
    var hasHigh = false
    for access in accesses where access.cluster == place {
      let isLow = !hasLow && access.returned == cluster.low
      let isHigh =
        !hasHigh && access.invoked == cluster.high && (access.isWrite || access.response <= end)
      hasLow = hasLow || isLow
      hasHigh = hasHigh || isHigh
      if access.isWrite || isLow || isHigh { members.append(access.member) }
    }
    return members
  }
}
