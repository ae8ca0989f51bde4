import Histories

/// What somebody outside the protocol does to the world: a script, the user or the nemesis.
///
/// An intervention is an event of the run like any other; it is logged, and it replays.
public enum Intervention: Hashable, Sendable {
  case cut([Link])
  /// Nil heals every link.
  case heal([Link]?)
  case setDelay([Link], VirtualDuration)
  case setJitter([Link], VirtualDuration)
  case setLoss([Link], Probability)
  case setDuplication([Link], Probability)
  case setOrdering([Link], inOrder: Bool)

  case crash(NodeID, losingDisk: Bool)
  /// Crashes the node when it next reaches the named point.
  case armCrash(NodeID, at: StepName)
  case restart(NodeID)
  case pause(NodeID)
  case resume(NodeID)
  case setServiceTime(NodeID, VirtualDuration)

  case setClockOffset(NodeID, VirtualDuration)
  case stepClock(NodeID, VirtualDuration)
  case setDrift(NodeID, partsPerMillion: Int64)

  case treat(MessageID, MessageTreatment)
  case addRule(MessageRule)
  /// Takes away the oldest rule that reads so and has not been used up; nothing where there is none.
  case removeRule(MessageRule)
  /// Lets the pending occurrence with this order number happen now, before its turn.
  case choose(sequence: Int64)

  case invoke(ProcessID, Call, target: NodeID?)
  /// Empty nodes: all that take the call.
  case setRouting([ProcessID], RoutingPolicy, among: [NodeID])
  case configure(path: String, value: Value)
  /// Nil switches the generator off.
  case setWorkload(Workload?)
  case setNemesis(Nemesis?)
}

extension Intervention {
  /// The word it starts with in scripts.
  public var name: String {
    switch self {
    case .cut: "cut"
    case .heal: "heal"
    case .setDelay: "delay"
    case .setJitter: "jitter"
    case .setLoss: "loss"
    case .setDuplication: "duplication"
    case .setOrdering: "ordering"
    case .crash, .armCrash: "crash"
    case .restart: "restart"
    case .pause: "pause"
    case .resume: "resume"
    case .setServiceTime: "slow"
    case .setClockOffset: "skew"
    case .stepClock: "step-clock"
    case .setDrift: "drift"
    case .treat(_, let treatment): treatment.name
    case .addRule(let rule): rule.treatment.name
    case .removeRule: "forget"
    case .choose: "choose"
    case .invoke: "invoke"
    case .setRouting: "route"
    case .configure: "set"
    case .setWorkload: "workload"
    case .setNemesis: "nemesis"
    }
  }

  /// The node it is about, where it is about one.
  public var node: NodeID? {
    switch self {
    case .crash(let node, _), .armCrash(let node, _), .restart(let node), .pause(let node),
      .resume(let node), .setServiceTime(let node, _), .setClockOffset(let node, _),
      .stepClock(let node, _), .setDrift(let node, _):
      node
    default: nil
    }
  }
}

extension MessageTreatment {
  public var name: String {
    switch self {
    case .deliver: "deliver"
    case .hold: "hold"
    case .release: "release"
    case .delay: "delay"
    case .drop: "drop"
    case .duplicate: "duplicate"
    }
  }
}
