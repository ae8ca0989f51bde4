/// One operation as the frontier search sees it: an action on the state, with its interval.
struct TimedAction: Sendable {
  /// What it does and returns, as `Transitions` numbers it. Operations with one number are
  /// interchangeable.
  var action: Int
  /// Writes of one group replace the same part of the state whatever it held, and always can;
  /// -1 if it is no such write.
  var group: Int32
  /// Whether it can change no state.
  var isObserver: Bool
  var invoked: Int64
  /// The instant of the response; `never` if the operation may take effect at any later time, or never.
  var returned: Int64
  /// The last response that can depend on its effect.
  var usefulUntil: Int64

  static let never = Int64.max
  var isOptional: Bool { returned == Self.never }
}

/// A sequential specification over numbered states and actions.
protocol Transitions {
  var initial: Int32 { get }
  /// The state after `action` in `state`, or `impossible`.
  mutating func next(_ state: Int32, _ action: Int) -> Int32
  /// How many states are held; 0 if none need be.
  var stateCount: Int { get }
  /// Forgets all other states; gives these as they are numbered then.
  mutating func keepOnly(_ states: [Int32]) -> [Int32]
  /// One state for all those that no response at `now` or later can tell apart.
  func canonical(_ state: Int32, now: Int64) -> Int32
}

/// What `Transitions.next` gives where an operation cannot have returned what it did.
let impossible: Int32 = -1

/// When operations open and close, and the slot that each has meanwhile.
struct Timetable {
  enum Kind: Int { case invoke, respond, expire }

  struct Event {
    let time: Int64
    private let code: Int

    init(_ time: Int64, _ kind: Kind, _ operation: Int) {
      self.time = time
      code = kind.rawValue << 40 | operation
    }
    var kind: Kind { Kind(rawValue: code >> 40) ?? .expire }
    var operation: Int { code & (1 << 40 - 1) }

    static func precedes(_ a: Event, _ b: Event) -> Bool {
      a.time != b.time ? a.time < b.time : a.code < b.code
    }
  }

  /// In order of time. Of one instant, invocations come before responses: equal instants do not
  /// order operations. Optional operations whose effect nobody can depend on do not appear.
  private(set) var events: [Event] = []
  private(set) var slots: [Int32]
  private(set) var capacity = 0

  /// O(n log n).
  init(_ operations: [TimedAction]) {
    slots = Array(repeating: -1, count: operations.count)
    events.reserveCapacity(2 * operations.count)
    for (index, operation) in operations.enumerated() {
      if operation.isOptional {
        guard operation.usefulUntil >= operation.invoked else { continue }
        events.append(Event(operation.invoked, .invoke, index))
        if operation.usefulUntil != TimedAction.never {
          events.append(Event(operation.usefulUntil, .expire, index))
        }
      } else {
        events.append(Event(operation.invoked, .invoke, index))
        events.append(Event(operation.returned, .respond, index))
      }
    }
    sort()
    assignSlots()
  }

  /// By one number for each event, where the span of time is so short that it has room for all.
  private mutating func sort() {
    guard let first = events.first else { return }
    var (low, high) = (first.time, first.time)
    for event in events {
      low = min(low, event.time)
      high = max(high, event.time)
    }
    let spanBits = Int64.bitWidth - max(high &- low, 0).leadingZeroBitCount
    let indexBits = slots.count.bitWidth - slots.count.leadingZeroBitCount
    guard high &- low >= 0, spanBits + indexBits + 2 < 64 else {
      events.sort(by: Event.precedes)
      return
    }
    var keys = events.map { event in
      (event.time &- low) << Int64(indexBits + 2)
        | Int64(event.kind.rawValue << indexBits | event.operation)
    }
    keys.sort()
    for (place, key) in keys.enumerated() {
      let code = Int(key) & (1 << (indexBits + 2) - 1)
      events[place] = Event(
        low &+ key >> Int64(indexBits + 2), Kind(rawValue: code >> indexBits) ?? .expire,
        code & (1 << indexBits - 1))
    }
  }

  private mutating func assignSlots() {
    var free: [Int32] = []
    for event in events {
      if event.kind == .invoke {
        if let slot = free.popLast() {
          slots[event.operation] = slot
        } else {
          slots[event.operation] = Int32(capacity)
          capacity += 1
        }
      } else {
        free.append(slots[event.operation])
      }
    }
  }
}
