/// The messages of a role on a single node, which talks to others through the shared envelope
/// alone. There is no way to make one.
public struct NoMessage: Sendable {
  private init() {}
}

/// The timers of a role that needs none. There is no way to make one.
public struct NoTimer: Sendable, Equatable {
  private init() {}
}

extension SimulatedProtocol where Message == NoMessage {
  public static func channel(of message: NoMessage) -> Channel { .datagram }
  public static func label(of message: NoMessage) -> Label { Label("no message") }
}

extension SimulatedProtocol where Timer == NoTimer {
  public static func label(of timer: NoTimer) -> Label { Label("no timer") }
}
