extension Array where Element: Hashable {
  /// The elements in their order, each where it stands first. O(n) expected.
  public var withoutRepetition: [Element] {
    // Nearly all calls are on a few keys, for which a table costs more than it saves.
    if count <= 8 { return reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
    var known = Set<Element>(minimumCapacity: count)
    return filter { known.insert($0).inserted }
  }
}
