import Histories
import Simulation

/// Writes actions so that the parser reads the same ones. O(length) for everything but links.
struct ActionPrinter {
  let names: NameTable

  /// A word where it can stand bare, else in quotes.
  static func word(_ text: String) -> String {
    ActionLexer.isBareWord(text) ? text : QuotedText.quoted(text)
  }

  /// A name of a node or client: quoted where it would be taken for a keyword.
  static func name(_ name: String) -> String {
    ActionParser.reserved.contains(name) ? QuotedText.quoted(name) : word(name)
  }

  static func key(_ key: Key) -> String {
    key.name == "via" ? QuotedText.quoted(key.name) : word(key.name)
  }

  static func value(_ value: Value) -> String {
    switch value {
    case .absent: "nil"
    case .integer(let number): String(number)
    case .text(let text): text == "nil" || text == "via" ? QuotedText.quoted(text) : word(text)
    case .list(let elements): "[" + elements.map(Self.value).joined(separator: ", ") + "]"
    }
  }

  func name(_ node: NodeID) -> String { Self.name(names[node]) }
  func name(_ process: ProcessID) -> String { Self.name(names[process]) }

  private static func signed(_ number: Int64) -> String { number > 0 ? "+\(number)" : "\(number)" }

  private static func percent(_ probability: Probability) -> String {
    let (whole, rest) = Int(probability.partsPerMillion).quotientAndRemainder(dividingBy: 10_000)
    guard rest > 0 else { return "\(whole)%" }
    var decimals = String(String(10_000 + rest).dropFirst())
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(whole).\(decimals)%"
  }

  // MARK: Interventions

  func text(_ intervention: Intervention) -> String {
    let word = intervention.name
    switch intervention {
    case .cut(let links): return "\(word) \(text(links))"
    case .heal(let links): return links.map { "\(word) \(text($0))" } ?? word
    case .setDelay(let links, let time), .setJitter(let links, let time):
      return "\(word) \(text(links)) \(time)"
    case .setLoss(let links, let rate), .setDuplication(let links, let rate):
      return "\(word) \(text(links)) \(Self.percent(rate))"
    case .setOrdering(let links, let inOrder):
      return "\(word) \(text(links)) \(inOrder ? "on" : "off")"
    case .treat(let message, let treatment):
      return "\(word) m\(message.number)" + text(treatment)
    case .addRule(let rule): return text(rule)
    case .removeRule(let rule): return "\(word) \(text(rule))"
    case .choose(let sequence): return "\(word) \(sequence)"
    case .invoke(let process, let call, let target):
      return "\(name(process)) \(text(call))" + (target.map { " via \(name($0))" } ?? "")
    case .setRouting(let processes, let policy, let among):
      let pool = among.isEmpty ? "" : " among " + among.map { name($0) }.joined(separator: ", ")
      return "\(word) \(clients(processes)) \(policy.rawValue)" + pool
    case .configure(let path, let value):
      return "\(word) \(Self.word(path)) = \(Self.value(value))"
    case .setWorkload(let workload): return "\(word) \(text(workload))"
    case .setNemesis(let nemesis): return "\(word) \(text(nemesis))"
    default: return "\(word) \(nodeText(intervention))"
    }
  }

  /// The part after the word of an intervention that is about a node.
  private func nodeText(_ intervention: Intervention) -> String {
    switch intervention {
    case .crash(let node, let losingDisk): name(node) + (losingDisk ? " losing-disk" : "")
    case .armCrash(let node, let step): "\(name(node)) at \(Self.word(step.name))"
    case .setServiceTime(let node, let time): "\(name(node)) \(time)"
    case .setClockOffset(let node, let time), .stepClock(let node, let time):
      "\(name(node)) \(Self.signed(time.milliseconds))"
    case .setDrift(let node, let drift): "\(name(node)) \(Self.signed(drift))"
    default: intervention.node.map { name($0) } ?? ""
    }
  }

  /// A rule as it is added: `drop next append P -> R1`.
  func text(_ rule: MessageRule) -> String {
    let kind = rule.kind.map { Self.word($0) + " " } ?? ""
    return "\(rule.treatment.name) next \(kind)\(name(rule.link.from)) -> \(name(rule.link.to))"
      + text(rule.treatment)
  }

  private func text(_ treatment: MessageTreatment) -> String {
    if case .delay(let time) = treatment { " by \(time)" } else { "" }
  }

  private func text(_ workload: Workload?) -> String {
    guard let workload else { return "off" }
    let cas = workload.compareAndSetPercent
    return "\(clients(workload.clients)) every \(workload.meanGap)"
      + "\(workload.isSteady ? " steady" : "") reads \(workload.readPercent)%"
      + (cas > 0 ? " cas \(cas)%" : "") + " keys "
      + workload.keys.map(Self.key).joined(separator: ", ")
  }

  private func clients(_ processes: [ProcessID]) -> String {
    if processes.isEmpty { return "none" }
    let everybody = names.clients.indices.map { ProcessID($0) }
    return processes == everybody ? "*" : processes.map { name($0) }.joined(separator: ", ")
  }

  private func text(_ nemesis: Nemesis?) -> String {
    guard let nemesis else { return "off" }
    return nemesis.kinds.map(\.rawValue).joined(separator: ", ")
      + " every \(nemesis.meanGap) for \(nemesis.meanDuration)"
  }

  // MARK: Calls

  func text(_ call: Call) -> String {
    switch call {
    case .read(let key), .delete(let key), .dequeue(let key), .pop(let key), .acquire(let key),
      .release(let key):
      return "\(call.name) \(Self.key(key))"
    case .write(let key, let value): return "\(call.name) \(Self.key(key)) = \(Self.value(value))"
    case .compareAndSet(let key, let expected, let new):
      return "\(call.name) \(Self.key(key)) \(Self.value(expected)) -> \(Self.value(new))"
    case .conditionalPut(let key, let value, let version):
      return
        "\(call.name) \(Self.key(key)) = \(Self.value(value)) at \(version.epoch):\(version.lsn)"
    case .add(let key, let value), .remove(let key, let value), .append(let key, let value),
      .enqueue(let key, let value), .push(let key, let value):
      return "\(call.name) \(Self.key(key)) \(Self.value(value))"
    case .increment(let key, let amount):
      return "\(call.name) \(Self.key(key))" + (amount == 1 ? "" : " by \(amount)")
    case .readMany(let keys):
      let listed = keys.map(Self.key).joined(separator: ", ")
      if keys.count > 1 { return "read \(listed)" }
      return keys.isEmpty ? call.name : "\(call.name) \(listed)"
    case .transaction(let calls):
      return calls.isEmpty
        ? "transaction {}" : "transaction { " + calls.map(text).joined(separator: "; ") + " }"
    }
  }
}
