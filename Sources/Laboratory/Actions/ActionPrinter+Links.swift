import Histories
import Simulation

extension ActionPrinter {
  /// The links as the shortest set of groups that gives exactly them, in their order; else pair by
  /// pair. O(links).
  func text(_ links: [Link]) -> String {
    guard !links.isEmpty else { return "none" }
    for set in candidates(for: links) where set.links(names) == links { return text(set) }
    return pairs(links).map { text($0) }.joined(separator: " and ")
  }

  /// The sets that may describe the links.
  private func candidates(for links: [Link]) -> [LinkSet] {
    let everyOther = stride(from: 0, to: links.count, by: 2).map { links[$0] }
    return spellings(of: everyOther).map { LinkSet(from: $0, to: $1, isBothWays: true) }
      + spellings(of: links).map { LinkSet(from: $0, to: $1, isBothWays: false) }
  }

  private func distinct(_ nodes: [NodeID]) -> [NodeID] {
    var seen: Set<NodeID> = []
    return nodes.filter { seen.insert($0).inserted }
  }

  /// The ways to write the sources and the targets of links as two groups, the shortest first.
  private func spellings(of links: [Link]) -> [(LinkGroup, LinkGroup)] {
    let (from, to) = (distinct(links.map(\.from)), distinct(links.map(\.to)))
    let (source, target) = (LinkGroup.listed(from), LinkGroup.listed(to))
    let general: [LinkGroup] = [.everybodyElse, .otherNodes, .otherClients]
    var result: [(LinkGroup, LinkGroup)] = []
    // A single name is as short as any sign.
    if from.count > 1, to.count > 1 {
      result += general.flatMap { one in general.map { (one, $0) } }
    }
    if to.count > 1 {
      result += general.filter { $0.members(names, besides: source) == to }.map { (source, $0) }
    }
    if from.count > 1 {
      result += general.filter { $0.members(names, besides: target) == from }.map { ($0, target) }
    }
    return result + [(source, target)]
  }

  /// Pair by pair, there and back as one.
  private func pairs(_ links: [Link]) -> [LinkSet] {
    var sets: [LinkSet] = []
    var index = 0
    while index < links.count {
      let link = links[index]
      let isBothWays =
        index + 1 < links.count && links[index + 1] == Link(from: link.to, to: link.from)
      sets.append(
        LinkSet(from: .listed([link.from]), to: .listed([link.to]), isBothWays: isBothWays))
      index += isBothWays ? 2 : 1
    }
    return sets
  }

  /// The two sides of the links in words; nil where they are not all the links between two sides.
  func sides(_ links: [Link]) -> NetworkView.Sides? {
    guard let set = candidates(for: links).first(where: { $0.links(names) == links }) else {
      return nil
    }
    return NetworkView.Sides(
      from: words(set.from), to: words(set.to), isBothWays: set.isBothWays)
  }

  private func words(_ group: LinkGroup) -> String {
    switch group {
    case .listed(let nodes): nodes.map { names[$0] }.joined(separator: ",")
    case .everybodyElse: NetworkView.Sides.everybodyElse
    case .otherNodes: NetworkView.Sides.otherNodes
    case .otherClients: NetworkView.Sides.allClients
    }
  }

  private func text(_ set: LinkSet) -> String {
    "\(text(set.from)) \(set.isBothWays ? "|" : "->") \(text(set.to))"
  }

  private func text(_ group: LinkGroup) -> String {
    switch group {
    case .listed(let nodes): nodes.map { name($0) }.joined(separator: ",")
    case .everybodyElse: "*"
    case .otherNodes: "nodes"
    case .otherClients: "clients"
    }
  }
}
