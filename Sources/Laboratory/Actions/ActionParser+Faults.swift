import Histories
import Simulation

extension ActionParser {
  /// Faults of links, after the word.
  mutating func linkFault(_ word: String) throws(ActionError) -> Intervention {
    switch word {
    case "cut": return .cut(try links())
    case "heal":
      expect(Expectation("the end of the line"))
      return .heal(token.kind == .end ? nil : try links())
    case "delay", Self.formerDelay: return .setDelay(try links(), try duration("a delay in ms"))
    case "jitter": return .setJitter(try links(), try duration("a jitter in ms"))
    case "loss": return .setLoss(try links(), try probability())
    case "duplication": return .setDuplication(try links(), try probability())
    default:
      let links = try links()
      if take("on", "streams stay in order") { return .setOrdering(links, inOrder: true) }
      try require("off", "messages may overtake each other")
      return .setOrdering(links, inOrder: false)
    }
  }

  /// Faults of nodes and their clocks, after the word.
  mutating func nodeFault(_ word: String) throws(ActionError) -> Intervention {
    let node = try node()
    switch word {
    case "crash":
      if take("losing-disk", "what is on its disk is lost too") {
        return .crash(node, losingDisk: true)
      }
      if take("at", "when it next reaches a step") { return .armCrash(node, at: try step()) }
      return .crash(node, losingDisk: false)
    case "restart": return .restart(node)
    case "pause": return .pause(node)
    case "resume": return .resume(node)
    case "slow": return .setServiceTime(node, try duration("ms for each message"))
    case "skew": return .setClockOffset(node, try signedDuration("ms ahead of true time"))
    case "step-clock": return .stepClock(node, try signedDuration("ms to move the clock by"))
    default:
      let bound = ActionLimits.driftMax
      return .setDrift(
        node, partsPerMillion: try number("a drift in parts per million", in: -bound...bound))
    }
  }
}
