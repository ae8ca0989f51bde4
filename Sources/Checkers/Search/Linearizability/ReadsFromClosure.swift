import Histories

/// What cannot be left out of a set of operations under what: deleting a write under its read would make
/// a violation that means nothing.
///
/// * A read of a register needs one of the writes of its value that were invoked before it returned; if
///   all of them came later, one of those; if there is none, or the value is the initial one, nothing.
///   So does a compare-and-set, also an outstanding one, of the value that it expects.
/// * An operation whose result depends on the whole history of a key (of a counter, set, queue or lock;
///   a compare-and-set that failed) needs every change of that key invoked before it returned.
///
/// Where real time does not count (serializability) it does not matter when something was invoked.
struct ReadsFromClosure {
  private struct Need {
    let reader: Int32
    /// One of the first so many of these writers, other than itself.
    let group: Int
    let count: Int
  }
  private struct Whole {
    let reader: Int32
    let keys: [Int]
    let returned: VirtualTime
  }

  private var needs: [Need] = []
  /// Those that leave one value in one key, in the order of their invocations.
  private var groups: [[Int32]] = []
  private var wholes: [Whole] = []
  /// For each key the operations that can change it, ascending.
  private var changes: [[Int32]] = []
  private var numbers: [Key: Int] = [:]
  private let operations: [Operation]
  private let inRealTime: Bool

  /// O(n log n) expected.
  ///
  /// - Parameter inRealTime: whether nothing can depend on what was invoked after it returned.
  init(_ members: [Int32], _ history: History, inRealTime: Bool = true) {
    operations = history.operations
    self.inRealTime = inRealTime
    var groupOfValue: [Int: [Value: Int]] = [:]
    var isWhole: [Bool] = []
    for member in members {
      let operation = operations[Int(member)]
      let isRegisterCall = operation.call.isRegisterCall
      for key in operation.call.keysWritten {
        let number = numbers[key] ?? changes.count
        if number == changes.count {
          numbers[key] = number
          changes.append([])
          isWhole.append(false)
        }
        changes[number].append(member)
        if !isRegisterCall { isWhole[number] = true }
      }
      for (key, left) in operation.valuesLeft {
        guard let number = numbers[key] else { continue }
        let value = left.normalized
        let group = groupOfValue[number]?[value] ?? groups.count
        if group == groups.count {
          groupOfValue[number, default: [:]][value] = group
          groups.append([])
        }
        groups[group].append(member)
      }
    }
    for member in members {
      let operation = operations[Int(member)]
      let values = operation.isOK ? operation.valuesRead : operation.valuesCompared
      for (key, read) in values {
        let value = read.normalized
        guard history.initialValue(of: key).normalized != value else { continue }
        guard let group = numbers[key].flatMap({ groupOfValue[$0]?[value] }) else { continue }
        addNeed(of: member, from: group)
      }
      let keys = operation.call.keys.compactMap { numbers[$0] }.filter {
        operation.dependsOnEveryWrite || isWhole[$0]
      }
      if operation.isOK, operation.observes, !keys.isEmpty {
        wholes.append(Whole(reader: member, keys: keys, returned: returned(member)))
      }
    }
  }

  /// One of the writes that were invoked before the reader returned, or, if there is none, of all.
  private mutating func addNeed(of reader: Int32, from group: Int) {
    let writers = groups[group]
    let end = returned(reader)
    let possible = writers.partitioningIndex { operations[Int($0)].invoked > end }
    for count in [possible, writers.count] {
      guard writers[..<count].prefix(2).contains(where: { $0 != reader }) else { continue }
      return needs.append(Need(reader: reader, group: group, count: count))
    }
  }

  private func returned(_ member: Int32) -> VirtualTime {
    let operation = operations[Int(member)]
    return inRealTime && operation.isOK ? operation.completion?.time ?? .never : .never
  }

  /// The largest subset in which every operation has what it needs.
  ///
  /// - Parameter kept: a subset, ascending. O(n) a round.
  func closed(_ kept: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: operations.count)
    for member in kept { isKept[Int(member)] = true }
    // The first writer of each group that is kept; operations only leave, so it only goes forward.
    var firsts = Array(repeating: 0, count: groups.count)
    while true {
      var isChanged = false
      for need in needs where isKept[Int(need.reader)] {
        if isMet(need, isKept, &firsts) { continue }
        isKept[Int(need.reader)] = false
        isChanged = true
      }
      let missing = changes.map { $0.first { !isKept[Int($0)] } }
      for whole in wholes where isKept[Int(whole.reader)] {
        let lacks = whole.keys.contains { key in
          missing[key].map { operations[Int($0)].invoked <= whole.returned } ?? false
        }
        guard lacks else { continue }
        isKept[Int(whole.reader)] = false
        isChanged = true
      }
      if !isChanged { return kept.filter { isKept[Int($0)] } }
    }
  }

  private func isMet(_ need: Need, _ isKept: [Bool], _ firsts: inout [Int]) -> Bool {
    let writers = groups[need.group]
    while firsts[need.group] < writers.count, !isKept[Int(writers[firsts[need.group]])] {
      firsts[need.group] += 1
    }
    let first = firsts[need.group]
    guard first < need.count else { return false }
    if writers[first] != need.reader { return true }
    return writers[first..<need.count].dropFirst().contains { isKept[Int($0)] }
  }

  /// The smallest set between the two, if `kept` is part of it, in which every operation has what it
  /// needs, as far as the larger one has it. O(n) a round, but where writers lack.
  func completed(_ kept: [Int32], within all: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: operations.count)
    var isKnown = isKept
    for member in kept { isKept[Int(member)] = true }
    for member in all { isKnown[Int(member)] = true }
    while true {
      var isChanged = false
      var firsts = Array(repeating: 0, count: groups.count)
      for need in needs where isKept[Int(need.reader)] {
        if isMet(need, isKept, &firsts) { continue }
        let writers = groups[need.group][..<need.count]
        // One that another need has brought in counts too.
        if writers.contains(where: { $0 != need.reader && isKept[Int($0)] }) { continue }
        guard let slot = writers.firstIndex(where: { $0 != need.reader && isKnown[Int($0)] })
        else { continue }
        isKept[Int(writers[slot])] = true
        isChanged = true
        firsts[need.group] = min(firsts[need.group], slot)
      }
      // Of all that depend on a whole key the one that returned last needs the most.
      var ends: [VirtualTime?] = Array(repeating: nil, count: changes.count)
      for whole in wholes where isKept[Int(whole.reader)] {
        for key in whole.keys { ends[key] = max(ends[key] ?? whole.returned, whole.returned) }
      }
      for (key, end) in ends.enumerated() {
        guard let end else { continue }
        for change in changes[key] where isKnown[Int(change)] && !isKept[Int(change)] {
          guard operations[Int(change)].invoked <= end else { continue }
          isKept[Int(change)] = true
          isChanged = true
        }
      }
      if !isChanged { return all.filter { isKept[Int($0)] } }
    }
  }
}

extension Operation {
  /// What an outstanding compare-and-set has to find, if it is to take effect.
  var valuesCompared: [(key: Key, value: Value)] {
    guard case .compareAndSet(let key, let expected, _) = call else { return [] }
    return [(key, expected)]
  }
}
