/// Every key of the lesson format, in one place: the decoder accepts these, and the schema in `Assets`
/// lists the same, which a test proves.
public enum LessonKeys {
  /// The keys of one mapping.
  public struct Group: Hashable, Sendable {
    /// Its name in the schema's `$defs`.
    public let name: String
    public let required: [String]
    public let optional: [String]
    public var keys: [String] { required + optional }

    package init(name: String, required: [String], optional: [String]) {
      self.name = name
      self.required = required
      self.optional = optional
    }
  }

  public static let lesson = Group(
    name: "lesson",
    required: [
      "format", "id", "title", "track", "objective", "minutes", "rounds", "tasks", "hints",
      "solution", "leaves-out", "sources",
    ], optional: ["bench", "counts", "guarantees", "cluster", "shows", "accept", "reject"])
  /// What comes before everything else, so that a lesson can be listed without being read.
  static let head = Group(
    name: "the head, before cluster and rounds,",
    required: ["format", "id", "title", "track", "objective", "minutes"],
    optional: ["bench", "counts"])
  public static let counts = Group(
    name: "counts", required: ["rounds", "questions", "tasks"], optional: [])
  public static let cluster = Group(
    name: "cluster", required: [],
    optional: [
      "protocol", "nodes", "shards", "placement", "clients", "client-timeout", "client-delay",
      "node-delay", "links",
      "initial", "knobs", "seed",
    ])
  public static let shard = Group(
    name: "shard", required: ["name", "nodes"], optional: ["keys", "lsn"])
  public static let client = Group(
    name: "client", required: ["name"],
    optional: ["count", "session", "routing", "among", "timeout"])
  public static let round = Group(
    name: "round", required: ["id", "title", "beats"],
    optional: ["from", "cluster", "script", "until", "history", "covers"])
  public static let history = Group(
    name: "history", required: [], optional: ["initial", "bars", "of", "names"])
  public static let bar = Group(
    name: "bar", required: ["name", "process", "call", "from"], optional: ["to", "returns"])
  public static let beat = Group(
    name: "beat", required: ["text"],
    optional: ["title", "at", "panel", "covers", "predict", "task"])
  public static let prediction = Group(
    name: "prediction", required: ["id", "question", "expected"],
    optional: ["choices", "number", "reveal", "explain"])
  public static let choice = Group(
    name: "choice", required: ["answer", "when", "reply"], optional: [])
  public static let number = Group(
    name: "number", required: ["value", "right", "otherwise"], optional: ["unit", "wrong"])
  public static let wrongNumber = Group(
    name: "wrong-number", required: ["value", "reply"], optional: [])
  public static let show = Group(
    name: "show", required: ["round", "text", "goal"], optional: ["when"])
  public static let task = Group(
    name: "task", required: ["id", "round", "text", "goal"],
    optional: ["when", "moves", "knobs"])
  public static let hint = Group(name: "hint", required: ["text"], optional: ["task", "mistake"])
  public static let trial = Group(name: "trial", required: ["id", "task", "moves"], optional: [])
  public static let track = Group(
    name: "track", required: ["id", "title", "summary"], optional: [])

  /// What the schema describes.
  public static let groups = [
    lesson, counts, cluster, shard, client, round, history, bar, beat, prediction, choice, number,
    wrongNumber,
    show, task, hint, trial,
  ]

  /// The panels that a beat may name.
  public static let panels = [
    "replicas", "lag", "network", "timeline", "sessions", "guarantees", "meters", "load", "knobs",
    "merge",
    "logs", "deliveries", "saga", "board",
  ]
}
