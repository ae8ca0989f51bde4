/// An append-only sequence whose copies share what they have in common.
///
/// Copying is O(1). Appending is O(1) amortised, also after a copy: at most one leaf of 32 elements
/// and one node of 64 references are duplicated, beside n / 2048 references. Access is O(1).
/// It is what a log inside the world is made of, so that keyframes of long runs stay small.
public struct AppendLog<Element: Sendable>: Sendable {
  private static var leafShift: Int { 5 }
  private static var leafSize: Int { 1 << leafShift }
  private static var branchShift: Int { 6 }
  private static var branchSize: Int { 1 << branchShift }

  private typealias Leaf = ContiguousArray<Element>
  private var branches: ContiguousArray<ContiguousArray<Leaf>> = []
  private var openBranch: ContiguousArray<Leaf> = []
  private var openLeaf: Leaf = []
  public private(set) var count = 0

  public init() {}

  public init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  public var isEmpty: Bool { count == 0 }
  public var last: Element? { openLeaf.last ?? (count == 0 ? nil : self[count - 1]) }

  public mutating func append(_ element: Element) {
    if openLeaf.isEmpty { openLeaf.reserveCapacity(Self.leafSize) }
    openLeaf.append(element)
    count += 1
    guard openLeaf.count == Self.leafSize else { return }
    openBranch.append(openLeaf)
    openLeaf = []
    guard openBranch.count == Self.branchSize else { return }
    branches.append(openBranch)
    openBranch = []
  }

  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index out of bounds")
    let leaf = index >> Self.leafShift
    let offset = index & (Self.leafSize - 1)
    let branch = leaf >> Self.branchShift
    if branch < branches.count {
      return branches[branch][leaf & (Self.branchSize - 1)][offset]
    }
    let open = leaf & (Self.branchSize - 1)
    return open < openBranch.count ? openBranch[open][offset] : openLeaf[offset]
  }

  /// Keeps the first `length` elements. O(elements removed + n / 2048).
  public mutating func truncate(to length: Int) {
    precondition(length >= 0, "a length is not negative")
    guard length < count else { return }
    while count > length {
      if openLeaf.isEmpty {
        if openBranch.isEmpty { openBranch = branches.removeLast() }
        openLeaf = openBranch.removeLast()
      }
      let removed = Swift.min(openLeaf.count, count - length)
      openLeaf.removeLast(removed)
      count -= removed
    }
  }
}

extension AppendLog: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
}
