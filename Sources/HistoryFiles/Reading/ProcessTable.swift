import Histories

/// An operation that was invoked and has not ended.
struct OpenOperation {
  var index: Int
  var call: Call
  var function: FunctionName
  /// What the invocation gave as its value, without the key.
  var value: Value
  /// The line of the invocation.
  var line: Int
  /// Whether the invocation gave no value.
  var isBare: Bool { value == .absent }
  /// Whether the value, or a part of it, is a text.
  var isOfText: Bool {
    switch value {
    case .text: true
    case .list(let parts): parts.contains { if case .text = $0 { true } else { false } }
    case .absent, .integer: false
    }
  }
}

/// The processes of a file, each with the operation that it has open.
struct ProcessTable {
  private(set) var names: [String] = []
  var open: [OpenOperation?] = []
  /// The clients that they are; several processes may be one client that went on after crashes.
  private var clients: [ProcessID?] = []
  private(set) var clientNames: [String] = []
  /// For each client the process that it was last.
  private var latestSlots: [Int] = []
  // Names are texts of the file, which are the same when their bytes are: `Value`, not `String`.
  private var clientOfName: [Value: ProcessID] = [:]
  /// The session of each client that names none, and those that are named.
  private var sessions: [SessionID?] = []
  private var sessionOfName: [Value: SessionID] = [:]
  private var sessionCount = 0
  /// Slots of processes with small numbers, which nearly all are; -1: none yet.
  private var slotOfSmall: [Int32] = []
  private var slotOfNumber: [Int64: Int] = [:]
  private var slotOfName: [Value: Int] = [:]

  /// O(1) expected.
  mutating func slot(of process: RecordedEvent.Process) -> Int {
    switch process {
    case .number(let number):
      if number >= 0, number < slotOfSmall.count, slotOfSmall[Int(number)] >= 0 {
        return Int(slotOfSmall[Int(number)])
      }
      if let slot = slotOfNumber[number] { return slot }
      let slot = make(String(number))
      if number >= 0, number < 1 << 16 {
        while slotOfSmall.count <= Int(number) { slotOfSmall.append(-1) }
        slotOfSmall[Int(number)] = Int32(slot)
      } else {
        slotOfNumber[number] = slot
      }
      return slot
    case .named(let name):
      if let slot = slotOfName[.text(name)] { return slot }
      let slot = make(name)
      slotOfName[.text(name)] = slot
      return slot
    case .notClient: return make("")
    }
  }

  private mutating func make(_ name: String) -> Int {
    names.append(name)
    open.append(nil)
    clients.append(nil)
    return names.count - 1
  }

  func name(_ slot: Int) -> String { quoted(names[slot]) }

  /// The client that a process is: itself, or the one that its first event names.
  mutating func process(_ slot: Int, client: Value?) -> ProcessID {
    if let known = clients[slot] { return known }
    let name = client.map { "\($0)" } ?? names[slot]
    if client != nil, let known = clientOfName[.text(name)] {
      clients[slot] = known
      return known
    }
    let process = ProcessID(clientNames.count)
    clientNames.append(name)
    latestSlots.append(slot)
    sessions.append(nil)
    clients[slot] = process
    if client != nil { clientOfName[.text(name)] = process }
    return process
  }

  /// The operation that a client has open as another process than this one, by which it now goes on.
  mutating func openElsewhere(_ client: ProcessID, goingOnAs slot: Int) -> OpenOperation? {
    let other = latestSlots[Int(client.index)]
    latestSlots[Int(client.index)] = slot
    return other == slot ? nil : open[other]
  }

  /// The session that an event names, else the one of its client.
  mutating func session(_ name: Value?, of process: ProcessID) -> SessionID {
    if let name {
      let name = Value.text("\(name)")
      if let known = sessionOfName[name] { return known }
      let new = makeSession()
      sessionOfName[name] = new
      return new
    }
    if let known = sessions[Int(process.index)] { return known }
    let new = makeSession()
    sessions[Int(process.index)] = new
    return new
  }

  private mutating func makeSession() -> SessionID {
    sessionCount += 1
    return SessionID(sessionCount - 1)
  }
}
