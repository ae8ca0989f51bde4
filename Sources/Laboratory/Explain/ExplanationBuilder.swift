import Histories
import Simulation

/// Gathers the links of a chain, in whatever order they are found.
struct ExplanationBuilder {
  /// What comes before what within one event: a node takes something in, then does what follows from it,
  /// then sends or asks.
  enum Phase: Int { case takesIn, does, sends }

  let trace: Trace
  private(set) var steps: [Explanation.Step] = []
  /// Of each step.
  private var phases: [Phase] = []
  private(set) var gaps: [String] = []

  init(_ trace: Trace) { self.trace = trace }

  /// Adds what happened at an event. A sentence that stands there already is not said twice, and what
  /// was said first to decide does. Within one event causes come before effects by their phases.
  mutating func add(
    _ sentence: String, at event: Int, place: String?, _ subject: Explanation.Subject? = nil,
    decides: Bool = false, phase: Phase = .does
  ) {
    let step = Explanation.Step(
      sentence: sentence, eventIndex: event, time: trace.time(of: event), place: place,
      subject: subject, isDeciding: decides && !hasDeciding)
    if let known = steps.firstIndex(where: {
      $0.eventIndex == event && $0.sentence == sentence
    }) {
      if decides, !hasDeciding { steps[known].isDeciding = true }
      return
    }
    steps.append(step)
    phases.append(phase)
  }

  /// Adds what is still to come; `time` where an instant is known.
  mutating func add(
    toCome sentence: String, at time: VirtualTime?, place: String?,
    _ subject: Explanation.Subject? = nil
  ) {
    let step = Explanation.Step(
      sentence: sentence, eventIndex: nil, time: time, place: place, subject: subject)
    if !steps.contains(step) {
      steps.append(step)
      phases.append(.does)
    }
  }

  /// Says what the trace does not tell.
  mutating func miss(_ sentence: String) {
    if !gaps.contains(sentence) { gaps.append(sentence) }
  }

  /// Whether something was said of a subject at an event.
  func says(_ subject: Explanation.Subject, at event: Int) -> Bool {
    steps.contains { $0.eventIndex == event && $0.subject == subject }
  }

  var hasDeciding: Bool { steps.contains(where: \.isDeciding) }

  /// Makes the step at an event decide, if none does yet.
  mutating func decide(at event: Int) {
    guard !hasDeciding, let index = steps.lastIndex(where: { $0.eventIndex == event }) else {
      return
    }
    steps[index].isDeciding = true
  }

  /// The steps in the order of the trace, causes before effects within one event; those to come last.
  func explanation(title: String, summary: String) -> Explanation {
    let ordered = steps.enumerated().sorted { one, other in
      let (a, b) = (one.element.eventIndex ?? .max, other.element.eventIndex ?? .max)
      if a != b { return a < b }
      let (s, t) = (one.element.time ?? .never, other.element.time ?? .never)
      if a == .max, s != t { return s < t }
      let (p, q) = (phases[one.offset].rawValue, phases[other.offset].rawValue)
      return p != q ? p < q : one.offset < other.offset
    }
    return Explanation(
      title: title, summary: summary, steps: ordered.map(\.element),
      gap: gaps.isEmpty ? nil : gaps.joined(separator: " "))
  }
}
