import Histories

/// A time during which a node did not run, or links were cut.
public struct Outage: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    case node(NodeID, NodeStatus)
    case links([Link])
  }
  public let subject: Subject
  /// The event that brought it, and its instant.
  public let startEvent: Int
  public let start: VirtualTime
  /// Since when the links have been cut: earlier than `start` when some of those that were cut
  /// together have been healed.
  public let since: VirtualTime
  /// The event that ended it; `Int.max` while it lasts.
  public fileprivate(set) var endEvent = Int.max
  public fileprivate(set) var end: VirtualTime = .never

  /// Whether it lasts after `count` events.
  public func lasts(events count: Int) -> Bool { startEvent < count && endEvent >= count }
}

/// Every outage of a run, in the order of their beginnings. The set of links of an outage is
/// constant: healing some of them ends it and begins another with the rest.
public struct Outages: Sendable {
  public private(set) var all: ContiguousArray<Outage> = []
  /// For each, which of those before it lasted when it began.
  private var before: ContiguousArray<[Int32]> = []
  private var open: [Int32] = []

  init() {}

  /// Those that last after `count` events. O(those that last at once + log all).
  public func lasting(events count: Int) -> [Outage] {
    let end = all.bisect { $0.startEvent < count }
    return candidates(upTo: end).map { all[$0] }.filter { $0.lasts(events: count) }
  }

  /// Those of the first `count` events that touch a stretch of time. O(result + log all) as long as
  /// few last at once.
  public func overlapping(
    from start: VirtualTime, to end: VirtualTime, events count: Int
  ) -> [Outage] {
    let first = all.bisect { $0.start < start }
    let last = all.bisect { $0.startEvent < count && $0.start <= end }
    let places = candidates(upTo: first) + Array(first..<max(first, last))
    return places.map { all[$0] }.filter { $0.startEvent < count && $0.end >= start }
  }

  /// The last one that began before a place, and those that lasted then.
  private func candidates(upTo place: Int) -> [Int] {
    place == 0 ? [] : before[place - 1].map { Int($0) } + [place - 1]
  }

  private mutating func begin(
    _ subject: Outage.Subject, at time: VirtualTime, since: VirtualTime, event: Int
  ) {
    before.append(open)
    open.append(Int32(all.count))
    all.append(Outage(subject: subject, startEvent: event, start: time, since: since))
  }

  private mutating func close(_ place: Int32, at time: VirtualTime, event: Int) {
    open.removeAll { $0 == place }
    all[Int(place)].end = time
    all[Int(place)].endEvent = event
  }

  mutating func turned(
    _ node: NodeID, _ status: NodeStatus, at time: VirtualTime, event: Int
  ) {
    for place in open {
      if case .node(node, _) = all[Int(place)].subject { close(place, at: time, event: event) }
    }
    if status != .up { begin(.node(node, status), at: time, since: time, event: event) }
  }

  mutating func cut(_ links: [Link], at time: VirtualTime, event: Int) {
    var fresh: [Link] = []
    let known = cutLinks
    for link in links where !known.contains(link) { fresh.append(link) }
    if !fresh.isEmpty { begin(.links(fresh), at: time, since: time, event: event) }
  }

  private var cutLinks: Set<Link> {
    var links: Set<Link> = []
    for place in open {
      if case .links(let own) = all[Int(place)].subject { links.formUnion(own) }
    }
    return links
  }

  /// Nil heals every link.
  mutating func heal(_ links: [Link]?, at time: VirtualTime, event: Int) {
    let healed = links.map { Set($0) }
    for place in open {
      guard case .links(let own) = all[Int(place)].subject else { continue }
      let rest = healed.map { healed in own.filter { !healed.contains($0) } } ?? []
      guard rest.count < own.count else { continue }
      let since = all[Int(place)].since
      close(place, at: time, event: event)
      if !rest.isEmpty { begin(.links(rest), at: time, since: since, event: event) }
    }
  }

  /// What was known after `count` events.
  func prefix(events count: Int) -> Outages {
    var result = self
    let end = all.bisect { $0.startEvent < count }
    result.all.removeLast(all.count - end)
    result.before.removeLast(all.count - end)
    result.open = []
    for place in result.all.indices {
      if result.all[place].endEvent >= count {
        result.all[place].endEvent = .max
        result.all[place].end = .never
        result.open.append(Int32(place))
      }
    }
    return result
  }
}
