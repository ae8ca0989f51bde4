import Histories

extension GuaranteeMonitor {
  /// Monotonic writes and writes-follow-reads of a write with a place in a log: everything that its
  /// session had acknowledged or read in that log must be on its line.
  ///
  /// Asked when the write is committed (or acknowledged without): an entry that a deposed leader
  /// has appended and nobody confirmed is ordered after nothing yet.
  mutating func judgePlacement(of operation: Operation, eventIndex: Int) {
    let write = operation.id.index
    let record = evidence[write]
    guard let place = record.place, let past = sessions.ofLog(record.session, place.log) else {
      return
    }
    if let missing = past.own.firstMissing(
      inLogBefore: record.invokeOrder, isVisible: { isOrdered($0, before: write) })
    {
      let reversed = evidence.line(of: missing.write, contains: write)
      violateMonotonicWrites(
        operation, after: missing.write, shownBy: nil, eventIndex,
        reversed ? .arbitrationOfSessionWrites : .serverLacksEarlierWrite)
    }
    if let missing = past.seen.firstMissing(
      inLogBefore: record.invokeOrder, isVisible: { isOrdered($0, before: write) })
    {
      let reversed = evidence.line(of: missing.write, contains: write)
      violateWritesFollowReads(
        operation, after: missing.write, seenBy: missing.cause, shownBy: nil, eventIndex,
        reversed ? .arbitrationAgainstRead : .serverLacksWriteRead)
    }
  }

  /// The same two guarantees by Terry's definition, from a server's whole set: whoever holds a
  /// write holds what its session had acknowledged or read before.
  ///
  /// It is enough to look one step back for each write, as the writes one step back are in the set
  /// and are looked at themselves.
  mutating func judgeServerSet(
    _ writes: [OperationID], _ visible: VisibleWrites, of read: Operation, _ eventIndex: Int,
    _ history: History
  ) {
    let keys = scope == .wholeReplica ? nil : keysRead(by: read)
    for id in writes where isInScope(id.index, keys) {
      if !evidence[id.index].violatesMonotonicWrites,
        let earlier = missingOwnWrite(before: id.index, keys, visible)
      {
        violateMonotonicWrites(
          history[id], after: earlier, shownBy: read.id, eventIndex, .serverLacksEarlierWrite)
      }
      if !evidence[id.index].violatesWritesFollowReads,
        let seen = missingSeenWrite(before: id.index, keys, visible)
      {
        violateWritesFollowReads(
          history[id], after: seen.write, seenBy: seen.read, shownBy: read.id, eventIndex,
          .serverLacksWriteRead)
      }
    }
  }

  /// Arbitration outside logs: a read that returned one overwriting write though another was
  /// visible shows that the other comes before it. The other must not have been written by a
  /// session that had written or read the winner.
  mutating func judgeWinners(
    _ writes: [OperationID], at node: NodeID, _ readsFrom: ReadsFrom, of read: Operation,
    _ eventIndex: Int, _ history: History
  ) {
    for (key, winner) in zip(keysRead(by: read), winners(readsFrom)) {
      guard let winner else { continue }
      var losers = writes.filter { evidence.writes($0.index, to: key) && $0 != winner }
      // The session's own write counts as visible where it lost, even if the set leaves it out.
      if let own = sessions.ofKey(read.session.index, key)?.own.entries.last?.write,
        evidence.hasLost(own, at: node)
      {
        losers.append(OperationID(Int(own)))
      }
      for loser in losers where !evidence.areInOneLog(loser.index, winner.index) {
        judge(loser: history[loser], against: winner, key, shownBy: read.id, eventIndex)
      }
    }
  }

  private mutating func judge(
    loser: Operation, against winner: OperationID, _ key: Int32, shownBy read: OperationID,
    _ eventIndex: Int
  ) {
    guard loser.id != winner, loser.call.overwrites else { return }
    let (lost, won) = (evidence[loser.id.index], evidence[winner.index])
    if lost.session == won.session && won.acknowledgedOrder < lost.invokeOrder {
      violateMonotonicWrites(
        loser, after: winner.index, shownBy: read, eventIndex, .arbitrationOfSessionWrites)
    }
    if let seen = sessions.ofKey(lost.session, key)?.seenOrder[winner.index],
      seen < lost.invokeOrder
    {
      violateWritesFollowReads(
        loser, after: winner.index, seenBy: nil, shownBy: read, eventIndex,
        .arbitrationAgainstRead)
    }
  }

  private func winners(_ readsFrom: ReadsFrom) -> [OperationID?] {
    switch readsFrom {
    case .unknown, .initial: []
    case .write(let id): [id]
    case .each(let parts): parts.map { if case .write(let id) = $0 { id } else { nil } }
    }
  }

  private func keysRead(by read: Operation) -> [Int32] {
    let key = evidence[read.id.index].key
    return key >= 0 ? [key] : evidence.keysRead(by: read.id.index)
  }

  private func isInScope(_ write: Int32, _ keys: [Int32]?) -> Bool {
    keys?.contains { evidence.writes(write, to: $0) } ?? true
  }

  private func isOrdered(_ earlier: Int32, before later: Int32) -> Bool {
    earlier == later || evidence.line(of: later, contains: earlier)
  }

  private func missingOwnWrite(
    before write: Int32, _ keys: [Int32]?, _ visible: VisibleWrites
  ) -> Int32? {
    let record = evidence[write]
    guard let keys else {
      let previous = record.previousWrite
      return previous >= 0 && !evidence.isVisible(previous, in: visible) ? previous : nil
    }
    for key in keys {
      guard let own = sessions.ofKey(record.session, key)?.own else { continue }
      let count = own.count(before: record.invokeOrder)
      if count > 0, case let previous = own.entries[count - 1].write,
        !evidence.isVisible(previous, in: visible)
      {
        return previous
      }
    }
    return nil
  }

  private func missingSeenWrite(
    before write: Int32, _ keys: [Int32]?, _ visible: VisibleWrites
  ) -> SessionTable.Seen? {
    let record = evidence[write]
    guard let seen = sessions.state(record.session)?.seen else { return nil }
    let previous = record.previousWrite
    let isLinked = previous >= 0 && keys == nil && evidence.isVisible(previous, in: visible)
    let start = isLinked ? Int(evidence[previous].readsBefore) : 0
    return seen[start..<Int(record.readsBefore)].first {
      isInScope($0.write, keys) && !evidence.isVisible($0.write, in: visible)
    }
  }

  private mutating func violateMonotonicWrites(
    _ operation: Operation, after earlier: Int32, shownBy read: OperationID?, _ eventIndex: Int,
    _ relation: Witness.Relation
  ) {
    guard !evidence[operation.id.index].violatesMonotonicWrites else { return }
    evidence[operation.id.index].violatesMonotonicWrites = true
    violations.append(
      Witness(
        .monotonicWrites, against: operation, eventIndex: eventIndex, relation: relation,
        missed: OperationID(Int(earlier)), related: [read].compactMap(\.self)))
  }

  private mutating func violateWritesFollowReads(
    _ operation: Operation, after earlier: Int32, seenBy cause: Int32?,
    shownBy read: OperationID?, _ eventIndex: Int, _ relation: Witness.Relation
  ) {
    guard !evidence[operation.id.index].violatesWritesFollowReads else { return }
    evidence[operation.id.index].violatesWritesFollowReads = true
    let cause = cause.map { OperationID(Int($0)) }
    violations.append(
      Witness(
        .writesFollowReads, against: operation, eventIndex: eventIndex, relation: relation,
        missed: OperationID(Int(earlier)),
        related: [cause, read].compactMap(\.self).sorted()))
  }
}
