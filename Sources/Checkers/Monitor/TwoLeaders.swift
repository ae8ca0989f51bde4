import Histories

/// TwoLeaders: two nodes led one log in overlapping time, and one of them committed during the
/// overlap a write that is on another line of the log than a write which the other committed.
///
/// One of the two commits must fall into the overlap. The other need not: a leader stands by what it
/// has committed as long as it leads, and what it committed while another led counts against it
/// afterwards. If neither does, a lost tail is all there is, which AcknowledgedWriteLost judges. An
/// overlap lasts for some time; an end and a begin at one instant are none, in either order.
///
/// Who commits is the node that noted it, in the epoch in which it leads then, whichever epoch the
/// entry was placed in; a history that does not name nodes is read by the epoch of the entry. What a
/// leader commits is a line, so that the last committed write of each stands for all. One witness for
/// each pair of leaders. (Ongaro and Ousterhout 2014: election safety, leader completeness.)
extension GuaranteeMonitor {
  /// Lets overlaps begin, before an event of a later instant is looked at.
  mutating func ripenOverlaps(before event: HistoryEvent, _ history: History) {
    for (earlier, later) in leaders.ripen(before: event.time, eventIndex: event.eventIndex) {
      for one in leaders.tenures[earlier].heads.reversed() {
        guard let other = conflict(of: one.write, with: leaders.tenures[later].heads) else {
          continue
        }
        report(other, of: later, against: one, of: earlier, event, history)
        break
      }
    }
  }

  /// A leader committed a write, perhaps one of an older epoch.
  mutating func judgeCommit(of id: OperationID, _ event: HistoryEvent, _ history: History) {
    guard let place = evidence[id.index].place else {
      if let node = event.node, leaders.open.contains(where: { leads($0, node) }) {
        gaps.note(.twoLeaders, .missingPlacement(of: id), eventIndex: event.eventIndex)
      }
      return
    }
    let log = LogID(Int(place.log))
    guard let own = leaders.tenure(of: event.node, log: log, epoch: evidence[id.index].epoch) else {
      return
    }
    let commit = LeaderTable.Commit(write: id.index, time: event.time)
    if let head = leaders.tenures[own].heads.last {
      if evidence.line(of: head.write, contains: id.index) { return }
      leaders.addHead(
        commit, to: own, replacingLast: evidence.line(of: id.index, contains: head.write))
    } else {
      leaders.addHead(commit, to: own, replacingLast: false)
    }
    leaders.hold(id.index, by: own)
    for rival in leaders.tenures[own].rivals {
      compare(commit, of: own, with: rival, event, history)
    }
  }

  private mutating func compare(
    _ commit: LeaderTable.Commit, of own: Int, with rival: Int, _ event: HistoryEvent,
    _ history: History
  ) {
    let other = leaders.tenures[rival]
    let since = max(leaders.tenures[own].start, other.start)
    let isInOverlap = commit.time <= other.end
    let heads = isInOverlap ? other.heads : other.heads.filter { $0.time >= since }
    if let found = conflict(of: commit.write, with: heads) {
      report(commit, of: own, against: found, of: rival, event, history)
    } else if !isInOverlap,
      heads.allSatisfy({ evidence.line(of: commit.write, contains: $0.write) })
    {
      leaders.settle(own, rival)
    }
  }

  private func conflict(
    of write: Int32, with heads: [LeaderTable.Commit]
  ) -> LeaderTable.Commit? {
    heads.last {
      !evidence.line(of: write, contains: $0.write) && !evidence.line(of: $0.write, contains: write)
    }
  }

  private mutating func report(
    _ commit: LeaderTable.Commit, of own: Int, against other: LeaderTable.Commit, of rival: Int,
    _ event: HistoryEvent, _ history: History
  ) {
    leaders.settle(own, rival)
    var witness = Witness(
      .twoLeaders, against: history[OperationID(Int(commit.write))], eventIndex: event.eventIndex,
      relation: .committedByTwoLeaders, missed: OperationID(Int(other.write)))
    witness.leaders = [own, rival].map { leaders.tenures[$0].leadership }
    violations.append(witness)
  }

  private func leads(_ tenure: Int, _ node: NodeID) -> Bool {
    leaders.tenures[tenure].leadership.node == node
  }

  /// Whether a leader other than the node has the write in its log now: then it is not lost, though
  /// the node threw it away.
  func isHeld(_ write: Int32, byLeaderOtherThan node: NodeID) -> Bool {
    leaders.open.contains { index in
      let tenure = leaders.tenures[index]
      return tenure.leadership.node != node && tenure.holds >= 0
        && evidence.line(of: tenure.holds, contains: write)
    }
  }
}

extension GuaranteeMonitor {
  /// Who believed as of an event of the run, that event included, that they lead.
  public func leaders(asOf eventIndex: Int) -> [Leadership] { leaders.leaders(asOf: eventIndex) }

  /// Two nodes that lead one log as of an event, an overlap without duration so far included; if
  /// there are none, the last two that did for some time.
  public func leaderOverlap(asOf eventIndex: Int) -> LeaderOverlap? {
    leaders.overlap(asOf: eventIndex)
  }
}
