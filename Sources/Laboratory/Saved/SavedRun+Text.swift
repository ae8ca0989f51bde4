import Histories
import Simulation

/// A saved run as text.
///
/// ```
/// saved run format 2
/// engine 2
/// [scenario]
/// …
/// [branch]
/// name main
/// @ 12 150 crash R1
/// digest 64 900 0123456789abcdef
/// shown 31 1600
/// end 31 1600 0123456789abcdef
/// [branch]
/// name branch-2
/// from main 12
/// …
/// [shown]
/// branch branch-2
/// checksum 0123456789abcdef
/// ```
extension SavedRun {
  /// How the text of every saved run begins, whatever its version.
  public static let heading = "saved run format"

  /// Reads back as the same value. The same run gives the same bytes in every process.
  public var text: String {
    let printer = ActionPrinter(names: scenario.names)
    var text = "\(Self.heading) \(Self.format)\nengine \(EngineVersion.current)\n"
    text += "[scenario]\n" + ScenarioText(of: scenario).text
    for branch in branches { text += Self.text(branch, printer) }
    text += "[shown]\nbranch \(Self.name(shown.name))\n"
    return text + Self.checksumLine(of: text)
  }

  private static func text(_ branch: SavedBranch, _ printer: ActionPrinter) -> String {
    var text = "[branch]\nname \(name(branch.name))\n"
    if let origin = branch.origin { text += "from \(name(origin.branch)) \(origin.position)\n" }
    for entry in branch.log {
      text += "@ \(entry.eventIndex) \(entry.time) \(printer.text(entry.intervention))\n"
    }
    for checkpoint in branch.checkpoints { text += "digest \(Self.text(checkpoint))\n" }
    text += "shown \(branch.shownPosition) \(branch.shownClock)\n"
    return text + "end \(Self.text(branch.end))\n"
  }

  private static func name(_ name: String) -> String { ActionPrinter.word(name) }

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
