import CellGraphics
import Histories
import Laboratory
import Simulation

/// The questions that stand between a key and a command.
enum PromptKind: String, CaseIterable, Hashable, Sendable {
  case write, read, route, workload
  case cut, heal, crash, restart, pause, resume, skew, lag, trouble, slow, knob, nemesis
  case time, compare, rename, panels, answer, alert
  case message, rule
  case export

  var title: String {
    switch self {
    case .write: "Write a value"
    case .read: "Read a key"
    case .route: "Routing of a client"
    case .workload: "Random reads and writes"
    case .cut: "Cut links"
    case .heal: "Heal links"
    case .crash: "Crash a node"
    case .restart: "Restart a node"
    case .pause: "Pause a node"
    case .resume: "Resume a node"
    case .skew: "Skew a clock"
    case .lag: "Delay of links"
    case .trouble: "Trouble on links"
    case .slow: "Slow node"
    case .knob: "Turn a knob"
    case .nemesis: "Random faults"
    case .time: "Go to a time"
    case .compare: "Compare side by side"
    case .rename: "Rename a branch"
    case .panels: "Go to a panel"
    case .answer: "Your answer"
    case .alert: "Lag alert"
    case .message: "A message in flight"
    case .rule: "Rule for the next message"
    case .export: "Export the run"
    }
  }

  /// What will happen, in a line.
  var explanation: String {
    switch self {
    case .cut: "What is on the wire of a cut link when it arrives is lost."
    case .crash: "It loses its memory and hears nothing until it is restarted."
    case .pause: "It does nothing; what arrives waits for it."
    case .skew: "Its own clock shows true time plus so much."
    case .slow: "It takes so long over each request; others wait."
    case .workload: "Clients read and write by themselves, the same way for the same seed."
    case .nemesis: "Faults strike at random, each is repaired after a while."
    case .trouble: "Messages sent from now on are treated so."
    case .route: "Reads go where the policy says; writes go to the leader."
    case .compare:
      "The same run with a knob or a delay set otherwise is a new branch; your actions are repeated."
    case .rename: "Those that left from it follow."
    case .alert: "A replica that is so far behind is marked, in the panel and in its tab."
    case .message: "What is done to it is an event of the run: it rewinds, and u undoes it."
    case .rule: "It waits in Network until such a message is sent, and is then used up."
    case .export:
      "text, svg and mermaid are space-time diagrams; asciicast is a recording for asciinema."
    case .answer: "A wrong answer costs nothing; what is true is told at once."
    default: ""
    }
  }

  /// The field that is typed into at once: the value of a write, which nobody can guess.
  var firstFocus: Int { self == .write ? 2 : 0 }

  /// The command that the values of the fields make.
  func command(_ values: [String]) -> String {
    let v = { (index: Int) in index < values.count ? values[index] : "" }
    switch self {
    case .write: return "\(v(0)) write \(v(1)) = \(v(2))" + via(v(3))
    case .read: return "\(v(0)) read \(v(1))" + via(v(2))
    case .route: return "route \(v(0)) \(v(1))" + (v(2).isEmpty ? "" : " among \(v(2))")
    case .workload:
      return "workload \(v(0)) every \(v(1)) reads \(v(2))% keys \(v(3))"
    case .cut: return "cut " + links(v(0), v(1), v(2))
    case .heal: return v(0) == "all" ? "heal" : "heal \(v(0))"
    case .crash: return crash(v(0), v(1))
    case .restart: return "restart \(v(0))"
    case .pause: return "pause \(v(0))"
    case .resume: return "resume \(v(0))"
    case .skew: return "skew \(v(0)) \(v(1))"
    case .lag: return "delay " + links(v(0), v(1), v(2)) + " \(v(3))"
    case .trouble: return trouble(v(3), links(v(0), v(1), v(2)), v(4))
    case .slow: return "slow \(v(0)) \(v(1))"
    case .knob: return "set \(v(0)) = \(v(1))"
    case .nemesis: return "nemesis \(v(0)) every \(v(1)) for \(v(2))"
    case .time: return "to \(v(0))"
    case .compare: return Self.comparison(values)
    case .rename: return "rename \(v(0)) \(v(1))"
    case .panels: return "panel \(v(0))"
    case .answer: return "answer \(v(0))"
    case .alert: return "alert \(v(0))"
    case .message: return Self.messageCommand(values)
    case .rule: return Self.ruleCommand(values)
    case .export: return "export \(v(0)) \(v(1)) from \(v(2)) to \(v(3))"
    }
  }

  private func via(_ node: String) -> String {
    node.isEmpty || node == PromptKind.byRouting ? "" : " via \(node)"
  }

  private func links(_ one: String, _ other: String, _ direction: String) -> String {
    direction == PromptKind.oneWay ? "\(one) -> \(other)" : "\(one) | \(other)"
  }

  private func crash(_ node: String, _ disk: String) -> String {
    switch disk {
    case PromptKind.keepsDisk: "crash \(node)"
    case PromptKind.losesDisk: "crash \(node) losing-disk"
    default: "crash \(node) \(disk)"
    }
  }

  private func trouble(_ kind: String, _ links: String, _ amount: String) -> String {
    switch kind {
    case "loss", "duplication": "\(kind) \(links) \(amount)%"
    case "ordering": "ordering \(links) \(amount == "on" ? "on" : "off")"
    default: "\(kind) \(links) \(amount)"
    }
  }

  static let byRouting = "by its routing"
  static let bothWays = "both ways"
  static let oneWay = "only from the first to the second"
  static let everybodyElse = "*"
  static let keepsDisk = "keeps its disk"
  static let losesDisk = "loses its disk too"
}
