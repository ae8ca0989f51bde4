import Histories
import Simulation

/// A saved run that cannot be used, and why.
public struct SavedRunError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// No saved run, or one of another version of the text form.
    case otherFormat
    /// Truncated or edited: the checksum does not fit.
    case damaged
    /// Written by an engine whose runs are others.
    case otherEngine
    /// A line says something that cannot be.
    case malformed
    /// Replaying it gave another run.
    case differs
  }
  public let kind: Kind
  /// From 1; nil when no line is at fault.
  public let line: Int?
  /// From 1, in characters.
  public let column: Int?
  public let message: String

  public init(_ kind: Kind, line: Int? = nil, column: Int? = nil, _ message: String) {
    self.kind = kind
    self.line = line
    self.column = column
    self.message = message
  }

  /// `line 3, column 7: found …`.
  public var description: String {
    guard let line else { return message }
    return "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": \(message)"
  }
}

/// A branch of a run as a small text: what it is a function of, where it was shown, and digests by
/// which a replay is compared.
///
/// The last line is a checksum over all bytes before it, so that a truncated or edited text is
/// refused. It protects against accidents, not against somebody who computes a new checksum; a text
/// that was made up is still read without harm, and its replay is checked step by step.
public struct SavedRun: Sendable, Hashable {
  /// The version of this text form.
  public static let format = 1
  /// A replay of more events is refused.
  public static let eventsMax = 10_000_000
  /// The most intermediate digests.
  static let checkpointsMax = 64

  /// The state of the run after so many events.
  public struct Checkpoint: Hashable, Sendable {
    public let events: Int
    public let time: VirtualTime
    /// Sixteen hexadecimal digits.
    public let digest: String
  }

  public let scenario: Scenario
  /// What the user did, in order.
  public let log: [LoggedIntervention]
  /// Digests along the run, ascending.
  public let checkpoints: [Checkpoint]
  /// The state at the newest event.
  public let end: Checkpoint
  /// The position and instant at which the run was shown.
  public let shownPosition: Int
  public let shownClock: VirtualTime

  /// The current branch of a run. Replays a copy of it once: O(events).
  public init(of run: Run) {
    scenario = run.scenario
    log = run.simulation.log
    shownPosition = run.position
    shownClock = run.clock
    var copy = run.simulation
    func checkpoint() -> Checkpoint {
      Checkpoint(events: copy.position, time: copy.now, digest: copy.digest.hexadecimal)
    }
    let newest = copy.newest
    let spacing = max(64, newest / Self.checkpointsMax + 1)
    var checkpoints: [Checkpoint] = []
    for position in stride(from: spacing, to: newest, by: spacing) {
      copy.go(to: position)
      checkpoints.append(checkpoint())
    }
    copy.go(to: newest)
    self.checkpoints = checkpoints
    end = checkpoint()
  }

  init(
    scenario: Scenario, log: [LoggedIntervention], checkpoints: [Checkpoint], end: Checkpoint,
    shownPosition: Int, shownClock: VirtualTime
  ) {
    self.scenario = scenario
    self.log = log
    self.checkpoints = checkpoints
    self.end = end
    self.shownPosition = shownPosition
    self.shownClock = shownClock
  }

  // MARK: The text

  /// How the text of every saved run begins, whatever its version.
  public static let heading = "saved run format"

  /// Reads back as the same value. The same run gives the same bytes in every process.
  public var text: String {
    let printer = ActionPrinter(names: scenario.names)
    var text = "\(Self.heading) \(Self.format)\nengine \(EngineVersion.current)\n"
    text += "[scenario]\n" + ScenarioText(of: scenario).text
    text += "[log]\n"
    for entry in log {
      text += "@ \(entry.eventIndex) \(entry.time) \(printer.text(entry.intervention))\n"
    }
    text += "[run]\n"
    for checkpoint in checkpoints { text += "digest \(Self.text(checkpoint))\n" }
    text += "shown \(shownPosition) \(shownClock)\n"
    text += "end \(Self.text(end))\n"
    return text + Self.checksumLine(of: text)
  }

  private static func text(_ checkpoint: Checkpoint) -> String {
    "\(checkpoint.events) \(checkpoint.time) \(checkpoint.digest)"
  }

  /// The last line, over the bytes of all text before it.
  static func checksumLine(of text: String) -> String {
    var digest = Digest()
    digest.combine(text)
    return "checksum \(digest.hexadecimal)\n"
  }
}
