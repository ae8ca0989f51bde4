import Histories
import Simulation

extension Timeline {
  /// Lets everything up to and including an instant happen.
  public mutating func run(through time: VirtualTime) {
    while let next = nextTime(), next <= time { _ = forward() }
  }

  /// Lets things happen until the world is quiescent; false when it is not after `limit` events.
  public mutating func drain(limit: Int = 50_000) -> Bool {
    for _ in 0..<limit {
      if world.unrest == nil { return true }
      if forward() == nil { break }
    }
    return world.unrest == nil
  }

  /// Lets the next `count` events happen.
  public mutating func forward(_ count: Int) {
    for _ in 0..<max(count, 0) where forward() == nil { return }
  }
}

extension Recording {
  /// The events of one instant.
  public func events(at time: VirtualTime) -> [EventRecord] { events.filter { $0.time == time } }

  /// The operations of a client, in the order of invocation.
  public func operations(of process: ProcessID) -> [Operation] {
    history.operations.filter { $0.process == process }
  }
}

/// The seven parts of a recording that two equal runs have in common.
public func sameRecording(_ a: Recording, _ b: Recording) -> Bool {
  a.events == b.events && a.foreground == b.foreground && a.messages == b.messages
    && a.history == b.history && a.interventions == b.interventions && a.samples == b.samples
}

/// Both directions between two endpoints.
public func between(_ a: NodeID, _ b: NodeID) -> [Link] {
  [Link(from: a, to: b), Link(from: b, to: a)]
}
