import Histories

/// What kinds of object the calls of a history speak of.
enum ObjectKind: String {
  case register, counter, set, queue, stack, mutex

  /// - Parameter counted: objects of which `add` is said in the sense of increment.
  init?(of call: Call, _ counted: Set<Key>) {
    switch call {
    case .write, .compareAndSet, .conditionalPut: self = .register
    case .increment: self = .counter
    case .add(let key, _): self = counted.contains(key) ? .counter : .set
    case .remove: self = .set
    case .enqueue, .dequeue: self = .queue
    case .push, .pop: self = .stack
    case .acquire, .release: self = .mutex
    // Lists and texts are appended to, whatever they came from; the rest every object has.
    case .read, .readMany, .delete, .append, .transaction: return nil
    }
  }
}

extension History {
  /// The first operation on an object of which an earlier one speaks as of another kind, and what that is. What failed
  /// says nothing. O(operations) expected.
  func firstMixed(counted: Set<Key> = []) -> (id: OperationID, earlier: OperationID, ObjectKind)? {
    var kinds: [Key: (kind: ObjectKind, id: OperationID)] = [:]
    for operation in operations where !operation.isFailed {
      for call in operation.call.parts {
        guard let key = call.key, let kind = ObjectKind(of: call, counted) else { continue }
        if let known = kinds[key] {
          if known.kind != kind { return (operation.id, known.id, known.kind) }
        } else {
          kinds[key] = (kind, operation.id)
        }
      }
    }
    return nil
  }
}
