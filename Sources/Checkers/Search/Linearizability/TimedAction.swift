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
  /// How many states there can be, if that is known from the start; else 0.
  var stateBound: Int { get }
  /// The only state in which the action is possible; -1 if there may be others.
  func required(by action: Int) -> Int32
  /// Whether it is known which steps an operation can depend on.
  var knowsDependence: Bool { get }
  /// Whether an operation that must take effect can depend on whether `action` has.
  func depends(_ other: Int, on action: Int) -> Bool
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
  let events: [Event]
  private(set) var slots: [Int32]
  private(set) var capacity = 0

  /// O(n log n), and O(n) where operations are given in the order of time and overlap few others.
  init(_ operations: [TimedAction]) {
    slots = Array(repeating: -1, count: operations.count)
    var opening: [Event] = []
    var closing: [Event] = []
    var expiring: [Event] = []
    opening.reserveCapacity(operations.count)
    closing.reserveCapacity(operations.count)
    for (index, operation) in operations.enumerated() {
      if operation.isOptional {
        guard operation.usefulUntil >= operation.invoked else { continue }
        if operation.usefulUntil != TimedAction.never {
          expiring.append(Event(operation.usefulUntil, .expire, index))
        }
      } else {
        closing.append(Event(operation.returned, .respond, index))
      }
      opening.append(Event(operation.invoked, .invoke, index))
    }
    Self.sort(&opening)
    Self.sort(&closing)
    Self.sort(&expiring)
    events = Self.merged(opening, Self.merged(closing, expiring))
    assignSlots()
  }

  /// By insertion, as long as that moves little.
  private static func sort(_ events: inout [Event]) {
    let isSorted = events.withUnsafeMutableBufferPointer { events in
      var moves = 32 * events.count
      for index in events.indices.dropFirst() {
        let event = events[index]
        var place = index
        while place > 0, Event.precedes(event, events[place - 1]) {
          events[place] = events[place - 1]
          place -= 1
        }
        events[place] = event
        moves -= index - place
        if moves < 0 { return false }
      }
      return true
    }
    if !isSorted { events.sort(by: Event.precedes) }
  }

  private static func merged(_ a: [Event], _ b: [Event]) -> [Event] {
    if b.isEmpty { return a }
    var result: [Event] = []
    result.reserveCapacity(a.count + b.count)
    var place = 0
    for event in a {
      while place < b.count, Event.precedes(b[place], event) {
        result.append(b[place])
        place += 1
      }
      result.append(event)
    }
    result.append(contentsOf: b[place...])
    return result
  }

  private mutating func assignSlots() {
    var free: [Int32] = []
    free.reserveCapacity(32)
    capacity = slots.withUnsafeMutableBufferPointer { slots in
      var capacity = 0
      for event in events {
        if event.kind != .invoke {
          free.append(slots[event.operation])
        } else if let slot = free.popLast() {
          slots[event.operation] = slot
        } else {
          slots[event.operation] = Int32(capacity)
          capacity += 1
        }
      }
      return capacity
    }
  }
}
