import Histories

/// Puts events into the bytes of a notation.
struct NotationWriter {
  let format: HistoryFormat
  /// Whether values of log lines stand in tuples with their keys.
  let usesTuples: Bool
  var bytes: [UInt8] = []

  init(_ format: HistoryFormat, usesTuples: Bool) {
    self.format = format
    self.usesTuples = usesTuples
  }

  mutating func write(_ event: WrittenEvent) {
    switch format {
    case .edn, .jsonl: writeMap(event)
    case .log: writeLine(event)
    }
  }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// A name: `:read` or `"read"`.
  private mutating func putName(_ name: String) {
    put(format == .jsonl ? "\"\(name)\"" : ":\(name)")
  }

  private mutating func putField(_ name: String) {
    put(", ")
    putName(name)
    put(format == .jsonl ? ": " : " ")
  }

  /// A field that stands there only where it has a value.
  private mutating func putField(_ name: String, _ text: String?) {
    guard let text else { return }
    putField(name)
    putString(text)
  }

  private mutating func writeMap(_ event: WrittenEvent) {
    put(format == .jsonl ? "{\"process\": \(event.process)" : "{:process \(event.process)")
    putField("type")
    putName(event.kind.name)
    putField("f")
    putName(event.function.name)
    putField("key", event.key?.name)
    putField("value")
    putArgument(event.argument)
    if let result = event.result {
      putField("result")
      putValue(result)
    }
    putField("client", event.client)
    putField("session", event.session)
    putField("error", event.error)
    if let time = event.time {
      putField("time")
      put(String(time))
    }
    put("}\n")
  }

  private mutating func writeLine(_ event: WrittenEvent) {
    put("INFO  jepsen.util - \(event.process)\t:\(event.kind.name)\t:\(event.function.name)\t")
    if usesTuples {
      put("[")
      if let key = event.key { putString(key.name) } else { put("nil") }
      put(" ")
    }
    putArgument(event.argument)
    if usesTuples { put("]") }
    if let error = event.error {
      put("\t")
      putString(error)
    }
    if let result = event.result {
      put("\t:result\t")
      putValue(result)
    }
    put("\n")
  }

  private mutating func putArgument(_ argument: WrittenEvent.Argument) {
    switch argument {
    case .value(let value): putValue(value)
    case .parts(let parts):
      putList(parts) { writer, part in
        writer.put("[")
        writer.putName(part.0.name)
        writer.put(writer.separator)
        writer.putString(part.1.name)
        writer.put(writer.separator)
        writer.putValue(part.2)
        writer.put("]")
      }
    }
  }

  private var separator: String { format == .jsonl ? ", " : " " }

  private mutating func putList<Element>(
    _ elements: [Element], _ put: (inout Self, Element) -> Void
  ) {
    self.put("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { self.put(separator) }
      put(&self, element)
    }
    self.put("]")
  }

  private mutating func putValue(_ value: Value) {
    switch value {
    case .absent: put(format == .jsonl ? "null" : "nil")
    case .integer(let number): put(String(number))
    case .text(let text): putString(text)
    case .list(let elements): putList(elements) { $0.putValue($1) }
    }
  }

  /// A string in quotes, with the escapes that EDN and JSON share; control characters as codes.
  private mutating func putString(_ text: String) {
    put("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": put("\\\"")
      case "\\": put("\\\\")
      case "\n": put("\\n")
      case "\t": put("\\t")
      case "\r": put("\\r")
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let code = String(scalar.value, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - code.count) + code)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    put("\"")
  }

  /// The line of `Conventions`.
  mutating func writeConventions(
    nilReading: NilReading, _ initial: [History.InitialValue]
  ) {
    let function = FunctionName.conventions.name
    switch format {
    case .edn: put("{:process :conlab, :type :info, :f :\(function), :value {")
    case .jsonl:
      put("{\"process\": \":conlab\", \"type\": \"info\", \"f\": \"\(function)\", \"value\": {")
    case .log: put("INFO  jepsen.util - :conlab\t:info\t:\(function)\t{")
    }
    let colon = format == .jsonl ? ": " : " "
    putName("nil-read")
    put(colon)
    putName(nilReading.rawValue)
    if !initial.isEmpty {
      putField("initial")
      put("{")
      for (index, entry) in initial.enumerated() {
        if index > 0 { put(", ") }
        putString(entry.key.name)
        put(colon)
        putValue(entry.value)
      }
      put("}")
    }
    put(format == .log ? "}\n" : "}}\n")
  }
}
