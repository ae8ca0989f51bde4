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
    /// One of these.
    let writers: [Int32]
  }
  private struct Whole {
    let reader: Int32
    let keys: [Int]
    let returned: VirtualTime
  }

  private var needs: [Need] = []
  private var wholes: [Whole] = []
  /// For each key the operations that can change it, ascending.
  private var changes: [[Int32]] = []
  private var numbers: [Key: Int] = [:]
  private let operations: [Operation]
  private let inRealTime: Bool

  /// O(n) expected, times the writes that share one value.
  ///
  /// - Parameter inRealTime: whether nothing can depend on what was invoked after it returned.
  init(_ members: [Int32], _ history: History, inRealTime: Bool = true) {
    operations = history.operations
    self.inRealTime = inRealTime
    var writers: [Int: [Value: [Int32]]] = [:]
    var isWhole: [Bool] = []
    for member in members {
      let operation = operations[Int(member)]
      for key in operation.call.keysWritten {
        let number = numbers[key] ?? changes.count
        if number == changes.count {
          numbers[key] = number
          changes.append([])
          isWhole.append(false)
        }
        changes[number].append(member)
        if !operation.call.isRegisterCall { isWhole[number] = true }
        if let value = operation.valueLeft(in: key) {
          writers[number, default: [:]][value, default: []].append(member)
        }
      }
    }
    for member in members {
      let operation = operations[Int(member)]
      let values = operation.isOK ? operation.valuesRead : operation.valuesCompared
      for (key, value) in values where history.initialValue(of: key) != value {
        let all = (numbers[key].flatMap { writers[$0]?[value] } ?? []).filter { $0 != member }
        guard !all.isEmpty else { continue }
        let possible = all.filter { operations[Int($0)].invoked <= returned(member) }
        needs.append(Need(reader: member, writers: possible.isEmpty ? all : possible))
      }
      let keys = operation.call.keys.compactMap { numbers[$0] }.filter {
        operation.dependsOnEveryWrite || isWhole[$0]
      }
      if operation.isOK, operation.observes, !keys.isEmpty {
        wholes.append(Whole(reader: member, keys: keys, returned: returned(member)))
      }
    }
  }

  private func returned(_ member: Int32) -> VirtualTime {
    let operation = operations[Int(member)]
    return inRealTime && operation.isOK ? operation.completion?.time ?? .never : .never
  }

  /// The largest subset in which every operation has what it needs.
  ///
  /// - Parameter kept: a subset, ascending. O(needs) a round.
  func closed(_ kept: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: operations.count)
    for member in kept { isKept[Int(member)] = true }
    while true {
      let before = isKept
      for need in needs where isKept[Int(need.reader)] {
        if !need.writers.contains(where: { isKept[Int($0)] }) { isKept[Int(need.reader)] = false }
      }
      let missing = changes.map { $0.first { !isKept[Int($0)] } }
      for whole in wholes where isKept[Int(whole.reader)] {
        let lacks = whole.keys.contains { key in
          missing[key].map { operations[Int($0)].invoked <= whole.returned } ?? false
        }
        if lacks { isKept[Int(whole.reader)] = false }
      }
      if before == isKept { return kept.filter { isKept[Int($0)] } }
    }
  }

  /// The smallest set between the two, if `kept` is part of it, in which every operation has what it
  /// needs, as far as the larger one has it.
  func completed(_ kept: [Int32], within all: [Int32]) -> [Int32] {
    var isKept = Array(repeating: false, count: operations.count)
    var isKnown = isKept
    for member in kept { isKept[Int(member)] = true }
    for member in all { isKnown[Int(member)] = true }
    while true {
      let before = isKept
      for need in needs where isKept[Int(need.reader)] {
        guard !need.writers.contains(where: { isKept[Int($0)] }) else { continue }
        if let writer = need.writers.first(where: { isKnown[Int($0)] }) {
          isKept[Int(writer)] = true
        }
      }
      for whole in wholes where isKept[Int(whole.reader)] {
        for change in whole.keys.flatMap({ changes[$0] }) where isKnown[Int(change)] {
          if operations[Int(change)].invoked <= whole.returned { isKept[Int(change)] = true }
        }
      }
      if before == isKept { return all.filter { isKept[Int($0)] } }
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
