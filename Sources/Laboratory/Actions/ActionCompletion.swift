import Histories

/// Something that may come next in an unfinished action.
public struct ActionCompletion: Hashable, Sendable {
  /// The whole word or sign to insert; empty when anything of its kind may be typed (a number, a
  /// new key): the explanation then says what.
  public let text: String
  public let explanation: String
  /// How many characters at the end of the input the text takes the place of.
  public let replacing: Int

  /// The input with the completion in place of its unfinished last word.
  public func applied(to input: String) -> String { String(input.dropLast(replacing)) + text }
}

extension ActionGrammar {
  /// What may come next at the end of `text`: an action, or a script line when it begins with `at`.
  /// Empty when the text is wrong already. In the order of the grammar; O(length and names).
  public func completions(of text: String) -> [ActionCompletion] {
    guard var tokens = try? ActionLexer.tokens(of: text), tokens.last?.start == text.endIndex else {
      return []
    }
    var partial = ""
    if tokens.count > 1, tokens[tokens.count - 2].end == text.endIndex,
      let word = tokens[tokens.count - 2].word
    {
      partial = word
      let start = tokens[tokens.count - 2].start
      tokens.removeLast(2)
      tokens.append(ActionToken(kind: .end, start: start, end: start))
    }
    var parser = ActionParser(self, text, tokens: tokens)
    if tokens[0].word == "at" {
      _ = try? parser.scriptLine()
    } else {
      _ = try? parser.wholeAction()
    }
    guard parser.token.kind == .end else { return [] }
    return completions(parser.expected, partial: partial)
  }

  private func completions(_ expected: [Expectation], partial: String) -> [ActionCompletion] {
    var result: [ActionCompletion] = []
    for expectation in expected {
      if expectation.choices.isEmpty || expectation.description == "a key", partial.isEmpty {
        result.append(
          ActionCompletion(text: "", explanation: expectation.description, replacing: 0))
      }
      for choice in expectation.choices where choice.text.hasPrefix(partial) {
        result.append(
          ActionCompletion(
            text: choice.text, explanation: choice.explanation, replacing: partial.count))
      }
    }
    var seen: Set<String> = []
    return result.filter { seen.insert($0.text.isEmpty ? " " + $0.explanation : $0.text).inserted }
  }
}
