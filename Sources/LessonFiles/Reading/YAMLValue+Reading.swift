import Curriculum
import Histories
import Laboratory
import Yams

/// The entries of a mapping whose keys are known.
package struct YAMLFields {
  let value: YAMLValue
  private let entries: [(key: String, value: YAMLValue)]

  init(_ value: YAMLValue, _ entries: [(key: String, value: YAMLValue)]) {
    self.value = value
    self.entries = entries
  }

  package subscript(key: String) -> YAMLValue? { entries.first { $0.key == key }?.value }

  /// A key that may be missing only if the group it was read with does not require it.
  package func required(_ key: String) throws(LessonFileError) -> YAMLValue {
    guard let found = self[key] else { throw value.error("the key \(key) is missing") }
    return found
  }
}

extension YAMLValue {
  /// The mapping, whose keys must be among these.
  package func fields(_ known: LessonKeys.Group) throws(LessonFileError) -> YAMLFields {
    let entries = try entries()
    for (key, value) in entries where !known.keys.contains(key) {
      let near = NearMatch.nearest(to: key, among: known.keys)
      let mark = keyMark(key) ?? value.mark
      throw LessonFileError(
        file: document.file, line: mark.line, column: mark.column, "unknown key", found: key,
        expected: near.map { "\($0)" } ?? known.keys.joined(separator: ", "))
    }
    for key in known.required where !entries.contains(where: { $0.key == key }) {
      throw error("\(known.name) lacks the key \(key)")
    }
    return YAMLFields(self, entries)
  }

  /// The mapping as it stands, with whatever keys.
  package func entries() throws(LessonFileError) -> [(key: String, value: YAMLValue)] {
    guard case .mapping(let mapping) = node else {
      throw error("wrong kind", found: kind, expected: "a mapping")
    }
    var result: [(key: String, value: YAMLValue)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key, key.anchor == nil else {
        throw error("a key is a single word or text")
      }
      let child = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
      result.append((scalar.string, try YAMLValue(value, path: child, in: document)))
    }
    return result
  }

  package func keyMark(_ key: String) -> SourceMark? {
    guard case .mapping(let mapping) = node else { return nil }
    let found = mapping.first { pair in
      if case .scalar(let scalar) = pair.key { scalar.string == key } else { false }
    }
    return found?.key.mark.map { SourceMark(line: $0.line, column: $0.column) }
  }

  /// Whether nothing is written there, as after a key whose entries are all commented out.
  package var isNothing: Bool {
    if case .scalar(let scalar) = node {
      scalar.style == .plain && scalar.string.isEmpty
    } else {
      false
    }
  }

  /// Whether it is a list.
  package var isList: Bool { if case .sequence = node { true } else { false } }

  /// The list's elements.
  package func list(atMost most: Int = 500) throws(LessonFileError) -> [YAMLValue] {
    guard case .sequence(let sequence) = node else {
      throw error("wrong kind", found: kind, expected: "a list")
    }
    guard sequence.count <= most else {
      throw error("the list is too long", found: "\(sequence.count)", expected: "at most \(most)")
    }
    var result: [YAMLValue] = []
    for (index, element) in sequence.enumerated() {
      result.append(try YAMLValue(element, path: "\(path)[\(index)]", in: document))
    }
    return result
  }

  /// A text without anything in it that a terminal would obey. Line ends are kept as they are.
  func text() throws(LessonFileError) -> String {
    guard case .scalar(let scalar) = node else {
      throw error("wrong kind", found: kind, expected: "a text")
    }
    for scalar in scalar.string.unicodeScalars
    where scalar != "\n" && SourceText.isHarmful(scalar) {
      throw error(
        "a control character", found: SourceText.code(scalar), expected: "printable text")
    }
    let trimmed = scalar.string.trimmed
    guard !trimmed.isEmpty else { throw error("a text is empty") }
    return trimmed
  }

  /// A text of one line: what goals, actions and names are written in.
  package func line() throws(LessonFileError) -> String {
    let words = try text().split { $0 == "\n" || $0 == " " }
    return words.joined(separator: " ")
  }

  package func integer(in range: ClosedRange<Int64>) throws(LessonFileError) -> Int64 {
    guard let number = Int64(try line()), range.contains(number) else {
      throw error(
        "wrong number", found: kind,
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// One of these words.
  func word<T: RawRepresentable & CaseIterable>(
    _ type: T.Type
  ) throws(LessonFileError) -> T where T.RawValue == String {
    let word = try line()
    guard let result = T(rawValue: word) else {
      throw error(
        "wrong word", found: word,
        expected: T.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return result
  }

  func identifier() throws(LessonFileError) -> String {
    let text = try line()
    guard Progress.isIdentifier(text) else {
      throw error(
        "not an identifier", found: text, expected: "1 to 48 letters, digits, - and _")
    }
    return text
  }

  /// A value of the store: plain digits are a number, `nil` is nothing, a list is a list.
  func value() throws(LessonFileError) -> Value {
    switch node {
    case .sequence:
      var elements: [Value] = []
      for element in try list() { elements.append(try element.value()) }
      return .list(elements)
    case .scalar(let scalar) where scalar.style == .plain || scalar.style == .any:
      let text = try line()
      if ["nil", "null", "~"].contains(text) { return .absent }
      return Int64(text).map { .integer($0) } ?? .text(text)
    default: return .text(try text())
    }
  }
}

extension String {
  /// Without blanks and line ends around it.
  var trimmed: String {
    var text = Substring(self)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }
}
