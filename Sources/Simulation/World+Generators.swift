import Histories

extension World {
  /// Switches the workload: what an earlier setting had planned is void. Each client goes on
  /// counting where it was, so that no value is written twice.
  mutating func setWorkload(_ workload: Workload?, _ context: EventContext) {
    self.workload = workload
    workloadGeneration += 1
    guard let workload else { return }
    for (turn, process) in workload.clients.enumerated() {
      plan(
        process, ordinal: clients[Int(process.index)].generated, workload, context,
        turn: turn)
    }
  }

  /// Switches the nemesis: what an earlier setting had planned is void, repairs excepted.
  mutating func setNemesis(_ nemesis: Nemesis?, _ context: EventContext) {
    self.nemesis = nemesis
    nemesisGeneration += 1
    if let nemesis { planStrike(ordinal: 0, nemesis, context) }
  }

  private mutating func plan(
    _ process: ProcessID, ordinal: Int, _ workload: Workload, _ context: EventContext,
    turn: Int? = nil
  ) {
    let key = CausalKey(source: 16 + UInt64(process.index), ordinal: ordinal)
    let mean = workload.meanGap.milliseconds
    let gap: Int64
    if workload.isSteady {
      // The first operations of the clients are spread over one gap.
      gap = turn.map { mean * Int64($0) / Int64(workload.clients.count) } ?? max(mean, 1)
    } else {
      gap = 1 + random.below(mean * 2, .workload, key, 0)
    }
    enqueue(
      .workload(process, ordinal: ordinal, generation: workloadGeneration),
      at: now + VirtualDuration(gap), cause: context.index, key: key, foreground: false)
  }

  /// A generated client invokes its next operation, unless the last one is still outstanding.
  mutating func generate(
    _ process: ProcessID, _ ordinal: Int, _ context: inout EventContext,
    _ observer: inout some WorldObserver
  ) {
    let place = Int(process.index)
    guard let workload, !workload.keys.isEmpty else {
      return record(.idle, clients[place].address, Label("no keys"), context, &observer)
    }
    clients[place].generated = ordinal + 1
    if clients[place].outstanding != nil, !workload.isSteady {
      context.isForeground = false
      record(.idle, clients[place].address, Label("busy"), context, &observer)
    } else {
      context.isForeground = true
      let (random, path) = (self.random, context.key)
      let draw = { (bound: Int64, index: UInt64) in
        random.below(bound, .workload, path, index)
      }
      let key = workload.keys[Int(draw(Int64(workload.keys.count), 1))]
      // Every written value names its writer and is written once, so that reads are unambiguous.
      let value = Value.integer(Int64(ordinal + 1) * 1000 + Int64(process.index) + 1)
      let share = draw(100, 2)
      let call: Call
      if share < workload.readPercent {
        call = .read(key)
      } else if share < workload.readPercent + workload.compareAndSetPercent {
        let known = clients[place].lastReads[key] ?? []
        let expected = known.isEmpty ? .absent : known[Int(draw(Int64(known.count), 3))]
        call = .compareAndSet(key, expected: expected, new: value)
      } else {
        call = .write(key, value)
      }
      invoke(
        PlannedCall(call: call, target: nil, intended: now), by: process, context, &observer)
    }
    plan(process, ordinal: ordinal + 1, workload, context)
  }

  /// Keeps what a client has read, for the compare-and-sets of the workload.
  mutating func rememberRead(_ call: Call, _ value: Value, by place: Int) {
    guard let workload, workload.compareAndSetPercent > 0, case .read(let key) = call else {
      return
    }
    let known = clients[place].lastReads[key] ?? []
    guard known.first != value else { return }
    clients[place].lastReads[key] = [value] + known.prefix(1)
  }

  // MARK: Nemesis

  private mutating func planStrike(ordinal: Int, _ nemesis: Nemesis, _ context: EventContext) {
    let key = CausalKey(source: 8, ordinal: ordinal)
    let gap = 1 + random.below(nemesis.meanGap.milliseconds * 2, .nemesis, key, 0)
    enqueue(
      .nemesis(ordinal: ordinal, generation: nemesisGeneration), at: now + VirtualDuration(gap),
      cause: context.index, key: key, foreground: false)
  }

  /// Places one fault and schedules its repair.
  mutating func strike<O: WorldObserver>(
    _ ordinal: Int, _ context: inout EventContext, _ observer: inout O
  ) {
    guard let nemesis, !nemesis.kinds.isEmpty else {
      return record(.idle, nil, Label("no kinds"), context, &observer)
    }
    let (random, path) = (self.random, context.key)
    let draw = { (bound: Int64, index: UInt64) in random.below(bound, .nemesis, path, index) }
    let kind = nemesis.kinds[Int(draw(Int64(nemesis.kinds.count), 1))]
    let victim = NodeID(Int(draw(Int64(nodes.count), 2)))
    let length = VirtualDuration(1 + draw(nemesis.meanDuration.milliseconds * 2, 3))
    let (fault, repair) = fault(
      of: kind, on: victim, magnitude: draw(401, 4) - 200, direction: draw(3, 5))
    context.isForeground = true
    intervene(fault, &context, &observer)
    enqueue(
      .intervention(repair), at: now + length, cause: context.index, key: context.key.effect(1),
      foreground: true)
    planStrike(ordinal: ordinal + 1, nemesis, context)
  }

  private func fault(
    of kind: Nemesis.Kind, on victim: NodeID, magnitude: Int64, direction: Int64
  ) -> (Intervention, Intervention) {
    switch kind {
    case .crash: return (.crash(victim, losingDisk: false), .restart(victim))
    case .pause: return (.pause(victim), .resume(victim))
    case .skew:
      return (
        .setClockOffset(victim, VirtualDuration(magnitude)), .setClockOffset(victim, .zero)
      )
    case .cut:
      // Both directions, only towards the victim, or only away from it.
      var links: [Link] = []
      for node in nodes where node.id != victim {
        if direction != 1 { links.append(Link(from: victim, to: node.id)) }
        if direction != 2 { links.append(Link(from: node.id, to: victim)) }
      }
      return (.cut(links), .heal(links))
    }
  }
}
