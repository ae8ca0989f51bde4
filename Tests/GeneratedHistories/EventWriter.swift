/// Puts events into bytes.
struct EventWriter {
  let notation: GeneratedNotation
  var bytes: [UInt8] = []
  private var index = 0

  init(_ notation: GeneratedNotation) { self.notation = notation }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func begin() {
    switch notation {
    case .edn, .records: put("; a generated history\n")
    case .vector: put("[")
    case .jsonl: break
    case .log: put("INFO  jepsen.core - Running test \"generated\" {:nodes [:n1 :n2 :n3]}\n")
    }
  }

  mutating func end() {
    if notation == .vector { put("]\n") }
  }

  mutating func write(_ event: GeneratedEvent) {
    if event.process == nil { writeComment() }
    switch notation {
    case .edn, .records: writeMap(event)
    case .vector:
      if index > 0 { put("\n ") }
      writeMap(event)
    case .jsonl: writeObject(event)
    case .log: writeLine(event)
    }
    index += 1
  }

  private mutating func writeComment() {
    switch notation {
    case .edn, .records: put("; the nemesis {:n1 #{:n2\n#_ {:process 0, :type :ignored}\n")
    case .vector: put("\n ; the nemesis ]")
    case .jsonl: break
    case .log:
      put("WARN  jepsen.core - Process 2 indeterminate\njava.net.SocketTimeoutException: null\n")
      put("\tat java.net.SocketInputStream.socketRead0(Native Method)\n")
    }
  }

  private mutating func writeMap(_ event: GeneratedEvent) {
    put(notation == .records ? "#jepsen.history.Op{" : "{")
    put(":process \(event.process.map(String.init) ?? ":nemesis")")
    put(", :type :\(event.kind.rawValue), :f :\(event.function), :value ")
    putValue(event)
    if let key = event.key, !event.hasTuple { put(", :key \(key)") }
    if let error = event.error { put(", :error :\(error)") }
    put(", :index \(index), :time \(index * 71_003)}")
    if notation != .vector { put("\n") }
  }

  private mutating func writeObject(_ event: GeneratedEvent) {
    put("{\"process\": \(event.process.map(String.init) ?? "\":nemesis\""), ")
    put("\"type\": \"\(event.kind.rawValue)\", \"f\": \"\(event.function)\", \"value\": ")
    putValue(event)
    if let key = event.key, !event.hasTuple { put(", \"key\": \(key)") }
    if let error = event.error { put(", \"error\": [\"\(error)\", null, {\"after\": 5.0}]") }
    put(", \"index\": \(index), \"time\": \(index * 71_003)}\n")
  }

  private mutating func writeLine(_ event: GeneratedEvent) {
    put("INFO  jepsen.util - \(event.process.map(String.init) ?? ":nemesis")\t")
    put(":\(event.kind.rawValue)\t:\(event.function)\t")
    if let error = event.error { put(":\(error)") } else { putValue(event) }
    put("\n")
  }

  private mutating func putValue(_ event: GeneratedEvent) {
    guard event.hasTuple, let key = event.key else { return put(event.value) }
    put(.list([.number(key), event.value]))
  }

  private mutating func put(_ value: GeneratedValue) {
    let isJSON = notation == .jsonl
    switch value {
    case .null: put(isJSON ? "null" : "nil")
    case .number(let number): put(String(number))
    case .text(let text): put("\"\(text)\"")
    case .word(let word): put(isJSON ? "\"\(word)\"" : ":\(word)")
    case .list(let elements):
      put("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { put(isJSON ? ", " : " ") }
        put(element)
      }
      put("]")
    case .set(let elements):
      put(isJSON ? "[" : "#{")
      put(elements.map(String.init).joined(separator: isJSON ? ", " : " "))
      put(isJSON ? "]" : "}")
    }
  }
}
