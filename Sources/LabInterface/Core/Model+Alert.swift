import Laboratory

extension Model {
  /// Sets from how many milliseconds behind a replica is marked.
  mutating func setLagAlert(_ text: String) -> [Command] {
    guard !text.isEmpty else { return open(.alert) }
    if text == "off" {
      lab?.lagAlert = nil
      status = .news("No replica is marked for its lag.")
      return []
    }
    guard let limit = Typed.milliseconds(text).map({ Int($0) }), (1...1_000_000_000).contains(limit)
    else {
      status = .refusal("alert: expected whole milliseconds from 1, or off; found \(text)")
      return []
    }
    lab?.lagAlert = limit
    status = .news("A replica is marked from \(limit) ms behind; alert off ends it.")
    return []
  }
}
