import Laboratory
import Simulation

/// When actions can be done, shared by several of them.
enum Conditions {
  @Sendable static func canGoOn(_ model: Model) -> Availability {
    if let comparison = model.compare?.comparison {
      return .when(
        comparison.mayGoOn, else: "nothing more happens by itself on either branch")
    }
    guard let lab = model.lab else { return .unavailable("no run is open") }
    if let session = lab.session {
      if case .predicting = session.stage, !session.isBeforeQuestion {
        return .unavailable("answer first: what comes next is the answer")
      }
      return session.isAtEnd && !lab.run.isRewound
        ? .unavailable("the run has come to its end; \(lab.nextWords)") : .available
    }
    return .when(lab.run.mayHaveForeground, else: lab.restSentence)
  }

  @Sendable static func canPlay(_ model: Model) -> Availability {
    model.isPlaying ? .available : canGoOn(model)
  }

  @Sendable static func hasPast(_ model: Model) -> Availability {
    if let comparison = model.compare?.comparison {
      return .when(!comparison.isAtStart, else: "this is the start of both branches")
    }
    return .when((model.lab?.run.position ?? 0) > 0, else: "this is the start of the run")
  }

  @Sendable static func canUndo(_ model: Model) -> Availability {
    guard let run = model.lab?.run else { return .unavailable("no run is open") }
    if run.isRewound {
      return .unavailable("you are in the past; \(model.key("newest")) goes to the newest event")
    }
    return .when(run.canUndo, else: "you have done nothing yet")
  }

  /// Whether the world may be changed by one of these moves: in a lesson only once its questions
  /// are answered, and as its task allows.
  static func canMove(_ words: [String]) -> @Sendable (Model) -> Availability {
    { model in
      guard let session = model.lab?.session else { return .available }
      if let reason = session.refusesMoves { return .unavailable(reason) }
      guard let task = session.openTask, !task.moves.isEmpty else { return .available }
      return .when(
        words.contains { task.moves.contains($0) },
        else: "this task is worked on with " + task.moves.joined(separator: ", "))
    }
  }

  static func both(
    _ first: @escaping @Sendable (Model) -> Availability,
    _ second: @escaping @Sendable (Model) -> Availability
  ) -> @Sendable (Model) -> Availability {
    { model in
      let answer = first(model)
      return answer == .available ? second(model) : answer
    }
  }

  @Sendable static func hasCut(_ model: Model) -> Availability {
    .when((model.lab?.run.simulation.network.cutCount ?? 0) > 0, else: "no link is cut")
  }

  static func hasServer(
    _ status: NodeStatus, else reason: String
  ) -> @Sendable (Model) -> Availability {
    { model in
      let replicas = model.lab?.view.replicas ?? []
      return .when(replicas.contains { $0.status == status }, else: reason)
    }
  }

  @Sendable static func hasClient(_ model: Model) -> Availability {
    .when(!(model.lab?.run.names.clients.isEmpty ?? true), else: "this run has no client")
  }
}
