import Histories

extension GuaranteeMonitor {
  /// What the judgement of one read gathers over its keys.
  private struct Findings {
    var versions = 0
    var oldest: CommitIndex.Commit?
    var newestVisible: CommitIndex.Commit?
    var missedOwn: RequirementList.Entry?
    var missedSeen: RequirementList.Entry?
    var unplaced: Int32?
  }

  /// Judges a read that returned, and makes what it saw a requirement of its session.
  mutating func judge(_ read: Operation, _ completion: Completion, _ history: History) {
    guard let observation = completion.observation, let visible = evidence.visible(observation)
    else {
      for name in CheckerName.allCases where name.judgesReads {
        gaps.note(name, .missingVisibility(of: read.id), eventIndex: completion.eventIndex)
      }
      return
    }
    var findings = Findings()
    let key = evidence[read.id.index].key
    if key >= 0 {
      inspect(key, of: read, visible, observation.servedAt, &findings)
    } else {
      for key in evidence.keysRead(by: read.id.index) {
        inspect(key, of: read, visible, observation.servedAt, &findings)
      }
    }
    report(findings, of: read, completion, observation)
    if case .set(let writes, let node) = visible {
      gaps.noteSet(eventIndex: completion.eventIndex)
      judgeServerSet(writes, visible, of: read, completion.eventIndex, history)
      judgeWinners(
        writes, at: node, observation.readsFrom, of: read, completion.eventIndex, history)
    }
    if key >= 0 {
      remember(key, of: read, visible)
    } else {
      for key in evidence.keysRead(by: read.id.index) { remember(key, of: read, visible) }
    }
  }

  /// Compares one key of a read with what it had to see.
  private func inspect(
    _ key: Int32, of read: Operation, _ visible: VisibleWrites, _ servedAt: VirtualTime,
    _ findings: inout Findings
  ) {
    let missed = missedCommits(of: key, visible, before: servedAt.milliseconds)
    findings.versions = max(findings.versions, missed.count)
    if let oldest = missed.oldest {
      if findings.oldest.map({ oldest.time < $0.time }) ?? true { findings.oldest = oldest }
      if isInNoLog(oldest.write, visible) { findings.unplaced = oldest.write }
    }
    if let newest = missed.newestVisible,
      findings.newestVisible.map({ newest.time > $0.time }) ?? true
    {
      findings.newestVisible = newest
    }
    let record = evidence[read.id.index]
    guard let session = sessions.ofKey(record.session, key) else { return }
    let own = firstMissing(session.own, before: record.invokeOrder, visible)
    let seen = firstMissing(session.seen, before: record.invokeOrder, visible)
    for entry in [own, seen] {
      if let entry, isInNoLog(entry.write, visible) { findings.unplaced = entry.write }
    }
    findings.missedOwn = findings.missedOwn ?? own
    findings.missedSeen = findings.missedSeen ?? seen
  }

  private func firstMissing(
    _ requirements: RequirementList, before order: Int, _ visible: VisibleWrites
  ) -> RequirementList.Entry? {
    switch visible {
    case .log, .logs:
      requirements.firstMissing(inLogBefore: order) { evidence.isVisible($0, in: visible) }
    case .set:
      requirements.firstMissing(inSetBefore: order) { evidence.isVisible($0, in: visible) }
    }
  }

  /// The commits of a key that are not visible. A visible write that has not committed yet comes
  /// after all that have.
  private func missedCommits(
    of key: Int32, _ visible: VisibleWrites, before time: Int64
  ) -> CommitIndex.Missed {
    let commits = evidence.commits[Int(key)]
    guard case .set(let writes, _) = visible else {
      return commits.missed(before: time) { evidence.isVisible($0, in: visible) }
    }
    var known: [CommitIndex.Commit] = []
    var uncommitted: CommitIndex.Commit?
    for id in writes where evidence.writes(id.index, to: key) {
      let record = evidence[id.index]
      if record.isDiscarded { continue }
      let commit = CommitIndex.Commit(write: id.index, time: record.commitTime)
      if record.commitTime == .max { uncommitted = commit } else { known.append(commit) }
    }
    var missed = commits.missed(before: time, visible: known) {
      evidence.isVisible($0, in: visible)
    }
    if let uncommitted { missed.newestVisible = uncommitted }
    return missed
  }

  /// Whether a position of a log cannot say anything about the write.
  private func isInNoLog(_ write: Int32, _ visible: VisibleWrites) -> Bool {
    if case .set = visible { return false }
    return evidence[write].place == nil
  }

  private mutating func report(
    _ findings: Findings, of read: Operation, _ completion: Completion, _ observation: Observation
  ) {
    if let write = findings.unplaced {
      let reason = UnknownReason.missingPlacement(of: OperationID(Int(write)))
      for name: CheckerName in [.staleRead, .readYourWrites, .monotonicReads, .consistentPrefix] {
        gaps.note(name, reason, eventIndex: completion.eventIndex)
      }
      return
    }
    let age =
      findings.oldest.map { observation.servedAt - VirtualTime($0.time) } ?? VirtualDuration.zero
    journal.append(
      StalenessMeasure(
        read: read.id, eventIndex: completion.eventIndex, versions: findings.versions, age: age,
        oldestMissed: findings.oldest.map { OperationID(Int($0.write)) }))
    let index = completion.eventIndex
    if let oldest = findings.oldest, oldest.time < read.invoked.milliseconds {
      var witness = Witness(
        .staleRead, against: read, eventIndex: index, relation: .committedBeforeInvocation,
        missed: OperationID(Int(oldest.write)))
      witness.versions = findings.versions
      witness.age = age
      violations.append(witness)
    }
    if let own = findings.missedOwn {
      violations.append(
        Witness(
          .readYourWrites, against: read, eventIndex: index, relation: .sessionOrderToRead,
          missed: OperationID(Int(own.write))))
    }
    if let seen = findings.missedSeen {
      violations.append(
        Witness(
          .monotonicReads, against: read, eventIndex: index, relation: .visibleToEarlierRead,
          missed: OperationID(Int(seen.write)), related: [OperationID(Int(seen.cause))]))
    }
    reportGap(findings, of: read, eventIndex: index)
  }

  /// Consistent prefix: the oldest missed commit comes before the newest visible one, by log order
  /// within a log and by instants otherwise (equal instants may stand either way).
  private mutating func reportGap(_ findings: Findings, of read: Operation, eventIndex: Int) {
    guard let missed = findings.oldest, let visible = findings.newestVisible else { return }
    let isGap =
      evidence.areInOneLog(missed.write, visible.write)
      ? evidence.line(of: visible.write, contains: missed.write) : missed.time < visible.time
    guard isGap else { return }
    violations.append(
      Witness(
        .consistentPrefix, against: read, eventIndex: eventIndex, relation: .gapInCommitOrder,
        missed: OperationID(Int(missed.write)), related: [OperationID(Int(visible.write))]))
  }

  private mutating func remember(_ key: Int32, of read: Operation, _ visible: VisibleWrites) {
    switch visible {
    case .log, .logs:
      let newest = evidence.placements[Int(key)].newestVisible {
        evidence.isVisible($0, in: visible)
      }
      guard let newest else { return }
      sessions.see(
        newest, by: read.id.index, key: key, order: consumed, inSet: false, evidence: evidence)
    case .set(let writes, _):
      for id in writes where evidence.writes(id.index, to: key) {
        sessions.see(
          id.index, by: read.id.index, key: key, order: consumed, inSet: true, evidence: evidence)
      }
    }
  }
}
