/// The sizes that an action may have. They keep the arithmetic of a run far from overflow and a
/// hostile line from using up the memory.
public enum ActionLimits {
  /// The latest instant that can be named, in ms.
  public static let instantMax: Int64 = 1_000_000_000_000
  /// The longest delay, gap or clock offset, in ms.
  public static let durationMax: Int64 = 1_000_000_000
  /// The strongest drift of a clock, either way, in parts per million.
  public static let driftMax: Int64 = 500_000
  /// The longest key or text, in characters.
  public static let textMax = 4096
  /// The same in bytes of UTF-8: a character may be long.
  public static let textBytesMax = 16_384
  /// How deep lists and transactions nest.
  public static let depthMax = 16
  /// The keys and values of one action together, in bytes of UTF-8, eight for each beside its text.
  public static let weightMax = 262_144
  /// The links that one action names.
  public static let linksMax = 131_072
  /// The longest line, in bytes of UTF-8.
  public static let lineBytesMax = 2_097_152
}
