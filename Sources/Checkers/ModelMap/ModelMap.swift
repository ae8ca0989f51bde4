import Histories

/// The consistency models as a partial order: which of them implies which, with the source of each
/// step, and where each stands in a picture.
///
/// After the map of jepsen.io/consistency and the survey of Viotti and Vukolic (2016), restricted to
/// what this module judges. The order is that of the definitions as they are judged here, so that a history
/// satisfies whatever is weaker than a model that it satisfies; `Implication.proviso` names what must be true of
/// the history besides. No two models imply each other but for
/// strict serializability and linearizability: transactions are judged as operations on the objects that they join, so
/// that as judged the two are one. The map has the step that the definitions have.
public enum ModelMap {
  /// One step: every history that satisfies `stronger` satisfies `weaker`, and no model of the map
  /// lies between them.
  public struct Implication: Hashable, Sendable {
    public let stronger: CheckerName
    public let weaker: CheckerName
    public let proviso: Proviso
    /// Where the step is stated or proved.
    public let source: String

    init(
      _ stronger: CheckerName, _ weaker: CheckerName, _ proviso: Proviso = .always, _ source: String
    ) {
      self.stronger = stronger
      self.weaker = weaker
      self.proviso = proviso
      self.source = source
    }
  }

  /// What must be true of a history for the verdict of one model to decide that of another.
  public enum Proviso: Hashable, Sendable {
    case always
    /// The operations of each session belong to one process, in its order.
    case sessionsWithinProcesses
    /// True of the definitions, but the two are judged from different evidence: the stronger from
    /// instants and values, which cannot tell what the weaker one asks. No verdict follows.
    case definitionsOnly
  }

  /// A place in a picture. Rows count downwards from the strongest; whatever a model implies stands in
  /// a lower row. No two models share a place.
  public struct Place: Hashable, Sendable {
    public let row: Int
    public let column: Int
  }

  /// Every model of the map, by rows from the strongest, then by columns.
  public static let models: [CheckerName] = CheckerName.allCases.filter { place(of: $0) != nil }
    .sorted { one, other in
      guard let a = place(of: one), let b = place(of: other) else { return false }
      return (a.row, a.column) < (b.row, b.column)
    }

  public static let rows = 6
  public static let columns = 5

  /// Nil for checkers that are not models: anomalies, and states at rest.
  public static func place(of model: CheckerName) -> Place? {
    switch model {
    case .strictSerializability: Place(row: 0, column: 1)
    case .linearizability: Place(row: 1, column: 1)
    case .sequentialConsistency: Place(row: 2, column: 1)
    case .regularRegister: Place(row: 2, column: 3)
    case .causalPlus: Place(row: 2, column: 4)
    case .serializability: Place(row: 3, column: 0)
    case .causalConsistency: Place(row: 3, column: 1)
    case .causalConvergence: Place(row: 3, column: 2)
    case .safeRegister: Place(row: 3, column: 3)
    case .strongEventualConsistency: Place(row: 3, column: 4)
    case .consistentPrefix: Place(row: 4, column: 0)
    case .pram: Place(row: 4, column: 1)
    case .weakCausalConsistency: Place(row: 4, column: 2)
    case .boundedStaleness: Place(row: 4, column: 3)
    case .eventualConsistency: Place(row: 4, column: 4)
    case .readYourWrites: Place(row: 5, column: 0)
    case .monotonicReads: Place(row: 5, column: 1)
    case .monotonicWrites: Place(row: 5, column: 2)
    case .writesFollowReads: Place(row: 5, column: 3)
    case .convergence: Place(row: 5, column: 4)
    case .staleRead, .twoLeaders, .acknowledgedWriteLost, .lostUpdate, .writeSkew,
      .newOldInversion, .rolledBackRead:
      nil
    }
  }
}

extension ModelMap {
  /// Whether every history that satisfies `stronger` satisfies `weaker`, by one step or by several, whatever
  /// their provisos. A model implies itself. O(steps).
  public static func implies(_ stronger: CheckerName, _ weaker: CheckerName) -> Bool {
    stronger == weaker || all(weakerThan: stronger).contains(weaker)
  }

  /// All that a model implies, itself left out, in the order of `models`.
  public static func all(weakerThan model: CheckerName) -> [CheckerName] {
    reached(from: model) { $0 == $1.stronger ? $1.weaker : nil }
  }

  /// All that imply a model, itself left out, in the order of `models`.
  public static func all(strongerThan model: CheckerName) -> [CheckerName] {
    reached(from: model) { $0 == $1.weaker ? $1.stronger : nil }
  }

  /// Those of the models that no other of them implies, in the order of `models`.
  public static func maximal(of satisfied: [CheckerName]) -> [CheckerName] {
    models.filter { model in
      satisfied.contains(model)
        && !satisfied.contains { $0 != model && implies($0, model) }
    }
  }

  private static func reached(
    from model: CheckerName, _ follow: (CheckerName, Implication) -> CheckerName?
  ) -> [CheckerName] {
    var found: [CheckerName] = []
    var frontier = [model]
    while let next = frontier.popLast() {
      for step in implications {
        guard let other = follow(next, step), !found.contains(other) else { continue }
        found.append(other)
        frontier.append(other)
      }
    }
    return models.filter { found.contains($0) }
  }
}
