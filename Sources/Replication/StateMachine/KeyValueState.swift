import Histories
import Simulation

/// The state that a replicated log produces: a map from keys to values, each with the position of
/// the entry that wrote it last.
///
/// Applying the same entries in the same order gives the same state everywhere. One application
/// costs O(log keys), plus the length of the value for sets, lists and queues.
public struct KeyValueState: Sendable {
  /// A value, where it stands in the log, and who wrote it.
  public struct Cell: Hashable, Sendable, CanonicallyEncodable {
    public var value: Value
    public var position: LogPosition
    /// Nil for the initial value.
    public var writer: OperationID?

    public func encode(into digest: inout Digest) {
      digest.combine(value)
      digest.combine(position)
    }
  }

  public private(set) var cells = SortedMap<Key, Cell>()
  /// For each of `cells`, in their order: computed once, since every write needs them.
  private var parts: ContiguousArray<DigestParts> = []
  /// The sum of a digest for each key: the same for equal states, whatever the order of writing.
  public private(set) var digest: UInt64 = 0

  private struct DigestParts: Sendable {
    /// The digest that has seen the key and nothing else.
    var key: Digest
    /// The digest of the key and its cell.
    var whole: UInt64
  }

  public init() {}

  public subscript(key: Key) -> Cell? { cells[key] }

  public func value(of key: Key) -> Value { cells[key]?.value ?? .absent }

  /// Stores a value, or removes the key when it is `.absent`.
  public mutating func set(
    _ key: Key, _ value: Value, position: LogPosition, writer: OperationID?
  ) {
    let (index, isFound) = cells.place(of: key)
    if isFound { digest &-= parts[index].whole }
    if case .absent = value {
      guard isFound else { return }
      cells.remove(at: index)
      parts.remove(at: index)
      return
    }
    let cell = Cell(value: value, position: position, writer: writer)
    if isFound {
      cells.replaceValue(at: index, with: cell)
    } else {
      var start = Digest()
      start.combine(key)
      cells.insert(cell, for: key, at: index)
      parts.insert(DigestParts(key: start, whole: 0), at: index)
    }
    var whole = parts[index].key
    cell.encode(into: &whole)
    parts[index].whole = whole.state
    digest &+= whole.state
  }

  /// Which writes a read of these keys returns.
  public func readsFrom(_ call: Call) -> ReadsFrom {
    switch call {
    case .readMany, .transaction: .each(call.keys.map { source($0) })
    default: call.key.map { source($0) } ?? .unknown
    }
  }

  private func source(_ key: Key) -> ReadsFrom {
    let (index, isFound) = cells.place(of: key)
    return isFound ? cells.values[index].writer.map { .write($0) } ?? .initial : .initial
  }
}
