import CellGraphics
import Laboratory

/// Why something came about, in numbered sentences.
enum PlainExplanation {
  static func lines(_ state: ExplainState) -> [String] {
    let explanation = state.explanation
    var lines = [explanation.title + "."]
    if let choice = state.choice { lines.append(choice) }
    lines.append(explanation.summary)
    lines += explanation.steps.enumerated().map { index, step in
      let decided = step.isDeciding ? " This decided it." : ""
      return "\(index + 1)) \(place(of: step))\(step.sentence)\(decided)"
    }
    if let gap = explanation.gap { lines.append("Not in the trace: \(gap)") }
    return lines + ["Type a number to go to its event, or any command."]
  }

  private static func place(of step: Explanation.Step) -> String {
    let parts = [step.time.map { "t=\($0)" }, step.place].compactMap(\.self)
    return parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
  }
}

extension PlainSession {
  /// A number goes to the event of a step; whatever else is typed closes the explanation.
  mutating func answerExplanation(_ state: ExplainState, _ line: String) -> [Command] {
    if let number = Int(line) {
      let count = state.explanation.steps.count
      guard (1...max(1, count)).contains(number), count > 0 else {
        reply(count == 0 ? "There is no event to go to." : "Choose 1 to \(count).")
        return []
      }
      var chosen = state
      chosen.selection = number - 1
      model.overlay = .explain(chosen)
      return model.overlayTakes(.enter)
    }
    model.overlay = nil
    return line.isEmpty || line.lowercased() == "cancel" ? [] : interpret(line)
  }
}
