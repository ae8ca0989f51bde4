import Histories

extension ReadsFromIndex {
  /// - Parameters:
  ///   - operations: all of a history or some, in ascending order.
  ///   - initial: in ascending order of keys.
  ///   - asObserved: whether a source that values do not tell is taken from what was observed of the read.
  init(
    _ operations: [Operation], initial: [History.InitialValue], owner: Owner = .process,
    asObserved: Bool = false
  ) {
    var builder = Builder(operations.count, initial, owner)
    for place in operations.indices { builder.enter(operations, place) }
    self = builder.finish(operations, asObserved: asObserved)
  }

  /// Gathers nodes and accesses; sources are found when all writes are known.
  private struct Builder {
    private var index = ReadsFromIndex()
    private var values: ValueTable
    private var writers: WriterTable
    private var owners: OwnerTable
    private var keys: KeyTable
    private let initial: [History.InitialValue]
    /// For each access the number of its value.
    private var valueNumbers: [Int32] = []
    /// By key and value that several wrote, the initial value included, the place of its rivals.
    private var doubts = PairTable(expected: 0)
    private var rivals: [Rivals] = []
    /// For each owner the last node that returned.
    private var last: [Int32] = []
    /// For each key whether calls that are no register's change it.
    private var isForeign: [Bool] = []
    /// Nodes of which it cannot be told what they read or did.
    private var gaps: [Int32] = []
    private var scratch = AccessList()

    init(_ count: Int, _ initial: [History.InitialValue], _ owner: Owner) {
      values = ValueTable(expected: count)
      writers = WriterTable()
      keys = KeyTable(expected: count)
      owners = OwnerTable(owner)
      self.initial = initial
      index.places.reserveCapacity(count)
      index.owners.reserveCapacity(count)
      index.previous.reserveCapacity(count)
      index.isPending.reserveCapacity(count)
      index.starts.reserveCapacity(count + 1)
      index.keys.reserveCapacity(count)
      index.sources.reserveCapacity(count)
      valueNumbers.reserveCapacity(count)
    }

    // MARK: Entering operations

    mutating func enter(_ operations: [Operation], _ place: Int) {
      switch operations[place].completion?.outcome {
      case .fail: return
      case nil, .info:
        if operations[place].call.isReadOnly { return }
        begin(operations[place].process, operations[place].session, place, isPending: true)
        enter(operations[place].call, returning: nil)
      case .ok(let result):
        begin(operations[place].process, operations[place].session, place, isPending: false)
        enter(operations[place].call, returning: result)
      }
      index.starts.append(Int32(index.keys.count))
    }

    private mutating func begin(
      _ process: ProcessID, _ session: SessionID, _ place: Int, isPending: Bool
    ) {
      let node = Int32(index.places.count)
      let owner = owners.number(of: process, session)
      if owner == last.count { last.append(-1) }
      index.places.append(Int32(place))
      index.owners.append(Int32(owner))
      index.previous.append(last[owner])
      index.isPending.append(isPending)
      if !isPending { last[owner] = node }
    }

    private mutating func enter(_ call: Call, returning result: Value?) {
      switch call {
      case .read(let key):
        guard let result else { return }
        read(number(of: key), values.number(of: result))
      case .write(let key, let value), .conditionalPut(let key, let value, _):
        write(number(of: key), values.number(of: value))
      case .delete(let key): write(number(of: key), values.number(of: .absent))
      default:
        scratch.gather(call, result)
        for key in scratch.foreign { isForeign[Int(number(of: key))] = true }
        if scratch.hasGap { gaps.append(Int32(index.places.count - 1)) }
        if scratch.isTorn {
          index.impossible.append((Int32(index.places.count - 1), .twoValuesAtOnce))
        }
        for (key, value) in scratch.reads { read(number(of: key), values.number(of: value)) }
        for (key, value) in scratch.writes { write(number(of: key), values.number(of: value)) }
      }
    }

    private mutating func read(_ key: Int32, _ value: Int32) {
      index.keys.append(key)
      index.sources.append(Source.none)
      valueNumbers.append(value)
    }

    private mutating func write(_ key: Int32, _ value: Int32) {
      let node = Int32(index.places.count - 1)
      index.keys.append(key)
      index.sources.append(Source.write)
      valueNumbers.append(value)
      guard let other = writers.insert(node, of: value, to: key), other != node else { return }
      if other < 0 { doubtfulInitial[Int(key)] = true }
      if let place = doubts.insert(key, value, Int32(rivals.count)) {
        rivals[Int(place)].areMore = true
      } else {
        rivals.append(Rivals(first: other, second: node))
      }
    }

    /// Writers of one value of a key, each a node or `Source.initial`.
    private struct Rivals {
      let first: Int32
      let second: Int32
      var areMore = false

      /// The only one beside a node; nil if there are several.
      func other(than node: Int32) -> Int32? {
        if areMore { return nil }
        return node == first ? second : node == second ? first : nil
      }
    }

    /// For each key whether its initial value was written again.
    private var doubtfulInitial: [Bool] = []

    private mutating func number(of key: Key) -> Int32 {
      let number = keys.number(of: key)
      if Int(number) == isForeign.count {
        isForeign.append(false)
        doubtfulInitial.append(false)
        let place = initial.partitioningIndex { $0.key >= key }
        let isListed = place < initial.count && initial[place].key == key
        let value = isListed ? initial[place].value : .absent
        _ = writers.insert(Source.initial, of: values.number(of: value), to: number)
      }
      return number
    }

    // MARK: Finding sources

    mutating func finish(_ operations: [Operation], asObserved: Bool) -> ReadsFromIndex {
      index.ownerCount = last.count
      index.keyCount = keys.count
      var isRead = Array(repeating: false, count: index.count)
      for node in 0..<index.count {
        for access in index.accesses(of: node) where index.sources[access] == Source.none {
          var source = source(of: access, by: Int32(node))
          if source == Source.none && asObserved {
            source = observedSource(of: access, by: node, operations)
          }
          if source == Source.none { gaps.append(Int32(node)) }
          if source == Self.unwritten {
            index.impossible.append((Int32(node), .valueNobodyWrote))
          } else {
            index.sources[access] = source
            if source >= 0 { isRead[Int(source)] = true }
          }
        }
      }
      for node in 0..<index.count where index.isPending[node] && !isRead[node] {
        for access in index.accesses(of: node) { index.sources[access] = Source.none }
      }
      index.gapNodes = gaps.filter { !index.isPending[Int($0)] || isRead[Int($0)] }.sorted()
      index.gap = index.gapNodes.first.map { operations[Int(index.places[Int($0)])].id }
      index.impossible.sort { $0.node < $1.node }
      return index
    }

    /// What the history shows of a read; only where the write named wrote what was read.
    private func observedSource(
      of access: Int, by node: Int, _ operations: [Operation]
    ) -> Int32 {
      let key = index.keys[access]
      let read = operations[Int(index.places[node])]
      guard !isForeign[Int(key)], let shown = read.completion?.observation?.readsFrom else {
        return Source.none
      }
      switch (read.call, shown) {
      case (.read, .initial) where doubtfulInitial[Int(key)]:
        return writers.writer(of: valueNumbers[access], to: key) == Source.initial
          ? Source.initial : Source.none
      case (.read, .write(let id)): return writer(id, of: access, operations)
      case (.readMany(let keys), .each(let all)) where keys.count == all.count:
        guard index.accesses(of: node).count == keys.count,
          case .write(let id) = all[access - Int(index.starts[node])]
        else { return Source.none }
        return writer(id, of: access, operations)
      default: return Source.none
      }
    }

    private func writer(_ id: OperationID, of access: Int, _ operations: [Operation]) -> Int32 {
      let node = index.places.partitioningIndex { operations[Int($0)].id >= id }
      guard node < index.count, operations[Int(index.places[node])].id == id,
        index.accesses(of: node).contains(where: {
          index.keys[$0] == index.keys[access] && valueNumbers[$0] == valueNumbers[access]
            && index.sources[$0] == Source.write
        })
      else { return Source.none }
      return Int32(node)
    }

    private static let unwritten: Int32 = -4

    /// Nobody reads what it writes itself afterwards.
    private func source(of access: Int, by node: Int32) -> Int32 {
      let key = index.keys[access]
      if isForeign[Int(key)] { return Source.none }
      guard let source = writers.writer(of: valueNumbers[access], to: key) else {
        return Self.unwritten
      }
      if !rivals.isEmpty, let place = doubts.number(key, valueNumbers[access]) {
        return rivals[Int(place)].other(than: node) ?? Source.none
      }
      return source
    }
  }
}
