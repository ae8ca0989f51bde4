import Checkers
import Histories

/// What operations of a file are called where a violation is shown. The texts are fit for a terminal: what the
/// file holds is data, and its control characters are shown as codes.
public struct OperationLabels {
  public let file: HistoryFile
  public let isASCII: Bool
  /// What places in the file are counted by: `line`, or `event` where several events stand in a line.
  public let placeName: String
  /// The longest label, in columns.
  public static let widthMax = 36
  /// The longest label where there is a line for it.
  static let lineMax = 240

  public init(_ file: HistoryFile, isASCII: Bool) {
    self.file = file
    self.isASCII = isASCII
    let isCrowded = zip(file.lines, file.lines.dropFirst()).contains { $0 == $1 }
    placeName = isCrowded || file.lines.first == file.endLines.first ? "event" : "line"
  }

  /// The place of the invocation.
  func start(_ id: OperationID) -> Int {
    placeName == "line" ? Int(file.lines[Int(id.index)]) : file.history[id].invokedEvent + 1
  }

  /// The place of the response; 0 if there is none.
  func end(_ id: OperationID) -> Int {
    if placeName == "line" { return Int(file.endLines[Int(id.index)]) }
    return file.history[id].completion.map { $0.eventIndex + 1 } ?? 0
  }

  /// The operation with what it returned: `write x 1`, `read x → 2`. Of long keys and values enough is
  /// left to tell them apart; a text that looks like a number, nil or a list is in quotes.
  public func label(_ id: OperationID) -> String {
    let whole = line(id)
    guard whole.columns > Self.widthMax else { return whole }
    for part in [16, 12, 9] {
      let shorter = words(id, partMax: part)
      if shorter.columns <= Self.widthMax { return shorter }
    }
    return words(id, partMax: 9).fitted(Self.widthMax, mark: ellipsis)
  }

  /// The same with all of its keys and values, within reason.
  func line(_ id: OperationID) -> String {
    words(id, partMax: .max).fitted(Self.lineMax, mark: ellipsis)
  }

  /// The process: `process 3`, or the name that the file gives.
  public func process(_ process: ProcessID) -> String {
    let name = file.processNames[Int(process.index)]
    let isNumber = !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }
    return isNumber ? "process \(name)" : printable(name).fittedInside(20, mark: ellipsis)
  }

  /// Where the operation stands in the file: `lines 3-7`, `line 3`.
  public func place(_ id: OperationID) -> String {
    let (start, end) = (start(id), end(id))
    return end == 0 ? "\(placeName) \(start)" : "\(placeName)s \(start)-\(end)"
  }

  /// Why a verdict is open, with operations named as here and not by their ordinals.
  public func named(_ reason: UnknownReason) -> String {
    reason.words(
      operation: { "\(label($0)) (\(place($0)))" },
      key: { keyName($0, partMax: Self.widthMax) })
  }

  private func keyName(_ key: Key, partMax: Int) -> String {
    printable(Value.text(key.name).description).fittedInside(partMax, mark: ellipsis)
  }

  private var arrow: String { isASCII ? "->" : "→" }
  private var ellipsis: String { isASCII ? "..." : "…" }

  private func result(of operation: Operation) -> Value? {
    switch operation.call {
    case .read, .readMany, .dequeue, .pop, .compareAndSet: operation.result
    case .increment: operation.result == .some(.absent) ? Value?.none : operation.result
    default: Value?.none
    }
  }

  /// - Parameter partMax: the columns of one key or value.
  private func words(_ id: OperationID, partMax: Int) -> String {
    let operation = file.history[id]
    let call = operation.call
    func text(_ value: Value) -> String {
      printable(value.shown).fitted(partMax, mark: ellipsis)
    }
    func name(_ key: Key) -> String { keyName(key, partMax: partMax) }
    if case .transaction(let calls) = call {
      return "txn " + parts(calls, operation, text, name).joined(separator: ", ")
    }
    var words = [call.name]
    if file.hasKeys { words.append(call.keys.map(name).joined(separator: ", ")) }
    switch call {
    case .compareAndSet(_, let old, let new): words += [text(old), text(new)]
    default: if let argument = call.argument { words.append(text(argument)) }
    }
    if operation.isFailed { return words.joined(separator: " ") + " failed" }
    guard let result = result(of: operation) else { return words.joined(separator: " ") }
    if case .compareAndSet = call {
      return words.joined(separator: " ") + (result == .integer(0) ? " unequal" : "")
    }
    return (words + [arrow, text(result)]).joined(separator: " ")
  }

  /// The parts of a transaction, each with what it returned.
  private func parts(
    _ calls: [Call], _ operation: Operation, _ text: (Value) -> String, _ name: (Key) -> String
  ) -> [String] {
    var results: [Value] = []
    if case .list(let all)? = operation.result { results = all }
    return calls.enumerated().map { index, call in
      var words = [call.name] + call.keys.map(name)
      if let argument = call.argument { words.append(text(argument)) }
      if call.isReadOnly, index < results.count { words += [arrow, text(results[index])] }
      return words.joined(separator: " ")
    }
  }

  /// Without anything that a terminal would act on; in ASCII other characters are codes too.
  public func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isShown: Bool
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator,
        .unassigned:
        isShown = false
      default: isShown = scalar.isASCII || !isASCII
      }
      if isShown {
        result.unicodeScalars.append(scalar)
      } else {
        result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      }
      if result.utf8.count > 4 * Self.lineMax { break }
    }
    return result
  }
}
