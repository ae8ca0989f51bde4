import Checkers
import Histories

/// What operations of a file are called where a violation is shown. The texts are fit for a terminal: what the
/// file holds is data, and its control characters are shown as codes.
public struct OperationLabels {
  public let file: HistoryFile
  public let isASCII: Bool
  /// What places in the file are counted by: `line`, or `event` where several events stand in a line.
  public let placeName: String
  /// The longest label.
  public static let widthMax = 36

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

  /// The operation with what it returned: `write x 1`, `read x → 2`.
  public func label(_ id: OperationID) -> String {
    let operation = file.history[id]
    return shortened(
      words(operation.call, result(of: operation), isFailed: operation.isFailed), Self.widthMax)
  }

  /// The process: `process 3`, or the name that the file gives.
  public func process(_ process: ProcessID) -> String {
    let name = file.processNames[Int(process.index)]
    let isNumber = !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }
    return isNumber ? "process \(name)" : shortened(printable(name), 20)
  }

  /// Where the operation stands in the file: `lines 3-7`, `line 3`.
  public func place(_ id: OperationID) -> String {
    let (start, end) = (start(id), end(id))
    return end == 0 ? "\(placeName) \(start)" : "\(placeName)s \(start)-\(end)"
  }

  /// Why a verdict is open, with operations named as here and not by their ordinals.
  public func named(_ reason: UnknownReason) -> String {
    reason.description.replacing(/#(\d+)/) { match in
      guard let index = Int(match.1), index < file.history.operations.count else {
        return String(match.0)
      }
      let id = OperationID(index)
      return "\(label(id)) (\(place(id)))"
    }
  }

  private var arrow: String { isASCII ? "->" : "→" }

  private func result(of operation: Operation) -> Value? {
    switch operation.call {
    case .read, .readMany, .dequeue, .pop, .compareAndSet: operation.result
    case .increment: operation.result == .some(.absent) ? Value?.none : operation.result
    default: Value?.none
    }
  }

  private func words(_ call: Call, _ result: Value?, isFailed: Bool) -> String {
    if case .transaction(let calls) = call {
      return "txn " + calls.map { part($0) }.joined(separator: ", ")
    }
    var words = [call.name]
    if file.hasKeys { words.append(call.keys.map { text(.text($0.name)) }.joined(separator: ", ")) }
    switch call {
    case .compareAndSet(_, let old, let new): words += [text(old), text(new)]
    default: if let argument = call.argument { words.append(text(argument)) }
    }
    if isFailed { return words.joined(separator: " ") + " failed" }
    guard let result else { return words.joined(separator: " ") }
    if case .compareAndSet = call {
      return words.joined(separator: " ") + (result == .integer(0) ? " unequal" : "")
    }
    return (words + [arrow, text(result)]).joined(separator: " ")
  }

  private func part(_ call: Call) -> String {
    let key = call.key.map { text(.text($0.name)) } ?? ""
    return [call.name, key, call.argument.map(text) ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private func text(_ value: Value) -> String { printable(value.description) }

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
      if result.utf8.count > 4 * Self.widthMax { break }
    }
    return result
  }

  private func shortened(_ text: String, _ width: Int) -> String {
    guard text.count > width else { return text }
    return text.prefix(width - (isASCII ? 3 : 1)) + (isASCII ? "..." : "…")
  }
}
