import Histories

/// New-old inversion (Lamport 1986): a read returned an older version of a register than a read that had
/// ended before it was invoked. What a regular register allows and an atomic one does not.
///
/// The version that a read returned is the write that it read from: as noted, or the one write of its
/// value. One version is older than another if its write returned before the other's was invoked, or stands
/// before it in the log, where every write of the key is in one log that never forked. Versions whose
/// order neither tells are not compared. The initial version is older than all.
///
/// One witness for each read that is older than an earlier one, against the earlier one that is furthest ahead:
/// both reads and their writes. O(n log n).
struct NewOldInversion {
  private struct Seen {
    let read: RegisterTable.Access
    /// Nil is the initial version.
    let write: RegisterTable.Access?
  }

  let history: History
  private let ranks: LogRanks

  init(_ history: History) {
    self.history = history
    ranks = LogRanks(history)
  }

  func judge() -> Verdict {
    let table = RegisterTable(history)
    var witnesses: [Witness] = []
    var missing: UnknownReason?
    for register in table.registers where register.unsupported == nil {
      var seen: [Seen] = []
      let sources = VersionSources(register, history)
      for read in register.reads {
        switch sources.source(of: read) {
        case .unknown:
          missing = missing ?? .missingReadsFrom(of: OperationID(Int(read.operation)))
        case .initial: seen.append(Seen(read: read, write: nil))
        case .write(let write): seen.append(Seen(read: read, write: write))
        }
      }
      witnesses += inversions(seen, ranks.ranks(of: seen.compactMap(\.write?.operation)))
    }
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    let unsupported = table.unsupported.map { UnknownReason.unsupportedCall(of: $0) }
    return (missing ?? unsupported).map(Verdict.unknown) ?? .holds
  }

  /// Sweeps over time, with the newest version that a read has returned so far.
  private func inversions(_ seen: [Seen], _ ranks: [Int32: Int64]?) -> [Witness] {
    let byInvocation = seen.indices.sorted {
      (seen[$0].read.invoked, $0) < (seen[$1].read.invoked, $1)
    }
    let byResponse = seen.indices.sorted {
      (seen[$0].read.returned, $0) < (seen[$1].read.returned, $1)
    }
    var next = 0
    var newest: Int?
    var witnesses: [Witness] = []
    for index in byInvocation {
      while next < byResponse.count,
        seen[byResponse[next]].read.returned < seen[index].read.invoked
      {
        let ended = byResponse[next]
        if newest.map({ newness(seen[ended], ranks) > newness(seen[$0], ranks) }) ?? true {
          newest = ended
        }
        next += 1
      }
      if let newest, isOlder(seen[index], than: seen[newest], ranks) {
        witnesses.append(witness(seen[index], after: seen[newest]))
      }
    }
    return witnesses
  }

  /// What an older version must end before; its place where the log tells.
  private func newness(_ seen: Seen, _ ranks: [Int32: Int64]?) -> Int64 {
    guard let write = seen.write else { return .min }
    return ranks.map { $0[write.operation] ?? .min } ?? write.invoked
  }

  private func isOlder(_ one: Seen, than other: Seen, _ ranks: [Int32: Int64]?) -> Bool {
    guard let newer = other.write else { return false }
    guard let older = one.write else { return true }
    return ranks == nil
      ? older.returned < newer.invoked : newness(one, ranks) < newness(other, ranks)
  }

  private func witness(_ read: Seen, after earlier: Seen) -> Witness {
    var witness = history.witness(
      .newOldInversion, read.read, .newOldInversion, missed: earlier.write, read.write)
    witness.related = (witness.related + [OperationID(Int(earlier.read.operation))]).sorted()
    return witness
  }
}

/// Which write each read of one register read from.
struct VersionSources {
  enum Source {
    case initial
    case write(RegisterTable.Access)
    /// Several writes wrote the value, or none.
    case unknown
  }

  private let history: History
  private let register: RegisterTable.Register
  private var ofValue: [Int32: RegisterTable.Access] = [:]
  private var isAmbiguous: [Int32: Bool] = [:]
  private var ofOperation: [Int32: RegisterTable.Access] = [:]

  /// O(writes) expected.
  init(_ register: RegisterTable.Register, _ history: History) {
    self.history = history
    self.register = register
    isAmbiguous[RegisterTable.initialValue] = false
    for write in register.writes {
      ofOperation[write.operation] = write
      isAmbiguous[write.value] = isAmbiguous[write.value] != nil
      ofValue[write.value] = write
    }
  }

  /// As noted, else by value. O(1) expected, O(keys) for a multi-key read.
  func source(of read: RegisterTable.Access) -> Source {
    let operation = history.operations[Int(read.operation)]
    switch noted(operation) {
    case .initial: return .initial
    case .write(let id): if let write = ofOperation[id.index] { return .write(write) }
    case .unknown, .each: break
    }
    guard let isAmbiguous = isAmbiguous[read.value], !isAmbiguous else { return .unknown }
    return ofValue[read.value].map(Source.write) ?? .initial
  }

  private func noted(_ operation: Operation) -> ReadsFrom {
    guard let noted = operation.completion?.observation?.readsFrom else { return .unknown }
    guard case .each(let parts) = noted, case .readMany(let keys) = operation.call,
      let place = keys.firstIndex(of: register.key), place < parts.count
    else { return noted }
    return parts[place]
  }
}

/// The order of the writes in logs that never forked.
struct LogRanks {
  private var places: [LogPlace?]
  private var hasForked: [Bool] = []

  /// O(n log n).
  init(_ history: History) {
    places = Array(repeating: nil, count: history.operations.count)
    var logs: [LogTree] = []
    for event in history.events {
      guard case .note(.placed(let id, let log, let position, let previous)) = event.kind else {
        continue
      }
      while logs.count <= Int(log.index) {
        logs.append(LogTree(log: LogID(logs.count)))
        hasForked.append(false)
      }
      let place = logs[Int(log.index)].append(id.index, at: position, after: previous)
      // A write that is placed twice has no one place.
      if place?.branch != 0 || places[Int(id.index)] != nil { hasForked[Int(log.index)] = true }
      places[Int(id.index)] = place
    }
  }

  /// The places of writes among those of their log; nil if one has none, if they are not of one log, or
  /// if it forked. O(writes).
  func ranks(of writes: [Int32]) -> [Int32: Int64]? {
    var log: Int32?
    var result: [Int32: Int64] = [:]
    for write in writes {
      guard let place = places[Int(write)], log ?? place.log == place.log,
        !hasForked[Int(place.log)]
      else { return nil }
      log = place.log
      result[write] = Int64(place.index)
    }
    return result
  }
}
