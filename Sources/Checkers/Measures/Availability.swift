import Histories

/// How many of the requests of a group of clients were answered.
public struct Availability: Hashable, Sendable {
  /// What counts as available.
  public enum Meaning: Hashable, Sendable {
    /// The request succeeded: what a user means.
    case success
    /// It was answered, a refusal included: what Gilbert and Lynch (2002) ask of a node that has not failed.
    case response
    /// It succeeded within a time, counted from the instant it was asked for.
    case successWithin(VirtualDuration)
  }

  /// Requests that have had time to be answered: all that ended, and all that were given up or are outstanding.
  public private(set) var requests = 0
  public private(set) var succeeded = 0
  /// Refused before any effect.
  public private(set) var refused = 0
  /// Timed out, lost, or never answered.
  public private(set) var unanswered = 0
  /// What counts under the meaning asked for.
  public private(set) var available = 0

  /// Available requests of all, from 0 to 1; nil without requests.
  public var fraction: Double? {
    requests == 0 ? nil : Double(available) / Double(requests)
  }

  /// The availability of each group of clients, for instance of each side of a cut.
  ///
  /// - Parameters:
  ///   - groups: the processes of each group; one that is in several counts in each, one in none nowhere.
  ///   - interval: the instants at which the requests counted were invoked; nil for all.
  /// - Complexity: O(operations + processes).
  public static func measure(
    _ history: History, groups: [[ProcessID]], during interval: ClosedRange<VirtualTime>? = nil,
    as meaning: Meaning = .success
  ) -> [Availability] {
    var result = Array(repeating: Availability(), count: groups.count)
    var placesOf: [ProcessID: [Int]] = [:]
    for (place, processes) in groups.enumerated() {
      for process in processes where placesOf[process]?.last != place {
        placesOf[process, default: []].append(place)
      }
    }
    for operation in history.operations where interval?.contains(operation.invoked) ?? true {
      for place in placesOf[operation.process] ?? [] { result[place].count(operation, meaning) }
    }
    return result
  }

  private mutating func count(_ operation: Operation, _ meaning: Meaning) {
    requests += 1
    if operation.isOK {
      succeeded += 1
    } else if operation.isFailed {
      refused += 1
    } else {
      unanswered += 1
    }
    let isAvailable =
      switch meaning {
      case .success: operation.isOK
      case .response: operation.isOK || operation.isFailed
      case .successWithin(let limit):
        operation.isOK
          && operation.completion.map { $0.time - operation.intended <= limit } ?? false
      }
    if isAvailable { available += 1 }
  }
}
