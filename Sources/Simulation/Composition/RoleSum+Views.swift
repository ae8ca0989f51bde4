import Histories

extension RoleSum {
  /// The node as a node of its role.
  private static func part(_ node: Node<Self>) -> Either<Node<First>, Node<Second>> {
    switch (node.durable, node.volatile) {
    case (.first(let disk), .first(let memory)):
      .first(node.seen(as: First.self, durable: disk.state, volatile: memory.state))
    case (.second(let disk), .second(let memory)):
      .second(node.seen(as: Second.self, durable: disk.state, volatile: memory.state))
    default: preconditionFailure("disk and memory belong to one role")
    }
  }

  /// The node of the first role as that protocol sees it; nil for a node of the second.
  public static func first(_ node: Node<Self>) -> Node<First>? { part(node).first }
  /// The node of the second role as that protocol sees it; nil for a node of the first.
  public static func second(_ node: Node<Self>) -> Node<Second>? { part(node).second }

  /// The nodes of both parts that take the call, the first part's before the second's.
  public static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    configuration.first.candidates(for: call) + configuration.second.candidates(for: call)
  }

  public static func channel(of message: Message) -> Channel {
    switch message {
    case .first(let own): First.channel(of: own)
    case .second(let own): Second.channel(of: own)
    }
  }

  public static func label(of message: Message) -> Label {
    switch message {
    case .first(let own): First.label(of: own)
    case .second(let own): Second.label(of: own)
    }
  }

  public static func label(of timer: Timer) -> Label {
    switch timer {
    case .first(let own): First.label(of: own)
    case .second(let own): Second.label(of: own)
    }
  }

  public static func stateDigest(_ node: Node<Self>) -> UInt64 {
    switch part(node) {
    case .first(let own): First.stateDigest(own)
    case .second(let own): Second.stateDigest(own)
    }
  }

  public static func progress(_ node: Node<Self>) -> Progress {
    switch part(node) {
    case .first(let own): First.progress(own)
    case .second(let own): Second.progress(own)
    }
  }

  public static func outstandingWork(
    _ node: Node<Self>, configuration: Configuration
  ) -> String? {
    switch part(node) {
    case .first(let own):
      First.outstandingWork(own, configuration: configuration.first.configuration)
    case .second(let own):
      Second.outstandingWork(own, configuration: configuration.second.configuration)
    }
  }

  public static func authority(asSeenBy node: Node<Self>, configuration: Configuration) -> NodeID? {
    switch part(node) {
    case .first(let own):
      First.authority(asSeenBy: own, configuration: configuration.first.configuration)
    case .second(let own):
      Second.authority(asSeenBy: own, configuration: configuration.second.configuration)
    }
  }

  public static func reflects(
    _ position: LogPosition, for call: Call, node: Node<Self>, configuration: Configuration
  ) -> Bool {
    switch part(node) {
    case .first(let own):
      First.reflects(
        position, for: call, node: own, configuration: configuration.first.configuration)
    case .second(let own):
      Second.reflects(
        position, for: call, node: own, configuration: configuration.second.configuration)
    }
  }

  public static func newestHeartbeat(seenBy node: Node<Self>) -> LocalTime? {
    switch part(node) {
    case .first(let own): First.newestHeartbeat(seenBy: own)
    case .second(let own): Second.newestHeartbeat(seenBy: own)
    }
  }

  public static func notes(ofCrash node: Node<Self>, configuration: Configuration) -> [Note] {
    switch part(node) {
    case .first(let own):
      First.notes(ofCrash: own, configuration: configuration.first.configuration)
    case .second(let own):
      Second.notes(ofCrash: own, configuration: configuration.second.configuration)
    }
  }

  public static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection {
    switch part(node) {
    case .first(let own):
      First.inspect(own, at: now, configuration: configuration.first.configuration)
    case .second(let own):
      Second.inspect(own, at: now, configuration: configuration.second.configuration)
    }
  }

  public static func knobs(_ configuration: Configuration) -> [Knob] {
    configuration.first.knobs + configuration.second.knobs
  }

  public static func turn(_ knob: String, to value: Value, in configuration: inout Configuration) {
    if configuration.first.turn(knob, to: value) { return }
    guard configuration.second.turn(knob, to: value) else {
      preconditionFailure("no part has a knob \(knob)")
    }
  }

  /// The named points of both roles; the node decides whose point is meant.
  public static var steps: [StepName] {
    First.steps + Second.steps.filter { !First.steps.contains($0) }
  }
}
