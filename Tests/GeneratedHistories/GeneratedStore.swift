/// The objects that clients take turns at, by their numbers.
struct GeneratedStore {
  /// An object of any type; each uses what it needs.
  struct Object {
    var value = GeneratedValue.null
    /// Elements; of a queue those before `first` are gone.
    var elements: [Int] = []
    var first = 0
    var text = ""
    var count = 0
    var holder: Int?
  }

  let type: GeneratedType
  var objects: [Int: Object] = [:]

  init(_ type: GeneratedType) { self.type = type }

  /// Lets an operation take effect.
  ///
  /// - Returns: what it returns; nil if it fails and has no effect.
  mutating func apply(_ operation: GeneratedOperation, by process: Int) -> GeneratedValue? {
    if case .list(let parts) = operation.value, operation.object == nil {
      return .list(parts.map { apply(part: $0) })
    }
    return Self.apply(
      operation, to: &objects[operation.object ?? 0, default: Object()], by: process, type)
  }

  /// `[:r 3 nil]`, `[:w 3 5]`.
  private mutating func apply(part: GeneratedValue) -> GeneratedValue {
    guard case .list(let words) = part, case .number(let object) = words[1] else { return part }
    if words[0] == .word("r") {
      return .list([words[0], words[1], objects[object]?.value ?? .null])
    }
    objects[object, default: Object()].value = words[2]
    return part
  }

  private static func apply(
    _ operation: GeneratedOperation, to object: inout Object, by process: Int, _ type: GeneratedType
  ) -> GeneratedValue? {
    let value = operation.value
    var number: Int { if case .number(let number) = value { number } else { 0 } }
    switch operation.function {
    case "read":
      switch type {
      case .counter: return .number(object.count)
      case .set: return .set(object.elements.sorted())
      case .list: return .list(object.elements.map { .number($0) })
      default: return object.value
      }
    case "write": object.value = value
    case "cas":
      guard case .list(let pair) = value, object.value == pair[0] else { return nil }
      object.value = pair[1]
    case "get": return .text(object.text)
    case "put": if case .text(let text) = value { object.text = text }
    case "append":
      if case .text(let text) = value {
        object.text += text
      } else {
        object.elements.append(number)
      }
    case "add" where type == .counter: object.count += number
    case "add", "enqueue", "push": object.elements.append(number)
    case "dequeue":
      guard object.first < object.elements.count else { return nil }
      object.first += 1
      defer { object.forgetDequeued() }
      return .number(object.elements[object.first - 1])
    case "pop": return object.elements.popLast().map { .number($0) }
    case "acquire":
      guard object.holder == nil else { return nil }
      object.holder = process
    case "release":
      guard object.holder == process else { return nil }
      object.holder = nil
    default: break
    }
    return value
  }
}

extension GeneratedStore.Object {
  /// Gives back the memory of what left a queue, in constant amortised time.
  mutating func forgetDequeued() {
    guard first > 64, first > elements.count / 2 else { return }
    elements.removeFirst(first)
    first = 0
  }
}
