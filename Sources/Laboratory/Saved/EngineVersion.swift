/// The version of what a run computes.
public enum EngineVersion {
  /// Raised whenever the same scenario, seed and log may give another run: saved runs of another
  /// version are refused, because their digests mean nothing here.
  public static let current = 2
}
