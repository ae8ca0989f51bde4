import Histories

extension PositionVector: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    for prefix in prefixes {
      digest.combine(prefix.log.index)
      digest.combine(prefix.through)
    }
    digest.combine(prefixes.count)
  }
}

extension World {
  /// A client has been answered: what the answer reflected is in the past of all that its session
  /// does from now on. Kept only where there are several logs; within one, the log keeps the order.
  mutating func observe(_ reply: ClientReply, to call: Call, by place: Int) {
    guard case .outcome(.ok, let position, _) = reply.body else { return }
    let session = Int(clients[place].configuration.session.index)
    // Nobody lacks what comes before the first entry.
    if let position, position.lsn > 0, let log = P.log(for: call, configuration: configuration) {
      sessions[session].context.join(LogPrefix(of: log, through: position))
    }
    if !reply.positions.isEmpty { sessions[session].context.join(reply.positions) }
  }
}
