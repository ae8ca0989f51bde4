/// The checkers of this module: one closed list, from which every spelling is made.
///
/// Goals and JSON say `ReadYourWrites`, the command line `read-your-writes`, the screen "read your
/// writes". The order of the cases is the order in which lists show them.
public enum CheckerName: String, CaseIterable, Hashable, Sendable {
  case staleRead = "StaleRead"
  case readYourWrites = "ReadYourWrites"
  case monotonicReads = "MonotonicReads"
  case monotonicWrites = "MonotonicWrites"
  case writesFollowReads = "WritesFollowReads"
  case consistentPrefix = "ConsistentPrefix"
  case twoLeaders = "TwoLeaders"
  case acknowledgedWriteLost = "AcknowledgedWriteLost"
  case convergence = "Convergence"
  case linearizability = "Linearizability"
  case sequentialConsistency = "SequentialConsistency"
  case causalConsistency = "CausalConsistency"
  case pram = "PRAM"
  case causalConvergence = "CausalConvergence"
  case weakCausalConsistency = "WeakCausalConsistency"
  case causalPlus = "CausalPlus"
  case eventualConsistency = "EventualConsistency"
  case strongEventualConsistency = "StrongEventualConsistency"
  case regularRegister = "RegularRegister"
  case safeRegister = "SafeRegister"
  case boundedStaleness = "BoundedStaleness"
  case strictSerializability = "StrictSerializability"
  case serializability = "Serializability"
  case lostUpdate = "LostUpdate"
  case writeSkew = "WriteSkew"
  case newOldInversion = "NewOldInversion"
  case rolledBackRead = "RolledBackRead"
}

extension CheckerName {
  /// How a checker comes to its verdict.
  public enum Method: Hashable, Sendable {
    /// From white-box evidence, while the history grows.
    case live
    /// From white-box evidence, once nothing is in flight; pending before.
    case atQuiescence
    /// From instants and values alone, by searching for an order: how long a history may be depends on how much it
    /// leaves open.
    case exactSearch
    /// Over a whole history when it is asked for, by `HistoryJudge`.
    case wholeHistory
  }

  /// The checkers that judge every run of the lab while it goes on, in the order of the list.
  public static let inRuns = allCases.filter { $0.method != .wholeHistory }

  public var method: Method {
    switch self {
    case .staleRead, .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads,
      .consistentPrefix, .twoLeaders:
      .live
    case .acknowledgedWriteLost, .convergence: .atQuiescence
    case .linearizability, .sequentialConsistency, .causalConsistency, .pram: .exactSearch
    case .causalConvergence, .weakCausalConsistency, .causalPlus, .eventualConsistency,
      .strongEventualConsistency, .regularRegister, .safeRegister, .boundedStaleness,
      .strictSerializability, .serializability, .lostUpdate, .writeSkew, .newOldInversion,
      .rolledBackRead:
      .wholeHistory
    }
  }

  /// Whether it is judged on what reads show of their servers.
  var judgesReads: Bool { method == .live && self != .monotonicWrites && self != .twoLeaders }

  /// The identifier used in goals and in JSON: `ReadYourWrites`.
  public var name: String { rawValue }

  /// The identifier used on the command line: `read-your-writes`.
  public var kebabName: String { Self.spellings[rank].kebab }

  /// The name as it is read on the screen: "read your writes".
  public var words: String { Self.spellings[rank].words }

  /// The promise that it watches, of which "holds" and "violated" can be said: a name that is an
  /// anomaly gets a "no". Nodes may believe to lead at one time; it is their commits that it forbids.
  public var promise: String {
    switch self {
    case .twoLeaders: "no two leaders commit"
    case .staleRead, .acknowledgedWriteLost, .lostUpdate, .writeSkew,
      .newOldInversion, .rolledBackRead:
      "no " + words
    default: words
    }
  }

  /// In the order of the list: made once, for lists are drawn with every frame.
  private static let spellings = allCases.map {
    (kebab: $0.joinedParts(by: "-"), words: $0 == .pram ? $0.rawValue : $0.joinedParts(by: " "))
  }

  /// Accepts the PascalCase and the kebab-case identifier, spelled exactly.
  public init?(parsing text: some StringProtocol) {
    let match = Self.allCases.first { $0.name == text || $0.kebabName == text }
    guard let match else { return nil }
    self = match
  }

  /// The words of the identifier in lower case. An identifier without a lower-case letter, such as
  /// `PRAM`, is one word.
  private func joinedParts(by separator: String) -> String {
    guard rawValue.contains(where: \.isLowercase) else { return rawValue.lowercased() }
    return rawValue.reduce(into: "") { text, character in
      if character.isUppercase && !text.isEmpty { text += separator }
      text += character.lowercased()
    }
  }
}

extension CheckerName: Comparable {
  /// By place in the list.
  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
  var rank: Int { Self.ranks[self] ?? 0 }
  private static let ranks = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))
}
