import Histories
import Simulation

extension SpaceTimeDiagram {
  /// The diagram as a picture: one SVG file that needs nothing else, readable on light and on dark
  /// backgrounds.
  ///
  /// Rows keep a distance that grows with the time between them, so that a long wait looks long;
  /// the instants are written at the side. A message is a line from where it was sent to where it
  /// ended. Every shape that says something by its colour says it by its form too.
  public func svg() -> String { DiagramSVG(self).text }
}

/// Writes a diagram as SVG.
struct DiagramSVG {
  private let diagram: SpaceTimeDiagram
  private let layout: DiagramLayout

  init(_ diagram: SpaceTimeDiagram) {
    self.diagram = diagram
    layout = DiagramLayout(diagram)
  }

  var text: String {
    let (width, height) = (layout.width, layout.height)
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">",
      "<title>\(Self.escaped(diagram.title))</title>",
      "<desc>\(Self.escaped(diagram.subtitle))</desc>", DiagramLook.style, DiagramLook.markers,
      "<rect class=\"back\" width=\"\(width)\" height=\"\(height)\"/>",
      label("title", 24, 30, diagram.title), label("dim", 24, 50, diagram.subtitle),
    ]
    let body = lanes + rows + messages + waiting + labels + marks + names + footer
    return (head + body + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  // MARK: Parts

  private var names: [String] {
    diagram.lanes.enumerated().map { index, lane in
      label(
        lane.isClient ? "client name" : "name", layout.x(index), layout.top - 14,
        layout.fitted(lane.name), anchor: "middle")
    }
  }

  /// Each lane as stretches of one state.
  private var lanes: [String] {
    diagram.lanes.indices.flatMap { lane -> [String] in
      var shapes: [String] = []
      var start = layout.top
      var state = diagram.firstStates[lane]
      func close(at end: Int) {
        guard end > start else { return }
        shapes.append(
          "<line class=\"\(Self.style(of: state))\" x1=\"\(layout.x(lane))\" y1=\"\(start)\" "
            + "x2=\"\(layout.x(lane))\" y2=\"\(end)\"/>")
        start = end
      }
      for (index, states) in diagram.states.enumerated() where states[lane] != state {
        close(at: layout.y(index))
        state = states[lane]
      }
      close(at: layout.bottom)
      return shapes
    }
  }

  private static func style(of state: SpaceTimeDiagram.LaneState) -> String {
    switch state {
    case .idle: "lane"
    case .busy: "busy"
    case .down: "down"
    case .paused: "paused"
    }
  }

  /// The instant and the words of each row.
  private var rows: [String] {
    var shapes: [String] = []
    var shownTime: VirtualTime?
    for (index, row) in diagram.rows.enumerated()
    where !row.flights.isEmpty || !row.points.isEmpty {
      let y = layout.y(index)
      shapes.append(
        "<line class=\"guide\" x1=\"\(layout.left - 30)\" y1=\"\(y)\" x2=\"\(layout.notes - 8)\" "
          + "y2=\"\(y)\"/>")
      if row.time != shownTime {
        shapes.append(label("time", layout.left - 36, y + 4, "\(row.time)", anchor: "end"))
      }
      shownTime = row.time
      let isBad = row.points.contains { $0.kind == .broken || $0.kind == .rolledBack }
      shapes.append(label(isBad ? "note bad-text" : "note", layout.notes, y + 4, diagram.note(row)))
    }
    return shapes
  }

  private var messages: [String] {
    diagram.rows.enumerated().flatMap { index, row in
      row.flights.flatMap { message($0, to: layout.y(index)) }
    }
  }

  private func message(_ flight: SpaceTimeDiagram.Flight, to y: Int) -> [String] {
    let start = (x: layout.x(flight.from), y: flight.sentRow.map { layout.y($0) } ?? layout.top)
    let isLost = flight.fate != .delivered
    let side = flight.from < flight.to ? -1 : 1
    // An arrow ends beside the lane, a lost message farther from it.
    let end = (x: layout.x(flight.to) + side * (isLost ? 16 : 7), y: y)
    let kind = isLost ? "message lost" : "message"
    let head = isLost ? "" : " marker-end=\"url(#head)\""
    var shapes = [
      "<line class=\"\(kind)\" x1=\"\(start.x)\" y1=\"\(start.y)\" x2=\"\(end.x)\" y2=\"\(end.y)\""
        + "\(head)/>"
    ]
    if isLost { shapes.append(use("cross", end.x, end.y)) }
    return shapes
  }

  /// The labels of the messages, which stand over all lines.
  private var labels: [String] {
    diagram.rows.enumerated().flatMap { index, row in
      row.flights.map { flight in
        let style = flight.fate == .delivered ? "message-label" : "message-label bad-text"
        let side = flight.from < flight.to ? -1 : 1
        return label(
          style, layout.x(flight.to) + side * 12, layout.y(index) + 13,
          layout.fitted(flight.label), anchor: side < 0 ? "end" : "start")
      }
    }
  }

  /// What is still on its way leaves the picture at the bottom.
  private var waiting: [String] {
    diagram.onTheWay.map { flight in
      let (from, to) = (layout.x(flight.from), layout.x(flight.to))
      let start = flight.sentRow.map { layout.y($0) } ?? layout.top
      return "<line class=\"message waiting\" x1=\"\(from)\" y1=\"\(start)\" "
        + "x2=\"\(from + (to - from) * 3 / 4)\" y2=\"\(layout.bottom)\"/>"
    }
  }

  private var marks: [String] {
    diagram.rows.enumerated().flatMap { index, row in
      row.points.flatMap { point in
        point.lanes.map { use(DiagramLook.symbol(point.kind), layout.x($0), layout.y(index)) }
      }
    }
  }

  /// What the forms mean, what has not arrived, and what the checkers say.
  private var footer: [String] {
    let used = diagram.rows.flatMap(\.points).map(\.kind)
    var x = 30
    var shapes: [String] = []
    for kind in SpaceTimeDiagram.Point.Kind.allCases where used.contains(kind) {
      shapes.append(use(DiagramLook.symbol(kind), x, layout.footerTop - 4))
      shapes.append(label("dim", x + 12, layout.footerTop, kind.words))
      x += kind.words.count * 7 + 40
    }
    let lines = diagram.onTheWay.map { diagram.waitingNote($0) } + diagram.verdicts
    return shapes
      + lines.enumerated().map { label("note", 24, layout.footerTop + 26 + 18 * $0, $1) }
  }

  // MARK: Elements

  private func use(_ symbol: String, _ x: Int, _ y: Int) -> String {
    "<use href=\"#\(symbol)\" x=\"\(x)\" y=\"\(y)\"/>"
  }

  private func label(
    _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String = "start"
  ) -> String {
    let place = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    return "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\"\(place)>\(Self.escaped(text))</text>"
  }

  /// Text as content of an element.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.line(text, ascii: false).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
