import Histories
import Simulation

/// Keeps the history of a run and nothing else: what a check at the end needs.
///
/// The history is the one that `Recording` keeps. Without the events and messages beside it a run
/// takes little memory, however long it is.
struct HistoryRecorder: WorldObserver {
  static var isWatching: Bool { true }

  private(set) var history: History
  /// The instant of the last foreground event.
  private(set) var lastForeground: VirtualTime = .zero
  private var events = 0

  init(initial: [History.InitialValue]) { history = History(initial: initial) }

  mutating func began(_ record: EventRecord, index: Int) {
    // The first record of an event describes it, as in `Recording`.
    guard index == events else { return }
    events = index + 1
    if record.isForeground { lastForeground = record.time }
  }

  mutating func invoked(_ operation: Operation) { history.invoke(operation) }

  mutating func completed(_ operation: OperationID, _ completion: Completion) {
    history.complete(operation, completion)
  }

  mutating func noted(_ note: Note, at time: VirtualTime, index: Int) {
    history.note(note, time: time, eventIndex: index)
  }

  mutating func intervened(_ intervention: Intervention, index: Int) {}
  mutating func sent(_ record: MessageRecord) {}
  mutating func decided(
    _ message: MessageID, _ fate: MessageFate, at time: VirtualTime, index: Int
  ) {}
  mutating func touched(
    _ node: NodeID, state: UInt64, progress: Progress, at time: VirtualTime, index: Int
  ) {}
}
