/// A value as the notations write it.
enum GeneratedValue: Hashable {
  case null
  case number(Int)
  case text(String)
  /// A name: a keyword in extensible data notation.
  case word(String)
  case list([GeneratedValue])
  case set([Int])
}

/// One line of a history.
struct GeneratedEvent {
  enum Kind: String { case invoke, ok, fail, info }

  /// Nil: the nemesis.
  var process: Int?
  var kind: Kind
  var function: String
  var key: Int?
  /// Whether the key stands in a tuple with the value.
  var hasTuple = false
  var value: GeneratedValue
  var error: String?
}

/// What is asked of an object.
struct GeneratedOperation {
  var function: String
  /// The object, by its number; nil for transactions, which name theirs.
  var object: Int?
  var value = GeneratedValue.null
  /// What it has to return in place of what the store says.
  var result: GeneratedValue?
}
