import Histories

/// What sessions have written and read: the requirements that their later operations must meet.
struct SessionTable: Sendable {
  /// A write that a session read, in the order of its reads.
  struct Seen: Sendable {
    var write: Int32
    var read: Int32
  }

  /// What a session did to one key.
  struct OfKey: Sendable {
    var own = RequirementList()
    var seen = RequirementList()
    /// When each write seen in an explicit set was seen first. Only looked up, never iterated.
    var seenOrder: [Int32: Int] = [:]
  }

  /// What a session did to the keys of one log.
  struct OfLog: Sendable {
    var own = RequirementList()
    var seen = RequirementList()
  }

  struct State: Sendable {
    /// The last acknowledged write; -1 if none.
    var lastWrite: Int32 = -1
    var seen: [Seen] = []
  }

  private var states: [State] = []
  private var keySlots: [Int64: Int] = [:]
  private var logSlots: [Int64: Int] = [:]
  private var ofKeys: [OfKey] = []
  private var ofLogs: [OfLog] = []

  func state(_ session: Int32) -> State? {
    Int(session) < states.count ? states[Int(session)] : nil
  }

  func ofKey(_ session: Int32, _ key: Int32) -> OfKey? {
    keySlots[Self.pair(session, key)].map { ofKeys[$0] }
  }

  func ofLog(_ session: Int32, _ log: Int32) -> OfLog? {
    logSlots[Self.pair(session, log)].map { ofLogs[$0] }
  }

  /// Fills in what a session had done when it invoked an operation.
  mutating func invoke(_ record: inout OperationRecord) {
    while states.count <= Int(record.session) { states.append(State()) }
    let state = states[Int(record.session)]
    record.previousWrite = state.lastWrite
    record.readsBefore = Int32(state.seen.count)
  }

  /// Records an acknowledged write of a session to a key.
  mutating func acknowledge(_ write: Int32, key: Int32, order: Int, evidence: Evidence) {
    let slot = keySlot(evidence[write].session, key)
    ofKeys[slot].own.append(
      write: write, cause: write, order: order,
      extends: { evidence.line(of: write, contains: $0) },
      covers: { evidence.line(of: $0, contains: write) })
  }

  /// Records an acknowledged write of a session, whatever its keys.
  mutating func acknowledge(_ write: Int32, order: Int, evidence: Evidence) {
    let session = evidence[write].session
    states[Int(session)].lastWrite = write
    guard let place = evidence[write].place else { return }
    let slot = logSlot(session, place.log)
    ofLogs[slot].own.append(
      write: write, cause: write, order: order,
      extends: { evidence.line(of: write, contains: $0) },
      covers: { evidence.line(of: $0, contains: write) })
  }

  /// Records that a read saw a write of `key`: the newest on a line, or a member of a set.
  mutating func see(
    _ write: Int32, by read: Int32, key: Int32, order: Int, inSet: Bool, evidence: Evidence
  ) {
    let session = evidence[read].session
    let slot = keySlot(session, key)
    if inSet {
      if ofKeys[slot].seenOrder[write] != nil { return }
      ofKeys[slot].seenOrder[write] = order
      states[Int(session)].seen.append(Seen(write: write, read: read))
    } else if ofKeys[slot].seen.newest == write {
      return
    }
    ofKeys[slot].seen.append(
      write: write, cause: read, order: order,
      extends: { evidence.line(of: write, contains: $0) },
      covers: { evidence.line(of: $0, contains: write) })
    guard let place = evidence[write].place else { return }
    let logSlot = logSlot(session, place.log)
    ofLogs[logSlot].seen.append(
      write: write, cause: read, order: order,
      extends: { evidence.line(of: write, contains: $0) },
      covers: { evidence.line(of: $0, contains: write) })
  }

  private mutating func keySlot(_ session: Int32, _ key: Int32) -> Int {
    let pair = Self.pair(session, key)
    if let slot = keySlots[pair] { return slot }
    keySlots[pair] = ofKeys.count
    ofKeys.append(OfKey())
    return ofKeys.count - 1
  }

  private mutating func logSlot(_ session: Int32, _ log: Int32) -> Int {
    let pair = Self.pair(session, log)
    if let slot = logSlots[pair] { return slot }
    logSlots[pair] = ofLogs.count
    ofLogs.append(OfLog())
    return ofLogs.count - 1
  }

  private static func pair(_ session: Int32, _ other: Int32) -> Int64 {
    Int64(session) << 32 | Int64(other)
  }
}
