/// How each configuration was reached: chains of operations that share their beginnings.
struct Trail {
  private struct Entry {
    let parent: Int32
    let operation: Int32
    let isStep: Bool
  }
  private var entries: [Entry] = []

  var count: Int { entries.count }

  /// Drops what none of these ends leads back to; gives the ends as they are numbered then. O(count).
  mutating func keepOnly(_ ends: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: entries.count)
    for end in ends {
      var index = end
      while index >= 0, !isKept[Int(index)] {
        isKept[Int(index)] = true
        index = entries[Int(index)].parent
      }
    }
    // An entry comes after its parent, so that the parent's new number is known.
    var numbers = Array(repeating: Int32(-1), count: entries.count)
    var kept: [Entry] = []
    for (index, entry) in entries.enumerated() where isKept[index] {
      numbers[index] = Int32(kept.count)
      let parent = entry.parent < 0 ? -1 : numbers[Int(entry.parent)]
      kept.append(Entry(parent: parent, operation: entry.operation, isStep: entry.isStep))
    }
    entries = kept
    return ends.map { $0 < 0 ? -1 : numbers[Int($0)] }
  }

  /// - Parameter isStep: whether the operation changed the state; else it may have taken effect there
  ///   without anybody noticing.
  mutating func append(_ operation: Int, isStep: Bool, to end: inout Int32) {
    entries.append(Entry(parent: end, operation: Int32(operation), isStep: isStep))
    end = Int32(entries.count - 1)
  }

  /// Where each operation took effect: at its step, if it took one, else at the first place where it
  /// may have. O(length).
  func order(_ end: Int32, _ operations: [TimedAction]) -> [Int] {
    var chain: [Entry] = []
    var index = end
    while index >= 0 {
      chain.append(entries[Int(index)])
      index = entries[Int(index)].parent
    }
    var isPlaced = Array(repeating: false, count: operations.count)
    for entry in chain where entry.isStep { isPlaced[Int(entry.operation)] = true }
    return chain.reversed().compactMap { entry in
      let operation = Int(entry.operation)
      if entry.isStep { return operation }
      if isPlaced[operation] { return nil }
      isPlaced[operation] = true
      return operation
    }
  }
}
