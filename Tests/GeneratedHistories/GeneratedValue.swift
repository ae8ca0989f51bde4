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

/// A small generator of numbers, the same on every machine (SplitMix64).
struct GeneratedNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
  /// Once in so many times; never for 0.
  mutating func happens(every count: Int) -> Bool { count > 0 && below(count) == 0 }
}
