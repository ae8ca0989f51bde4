import Histories
import Simulation

/// Where two branches first differ in what can be seen of them.
public struct Divergence: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// One has an event that the other does not have there.
    case event
    /// An operation ended at the same instant in both, with another outcome.
    case answer
    /// A replica's state differs after the same events.
    case state
  }

  /// What one of the branches has there.
  public struct Happening: Hashable, Sendable {
    /// The index of the event.
    public let eventIndex: Int
    public let time: VirtualTime
    /// In words with names.
    public let text: String
  }

  public let kind: Kind
  /// The earlier instant of the two sides.
  public let time: VirtualTime
  /// Nil where that branch has nothing more up to the instant through which both were looked at.
  public let left: Happening?
  public let right: Happening?
}

/// Finds the first divergence of two recordings that begin alike, looking at each line once.
///
/// Compared are the foreground events, the outcomes of operations and the states of replicas, each
/// in its own order; the earliest difference counts. Background events (heartbeats, resending) are
/// passed over, as everywhere in the lab: what they change is seen in the states. So are the numbers
/// of messages and the causes, which are shifted by events that are passed over.
struct DivergenceFinder: Sendable {
  /// The indices of the two events; nil: none up to the horizon.
  struct Finding: Hashable, Sendable {
    var kind: Divergence.Kind
    var left: Int?
    var right: Int?
    var time: VirtualTime
  }

  /// How many of the lines of each recording are known to be equal.
  private var foreground: Pair
  private var completions = Pair()
  private var samples: [Pair]
  private(set) var finding: Finding?

  private struct Pair: Sendable {
    var left = 0
    var right = 0
  }

  /// - Parameter given: how many foreground events each begins with that are no consequence: settings
  ///   by which the branches were made to differ.
  init(servers: Int, given: (left: Int, right: Int)) {
    foreground = Pair(left: given.left, right: given.right)
    samples = Array(repeating: Pair(), count: servers)
  }

  /// Goes on up to an instant through which both recordings are complete. O(new lines).
  mutating func advance(_ left: Recording, _ right: Recording, through horizon: VirtualTime) {
    guard finding == nil else { return }
    var found: [Finding] = []
    if let event = nextEvent(left, right, horizon) { found.append(event) }
    if let answer = nextAnswer(left, right, horizon) { found.append(answer) }
    for place in samples.indices {
      if let state = nextState(place, left, right, horizon) { found.append(state) }
    }
    // Of those at one instant the first kind in this order tells the most.
    finding = found.min { $0.time < $1.time }
  }

  private mutating func nextEvent(
    _ left: Recording, _ right: Recording, _ horizon: VirtualTime
  ) -> Finding? {
    func next(_ recording: Recording, _ cursor: Int) -> Int? {
      guard cursor < recording.foreground.count else { return nil }
      let index = Int(recording.foreground[cursor])
      return recording.events[index].time <= horizon ? index : nil
    }
    while true {
      let first = next(left, foreground.left)
      let second = next(right, foreground.right)
      if first == nil, second == nil { return nil }
      guard let first, let second, Self.isSame(left, first, right, second) else {
        let times = [first.map { left.events[$0].time }, second.map { right.events[$0].time }]
        return Finding(
          kind: .event, left: first, right: second, time: times.compactMap(\.self).min()!)
      }
      foreground.left += 1
      foreground.right += 1
    }
  }

  private static func isSame(
    _ left: Recording, _ first: Int, _ right: Recording, _ second: Int
  ) -> Bool {
    let one = left.events[first]
    let other = right.events[second]
    guard one.time == other.time, one.kind == other.kind, one.node == other.node,
      one.peer == other.peer, one.label == other.label
    else { return false }
    switch one.kind {
    case .intervention:
      return left.intervention(at: first)?.intervention
        == right.intervention(at: second)?.intervention
    case .invocation:
      return left.wish(at: first)?.call == right.wish(at: second)?.call
        && (left.invocation(at: first) == nil) == (right.invocation(at: second) == nil)
    default: return true
    }
  }

  private mutating func nextAnswer(
    _ left: Recording, _ right: Recording, _ horizon: VirtualTime
  ) -> Finding? {
    func next(_ history: History, _ cursor: inout Int) -> Completion? {
      while cursor < history.events.count, history.events[cursor].time <= horizon {
        if case .complete(let id) = history.events[cursor].kind { return history[id].completion }
        cursor += 1
      }
      return nil
    }
    while let one = next(left.history, &completions.left),
      let other = next(right.history, &completions.right)
    {
      // One that comes at another instant is another event.
      guard one.time == other.time else { return nil }
      guard one.outcome == other.outcome else {
        return Finding(
          kind: .answer, left: one.eventIndex, right: other.eventIndex, time: one.time)
      }
      completions.left += 1
      completions.right += 1
    }
    return nil
  }

  private mutating func nextState(
    _ place: Int, _ left: Recording, _ right: Recording, _ horizon: VirtualTime
  ) -> Finding? {
    /// The next sample with a state of its own: a replica's progress may change without it.
    func next(_ samples: ContiguousArray<ReplicaSample>, _ cursor: inout Int) -> ReplicaSample? {
      while cursor < samples.count, samples[cursor].time <= horizon {
        if cursor == 0 || samples[cursor].state != samples[cursor - 1].state {
          return samples[cursor]
        }
        cursor += 1
      }
      return nil
    }
    while true {
      let one = next(left.samples[place], &samples[place].left)
      let other = next(right.samples[place], &samples[place].right)
      if one == nil, other == nil { return nil }
      guard let one, let other, one.time == other.time, one.state == other.state else {
        let time = min(one?.time ?? .never, other?.time ?? .never)
        return Finding(
          kind: .state, left: one.flatMap { $0.eventIndex < 0 ? nil : $0.eventIndex },
          right: other.flatMap { $0.eventIndex < 0 ? nil : $0.eventIndex }, time: time)
      }
      samples[place].left += 1
      samples[place].right += 1
    }
  }
}

extension Recording {
  /// What was done by this event, if it was an intervention. O(log interventions).
  func intervention(at index: Int) -> RecordedIntervention? {
    let place = interventions.bisect { $0.eventIndex < index }
    guard place < interventions.count, interventions[place].eventIndex == index else { return nil }
    return interventions[place]
  }

  /// The operation that began by this event. O(log operations).
  func invocation(at index: Int) -> Operation? {
    let operations = history.operations
    let place = operations.bisect { $0.invokedEvent < index }
    guard place < operations.count, operations[place].invokedEvent == index else { return nil }
    return operations[place]
  }

  /// The operation that was wanted at this event: it began then, or later because its client was busy.
  /// Nil where it has not begun by the newest event. O(log operations) and what began before it.
  func wish(at index: Int) -> Operation? {
    if let operation = invocation(at: index) { return operation }
    let event = events[index]
    let operations = history.operations
    return operations[operations.bisect { $0.invokedEvent < index }...].first {
      $0.intended == event.time
        && event.node.map { Int($0.index) } == samples.count + Int($0.process.index)
    }
  }

  /// The operation that ended by this event. O(log events).
  func completion(at index: Int) -> Operation? {
    var place = history.events.bisect { $0.eventIndex < index }
    while place < history.events.count, history.events[place].eventIndex == index {
      if case .complete(let id) = history.events[place].kind { return history[id] }
      place += 1
    }
    return nil
  }
}
