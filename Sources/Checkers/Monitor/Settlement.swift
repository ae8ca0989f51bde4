import Histories

/// What a final state decided.
struct Settlement: Sendable {
  let eventIndex: Int
  let lost: Verdict
  let convergence: Verdict
  /// The first later event at which the history grew; the verdicts are pending again from there.
  var supersededAt: Int?
}

extension GuaranteeMonitor {
  /// Judges the final state of the run: which acknowledged writes were lost, and whether the
  /// replicas agree. The verdicts are those as of its event, until the history grows past it.
  ///
  /// A write is lost if it was acknowledged, no replica's surviving writes hold it, and none of the
  /// surviving versions of its keys has it in its past (session order, and what reads saw). An
  /// overwrite by one who had seen the write is therefore not a loss. A multi-key write is lost if
  /// it is lost for one of its keys.
  ///
  /// O(keys with a write that did not survive * history), at quiescence only.
  ///
  /// - Precondition: `state.eventIndex` is not before the last event consumed, nor before that of
  ///   an earlier call.
  public mutating func settle(_ state: FinalState, over history: History) {
    advance(over: history)
    precondition(state.eventIndex >= lastEventIndex, "the final state is older than the history")
    precondition(state.eventIndex >= (settlements.last?.eventIndex ?? 0), "out of order")
    guard state.quiescence == .quiescent else {
      settlements.append(
        Settlement(eventIndex: state.eventIndex, lost: .pending, convergence: .pending))
      return
    }
    settlements.append(
      Settlement(
        eventIndex: state.eventIndex, lost: lostWrites(state, history),
        convergence: convergence(state)))
  }

  private func convergence(_ state: FinalState) -> Verdict {
    if let replica = state.replicas.first(where: { $0.digest == nil }) {
      return .unknown(.missingDigest(at: replica.node))
    }
    let divergence = state.divergence
    if divergence == 0 { return .holds }
    var witness = Witness(
      checker: .convergence, operation: nil, process: nil, session: nil, at: state.time,
      eventIndex: state.eventIndex, relation: .divergentReplicas)
    witness.versions = divergence
    return .violated([witness])
  }

  private func lostWrites(_ state: FinalState, _ history: History) -> Verdict {
    var survivors: [VisibleWrites] = []
    for replica in state.replicas {
      let observation = Observation(
        node: replica.node, servedAt: state.time, visibility: replica.surviving,
        readsFrom: .unknown)
      // What lost arbitration at a replica does not survive there: a node of no replica is named.
      switch evidence.visible(observation) {
      case nil: return .unknown(.missingSurvivors(at: replica.node))
      case .set(let writes, _)?: survivors.append(.set(writes, at: NodeID(-1)))
      case let visible?: survivors.append(visible)
      }
    }
    var past = PastOfKeys(evidence: evidence, history: history, survivors: survivors)
    let lost = history.operations.filter { operation in
      evidence[operation.id.index].acknowledgedOrder != .max
        && !survivors.contains { evidence.isVisible(operation.id.index, in: $0) }
        && past.lacks(operation.id.index)
    }
    if lost.isEmpty { return .holds }
    return .violated(
      lost.map {
        Witness(
          .acknowledgedWriteLost, against: $0, eventIndex: state.eventIndex,
          relation: .acknowledgedAndLost, missed: $0.id)
      })
  }
}
