import Histories
import Simulation

extension ActionParser {
  /// `GROUP | GROUP` or `GROUP -> GROUP`, several of them joined by `and`, or `none`.
  mutating func links() throws(ActionError) -> [Link] {
    if take("none", "no link at all") { return [] }
    var links: [Link] = []
    repeat {
      let place = token
      let found = try linkSet()
      guard links.count + found.count <= ActionLimits.linksMax else {
        throw error("an action names at most \(ActionLimits.linksMax) links", at: place)
      }
      links += found
    } while take("and", "further links")
    return links
  }

  private mutating func linkSet() throws(ActionError) -> [Link] {
    let from = try group()
    let isBothWays = take("|", "both directions")
    if !isBothWays { try require("->", "this direction only") }
    let place = token
    let links = LinkSet(from: from, to: try group(), isBothWays: isBothWays).links(names)
    guard !links.isEmpty else {
      throw error("there is no link here: both sides are the same, or one is empty", at: place)
    }
    return links
  }

  private mutating func group() throws(ActionError) -> LinkGroup {
    if take("*", "everybody else") { return .everybodyElse }
    if take("nodes", "every other node") { return .otherNodes }
    if take("clients", "every other client") { return .otherClients }
    let isBraced = take("{", "a group of names")
    let members = try list { parser throws(ActionError) in try parser.endpoint() }
    if isBraced { try require("}", "the end of the group") }
    return .listed(members)
  }

  /// One directed pair: `A -> B`.
  mutating func link() throws(ActionError) -> Link {
    let from = try endpoint()
    try require("->", "towards")
    let place = token
    let to = try endpoint()
    guard from != to else { throw error("a link has two different ends", at: place) }
    return Link(from: from, to: to)
  }
}
