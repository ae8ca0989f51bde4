import CellGraphics
import Checkers
import Histories
import Laboratory
import Simulation

/// How values of lower layers read on the screen. One place, so that all panels agree.
enum Wording {
  static func duration(_ duration: VirtualDuration) -> String { "\(duration.milliseconds) ms" }

  static func signed(_ duration: VirtualDuration) -> String {
    duration.milliseconds > 0 ? "+\(duration.milliseconds) ms" : "\(duration.milliseconds) ms"
  }

  static func count(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }

  /// `lsn 2`; with its epoch only when there has been more than one leader.
  static func position(_ position: LogPosition) -> String {
    position.epoch > 1 ? "lsn \(position.epoch):\(position.lsn)" : "lsn \(position.lsn)"
  }

  /// How far a replica has applied its log; a cache has none.
  static func applied(_ replica: ReplicaView) -> String {
    replica.isCache ? "-" : position(replica.applied)
  }

  /// What is said of a replica that lacks nothing: one that is down has it on its disk, and a cache
  /// that holds nothing cannot be said to be up to date.
  static func noLag(_ lag: LagView) -> String {
    switch lag.status {
    case .up: lag.answers == 0 ? "holds nothing" : "up to date"
    case .crashed: lag.answers == nil ? "down, has all" : "down"
    case .paused: "paused, has all"
    }
  }

  /// The replica's name; with a crown if it believes that it leads, and then with its epoch once
  /// there has been more than one.
  static func crowned(
    _ replica: ReplicaView, _ glyphs: GlyphSet, showsEpochs: Bool
  ) -> TextLine {
    var line = TextLine(replica.name, Style.plain.bold)
    guard let epoch = replica.leadsIn else { return line }
    line.append(glyphs == .unicode ? " " + glyphs.string(.crown) : " leads", .accent)
    if showsEpochs { line.append(glyphs == .unicode ? "\(epoch)" : " \(epoch)", .accent) }
    return line
  }

  /// The last digits of a state digest: enough to see whether two replicas agree.
  static func hash(_ digest: UInt64) -> String {
    let text = String(digest & 0xFFFF, radix: 16)
    return String(repeating: "0", count: 4 - text.count) + text
  }

  static func status(_ status: NodeStatus, _ glyphs: GlyphSet) -> TextLine {
    switch status {
    case .up: TextLine("up", .good)
    case .crashed: TextLine("\(glyphs.string(.fail)) down", .bad)
    case .paused: TextLine("\(glyphs.string(.warning)) paused", .warning)
    }
  }

  /// A promise where there is no room for all of its words.
  static func shortPromise(_ checker: CheckerName) -> String {
    switch checker {
    case .acknowledgedWriteLost: "no acked write lost"
    case .sequentialConsistency: "sequential"
    case .causalConsistency: "causal"
    case .linearizability: "linearizable"
    case .causalConvergence: "causal (CCv)"
    case .weakCausalConsistency: "causal (CC)"
    case .strongEventualConsistency: "strong eventual"
    case .eventualConsistency: "eventual"
    case .strictSerializability: "strict serializable"
    case .serializability: "serializable"
    default: checker.promise
    }
  }
}
