import Histories
import Simulation

extension Run {
  /// The cuts that last, as they were made; at the end, link by link, what is cut otherwise.
  func cutGroups() -> [NetworkView.CutGroup] {
    let network = simulation.network
    guard network.cutCount > 0 else { return [] }
    var rest = network.cuts
    var groups: [NetworkView.CutGroup] = []
    for outage in simulation.recording.outages.lasting(events: position) {
      guard case .links(let links) = outage.subject else { continue }
      groups.append(cutGroup(links, since: outage.since))
      rest.removeAll { links.contains($0) }
    }
    return groups + rest.map { cutGroup([$0], since: .zero) }
  }

  func cutGroup(_ links: [Link], since: VirtualTime) -> NetworkView.CutGroup {
    let printer = ActionPrinter(names: names)
    return NetworkView.CutGroup(
      links: printer.text(links), sides: printer.sides(links), linkCount: links.count,
      first: links.first, since: since)
  }

  func ruleViews() -> [NetworkView.RuleView] {
    let printer = ActionPrinter(names: names)
    return simulation.network.rules.map { .init(rule: $0, text: printer.text($0)) }
  }
}

extension NetworkView.Sides {
  /// The side that is everybody but the other one, in words; nil where both list names.
  public var others: String? {
    [from, to].first { Self.general[$0] != nil }.flatMap { Self.general[$0] }
  }
  /// The side that lists names, where one does.
  public var one: String { Self.general[from] == nil ? from : to }
  /// What the groups that name nobody are called, and as what others who are cut off from.
  static let everybodyElse = "everybody else"
  static let otherNodes = "the other nodes"
  static let allClients = "all clients"
  private static let general = [
    everybodyElse: "all others", otherNodes: otherNodes, allClients: allClients,
  ]
}

extension Recording {
  /// The message that this one is a duplicate of.
  func copyOf(_ message: MessageID) -> MessageID? {
    let place = Int(message.number) - 1
    return messages.indices.contains(place) ? messages[place].record.copyOf : nil
  }
}
