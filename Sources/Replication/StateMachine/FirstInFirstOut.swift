/// A queue whose first element leaves in O(1) amortised.
///
/// What has left stays in the array until it is the greater part of it.
struct FirstInFirstOut<Element: Sendable>: Sendable {
  private var elements: ContiguousArray<Element> = []
  private var head = 0

  var count: Int { elements.count - head }
  var first: Element? { head < elements.count ? elements[head] : nil }

  mutating func append(_ element: Element) { elements.append(element) }

  /// Drops the first element, which there is.
  mutating func dropFirst() {
    precondition(head < elements.count, "an empty queue has no first element")
    head += 1
    guard head >= 16, head * 2 > elements.count else { return }
    elements.removeFirst(head)
    head = 0
  }
}
