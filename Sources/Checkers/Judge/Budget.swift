/// What a judgement may spend.
///
/// Inside the lab only counts limit it, so that the verdict is the same on every machine. On the command
/// line a deadline may end it as well; the verdict is then *unknown*, never *holds*.
public struct Budget: Sendable {
  /// Steps of the searches for one verdict.
  public var stepsMax: Int
  /// Configurations, or states of the exact search, held at once: what bounds the memory.
  public var configurationsMax: Int
  /// Steps spent on making one witness minimal.
  public var minimizationMax: Int
  /// Operations that the exact search of the models that are not local accepts at once; at most 64.
  public var exactOperationsMax: Int
  /// Whether time is up; asked once in a few thousand steps, or for each of what takes as many. Nil: there is no deadline.
  public var isOver: (@Sendable () -> Bool)?

  public init(
    stepsMax: Int, configurationsMax: Int, minimizationMax: Int, exactOperationsMax: Int,
    isOver: (@Sendable () -> Bool)? = nil
  ) {
    self.stepsMax = stepsMax
    self.configurationsMax = configurationsMax
    self.minimizationMax = minimizationMax
    self.exactOperationsMax = exactOperationsMax
    self.isOver = isOver
  }

  /// What a command spends where nobody says otherwise.
  public static let standard = Budget(
    stepsMax: 20_000_000, configurationsMax: 100_000, minimizationMax: 200_000_000,
    exactOperationsMax: 48)
}
