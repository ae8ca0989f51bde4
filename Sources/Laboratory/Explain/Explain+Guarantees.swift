import Checkers
import Histories
import Simulation

/// Guarantees that one read broke, or one write.
extension Trace {
  /// A read that missed a write: which, where its copy was, and why the read came there.
  func explain(missedRead witness: Witness) -> Explanation {
    guard let read = witness.operation, let missed = witness.missed, let serving = serving(of: read)
    else { return explain(unknown: witness) }
    var builder = ExplanationBuilder(self)
    let isOfSession = witness.checker == .readYourWrites || witness.checker == .monotonicReads
    builder.explainMissing(missed, in: read, serving, saysToken: isOfSession)
    builder.explainDuty(witness)
    let title =
      switch witness.checker {
      case .readYourWrites: "Why \(dated(read)) misses its own write"
      case .monotonicReads: "Why \(dated(read)) went back in time"
      case .consistentPrefix: "Why \(dated(read)) shows a later write without an earlier one"
      default: "Why \(dated(read)) was stale"
      }
    return builder.explanation(title: title, summary: summary(of: witness, serving, missed))
  }

  private func summary(
    of witness: Witness, _ serving: Serving, _ missed: OperationID
  ) -> String {
    let answer = "\(names[serving.node]) answered \(serving.value) at t=\(serving.time), without "
    switch witness.checker {
    case .readYourWrites:
      let told = completion(of: missed).map { ", acknowledged at t=\($0.time)" } ?? ""
      return answer + "the session's own \(history[missed].call.summary)\(told)."
    case .monotonicReads:
      let seen = witness.related.first.map { ", which \(dated($0)) had seen" } ?? ""
      return answer + "\(whose(missed))\(seen)."
    case .consistentPrefix:
      let later = witness.related.first.map { ", though it showed the later \(whose($0))" } ?? ""
      return answer + "\(whose(missed))\(later)."
    default:
      let age = witness.age.map { ", committed \($0) ms before" } ?? ""
      let versions = (witness.versions ?? 1) > 1 ? "; \(witness.versions ?? 1) versions behind" : ""
      return answer + "\(whose(missed))\(age)\(versions)."
    }
  }

  /// A write that was ordered without what its session had written or read before.
  func explain(disorder witness: Witness) -> Explanation {
    guard let later = witness.operation, let earlier = witness.missed,
      let place = placement(of: later)
    else { return explain(unknown: witness) }
    var builder = ExplanationBuilder(self)
    builder.explainWrite(earlier)
    builder.explainDuty(witness)
    builder.explainAsking(later)
    if let node = place.node {
      let own = placement(of: earlier)
      if let own, own.position.epoch != place.position.epoch {
        builder.explainElection(of: node, epoch: Int(place.position.epoch))
      }
      if own?.node != node {
        builder.explainAbsence(of: earlier, at: node, after: place.event, showing: nil)
      }
    }
    if let gone = discard(of: earlier) { builder.explainDiscard(of: earlier, gone) }
    builder.explainWrite(later)
    builder.decide(at: place.event)
    let what = witness.checker == .monotonicWrites ? "written" : "read"
    return builder.explanation(
      title: "Why \(dated(later)) took effect without what its session had \(what) before",
      summary: "\(place.node.map { names[$0] } ?? "A node") put it into its log as "
        + "\(ExplanationBuilder.words(place.position)), on a line without \(whose(earlier)).")
  }
}

extension ExplanationBuilder {
  /// What the session had done before, so that the write had to be there.
  mutating func explainDuty(_ witness: Witness) {
    switch witness.checker {
    case .readYourWrites, .monotonicWrites:
      if let missed = witness.missed { explainAcknowledgement(of: missed) }
    case .monotonicReads, .writesFollowReads:
      guard let read = witness.related.first, let serving = trace.serving(of: read),
        let completion = trace.completion(of: read)
      else { return }
      let client = trace.names[trace.history[read].process]
      let held = serving.visible.map { " (\(Self.words($0)))" } ?? ""
      add(
        "\(client) had read \(serving.value) from \(trace.names[serving.node])\(held): its session "
          + "has seen this.", at: completion.eventIndex, place: client, .operation(read),
        phase: .takesIn)
    case .consistentPrefix:
      for later in witness.related.prefix(1) { explainWrite(later) }
    case .staleRead:
      if let read = witness.operation, let missed = witness.missed {
        explainRealTime(of: missed, before: read)
      }
    default: break
    }
  }

  /// Why a stale read need not break linearizability: that one asks what was answered before the read
  /// was called, by the instants that both have; this one, what was committed.
  private mutating func explainRealTime(of write: OperationID, before read: OperationID) {
    let operation = trace.history[read]
    let answered = trace.completion(of: write)?.time
    if let answered, answered < operation.invoked { return }
    let client = trace.names[operation.process]
    let when =
      answered == operation.invoked
      ? "answered at t=\(operation.invoked) too, and equal instants have no order"
      : "not answered yet"
    add(
      "\(trace.history[write].call.summary.capitalizedFirst) was committed by then, and \(when): by "
        + "these two alone the read may come first for linearizability, and is stale all the same.",
      at: operation.invokedEvent, place: client, .operation(read), phase: .sends)
  }

  /// What the client was told in the end.
  mutating func explainAcknowledgement(of id: OperationID) {
    guard let completion = trace.completion(of: id) else { return }
    let operation = trace.history[id]
    let client = trace.names[operation.process]
    let by = completion.observation.map { trace.names[$0.node] } ?? "It"
    let sentence =
      switch completion.outcome {
      case .ok(let value):
        operation.call.isReadOnly || value != .absent
          ? "\(client) had the answer \(value) from \(by)."
          : "\(by) told \(client) that \(operation.call.summary) is done."
      case .fail(let reason): "\(client) was refused: \(reason.rawValue)."
      case .info: "\(client) had had no answer, and gave up."
      }
    add(
      sentence, at: completion.eventIndex, place: client, .operation(id), phase: .takesIn)
  }

  mutating func explainDiscard(
    of write: OperationID, _ gone: Trace.Noted, decides: Bool = false
  ) {
    let name = gone.node.map { trace.names[$0] } ?? "A node"
    explainCauses(of: gone.event, most: 1)
    let cause =
      trace.sender(of: gone.event).map {
        " when it got \(trace.recording.events[gone.event].label) from \($0), whose log does not hold it"
      } ?? ""
    add(
      "\(name) threw \(trace.whose(write)) away\(cause).", at: gone.event, place: name,
      .event(gone.event), decides: decides)
  }
}
