import Simulation
import TestWorlds
import Testing

@Suite struct PersistentCollectionTests {
  @Test(arguments: UInt64(1)...4)
  func appendLogAgreesWithAnArray(_ seed: UInt64) {
    let random = RandomStream(seed: seed)
    var log = AppendLog<Int>()
    var array: [Int] = []
    var copies: [(AppendLog<Int>, [Int])] = []
    for step in 0..<250 {
      let draw = { (bound: Int64, index: UInt64) in
        Int(random.below(bound, .workload, CausalKey(source: 2, ordinal: step), index))
      }
      switch draw(10, 0) {
      case 0..<6:
        for offset in 0..<draw(120, 1) {
          log.append(step * 1000 + offset)
          array.append(step * 1000 + offset)
        }
      case 6, 7:
        let length = draw(Int64(array.count + 1), 2)
        log.truncate(to: length)
        array.removeLast(array.count - length)
      case 8: copies.append((log, array))
      default:
        if let (oldLog, oldArray) = copies.last { (log, array) = (oldLog, oldArray) }
      }
      #expect(log.count == array.count)
      #expect(log.last == array.last)
      if step % 20 == 0 { #expect(Array(log) == array) }
    }
    #expect(Array(log) == array)
    for (log, array) in copies { #expect(Array(log) == array) }
    #expect(copies.count > 5)
  }

  /// Lengths at and around the sizes of a leaf (32) and of a branch (2048).
  @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 2047, 2048, 2049, 4096, 6145])
  func appendLogAtItsSeams(_ length: Int) {
    let log = AppendLog(0..<length)
    #expect(Array(log) == Array(0..<length))
    for shorter in [0, 1, length / 2, length - 33, length - 32, length - 1, length, length + 5]
    where shorter >= 0 {
      var copy = log
      copy.truncate(to: shorter)
      copy.append(-1)
      #expect(Array(copy) == Array(0..<min(shorter, length)) + [-1])
    }
    #expect(Array(log) == Array(0..<length))
    #expect(log.isEmpty == (length == 0))
  }

  @Test(arguments: UInt64(1)...4)
  func sortedMapAgreesWithADictionary(_ seed: UInt64) {
    let random = RandomStream(seed: seed)
    var map = SortedMap<Int, Int>()
    var dictionary: [Int: Int] = [:]
    var copy: (SortedMap<Int, Int>, [Int: Int])?
    for step in 0..<1500 {
      let draw = { (bound: Int64, index: UInt64) in
        Int(random.below(bound, .workload, CausalKey(source: 3, ordinal: step), index))
      }
      let key = draw(60, 0)
      let value = draw(3, 1) == 0 ? nil : step
      map[key] = value
      dictionary[key] = value
      if step == 700 { copy = (map, dictionary) }
      #expect(map[draw(60, 2)] == dictionary[draw(60, 2)])
      #expect(map.count == dictionary.count)
    }
    for (map, dictionary) in [(map, dictionary), copy!] {
      #expect(Array(map.keys) == dictionary.keys.sorted())
      #expect(map.entries.allSatisfy { dictionary[$0] == $1 })
    }
  }

  @Test func sortedMapsWithEqualContentsAreEqualWhateverTheirPast() {
    var forwards = SortedMap<Int, Int>()
    var backwards = SortedMap<Int, Int>()
    for key in 0..<20 { forwards[key] = key }
    for key in (0..<40).reversed() { backwards[key] = key }
    #expect(forwards != backwards)
    for key in 20..<40 { backwards[key] = nil }
    #expect(forwards == backwards)
  }
}
