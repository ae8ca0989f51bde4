import Histories

extension SpecificationName {
  /// What objects of the type do.
  var dataType: any DataType.Type {
    switch self {
    case .register: RegisterType.self
    case .casRegister: CompareAndSetRegisterType.self
    case .multiRegister: MultiRegisterType.self
    case .kv: KeyValueType.self
    case .counter: CounterType.self
    case .set: SetType.self
    case .queue: QueueType.self
    case .stack: StackType.self
    case .list: ListType.self
    case .mutex: MutexType.self
    }
  }

  /// What an object that holds nothing reads as, beside nothing: the same value in another form.
  var nothing: Value? {
    switch self {
    case .kv: ""
    case .counter: 0
    default: nil
    }
  }

  /// Whether it is a call on such an object.
  public func accepts(_ call: Call) -> Bool { dataType.accepts(call) }

  /// The first operation of a history that is no call on such an object, if there is one. O(n).
  public func firstUnfit(in history: History) -> Operation? {
    history.operations.first { !accepts($0.call) }
  }

  /// Where nobody says what type objects have: the type that a call on one key speaks of, by the value that it
  /// meets.
  static func spoken(by call: Call, of value: Value) -> any DataType.Type {
    switch call {
    case .increment: CounterType.self
    case .add, .remove: SetType.self
    case .enqueue, .dequeue: QueueType.self
    case .push, .pop: StackType.self
    case .acquire, .release: MutexType.self
    case .append:
      if case .text = value { KeyValueType.self } else { ListType.self }
    default: CompareAndSetRegisterType.self
    }
  }
}
