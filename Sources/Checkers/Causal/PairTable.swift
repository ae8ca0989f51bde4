/// A map from pairs of small numbers to a number, by open addressing. It is never iterated.
///
/// O(1) expected an access; it grows by doubling, and holds 12 to 24 bytes for each entry.
struct PairTable {
  private var names: [UInt64]
  private var numbers: [Int32]
  private var count = 0
  private var mask: Int

  /// - Parameter expected: about how many entries there will be.
  init(expected: Int) {
    var capacity = 16
    while capacity < expected + expected / 2 { capacity *= 2 }
    names = Array(repeating: .max, count: capacity)
    numbers = Array(repeating: 0, count: capacity)
    mask = capacity - 1
  }

  /// The number of a pair, or nil. Both parts are 0 or more.
  func number(_ first: Int32, _ second: Int32) -> Int32? {
    let name = Self.name(first, second)
    let place = place(of: name)
    return names[place] == name ? numbers[place] : nil
  }

  /// Enters a pair unless it is there; then its number is returned and stays.
  mutating func insert(_ first: Int32, _ second: Int32, _ number: Int32) -> Int32? {
    if (count + 1) * 3 > names.count * 2 { grow() }
    let name = Self.name(first, second)
    let place = place(of: name)
    if names[place] == name { return numbers[place] }
    names[place] = name
    numbers[place] = number
    count += 1
    return nil
  }

  private static func name(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  private func place(of name: UInt64) -> Int {
    // Numbers often come one after another: a few neighbours stay neighbours. Long runs do not, as those of different
    // first numbers would lie on one another.
    let block = (name >> 2) &* 0x9E37_79B9_7F4A_7C15
    var place = (Int(truncatingIfNeeded: block >> 32) << 2 | Int(name & 3)) & mask
    while names[place] != name && names[place] != .max { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let (oldNames, oldNumbers) = (names, numbers)
    names = Array(repeating: .max, count: oldNames.count * 2)
    numbers = Array(repeating: 0, count: names.count)
    mask = names.count - 1
    for (name, number) in zip(oldNames, oldNumbers) where name != .max {
      let place = place(of: name)
      names[place] = name
      numbers[place] = number
    }
  }
}

/// Who wrote which value to which key. Nearly always a value belongs to one key: then it is found at once.
struct WriterTable {
  private struct First {
    var key: Int32
    var writer: Int32
  }
  private var first: [First] = []
  private var others = PairTable(expected: 0)

  /// The writer of a value; nil if there is none. O(1) expected.
  func writer(of value: Int32, to key: Int32) -> Int32? {
    guard Int(value) < first.count else { return nil }
    let known = first[Int(value)]
    if known.key == key { return known.writer }
    return known.key < 0 ? nil : others.number(key, value)
  }

  /// Enters a writer unless there is one; then that one is returned and stays.
  mutating func insert(_ writer: Int32, of value: Int32, to key: Int32) -> Int32? {
    while first.count <= Int(value) { first.append(First(key: -1, writer: 0)) }
    let known = first[Int(value)]
    if known.key == key { return known.writer }
    if known.key >= 0 { return others.insert(key, value, writer) }
    first[Int(value)] = First(key: key, writer: writer)
    return nil
  }
}
