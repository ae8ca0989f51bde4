import Simulation

/// What happened, in words: the same in every form of the diagram.
extension SpaceTimeDiagram {
  /// The first message of a row and what it led to.
  func note(_ row: Row) -> String {
    var words = row.points.map(\.text)
    guard let flight = row.flights.first else { return words.joined(separator: "; ") }
    // The answer to a client is told by how its operation ended.
    let ends: [Point.Kind] = [.ok, .refused]
    let end = row.points.firstIndex { ends.contains($0.kind) && $0.lanes == [flight.to] }
    if let end {
      words[end] += " (sent \(flight.sent))"
    } else {
      words.insert(note(flight), at: 0)
    }
    return words.joined(separator: "; ")
  }

  /// What a message is and what became of it.
  func note(_ flight: Flight) -> String {
    let end = flight.fate?.words(at: lanes[flight.to].name) ?? ""
    return flight.label + (end.isEmpty ? "" : " \(end)") + " (sent \(flight.sent))"
  }

  /// A message that has not arrived when the diagram ends.
  func waitingNote(_ flight: Flight) -> String {
    let way = "\(lanes[flight.from].name) -> \(lanes[flight.to].name)"
    let due = flight.due.map { "due \($0)" } ?? "held"
    return "on its way at the end: \(way)  \(flight.label), sent \(flight.sent), \(due)"
  }
}
