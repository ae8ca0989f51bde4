import Histories

extension VirtualTime: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) { digest.combine(milliseconds) }
}
extension VirtualDuration: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) { digest.combine(milliseconds) }
}
extension NodeID: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) { digest.combine(index) }
}
extension ProcessID: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) { digest.combine(index) }
}
extension OperationID: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) { digest.combine(index) }
}
extension LogPosition: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) {
    digest.combine(epoch)
    digest.combine(lsn)
  }
}
extension Key: CanonicallyEncodable {
  @inlinable public func encode(into digest: inout Digest) { digest.combine(name) }
}

extension Value: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    switch self {
    case .absent: digest.combine(0)
    case .integer(let number):
      digest.combine(1)
      digest.combine(number)
    case .text(let text):
      digest.combine(2)
      digest.combine(text)
    case .list(let elements):
      digest.combine(3)
      digest.combine(contentsOf: elements)
    }
  }
}

extension Call: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    digest.combine(name)
    switch self {
    case .read(let key), .delete(let key), .dequeue(let key), .pop(let key), .acquire(let key),
      .release(let key):
      digest.combine(key)
    case .write(let key, let value), .add(let key, let value), .remove(let key, let value),
      .append(let key, let value), .enqueue(let key, let value), .push(let key, let value):
      digest.combine(key)
      digest.combine(value)
    case .compareAndSet(let key, let expected, let new):
      digest.combine(key)
      digest.combine(expected)
      digest.combine(new)
    case .conditionalPut(let key, let value, let version):
      digest.combine(key)
      digest.combine(value)
      digest.combine(version)
    case .increment(let key, let amount):
      digest.combine(key)
      digest.combine(amount)
    case .readMany(let keys): digest.combine(contentsOf: keys)
    case .transaction(let calls): digest.combine(contentsOf: calls)
    }
  }
}

extension Outcome: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    switch self {
    case .ok(let value):
      digest.combine(0)
      digest.combine(value)
    case .fail(let reason):
      digest.combine(1)
      digest.combine(reason.rawValue)
    case .info(let reason):
      digest.combine(2)
      digest.combine(reason.rawValue)
    }
  }
}
