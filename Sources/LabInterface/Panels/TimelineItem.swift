import CellGraphics
import Histories
import Laboratory
import Simulation

/// Something in the diagram that can be selected.
enum TimelineItem: Hashable, Sendable {
  case operation(TimelineView.OperationBar)
  case message(TimelineView.MessageLine)
  case mark(TimelineView.Mark)

  /// When it began.
  var time: VirtualTime {
    switch self {
    case .operation(let bar): bar.invoked
    case .message(let line): line.sent
    case .mark(let mark): mark.time
    }
  }

  /// The event that began it.
  var eventIndex: Int {
    switch self {
    case .operation(let bar): bar.invokedEvent
    case .message(let line): line.sentEvent
    case .mark(let mark): mark.eventIndex
    }
  }

  /// Names it as long as the run goes on.
  var id: String {
    switch self {
    case .operation(let bar): "o\(bar.id.index)"
    case .message(let line): "m\(line.id.number)"
    case .mark(let mark): "e\(mark.eventIndex) \(mark.text)"
    }
  }

  /// The clients and nodes that it touches.
  var names: [String] {
    switch self {
    case .operation(let bar): [bar.client]
    case .message(let line): [line.from, line.to]
    case .mark(let mark): (mark.node.map { [$0] } ?? []) + mark.names
    }
  }

  var keys: [String] {
    switch self {
    case .operation(let bar): bar.keys
    case .message(let line): line.keys
    case .mark: []
    }
  }

  /// Words that say what sort of thing it is, in lower case.
  var kinds: [String] {
    switch self {
    case .operation(let bar): ["operation", Self.firstWord(bar.text)]
    case .message(let line): ["message", Self.firstWord(line.label)] + line.fateWords
    case .mark(let mark): ["mark", Self.firstWord(mark.text)]
    }
  }

  /// Everything that a plain word of a filter is looked for in.
  var description: String {
    switch self {
    case .operation(let bar): "\(bar.client) \(bar.text) \(TimelineText.label(bar))"
    case .message(let line):
      "m\(line.id.number) \(line.from) \(line.to) \(line.label) "
        + (line.keys + line.fateWords).joined(separator: " ")
    case .mark(let mark): ([mark.text, mark.node ?? ""] + mark.names).joined(separator: " ")
    }
  }

  private static func firstWord(_ text: String) -> String {
    text.prefix { $0 != " " }.lowercased()
  }

  /// The order among things that began with one event.
  private var rank: Int {
    switch self {
    case .mark: 0
    case .operation: 1
    case .message: 2
    }
  }

  private var number: Int64 {
    if case .message(let line) = self { line.id.number } else { 0 }
  }

  /// In the order of time.
  static func isBefore(_ one: TimelineItem, _ other: TimelineItem) -> Bool {
    (one.time, one.eventIndex, one.rank, one.number)
      < (other.time, other.eventIndex, other.rank, other.number)
  }
}

extension TimelineView.MessageLine {
  /// What has become of it, in words: `lost in a cut`; empty while it is on its way as usual.
  var fateText: String {
    switch fate {
    case nil: isHeld ? "held" : ""
    case .delivered?: ""
    case .lostInCut?: "lost in cut"
    case .lostOnLink?: "lost by link"
    case .lostAtCrashedNode?: "lost, \(to) is down"
    case .dropped?: "dropped"
    case .cancelled?: "taken back"
    }
  }

  /// The same as single words for filters.
  var fateWords: [String] {
    var words: [String]
    switch fate {
    case nil: words = [isHeld ? "held" : "flying"]
    case .delivered?: words = ["delivered"]
    case .dropped?: words = ["dropped", "lost"]
    case .cancelled?: words = ["cancelled"]
    case .lostInCut?, .lostOnLink?, .lostAtCrashedNode?: words = ["lost"]
    }
    if copyOf != nil { words.append("copy") }
    return words
  }

  var isLost: Bool { fate.map { $0 != .delivered } ?? false }
}

/// What of the diagram is shown: all, or what a filter leaves.
struct TimelineShown: Sendable {
  let view: TimelineView
  /// The filter as it was typed.
  let filter: String
  let clients: [String]
  let servers: [String]
  /// In the order of time.
  let items: [TimelineItem]
  let operations: [TimelineView.OperationBar]
  let messages: [TimelineView.MessageLine]
  let marks: [TimelineView.Mark]
  let changes: [TimelineView.Mark]
  let outages: [TimelineView.Span]

  /// What a panel shows: found once for each frame where it can be.
  static func of(_ context: PanelContext) -> TimelineShown {
    if let known = context.timelineShown, known.filter == context.filter { return known }
    return TimelineShown(context.view.timeline, filter: context.filter)
  }

  init(_ view: TimelineView, filter text: String) {
    self.view = view
    self.filter = text
    let filter = TimelineFilter(text)
    let all =
      view.operations.map { TimelineItem.operation($0) }
      + view.messages.map { TimelineItem.message($0) } + view.marks.map { TimelineItem.mark($0) }
    let items = all.filter { text.isEmpty || filter.shows($0) }
      .sorted(by: TimelineItem.isBefore)
    self.items = items
    var touched: [String] = []
    for case .message(let line) in items {
      for name in [line.from, line.to] where !touched.contains(name) { touched.append(name) }
    }
    let clients = filter.lanes(view.clients, touched: touched)
    let servers = filter.lanes(view.servers, touched: touched)
    self.clients = clients
    self.servers = servers
    operations = items.compactMap { if case .operation(let bar) = $0 { bar } else { nil } }
    messages = items.compactMap { if case .message(let line) = $0 { line } else { nil } }
    marks = items.compactMap { if case .mark(let mark) = $0 { mark } else { nil } }
    changes = filter.isAboutLanesAlone ? view.changes : []
    outages = view.outages.filter { $0.node.map { servers.contains($0) } ?? true }
  }

  var lanes: [String] { clients + servers }
}
