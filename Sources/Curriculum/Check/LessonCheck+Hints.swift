import Laboratory

extension LessonCheck {
  /// A hint helps to find a way; it does not name one. None may hold a move of a solution or of another
  /// accepted way as it is typed (an action of one word only with its instant), or name a knob and the
  /// value that wins: both in one sentence, or the value set off as `code` or *emphasis*.
  ///
  /// It does not find a way that is told in other words.
  func hints() -> [LessonFinding] {
    var findings: [LessonFinding] = []
    for (index, hint) in lesson.hints.enumerated() {
      let text = HintText(hint.text)
      let ways = (lesson.solutions + lesson.accepts).filter { ($0.task == hint.task ?? $0.task) }
      let told = ways.flatMap { way in way.moves.filter { tells(text, $0, of: way) } }.first
      guard let told, let way = ways.first(where: { $0.moves.contains(told) }) else { continue }
      findings.append(
        LessonFinding(
          "hints[\(index)]", "the hint tells the move of \(way.id): \(typed(told, of: way))"))
    }
    return findings
  }

  private func tells(_ text: HintText, _ move: Move, of way: Trial) -> Bool {
    let typed = typed(move, of: way)
    switch move {
    case .action:
      // `at TIME` in front.
      let action = HintText(typed).words.dropFirst(2)
      return text.holds(HintText(typed).words[...]) || action.count > 1 && text.holds(action)
    case .place: return text.holds(HintText(typed).words[...])
    case .knob(let path, _):
      guard let equals = typed.firstIndex(of: "=") else { return false }
      let value = String(typed[typed.index(after: equals)...])
      return text.names(path, with: value)
    }
  }

  /// A move as it is typed.
  private func typed(_ move: Move, of way: Trial) -> String {
    if case .place(let bar, let instant) = move { return "place \(bar) at \(instant)" }
    guard let task = lesson.task(way.task), let round = lesson.round(task.round),
      case .cluster(let scenario) = round.setup, let grammar = try? ActionGrammar(of: scenario)
    else { return "" }
    switch move {
    case .action(let line): return grammar.text(line)
    case .knob(let path, let value): return grammar.text(.configure(path: path, value: value))
    case .place: return ""
    }
  }
}

/// The words of a text, without regard to case, markup and punctuation.
private struct HintText {
  let words: [String]
  /// The words sentence by sentence.
  private var sentences: [[String]] = [[]]
  /// What is set off by markup.
  private let marked: [String]

  init(_ text: String) {
    var words: [String] = []
    for piece in text.lowercased().split(whereSeparator: \.isWhitespace) {
      let word = Self.bare(piece)
      if !word.isEmpty {
        words.append(word)
        sentences[sentences.count - 1].append(word)
      }
      if let last = piece.last(where: { !"*`\"')".contains($0) }), ".?!;".contains(last) {
        sentences.append([])
      }
    }
    self.words = words
    let parts = text.lowercased().split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "*" || $0 == "`" })
    marked = parts.enumerated().filter { $0.offset % 2 == 1 }.map { Self.bare($0.element) }
  }

  /// A piece of text without what stands around words.
  private static func bare(_ piece: Substring) -> String {
    var word = piece.filter { $0 != "*" && $0 != "`" }
    // An asterisk by itself is everybody else.
    if word.isEmpty { word = piece.contains("*") ? "*" : "" }
    while let last = word.last, ".,;:?!\"')".contains(last) { word.removeLast() }
    while let first = word.first, "\"'(".contains(first) { word.removeFirst() }
    return word
  }

  func holds(_ part: ArraySlice<String>) -> Bool {
    !part.isEmpty && words.indices.contains { words[$0...].starts(with: part) }
  }

  func names(_ knob: String, with value: String) -> Bool {
    let (knob, value) = (Self.bare(knob.lowercased()[...]), HintText(value).words)
    guard words.contains(knob), let first = value.first else { return false }
    return sentences.contains { $0.contains(knob) && $0.contains(first) } || marked.contains(first)
  }
}
