/// A piece of an action's text.
struct ActionToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Letters, digits and some signs, without quotes.
    case word(String)
    /// Digits, perhaps with a sign before and a fraction behind them.
    case number(String)
    /// A text in quotes, its escapes resolved.
    case quoted(String)
    case symbol(String)
    /// The end of the text, or a comment.
    case end
  }
  let kind: Kind
  let start: String.Index
  let end: String.Index

  /// The word, if it is one without quotes.
  var word: String? { if case .word(let word) = kind { word } else { nil } }

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol(symbol) }

  /// For messages. Never contains a control character.
  var description: String {
    switch kind {
    case .word(let word):
      word.unicodeScalars.count <= 40 ? word : QuotedText.shown(word)
    case .number(let number):
      number.utf8.count <= 40 ? number : "a number of \(number.utf8.count) digits"
    case .quoted(let text): QuotedText.shown(text)
    case .symbol(let symbol): symbol
    case .end: "the end of the line"
    }
  }
}

extension String {
  /// The column of an index, counted in characters from 1. O(length).
  func column(of index: String.Index) -> Int { self[startIndex..<index].count + 1 }
}
