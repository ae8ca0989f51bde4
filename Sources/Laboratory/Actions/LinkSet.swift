import Histories
import Simulation

/// One group of endpoints as it is written.
enum LinkGroup: Hashable, Sendable {
  case listed([NodeID])
  /// `*`: every node and client that the other side does not name.
  case everybodyElse
  /// `nodes`: every node that the other side does not name.
  case otherNodes
  /// `clients`: every client that the other side does not name.
  case otherClients

  /// The endpoints meant, given those that the other side lists.
  func members(_ names: NameTable, besides other: LinkGroup) -> [NodeID] {
    let (servers, all) = (names.servers.count, names.servers.count + names.clients.count)
    let range: Range<Int>
    switch self {
    case .listed(let nodes): return nodes
    case .everybodyElse: range = 0..<all
    case .otherNodes: range = 0..<servers
    case .otherClients: range = servers..<all
    }
    let candidates = range.map { NodeID($0) }
    guard case .listed(let named) = other else { return candidates }
    let excluded = Set(named)
    return candidates.filter { !excluded.contains($0) }
  }
}

/// The directed links between two groups.
///
/// The order is part of the meaning: connections that heal are told in it.
struct LinkSet: Hashable, Sendable {
  var from: LinkGroup
  var to: LinkGroup
  var isBothWays: Bool

  /// Each pair of different ends once, in the order of the first group, then of the second; both
  /// ways means there and back for each pair. O(pairs).
  func links(_ names: NameTable) -> [Link] {
    let sources = from.members(names, besides: to)
    let targets = to.members(names, besides: from)
    // Only groups with common members can name a link twice.
    let mayRepeat = isBothWays && !Set(sources).isDisjoint(with: targets)
    var seen: Set<Link> = []
    var links: [Link] = []
    links.reserveCapacity(sources.count * targets.count * (isBothWays ? 2 : 1))
    func add(_ link: Link) {
      if !mayRepeat || seen.insert(link).inserted { links.append(link) }
    }
    for source in sources {
      for target in targets where source != target {
        add(Link(from: source, to: target))
        if isBothWays { add(Link(from: target, to: source)) }
      }
    }
    return links
  }
}
