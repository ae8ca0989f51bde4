import Checkers
import Histories

/// The operations of a violation as bars on an axis of time, one row for each process, and in words the
/// order between them that no explanation gets around.
///
/// The axis has a place for each invocation and each response of these operations, in their order; it is not
/// to scale. Its labels are lines of the file. Of an instant at which an operation both begins and ends there are two
/// places: one for invocations, and after it one for responses, since equal instants do not order.
public struct WitnessPicture {
  public struct Bar: Hashable {
    public let operation: OperationID
    public let label: String
    /// The label without anything left out, and where it stands in the file.
    public let line: String
    public let place: String
    /// Places on the axis. No end: it may take effect at any later time.
    public let start: Int
    public let end: Int?
    /// The operation that violates, or the first response that cannot be explained.
    public let isCulprit: Bool
  }
  public struct Lane: Hashable {
    /// Empty in the further lanes of a process.
    public let name: String
    public fileprivate(set) var bars: [Bar]
  }

  public let title: String
  public private(set) var lanes: [Lane] = []
  /// The line of the file at each place of the axis, or the event.
  public private(set) var ticks: [Int] = []
  /// What the axis counts: `line`, or `event` where several stand in a line.
  public let axisName: String
  /// Operations of the witness that are not drawn.
  public let omitted: Int
  /// What the picture shows, in words.
  public let sentences: [String]

  /// The most operations that are drawn.
  public static let operationsMax = 24

  /// - Precondition: the judgement is one of the file's history and violated.
  public init(_ judgement: Judgement, _ labels: OperationLabels) {
    let file = labels.file
    let witness = judgement.verdict.witnesses[0]
    let all = witness.operations
    let culprit = witness.operation ?? judgement.prefix?.blocking
    let drawn = Self.drawn(all, culprit, file.history)
    omitted = all.count - drawn.count
    title = "\(judgement.checker.promise) violated: \(witness.relation.words)"
    sentences = WitnessSentences(judgement, witness, drawn, labels).text
    let axis = Self.axis(of: drawn.map { file.history[$0] })
    axisName = labels.placeName
    var ticks = Array(repeating: 0, count: axis.count)
    /// Of two places of one instant responses have the latter.
    func place(_ instant: VirtualTime, _ number: Int, isEnd: Bool = false) -> Int {
      let index =
        isEnd
        ? axis.partitioningIndex { $0 > instant } - 1 : axis.partitioningIndex { $0 >= instant }
      ticks[index] = number
      return index
    }
    for id in drawn {
      let operation = file.history[id]
      let bar = Bar(
        operation: id, label: labels.label(id), line: labels.line(id), place: labels.place(id),
        start: place(operation.invoked, labels.start(id)),
        end: operation.end.map { place($0, labels.end(id), isEnd: true) },
        isCulprit: id == culprit)
      put(bar, of: labels.process(operation.process))
    }
    self.ticks = ticks
  }

  /// The instants, ascending; twice those at which an operation both begins and ends.
  private static func axis(of drawn: [Operation]) -> [VirtualTime] {
    var instants: Set<VirtualTime> = []
    var doubled: Set<VirtualTime> = []
    for operation in drawn {
      instants.insert(operation.invoked)
      if let end = operation.end { instants.insert(end) }
      if operation.end == operation.invoked { doubled.insert(operation.invoked) }
    }
    return (Array(instants) + Array(doubled)).sorted()
  }

  /// Those that are drawn: the culprit and the latest.
  private static func drawn(
    _ all: [OperationID], _ culprit: OperationID?, _ history: History
  ) -> [OperationID] {
    guard all.count > operationsMax else { return all }
    var kept = Array(all.suffix(operationsMax))
    if let culprit, all.contains(culprit), !kept.contains(culprit) { kept[0] = culprit }
    return kept.sorted()
  }

  /// Puts a bar into the first lane of its process in which there is room.
  private mutating func put(_ bar: Bar, of process: String) {
    let first = lanes.firstIndex { $0.name == process }
    guard let first else { return lanes.append(Lane(name: process, bars: [bar])) }
    var index = first
    repeat {
      if let last = lanes[index].bars.last?.end, last <= bar.start {
        lanes[index].bars.append(bar)
        return
      }
      index += 1
    } while index < lanes.count && lanes[index].name.isEmpty
    lanes.insert(Lane(name: "", bars: [bar]), at: index)
  }
}

extension Operation {
  /// When it ended; nil if it may take effect at any later time.
  var end: VirtualTime? { isPending ? nil : completion?.time }
}

extension Array {
  /// The first index whose element satisfies a condition that all later ones satisfy too.
  func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
