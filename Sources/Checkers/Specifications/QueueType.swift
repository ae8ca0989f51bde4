import Histories

/// A queue, first in, first out. To dequeue from an empty one returns nothing.
enum QueueType: DataType {
  static func accepts(_ call: Call) -> Bool {
    switch call {
    case .enqueue, .dequeue: true
    default: false
    }
  }

  static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to value: inout Value
  ) -> Bool {
    guard var elements = value.elements else { return false }
    switch call {
    case .enqueue(_, let element): elements.append(element)
    case .dequeue:
      let front = elements.isEmpty ? .absent : elements.removeFirst()
      guard front.agrees(with: result) else { return false }
    default: return false
    }
    value = Value.list(elements).normalized
    return true
  }
}
