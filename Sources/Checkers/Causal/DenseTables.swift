import Histories

/// Numbers for keys, in the order of their first appearance. O(1) expected.
struct KeyTable {
  private var numbers: [Key: Int32] = [:]
  /// Keys met lately, each at the place of its last letters, in which numbered names differ.
  private var recent: [(key: Key, number: Int32)]
  private let mask: Int
  var count: Int { numbers.count }

  /// - Parameter expected: how often it will be asked.
  init(expected: Int) {
    var size = 1
    while size < min(expected, 4096) { size *= 2 }
    recent = Array(repeating: (Key(""), -1), count: size)
    mask = size - 1
  }

  mutating func number(of key: Key) -> Int32 {
    let slot = slot(of: key)
    if recent[slot].number >= 0 && recent[slot].key == key { return recent[slot].number }
    let number = numbers[key] ?? Int32(numbers.count)
    if number == numbers.count { numbers[key] = number }
    recent[slot] = (key, number)
    return number
  }

  private func slot(of key: Key) -> Int {
    let letters = key.name.utf8
    var hash = letters.count
    var place = letters.endIndex
    for _ in 0..<min(4, letters.count) {
      place = letters.index(before: place)
      hash = hash &* 10 &+ Int(letters[place])
    }
    return hash & mask
  }
}

/// Numbers for processes, or for processes within sessions, in the order of their first appearance. O(1) expected.
struct OwnerTable {
  private let owner: ReadsFromIndex.Owner
  private var numbers: [Int64: Int] = [:]
  /// Of processes with small numbers: -1 if not met yet.
  private var small: [Int32] = []
  private var count = 0

  init(_ owner: ReadsFromIndex.Owner) { self.owner = owner }

  mutating func number(of process: ProcessID, _ session: SessionID) -> Int {
    let high = owner == .process ? 0 : Int64(session.index)
    guard high == 0 || high == Int64(process.index), process.index >= 0,
      process.index < 1 << 20
    else { return number(of: high << 32 | Int64(UInt32(bitPattern: process.index))) }
    // A session of its own process has the same small number.
    let place = Int(process.index) * 2 + (high == 0 ? 0 : 1)
    while small.count <= place { small.append(-1) }
    if small[place] < 0 {
      small[place] = Int32(count)
      count += 1
    }
    return Int(small[place])
  }

  private mutating func number(of pair: Int64) -> Int {
    if let known = numbers[pair] { return known }
    numbers[pair] = count
    count += 1
    return count - 1
  }
}
