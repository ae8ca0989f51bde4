import Histories

extension SessionPolicy {
  /// The knobs with their present values. Every run has them, beside those of its protocol.
  public var knobs: [Knob] {
    [
      Self.milliseconds(
        "pin-window", "ms after an acknowledged write for which reads go to the leader; 0 is off",
        pinWindow),
      Self.choice(
        "pin-bookkeeping",
        "how a pin is kept: the latest write counts; only the last key; the first timer ends it",
        pinBookkeeping),
      Self.choice(
        "session-token", "what a session's token remembers: its own writes, what it has read", token
      ),
      Self.choice(
        "token-scope", "whether the sessions of one user (u@phone, u@laptop) share a token", scope),
      Self.choice(
        "token-shape",
        "what a token is made of: the greatest position; the latest one; one for each log", shape),
      Self.choice("token-miss", "what a replica that is behind the token does with a read", miss),
      Self.milliseconds("token-wait", "ms for which a replica keeps such a read at most", wait),
      Self.choice("token-fallback", "what it does with the read when that time is over", fallback),
    ] + routingKnobs
  }

  private var routingKnobs: [Knob] {
    [
      Self.milliseconds(
        "hedge-delay", "ms without an answer after which a second node is asked too; 0 is off",
        hedgeDelay),
      Self.milliseconds(
        "lag-limit", "ms of lag above which a replica's reads go to the leader instead; 0 is off",
        lagLimit),
      Knob(
        path: "divert-cap", summary: "how many in a hundred of those reads go there at most",
        domain: .integer(0...100), value: .integer(divertCap), section: .sessions),
      Self.choice(
        "log-shipping", "whether what a busy node sends to others waits behind its requests",
        shipping),
    ]
  }

  /// Whether a knob is one of these.
  public static func owns(_ path: String) -> Bool {
    switch path {
    case "pin-window", "pin-bookkeeping", "session-token", "token-scope", "token-miss",
      "token-wait", "token-fallback", "token-shape", "hedge-delay", "lag-limit", "divert-cap",
      "log-shipping":
      true
    default: false
    }
  }

  /// Turns one of the knobs. Called with a value that the knob allows.
  public mutating func turn(_ path: String, to value: Value) {
    switch (path, value) {
    case ("pin-window", .integer(let time)): pinWindow = VirtualDuration(time)
    case ("token-wait", .integer(let time)): wait = VirtualDuration(time)
    case ("pin-bookkeeping", .text(let word)): Self.set(&pinBookkeeping, word)
    case ("session-token", .text(let word)): Self.set(&token, word)
    case ("token-scope", .text(let word)): Self.set(&scope, word)
    case ("token-miss", .text(let word)): Self.set(&miss, word)
    case ("token-fallback", .text(let word)): Self.set(&fallback, word)
    case ("token-shape", .text(let word)): Self.set(&shape, word)
    case ("hedge-delay", .integer(let time)): hedgeDelay = VirtualDuration(time)
    case ("lag-limit", .integer(let time)): lagLimit = VirtualDuration(time)
    case ("divert-cap", .integer(let percent)): divertCap = percent
    case ("log-shipping", .text(let word)): Self.set(&shipping, word)
    default: preconditionFailure("no session knob \(path) takes \(value)")
    }
  }

  private static func set<Choice: RawRepresentable<String>>(_ place: inout Choice, _ word: String) {
    place = Choice(rawValue: word) ?? place
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ path: String, _ summary: String, _ value: Choice
  ) -> Knob {
    Knob(
      path: path, summary: summary, domain: .choice(Choice.allCases.map { .text($0.rawValue) }),
      value: .text(value.rawValue), section: .sessions)
  }

  private static func milliseconds(
    _ path: String, _ summary: String, _ value: VirtualDuration
  ) -> Knob {
    Knob(
      path: path, summary: summary, domain: .integer(0...1_000_000),
      value: .integer(value.milliseconds), section: .sessions)
  }
}
