import Histories
import Simulation

extension Intervention {
  /// Whether everything in it exists and is of a sensible size, so that carrying it out cannot
  /// leave the bounds of the world. What a run accepts can therefore be printed and read again.
  /// O(links, keys and values in it).
  /// - Throws: `ActionError` that says what is out of bounds.
  func checkBounds(_ names: NameTable) throws(ActionError) {
    switch self {
    case .cut(let links), .heal(let links?), .setLoss(let links, _),
      .setDuplication(let links, _), .setOrdering(let links, _):
      try check(links, names)
    case .setDelay(let links, let time), .setJitter(let links, let time):
      try check(links, names)
      try check(time, from: 0)
    case .setServiceTime(_, let time): try check(time, from: 0)
    case .setClockOffset(_, let time), .stepClock(_, let time):
      try check(time, from: -ActionLimits.durationMax)
    case .setDrift(_, let drift) where abs(drift.clamped) > ActionLimits.driftMax:
      throw ActionError("a drift of \(drift) ppm; at most \(ActionLimits.driftMax) either way")
    case .treat(_, .delay(let time)): try check(time, from: 0)
    case .addRule(let rule), .removeRule(let rule):
      try check([rule.link], names)
      if case .delay(let time) = rule.treatment { try check(time, from: 0) }
    case .invoke(let process, let call, let target):
      try check(process, names)
      if let target { try check(target, below: names.servers.count) }
      try Weight.check(call)
    case .setRouting(let clients, _, let among):
      try check(once: clients, names)
      try check(once: among, names)
    case .configure(_, let value): try Weight.check(value)
    case .setWorkload(let workload?):
      for client in workload.clients { try check(client, names) }
      try check(workload.meanGap, from: 0)
      let shares = [workload.readPercent, workload.compareAndSetPercent]
      guard shares.allSatisfy({ (0...100).contains($0) }), shares[0] + shares[1] <= 100 else {
        throw ActionError("reads and cas are 0 to 100% each, and at most 100% together")
      }
      try Weight.check(.readMany(workload.keys))
    case .setNemesis(let nemesis?):
      try check(nemesis.meanGap, from: 0)
      try check(nemesis.meanDuration, from: 0)
    default: break
    }
    if let node { try check(node, below: names.servers.count) }
  }

  private func check(_ time: VirtualDuration, from low: Int64) throws(ActionError) {
    guard (low...ActionLimits.durationMax).contains(time.milliseconds) else {
      throw ActionError("\(time) ms; this is \(low) to \(ActionLimits.durationMax) ms")
    }
  }

  private func check(_ endpoint: NodeID, below count: Int) throws(ActionError) {
    guard (0..<count).contains(Int(endpoint.index)) else {
      throw ActionError("there is no node with the number \(endpoint.index)")
    }
  }

  private func check(once nodes: [NodeID], _ names: NameTable) throws(ActionError) {
    for (place, node) in nodes.enumerated() {
      try check(node, below: names.servers.count)
      guard !nodes[..<place].contains(node) else {
        throw ActionError("\(names[node]) stands twice; a node is named once")
      }
    }
  }

  private func check(once clients: [ProcessID], _ names: NameTable) throws(ActionError) {
    var seen: Set<ProcessID> = []
    for client in clients {
      try check(client, names)
      guard seen.insert(client).inserted else {
        throw ActionError("\(names[client]) stands twice; a client is named once")
      }
    }
  }

  private func check(_ process: ProcessID, _ names: NameTable) throws(ActionError) {
    guard names.clients.indices.contains(Int(process.index)) else {
      throw ActionError("there is no client with the number \(process.index)")
    }
  }

  private func check(_ links: [Link], _ names: NameTable) throws(ActionError) {
    guard links.count <= ActionLimits.linksMax else {
      throw ActionError("an action names at most \(ActionLimits.linksMax) links")
    }
    let endpoints = names.servers.count + names.clients.count
    for link in links {
      try check(link.from, below: endpoints)
      try check(link.to, below: endpoints)
      guard link.from != link.to else { throw ActionError("a link has two different ends") }
    }
  }
}

extension Int64 {
  /// The number, or the nearest one that has an absolute value.
  fileprivate var clamped: Int64 { Swift.max(self, -.max) }
}

/// How much text an action carries.
private struct Weight {
  private var bytes = 0

  static func check(_ call: Call) throws(ActionError) {
    var weight = Weight()
    try weight.add(call, depth: 0)
  }

  static func check(_ value: Value) throws(ActionError) {
    var weight = Weight()
    try weight.add(value, depth: 0)
  }

  private mutating func add(_ text: String) throws(ActionError) {
    bytes += 8 + text.utf8.count
    guard text.utf8.count <= ActionLimits.textBytesMax, text.count <= ActionLimits.textMax else {
      throw ActionError("a key or text has at most \(ActionLimits.textMax) characters")
    }
    guard bytes <= ActionLimits.weightMax else {
      throw ActionError(
        "an action carries at most \(ActionLimits.weightMax) bytes of keys and values")
    }
  }

  private mutating func add(_ value: Value, depth: Int) throws(ActionError) {
    guard case .list(let elements) = value else {
      if case .text(let text) = value { try add(text) } else { try add("") }
      return
    }
    guard depth < ActionLimits.depthMax else {
      throw ActionError("lists nest at most \(ActionLimits.depthMax) deep")
    }
    try add("")
    for element in elements { try add(element, depth: depth + 1) }
  }

  private mutating func add(_ call: Call, depth: Int) throws(ActionError) {
    if case .transaction(let calls) = call {
      guard depth < ActionLimits.depthMax else {
        throw ActionError("transactions nest at most \(ActionLimits.depthMax) deep")
      }
      try add("")
      for call in calls { try add(call, depth: depth + 1) }
      return
    }
    for key in call.keys { try add(key.name) }
    if let argument = call.argument { try add(argument, depth: 0) }
    if case .compareAndSet(_, let expected, _) = call { try add(expected, depth: 0) }
  }
}
