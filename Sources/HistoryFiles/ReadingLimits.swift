/// What a reader accepts at most: garbage must neither overflow the stack nor eat the memory.
public struct ReadingLimits: Hashable, Sendable {
  /// Collections within collections.
  public var depth: Int
  /// Bytes of one string, number or word.
  public var wordBytes: Int
  /// Elements of all collections of one event together.
  public var elements: Int
  /// Operations of one history.
  public var operations: Int

  public init(depth: Int, wordBytes: Int, elements: Int, operations: Int) {
    self.depth = depth
    self.wordBytes = wordBytes
    self.elements = elements
    self.operations = operations
  }

  /// How far from zero the times are that can be the clock, in nanoseconds: 72 years. The checkers add two of them,
  /// and double them, without overflow; nanoseconds since 1970 are within it until 2042.
  public static let instantMax: Int64 = 2_300_000_000_000_000_000

  /// Far beyond what any test of a database records.
  public static let standard = ReadingLimits(
    depth: 64, wordBytes: 1 << 20, elements: 1 << 20, operations: 5_000_000)
}
