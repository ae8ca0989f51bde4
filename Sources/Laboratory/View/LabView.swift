import Checkers
import Histories
import Simulation

/// Everything that panels may show of a run at its shown position: small, and extracted afresh for
/// each frame at a cost that does not depend on the length of the run.
public struct LabView: Sendable {
  public enum Mode: String, Hashable, Sendable {
    case paused = "PAUSED"
    case running = "RUNNING"
    case rewound = "REWOUND"
  }

  public var title: String
  public var clock: VirtualTime
  public var position: Int
  public var newest: Int
  public var branch: String
  public var branches: [String]
  public var seed: UInt64
  public var replicas: [ReplicaView]
  public var lags: [LagView]
  public var network: NetworkView
  public var timeline: TimelineView
  public var load: LoadView
  public var sessions: [SessionView]
  public var guarantees: [GuaranteeView]
  /// Acknowledged writes that a replica truncated, oldest first; at most `rollbacksMax`, the newest.
  public var rollbacks: [RollbackView]
  public static let rollbacksMax = 20
  public var meters: [MeterView]
  public var knobs: [Knob]
  public var workload: Workload?
  public var nemesis: Nemesis?
  /// Why the world is not at rest, in words; nil when it is.
  public var unrest: String?

  public var isRewound: Bool { position < newest }
}

/// One replica.
public struct ReplicaView: Hashable, Sendable {
  public struct CellView: Hashable, Sendable {
    public var key: String
    public var value: String
    public var version: String
    /// How many committed versions newer than this one exist elsewhere, and the age of the oldest.
    public var stale: Staleness?
    /// Whether the key lies on another shard: the replica is not meant to hold it.
    public var isElsewhere = false
  }
  public struct Staleness: Hashable, Sendable {
    public var versions: Int
    public var age: VirtualDuration
  }
  public var id: NodeID
  public var name: String
  public var role: String
  public var status: NodeStatus
  public var clockOffset: VirtualDuration
  public var serviceTime: VirtualDuration
  public var backlog: Int
  public var applied: LogPosition
  public var received: LogPosition
  public var stateDigest: UInt64
  /// The keys it holds; a key that others hold and it does not has the value `nil`.
  public var cells: [CellView]
  public var details: [String]
  /// The newest epoch that it knows, where there are epochs.
  public var epoch: Int?
  /// The epoch in which it believes that it leads; nil when it does not.
  public var leadsIn: Int?
  /// Whether another node believes that it leads the same log.
  public var hasRival: Bool
  /// The log that it has a copy of; nil where there is none.
  public var logID: LogID?
  /// The shard that it belongs to; nil where there are none.
  public var shard: String?
  /// The newest entries of its log, oldest first; empty where there is none.
  public var log: [LogLineView]
  /// Whether it keeps answers instead of following a log: then it has no applied position.
  public var isCache = false
}

/// One entry of a replica's log.
public struct LogLineView: Hashable, Sendable {
  public var position: LogPosition
  /// `x=1`, or the call in words.
  public var text: String
  public var operation: OperationID?
  /// Whether the replica knows that it is committed.
  public var isCommitted: Bool
  /// Whether the replica has it and has not applied it yet.
  public var isHeld = false
  /// What it depends on in the logs of other shards, and whether the replica's neighbours show that.
  /// Empty at leaders, which do not look at it.
  public var dependencies: [DependencyView] = []
}

/// Something of another shard that the writer of an entry had seen.
public struct DependencyView: Hashable, Sendable {
  public var shard: String
  public var position: LogPosition
  /// The entry at that position: `q=1`; nil where it cannot be told.
  public var write: String?
  /// The node of that shard in the replica's region.
  public var neighbour: String
  /// Whether that node shows it.
  public var isShown: Bool
}

/// An acknowledged write that a replica truncated.
public struct RollbackView: Hashable, Sendable {
  /// `x=1`.
  public var write: String
  public var client: String
  public var acknowledged: VirtualTime
  public var node: String
  public var time: VirtualTime
  public var eventIndex: Int
}

/// The links that are not as usual, and what is on the wire.
public struct NetworkView: Hashable, Sendable {
  public struct MessageView: Hashable, Sendable {
    public var id: MessageID
    public var from: String
    public var to: String
    public var label: String
    /// Nil while it is held.
    public var due: VirtualTime?
    public var isForeground: Bool
    /// What it will be lost to unless that is mended in time; nil while it is held.
    public var danger: Danger?
    public var sent: VirtualTime
    /// The message that it is a duplicate of.
    public var copyOf: MessageID?

    public enum Danger: Hashable, Sendable {
      /// Its link is cut now.
      case cut
      /// Its receiver has crashed.
      case receiverDown
    }
  }
  /// Links that were cut together and are cut still.
  public struct CutGroup: Hashable, Sendable {
    /// The links as an action names them: `P,R1 | *`.
    public var links: String
    /// The two sides in words, `P,R1` and `everybody else`; nil where there are more than two.
    public var sides: Sides?
    public var linkCount: Int
    /// One of the links, to ask the run about.
    public var first: Link?
    public var since: VirtualTime
  }
  public struct Sides: Hashable, Sendable {
    public var from: String
    public var to: String
    public var isBothWays: Bool
  }
  /// What will be done to a message that is yet to be sent.
  public struct RuleView: Hashable, Sendable {
    public var rule: MessageRule
    /// As it was added: `drop next append P -> R2`.
    public var text: String
  }
  public struct LinkView: Hashable, Sendable {
    public var from: String
    public var to: String
    public var delay: VirtualDuration
    /// Jitter, loss, duplication, broken order: in words, empty when there is none.
    public var troubles: [String]
    public var isCut: Bool
    /// Whether both ends are nodes, not clients.
    public var isBetweenNodes: Bool
  }
  /// How long the way between a client and a node takes, unless it is among the links.
  public var clientDelay: VirtualDuration
  /// Between servers, and every other link that is cut or troubled.
  public var links: [LinkView]
  public var cuts: [LinkView]
  /// The same cuts as they were made.
  public var cutGroups: [CutGroup]
  /// In the order in which they are used up.
  public var rules: [RuleView]
  /// In the order of delivery; at most `messagesMax`.
  public var messages: [MessageView]
  public var messageCount: Int
  /// What is in flight beside these and not shown, since it is of the background: its labels without
  /// numbers, each once, and how many messages there are.
  public var hiddenLabels: [String] = []
  public var hiddenCount = 0
  public static let messagesMax = 200
}

/// What a client holds and waits for.
public struct SessionView: Hashable, Sendable {
  /// One request of its latest operation.
  public struct HopView: Hashable, Sendable {
    public var node: String
    public var sent: VirtualTime
    /// Why it went there: `sticky`, `redirected by R1: needs lsn 3`.
    public var reason: String
    /// The position that a replica had to reflect to serve it.
    public var token: LogPosition?
    /// Whether it was taken back, since the other of two requests was answered first.
    public var isCancelled: Bool
    /// How long it has waited there for the replica to catch up; nil when it did not.
    public var waited: VirtualDuration?
    /// Whether it waits there still.
    public var isWaiting: Bool
  }

  public var client: String
  public var user: String
  public var session: String
  public var routing: String
  /// The nodes that it reads from by its routing; empty: all.
  public var among: [String]
  /// Whether reads carry a token at all, and the position that the next one carries.
  public var usesToken: Bool
  public var token: LogPosition?
  /// A token that is a vector: `a 7` for each log that the session has to do with.
  public var tokenVector: [String]?
  /// Until when its reads go to the leader; nil when they do not.
  public var pinnedUntil: VirtualTime?
  /// The keys that alone are pinned, under a bookkeeping that forgets the others; empty: all.
  public var pinnedKeys: [String]
  /// The requests of its latest operation, in order.
  public var trail: [HopView]
  /// The outstanding operation in words; nil when it is idle.
  public var outstanding: String?
  public var target: String?
  public var invoked: VirtualTime?
  public var waiting: Int
  public var lastOwnWrite: LogPosition?
  public var highWaterMark: LogPosition?
  /// What its session has read and written of each shard, `s1 lsn 1`; empty where there are none.
  public var context: [String]
  /// Its latest completed operation in words.
  public var latest: String?
  /// Guarantees broken for it, with the latest witness of each.
  public var broken: [String]
  /// Their names, in the same order.
  public var brokenGuarantees: [CheckerName]
}

/// What a checker says of the run so far.
public struct GuaranteeView: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    case holds, violated, pending, unknown
  }
  public var checker: CheckerName
  public var state: State
  /// The first witness in words, or why it is not known, or what it holds in spite of.
  public var reason: String
  /// The first violation, then the latest ones: at most `witnessesMax` of a live checker.
  public var witnesses: [Witness]
  public static let witnessesMax = 50
  /// How many violations there are, whether or not each is among the witnesses.
  public var count: Int
  /// It holds, and yet something is wrong now: two nodes believe that they lead.
  public var isWarning = false
}

/// A number over the run so far.
public struct MeterView: Hashable, Sendable {
  public var name: Measure
  public var value: Int64
  /// Nil when the number is only known at rest.
  public var isSettled: Bool
  /// The number over the whole run so far, at equal intervals up to now; empty where it is only
  /// known at rest.
  public var history: [Int] = []
}

/// The numbers that the lab keeps over a run. One name for goals and JSON, one for the screen.
public enum Measure: String, CaseIterable, Hashable, Sendable {
  case operations, acknowledgedLost, rolledBack, divergence, staleReads, indeterminate, refused
  case stalenessVersionsMax, stalenessAgeMax, messagesSent, messagesLost, latencyMax

  /// For the screen.
  public var words: String {
    switch self {
    case .operations: "operations completed"
    case .acknowledgedLost: "acknowledged writes lost"
    case .rolledBack: "acknowledged writes rolled back"
    case .divergence: "divergence (distinct states - 1)"
    case .staleReads: "stale reads"
    case .indeterminate: "outcomes unknown"
    case .refused: "refused"
    case .stalenessVersionsMax: "staleness, versions at most"
    case .stalenessAgeMax: "staleness, ms at most"
    case .messagesSent: "messages sent"
    case .messagesLost: "messages lost"
    case .latencyMax: "latency of answers, ms at most"
    }
  }
}
