import Histories
import Simulation

/// Order between logs. An entry names what the session that wrote it had read and written in other
/// logs; a follower that checks dependencies applies it only when its neighbours, the nodes of those
/// logs in its own region, show that much. (Lloyd et al., SOSP 2011, check each version a write depends
/// on; here a dependency is a whole prefix of a log, one position for each.)
///
/// Guaranteed at followers that check, while they keep their disks and their neighbours do: who reads
/// an entry there and then asks the neighbours finds what the entry depended on. Not at leaders, which
/// apply what they decide.
extension SingleLeader {
  /// What a node knows and asks of its neighbours. Lost in a crash.
  struct Dependencies: Sendable {
    /// What neighbours have said to show.
    var shown = PositionVector()
    /// What it has asked for and not been told yet.
    var asked: [LogPrefix] = []
    /// What neighbours have asked for and this node does not show yet.
    var questions: [Question] = []
  }

  struct Question: Sendable {
    let neighbour: NodeID
    let position: LogPosition
  }

  // MARK: Applying

  /// Applies the entries that it has received and may show: one at a time where applying takes time, and
  /// none beyond one that is held back, since a log has an order.
  static func applyReady(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    while !node.volatile.isApplying, node.volatile.applied.lsn < node.durable.lastLSN {
      let entry = node.durable.entry(at: node.volatile.applied.lsn + 1)
      if !entry.dependencies.isEmpty, holds(entry, &node, configuration, &effects) { return }
      if configuration.applyTime > .zero {
        node.volatile.isApplying = true
        return effects.setTimer(.apply, after: configuration.applyTime)
      }
      apply(entry, &node)
    }
  }

  /// What an entry waits for at this node; nothing when it may be applied.
  static func missing(
    of entry: Entry, _ node: borrowing Node<SingleLeader>, _ configuration: Configuration
  ) -> [LogPrefix] {
    guard configuration.checksDependencies,
      entry.position.lsn > node.durable.checkedLSN
    else { return [] }
    var missing: [LogPrefix] = []
    for prefix in entry.dependencies.prefixes
    where !node.volatile.dependencies.shown.includes(prefix)
      && configuration.neighbour(of: node.id, on: prefix.log) != nil
    {
      missing.append(prefix)
    }
    return missing
  }

  /// Whether an entry is held back. Asks the neighbours about it, once.
  private static func holds(
    _ entry: Entry, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) -> Bool {
    let missing = missing(of: entry, node, configuration)
    if missing.isEmpty {
      node.durable.checkedLSN = max(node.durable.checkedLSN, entry.position.lsn)
      return false
    }
    let news = missing.filter { !node.volatile.dependencies.asked.contains($0) }
    node.volatile.dependencies.asked = missing
    ask(news, node, configuration, &effects, .foreground)
    return true
  }

  private static func ask(
    _ prefixes: [LogPrefix], _ node: borrowing Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>, _ visit: Visit
  ) {
    for prefix in prefixes {
      guard let neighbour = configuration.neighbour(of: node.id, on: prefix.log) else { continue }
      effects.send(.check(prefix.through), to: neighbour, visit)
    }
    if !prefixes.isEmpty {
      effects.setTimer(.dependencies, after: configuration.retransmissionTimeout, .background)
    }
  }

  /// Question or answer may have been lost.
  static func askDependenciesAgain(
    _ node: Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    ask(node.volatile.dependencies.asked, node, configuration, &effects, .background)
  }

  // MARK: Questions and answers

  static func receiveDependency(
    _ message: Message, from neighbour: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    switch message {
    case .check(let position):
      node.volatile.dependencies.questions.removeAll {
        $0.neighbour == neighbour && $0.position == position
      }
      node.volatile.dependencies.questions.append(
        Question(neighbour: neighbour, position: position))
    case .shows(let prefix):
      node.volatile.dependencies.shown.join(prefix)
      node.volatile.dependencies.asked.removeAll {
        $0.log == prefix.log && $0.through <= prefix.through
      }
      if node.volatile.dependencies.asked.isEmpty { effects.cancelTimer(.dependencies) }
    default: preconditionFailure("\(label(of: message)) is handled before")
    }
  }

  /// After any input: applies what is not held back any more, and answers the neighbours whose
  /// questions can be answered now.
  static func settleDependencies(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if !node.volatile.leads, !node.volatile.isApplying,
      node.volatile.applied.lsn < node.durable.lastLSN
    {
      applyReady(&node, configuration, &effects)
      show(&node, configuration)
      if !node.volatile.reads.synced.isEmpty { answerSynced(&node, configuration, &effects) }
    }
    guard !node.volatile.dependencies.questions.isEmpty else { return }
    let position =
      configuration.visibility == .onCommit ? node.volatile.visible : node.volatile.applied
    for question in node.volatile.dependencies.questions where question.position <= position {
      effects.send(
        .shows(LogPrefix(of: configuration.log, through: position)), to: question.neighbour)
    }
    node.volatile.dependencies.questions.removeAll { $0.position <= position }
  }

  /// Nothing is held back at a node that leads.
  static func forgetDependencies(
    _ node: inout Node<SingleLeader>, _ effects: inout Effects<SingleLeader>
  ) {
    guard !node.volatile.dependencies.asked.isEmpty else { return }
    node.volatile.dependencies.asked = []
    effects.cancelTimer(.dependencies)
  }
}
