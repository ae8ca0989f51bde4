/// The clients of a generated history, of which one at a time goes on.
struct GeneratedClients {
  private enum State: Equatable { case idle, invoked, effective }

  /// A client and what it is at.
  private struct Client {
    var state = State.idle
    /// The number it goes under; another after each time-out.
    var process: Int
    var operation = GeneratedOperation(function: "")
    /// What it will return; nil: it fails.
    var result: GeneratedValue?
    var isLost = false
    /// Whether it belongs to the planted violation, and so neither fails nor is lost.
    var isPlanted = false
  }

  /// How far the planting of the violation is.
  private enum Planting {
    case notYet
    case planting([(process: Int, operation: GeneratedOperation)])
    case done
  }

  private let plan: GeneratedHistory
  private var dice: GeneratedNumbers
  private var store: GeneratedStore
  private var workload: GeneratedWorkload
  private var clients: [Client]
  private var written = 0
  /// Objects in use, and the operations invoked on each.
  private var objects: [(number: Int, used: Int)]
  private var nextObject: Int
  /// Objects that are no longer in use; what is open on them may still take effect.
  private var retired: [Int] = []
  private var planting = Planting.notYet
  private var nemesisIsOn = false

  init(_ plan: GeneratedHistory) {
    self.plan = plan
    dice = GeneratedNumbers(plan.seed)
    store = GeneratedStore(plan.type)
    workload = GeneratedWorkload(plan.type)
    clients = (0..<plan.processes).map { Client(process: $0) }
    let count = plan.keys == .none ? 1 : plan.objects
    objects = (0..<count).map { ($0, 0) }
    nextObject = count
  }

  /// The next event; nil at the end.
  mutating func next() -> GeneratedEvent? {
    if plan.nemesisEvery > 0, written % (plan.nemesisEvery + 1) == plan.nemesisEvery {
      written += 1
      nemesisIsOn.toggle()
      return GeneratedEvent(
        kind: .info, function: nemesisIsOn ? "start" : "stop", value: .text("Cut off n1"))
    }
    while true {
      let isFull = written >= plan.events
      let isIdle = clients.allSatisfy { $0.state == .idle }
      if isPlanting, isIdle, let event = plant() { return event }
      if isFull, isIdle, !isPlanting { return nil }
      if let event = goOn(dice.below(clients.count), mayInvoke: !isFull && !isPlanting) {
        written += 1
        return event
      }
    }
  }

  /// Whether nobody begins anything but what is planted.
  private var isPlanting: Bool {
    guard plan.isViolated, written >= plan.events * 9 / 10 else { return false }
    if case .done = planting { return false }
    return true
  }

  /// The next operation of the violation, when nothing else is open. Nil when it is over.
  private mutating func plant() -> GeneratedEvent? {
    var script: [(process: Int, operation: GeneratedOperation)]
    switch planting {
    case .notYet: script = workload.violation(on: objects[0].number)
    case .planting(let rest): script = rest
    case .done: return nil
    }
    guard let (client, operation) = script.first else {
      planting = .done
      return nil
    }
    script.removeFirst()
    planting = .planting(script)
    written += 1
    return invoke(client, operation, isPlanted: true)
  }

  /// Lets a client take its next step. Nil if nobody sees it.
  private mutating func goOn(_ index: Int, mayInvoke: Bool) -> GeneratedEvent? {
    switch clients[index].state {
    case .idle:
      guard mayInvoke else { return nil }
      let slot = dice.below(objects.count)
      let operation = workload.operation(
        on: objects[slot].number, others: objects.map(\.number), of: store,
        by: clients[index].process, &dice)
      count(slot)
      return invoke(index, operation)
    case .invoked:
      takeEffect(index)
      return nil
    case .effective: return complete(index)
    }
  }

  /// Objects with names are changed for new ones after some time.
  private mutating func count(_ slot: Int) {
    objects[slot].used += 1
    guard plan.keys != .none, objects[slot].used >= plan.operationsPerObject else { return }
    retired.append(objects[slot].number)
    if retired.count > 64 { store.objects[retired.removeFirst()] = nil }
    objects[slot] = (nextObject, 0)
    nextObject += 1
  }

  private mutating func invoke(
    _ index: Int, _ operation: GeneratedOperation, isPlanted: Bool = false
  ) -> GeneratedEvent {
    clients[index].state = .invoked
    clients[index].isPlanted = isPlanted
    clients[index].operation = operation
    return event(of: index, .invoke, operation.value)
  }

  private mutating func takeEffect(_ index: Int) {
    let operation = clients[index].operation
    clients[index].state = .effective
    clients[index].result = nil
    clients[index].isLost = false
    if let forced = operation.result {
      clients[index].result = forced
      return
    }
    if !clients[index].isPlanted {
      if dice.happens(every: plan.failureEvery) { return }
      clients[index].isLost = dice.happens(every: plan.timeoutEvery)
    }
    // A lock that nobody is known to hold would stop everybody.
    let isHarmless = operation.function != "acquire"
    if clients[index].isLost, !isHarmless || dice.happens(50) { return }
    clients[index].result = store.apply(operation, by: clients[index].process)
  }

  private mutating func complete(_ index: Int) -> GeneratedEvent {
    let client = clients[index]
    clients[index].state = .idle
    if client.isLost {
      var event = event(of: index, .info, client.operation.value)
      event.error = "timed-out"
      clients[index].process += plan.processes
      return event
    }
    if let result = client.result {
      let isLock = plan.type == .mutex
      return event(of: index, .ok, isLock ? .null : result)
    }
    return event(of: index, .fail, client.operation.value)
  }

  private func event(
    of index: Int, _ kind: GeneratedEvent.Kind, _ value: GeneratedValue
  ) -> GeneratedEvent {
    let operation = clients[index].operation
    return GeneratedEvent(
      process: clients[index].process, kind: kind, function: operation.function,
      key: plan.keys == .none ? nil : operation.object, hasTuple: plan.hasTuples, value: value)
  }
}
